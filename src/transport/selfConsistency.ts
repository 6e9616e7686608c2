import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { Layout } from '../arithmetic/layout.js';
import { AccuracyError } from '../theory/errors.js';
import { SELF_ENERGY } from './tensors.js';

/** Iterations of the self-consistent T-matrix before it is given up. */
const MAX_ITERATIONS = 400;
/**
 * The largest change at which the iteration may have arrived at its rounding errors, and the iterations without
 * progress that show it: many at first, few once most of the digits are there.
 */
const SETTLED = 1e-6;
const STALLED = { early: 8, late: 2 };

const { size: SIZE } = SELF_ENERGY;
const STEP = new Layout({ moved: [1, 1], residual: [1, SIZE] });

/** Where an iteration starts: a self-energy near the solution and (1 - F')^-1 there, row by row. */
export interface Start {
  readonly selfEnergy: readonly number[];
  readonly inverse: readonly number[];
}

/**
 * Solves Sigma = F(Sigma) = n T(g[Sigma]) by Broyden's method: the numbers are the field's, the approximate inverse
 * Jacobian is double, and so are residuals in units of the last one. Started from the solution and the slope in double
 * precision it gains some ten digits an iteration.
 */
export class SelfConsistency<V> {
  private readonly before: V;
  private readonly step: V;
  private readonly jacobian: V;
  private readonly unit: V;

  /** @param substitute replaces Sigma by F(Sigma) */
  constructor(
    private readonly field: Field<V>,
    private readonly selfEnergy: V,
    private readonly substitute: () => void,
  ) {
    this.before = field.vector(SIZE);
    this.step = field.vector(STEP.size);
    this.jacobian = field.vector(SIZE * SIZE);
    this.unit = field.vector(1);
  }

  /** @throws AccuracyError if it does not converge */
  solve(start?: Start): void {
    const { field, selfEnergy, before, step, jacobian, unit, substitute } = this;
    const [compare, correct] = [field.compile(difference), field.compile(correction)];
    const inverse = new Broyden(start?.inverse);
    for (const [k, x] of start?.selfEnergy.entries() ?? []) field.set(selfEnergy, k, x);
    const wanted = 2 - field.digits;
    // sizes of changes as powers of ten
    let [least, stalled, exponent] = [Number.POSITIVE_INFINITY, 0, 0];
    for (let count = 0; count < MAX_ITERATIONS; count++) {
      field.copy(selfEnergy, 0, before, 0, SIZE);
      substitute();
      field.set(unit, 0, `1e${exponent}`);
      compare(before, 0, selfEnergy, 0, unit, 0, step, 0);
      const size = Math.log10(field.toNumber(step, STEP.at('moved'))) / 2 - exponent;
      stalled = size < least ? 0 : stalled + 1;
      least = Math.min(least, size);
      // small steps that stop shrinking are rounding errors; how many digits they leave is told by the comparison of
      // two runs
      const patience = least < 0.7 * wanted ? STALLED.late : STALLED.early;
      if (size <= wanted || (stalled >= patience && least < Math.log10(SETTLED))) return;
      const residual = STEP.places('residual').map((k) => field.toNumber(step, k));
      for (const [k, x] of inverse.next(residual, exponent).entries()) field.set(jacobian, k, x);
      // Sigma <- old Sigma + B (new Sigma - old Sigma)
      correct(before, 0, selfEnergy, 0, jacobian, 0, selfEnergy, 0);
      if (Number.isFinite(size)) exponent = Math.max(0, -Math.floor(size));
    }
    throw new AccuracyError(
      `the self-consistent T-matrix did not converge in ${MAX_ITERATIONS} iterations (change ` +
        `${(10 ** least).toExponential(1)}); lower n or move eps away from the band edge`,
    );
  }

