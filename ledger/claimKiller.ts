import type { Killer } from '../properties/mutants/matrix.js';
import { InputError } from '../src/theory/errors.js';
import { loadLedger, type Row } from './ledger.js';
import { verify } from './verify.js';

/** Digits at which identities are tried on a mutant: a wrong theory misses them by far more. */
const QUICK_DIGITS = 8;

/**
 * The claims of a ledger as one killer: it refutes a variant if a row that should hold is refuted.
 * @param all also the leading terms, which take seconds a mutant; else the identities alone
 */
export function ledgerKiller(path: string, all: boolean): Killer {
  const ledger = loadLedger(path);
  return {
    id: `ledger:${ledger.paper.id}`,
    run: async (variant) => {
      const options = all ? {} : { only: (row: Row) => row.kind === 'identity', digits: QUICK_DIGITS };
      try {
        const judgements = await verify(ledger, { ...options, variant });
        return judgements.some(({ row, verdict }) => verdict === 'refuted' && row.expect === 'holds')
          ? 'refuted'
          : 'holds';
      } catch (error) {
        // a theory too wrong to be solved at the points of the ledger is not refuted by them
        if (error instanceof InputError) return 'undecided';
        throw error;
      }
    },
  };
}
