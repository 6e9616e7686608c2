import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { lawsOf } from '../catalogue.js';
import { Facts } from '../facts.js';
import { chosenLaws } from '../session.js';
import { MUTANTS } from './all.js';
import { type Killer, type Matrix, type MutantRow, mutantMatrix } from './matrix.js';

export interface MutantSession {
  readonly runs: number;
  readonly seed: number;
  readonly laws?: readonly string[];
  readonly mutants?: readonly string[];
  /** Claims of a ledger and other checks that may refute a subject. */
  readonly killers?: readonly Killer[];
  readonly onMutant?: (row: MutantRow) => void;
}

/** Laws against mutants. @throws InputError on unknown ids */
export async function runMutants(theory: Theory, { runs, seed, laws = [], mutants = [], killers = [], onMutant }: MutantSession): Promise<Matrix> {
  await loadMpfr();
  const facts = new Facts(theory);
  const matches = (id: string): boolean => mutants.length === 0 || mutants.some((asked) => id === asked || id.startsWith(`${asked}.`));
  const chosen = MUTANTS.filter(({ id }) => matches(id));
  if (chosen.length === 0) throw new InputError(`no mutant "${mutants.join(' ')}"; there are ${MUTANTS.map((m) => m.id).join(' ')}`);
  return mutantMatrix(facts, chosenLaws(lawsOf(facts), laws, theory), chosen, { runs, seed, killers, ...(onMutant && { onMutant }) });
}
