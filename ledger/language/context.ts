import type { Variant } from '../../src/solution/problem.js';
import type { Theory } from '../../src/theory/theory.js';
import type { CommonRow } from './row.js';
import type { Solutions } from './solutions.js';
import type { Vocabulary } from './vocabulary.js';

/** How thoroughly a ledger is judged. */
export type Profile = 'quick' | 'full';

/** What the judge of a row may know beside the row. Judges keep what they share between rows by it in a `WeakMap`. */
export interface Context {
  readonly vocabulary: Vocabulary;
  readonly theory: Theory;
  /** Deliberately changed formulas, to see which rows notice. */
  readonly variant: Variant;
  /** Solves, each made once. */
  readonly solutions: Solutions;
  /** Digits to which quantities are solved. */
  readonly digits: number;
  readonly profile: Profile;
  /** Of random samples. */
  readonly seed: number;
  /** Every row of the ledger: a shared factor is found from all rows of its group. */
  readonly rows: readonly CommonRow[];
  /** Says what is being done within a row. */
  readonly progress: (what: string) => void;
  /** Names what to release when the run is over. */
  readonly atEnd: (release: () => void) => void;
}
