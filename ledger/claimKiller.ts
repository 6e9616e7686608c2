import type { Killer } from '../properties/mutants/matrix.js';
import { InputError } from '../src/theory/errors.js';
import type { Judgement } from './language/judgement.js';
import type { Row } from './ledger.js';
import { loadLedger } from './ledgerFile.js';
import { verify } from './verify.js';

/** Digits at which equations are tried on a mutant: a wrong theory misses them by far more. */
const QUICK_DIGITS = 8;

/** Equations at points: samples drawn at random are what the laws try. */
const equationsAlone = {
  only: (row: Row) => row.kind === 'equation' && row.over.length === 0,
  digits: QUICK_DIGITS,
  profile: 'quick',
} as const;

/** Judges what every mutant will be tried on once on the sound theory. @throws InputError where a row is broken */
export const demandSolvable = (path: string): Promise<unknown> => verify(loadLedger(path), equationsAlone);

const isRefuted = ({ row, verdict }: Judgement): boolean => verdict === 'refuted' && row.expect.verdict === 'holds';

/** With all digits the sound theory is judged as expected; a variant may make two routes contradict each other. */
const isUnexpected = ({ row, verdict }: Judgement): boolean => verdict !== row.expect.verdict;

/**
 * The claims of a ledger as one killer: it refutes a variant if a row is judged otherwise than expected.
 * @param all also curves, laws and leading terms, which take seconds a mutant; else the equations at points alone, with
 * few digits, where only what is refuted counts
 */
export function ledgerKiller(path: string, all: boolean): Killer {
  const ledger = loadLedger(path);
  return {
    id: `ledger:${ledger.paper.id}`,
    run: async (variant) => {
      const options = all ? { profile: 'quick' as const } : equationsAlone;
      const isSeen = all ? isUnexpected : isRefuted;
      try {
        const { judgements } = await verify(ledger, { ...options, variant, until: isSeen });
        return judgements.some(isSeen) ? 'refuted' : 'holds';
      } catch (error) {
        // a theory too wrong to be solved at the points of the ledger is not refuted by them
        if (error instanceof InputError) return 'undecided';
        throw error;
      }
    },
  };
}
