import { loadLedger } from '../../src/claims/ledger.js';
import { verify } from '../../src/claims/verify.js';
import type { Killer } from './matrix.js';

/** The claims of a ledger as one killer: it refutes a subject if a decided verdict is not the one that the ledger expects. */
export function ledgerKiller(path: string): Killer {
  const ledger = loadLedger(path);
  return {
    id: `ledger:${ledger.paper.id}`,
    run: async ({ steps }) => {
      const judgements = await verify(ledger, () => {}, steps);
      return judgements.some(({ row, verdict }) => verdict !== 'undecided' && verdict !== row.expect) ? 'refuted' : 'holds';
    },
  };
}