  /** The solution as a start for a field of more digits, with the slope of F from central differences. */
  get start(): Start {
    const { field, selfEnergy, substitute } = this;
    const read = (): number[] => Array.from({ length: SIZE }, (_, k) => field.toNumber(selfEnergy, k));
    const solution = read();
    const width = 1e-5 * Math.max(...solution.map(Math.abs));
    const columns = solution.map((_, k) => {
      const [above, below] = [width, -width].map((shift) => {
        for (const [l, x] of solution.entries()) field.set(selfEnergy, l, l === k ? x + shift : x);
        substitute();
        return read();
      });
      return above.map((x, l) => (l === k ? 1 : 0) - (x - below[l]) / (2 * width));
    });
    return { selfEnergy: solution, inverse: inverseOf(columns) };
  }
}

/** Inverse of a matrix given by its columns, row by row. */
function inverseOf(columns: readonly (readonly number[])[]): number[] {
  const size = columns.length;
  const rows = columns.map((_, i) => [...columns.map((c) => c[i]), ...columns.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < size; k++) {
    const pivot = rows.slice(k).reduce((a, b) => (Math.abs(b[k]) > Math.abs(a[k]) ? b : a));
    rows[rows.indexOf(pivot)] = rows[k];
    rows[k] = pivot.map((x) => x / pivot[k]);
    for (let i = 0; i < size; i++) if (i !== k) rows[i] = rows[i].map((x, j) => x - rows[i][k] * rows[k][j]);
  }
  return rows.flatMap((row) => row.slice(size));
}

/** Inverse Jacobian of r(x) = F(x) - x, negated, by rank-one updates. */
class Broyden {
  private readonly inverse: number[];
  private before: { readonly residual: number[]; readonly step: number[]; readonly exponent: number } | undefined;

  /** Without a start, that of repeated substitution. */
  constructor(start?: readonly number[]) {
    this.inverse = [...(start ?? Array.from({ length: SIZE * SIZE }, (_, k) => (k % (SIZE + 1) === 0 ? 1 : 0)))];
  }

  /**
   * The matrix B of the step B r, updated by the residual that the last step led to.
   * @param residual in units of 10^-exponent
   */
  next(residual: number[], exponent: number): readonly number[] {
    const { inverse, before } = this;
    if (before) this.update(before, 10 ** (before.exponent - exponent), residual);
    const step = residual.map((_, i) => sumOf(residual, (r, j) => inverse[i * SIZE + j] * r));
    this.before = { residual, step, exponent };
    return inverse;
  }

  /** With y = -(r_new - r_old): B <- B + (s - B y) s^T B / (s^T B y). */
  private update(before: { residual: number[]; step: number[] }, scale: number, residual: number[]): void {
    const { inverse } = this;
    const { step } = before;
    const y = residual.map((r, k) => before.residual[k] - scale * r);
    const By = y.map((_, i) => sumOf(y, (v, j) => inverse[i * SIZE + j] * v));
    const sB = y.map((_, j) => sumOf(step, (v, i) => v * inverse[i * SIZE + j]));
    const denominator = sumOf(step, (v, i) => v * By[i]);
    if (!(Math.abs(denominator) > 1e-3 * sumOf(step, (v) => v * v))) return;
    for (let i = 0; i < SIZE; i++)
      for (let j = 0; j < SIZE; j++) inverse[i * SIZE + j] += ((step[i] - By[i]) * sB[j]) / denominator;
  }
}

const sumOf = (list: readonly number[], term: (x: number, k: number) => number): number =>
  list.reduce((total, x, k) => total + term(x, k), 0);

/** (x, F(x), B) -> x + B (F(x) - x). */
const correction: Program = trace([SIZE, SIZE, SIZE * SIZE], (x, fx, B) => {
  const residual = fx.map((v, k) => v.sub(x[k]));
  return x.map((v, i) => v.add(sum(residual.map((w, j) => w.mul(B[SIZE * i + j])))));
});

/** (a, b, unit) -> |b - a|^2 / |b|^2 times unit^2, then b - a times unit. */
const difference: Program = trace([SIZE, SIZE, 1], (a, b, [unit]) => {
  const squared = (list: readonly Expr[]): Expr => sum(list.map((x) => x.square()));
  const change = b.map((x, k) => x.sub(a[k]).mul(unit));
  return [squared(change).div(squared(b)), ...change];
});
