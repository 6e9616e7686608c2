import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { Layout } from '../arithmetic/layout.js';
import { AccuracyError } from '../theory/errors.js';
import { SELF_ENERGY } from './tensors.js';

/** Iterations of the self-consistent T-matrix before it is given up. */
const MAX_ITERATIONS = 400;
/**
 * Iterations without progress, and the largest |change|^2, at which the iteration has arrived at its rounding errors.
 */
const STALLED = 8;
const SETTLED = 1e-12;

const { size: SIZE } = SELF_ENERGY;
const STEP = new Layout({ moved: [1, 1], residual: [1, SIZE] });

/**
 * Solves Sigma = n T(g[Sigma]) by Broyden's method: the numbers are the field's, the approximate inverse Jacobian is
 * double.
 */
export class SelfConsistency<V> {
  private readonly before: V;
  private readonly step: V;
  private readonly jacobian: V;

  constructor(
    private readonly field: Field<V>,
    private readonly selfEnergy: V,
  ) {
    this.before = field.vector(SIZE);
    this.step = field.vector(STEP.size);
    this.jacobian = field.vector(SIZE * SIZE);
  }

  /** @param substitute replaces Sigma by n T(g[Sigma]) @throws AccuracyError if it does not converge */
  solve(substitute: () => void): void {
    const { field, selfEnergy, before, step, jacobian } = this;
    const [compare, correct] = [field.compile(difference), field.compile(correction)];
    const residual = STEP.at('residual');
    const inverse = new Broyden(SIZE);
    const limit = 10 ** (-2 * Math.min(field.digits - 2, 140));
    let [least, stalled] = [Number.POSITIVE_INFINITY, 0];
    for (let count = 0; count < MAX_ITERATIONS; count++) {
      field.copy(selfEnergy, 0, before, 0, SIZE);
      substitute();
      compare(before, 0, selfEnergy, 0, step, 0);
      const moved = field.toNumber(step, STEP.at('moved'));
      stalled = moved < least ? 0 : stalled + 1;
      least = Math.min(least, moved);
      // small steps that stop shrinking are rounding errors; how many digits they leave is told by the comparison of
      // two runs
      if (moved <= limit || (stalled >= STALLED && least < SETTLED)) return;
      const matrix = inverse.next(STEP.places('residual').map((k) => field.toNumber(step, k)));
      for (const [k, x] of matrix.entries()) field.set(jacobian, k, x);
      // Sigma <- old Sigma + B (new Sigma - old Sigma)
      correct(before, 0, step, residual, jacobian, 0, selfEnergy, 0);
      for (let k = 0; k < SIZE; k++) inverse.step[k] = field.toNumber(selfEnergy, k) - field.toNumber(before, k);
    }
    const change = Math.sqrt(least).toExponential(1);
    throw new AccuracyError(
      `the self-consistent T-matrix did not converge in ${MAX_ITERATIONS} iterations (change ${change}); lower n ` +
        'or move eps away from the band edge',
    );
  }
}

/** Inverse Jacobian of r(x) = F(x) - x, negated, by rank-one updates; starts from repeated substitution. */
class Broyden {
  /** The last step in x. */
  readonly step: number[];
  private readonly inverse: number[];
  private before: number[] | undefined;

  constructor(private readonly size: number) {
    this.step = new Array<number>(size).fill(0);
    this.inverse = Array.from({ length: size * size }, (_, k) => (k % (size + 1) === 0 ? 1 : 0));
  }

  /** The matrix B of the step B r, updated by the residual that the last step led to. */
  next(residual: number[]): readonly number[] {
    const { size, inverse, before, step } = this;
    this.before = residual;
    if (!before) return inverse;
    // with y = -(r_new - r_old): B <- B + (s - B y) s^T B / (s^T B y)
    const y = residual.map((r, k) => before[k] - r);
    const By = y.map((_, i) => y.reduce((total, v, j) => total + inverse[i * size + j] * v, 0));
    const sB = y.map((_, j) => step.reduce((total, v, i) => total + v * inverse[i * size + j], 0));
    const denominator = dot(step, By);
    if (Math.abs(denominator) > 1e-3 * dot(step, step))
      for (let i = 0; i < size; i++)
        for (let j = 0; j < size; j++) inverse[i * size + j] += ((step[i] - By[i]) * sB[j]) / denominator;
    return inverse;
  }
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((total, x, k) => total + x * b[k], 0);

/** (x_old, r, B) -> x_old + B r. */
const correction: Program = trace([SIZE, SIZE, SIZE * SIZE], (x, r, B) =>
  x.map((v, i) => v.add(sum(r.map((w, j) => w.mul(B[SIZE * i + j]))))),
);

/** (a, b) -> |a - b|^2 / |b|^2, then b - a. */
const difference: Program = trace([SIZE, SIZE], (a, b) => {
  const squared = (list: readonly Expr[]): Expr => sum(list.map((x) => x.square()));
  const change = b.map((x, k) => x.sub(a[k]));
  return [squared(change).div(squared(b)), ...change];
});
