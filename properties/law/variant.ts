import type { Field } from '../../src/arithmetic/field.js';
import { granted, type Request, type Variant } from '../../src/solution/problem.js';
import type { Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import { FiniteSolver } from '../../src/transport/finite.js';

/** What is put to the test: all formulas by name, and what is asked of the solvers. */
export type TestedVariant = Variant & Required<Pick<Variant, 'steps'>>;

/** The theory of the suite itself. */
export const SOUND: TestedVariant = { steps: STEPS };

/** A solver of a variant. @param watch called on every line; may throw to end a solve */
export function variantSolver<V>(
  variant: TestedVariant,
  theory: Theory,
  asked: Request,
  field: Field<V>,
  watch?: () => void,
): DiluteSolver<V> | FiniteSolver<V> {
  const { pipeline, limit } = granted(theory, asked, variant);
  return limit === 'dilute' ? new DiluteSolver(pipeline, field, watch) : new FiniteSolver(pipeline, field, watch);
}
