import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { ComplexRootFinder } from '../arithmetic/roots.js';
import type { Directions } from '../quadrature/directions.js';
import { AccuracyError } from '../theory/errors.js';
import { DiluteSolver } from './dilute.js';
import type { Closure } from './ladder.js';
import { type Pipeline, RESULT } from './steps.js';

/** Iterations of the self-consistent T-matrix before it is given up. */
const MAX_ITERATIONS = 400;
/** Iterations without progress, and the largest |change|^2, at which the iteration has arrived at its rounding errors. */
const STALLED = 8;
const SETTLED = 1e-12;

/**
 * Finite impurity density: bubbles of dressed Green's functions, integrated exactly along every line. T is built from the clean g_0 of
 * Eq. (16b), or (scheme `self-consistent`) from the dressed g.
 */
export class FiniteSolver<V> {
  /** g that T was built from, as (re_0..3, im_0..3). */
  readonly g: V;
  /** Sigma = n T, 8 parts. */
  readonly selfEnergy: V;
  /** N (16), J (8), J' (8), s0 (4), row by row. */
  readonly bubbles: V;
  readonly result: V;
  readonly scattering: V;
  /** Iterations that self-consistency took. */
  iterations = 0;
  /** The clean theory, whose contours and g_0 everything starts from. */
  readonly clean: DiluteSolver<V>;
  private readonly roots: ComplexRootFinder<V>;
  private readonly coefficients: V;
  private readonly sums: V;
  private readonly work: V;
  private readonly order: number;

  constructor(
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
  ) {
    this.order = 2 * pipeline.theory.degree;
    this.clean = new DiluteSolver(pipeline, field);
    this.g = this.clean.g;
    this.scattering = this.clean.scattering;
    this.selfEnergy = field.vector(8);
    this.bubbles = field.vector(36);
    this.result = field.vector(RESULT.size);
    this.roots = new ComplexRootFinder(field, this.order);
    this.coefficients = field.vector(2 * this.order + 2);
    this.sums = field.vector(12);
    this.work = field.vector(17);
  }

  /** Everything up to K and sigma at the density in the environment. */
  solve(environment: V, directions: Directions<V>, closure: Closure): V {
    const { field, pipeline } = this;
    this.clean.integrateGreen(environment, directions);
    this.clean.scatter(environment);
    this.run(pipeline.selfEnergy, environment, this.scattering, this.selfEnergy);
    if (pipeline.scheme.kind === 'self-consistent') this.iterate(environment, directions);
    const [find, add] = [field.compile(pipeline.dressedDeterminant), field.compile(pipeline.dressedBubbles)];
    for (let k = 0; k < 36; k++) field.set(this.bubbles, k, 0);
    for (let line = 0; line < directions.count; line++) {
      this.rootsAlong(find, environment, directions, line);
      for (let k = 0; k < this.order; k++)
        add(
          environment,
          0,
          directions.lines,
          3 * line,
          this.selfEnergy,
          0,
          this.roots.roots,
          2 * k,
          this.bubbles,
          0,
          this.bubbles,
          0,
        );
    }
    field.compile(pipeline.finiteLadder(closure))(environment, 0, this.scattering, 0, this.bubbles, 0, this.result, 0);
    return this.result;
  }

  get crossings(): number {
    return this.clean.crossings;
  }

  private run(program: Program, environment: V, input: V, output: V): void {
    this.field.compile(program)(environment, 0, input, 0, output, 0);
  }

  private rootsAlong(
    find: ReturnType<Field<V>['compile']>,
    environment: V,
    { lines }: Directions<V>,
    line: number,
  ): void {
    find(environment, 0, lines, 3 * line, this.selfEnergy, 0, this.coefficients, 0);
    if (!this.roots.find(this.coefficients, 0))
      throw new AccuracyError(
        `the poles of the dressed Green's function did not settle with ${Math.floor(this.field.digits)} working digits`,
      );
  }

  /** Solves Sigma = n T(g[Sigma]) by Broyden's method: the numbers are the field's, the approximate inverse Jacobian is double. */
  private iterate(environment: V, directions: Directions<V>): void {
    const { field, selfEnergy, work } = this;
    const correct = field.compile(correction);
    const inverse = new Broyden(8);
    const jacobian = field.vector(64);
    const limit = 10 ** (-2 * Math.min(field.digits - 2, 140));
    let [least, stalled] = [Number.POSITIVE_INFINITY, 0];
    for (this.iterations = 1; this.iterations <= MAX_ITERATIONS; this.iterations++) {
      this.substitute(environment, directions);
      field.compile(difference)(work, 0, selfEnergy, 0, work, 8);
      const moved = field.toNumber(work, 8);
      stalled = moved < least ? 0 : stalled + 1;
      least = Math.min(least, moved);
      // small steps that stop shrinking are rounding errors; how many digits they leave is told by the comparison of two runs
      if (moved <= limit || (stalled >= STALLED && least < SETTLED)) return;
      const matrix = inverse.next(Array.from({ length: 8 }, (_, k) => field.toNumber(work, 9 + k)));
      matrix.forEach((x, k) => {
        field.set(jacobian, k, x);
      });
      // Sigma <- old Sigma + B (new Sigma - old Sigma)
      correct(work, 0, work, 9, jacobian, 0, selfEnergy, 0);
      for (let k = 0; k < 8; k++) inverse.step[k] = field.toNumber(selfEnergy, k) - field.toNumber(work, k);
    }
    throw new AccuracyError(
      `the self-consistent T-matrix did not converge in ${MAX_ITERATIONS} iterations (change ${Math.sqrt(least).toExponential(1)}); lower n or move eps away from the band edge`,
    );
  }

  /** Old Sigma to `work`, n T(g[Sigma]) to `selfEnergy`. */
  private substitute(environment: V, directions: Directions<V>): void {
    const { field, pipeline } = this;
    const [find, add] = [field.compile(pipeline.dressedDeterminant), field.compile(pipeline.dressedGreen)];
    for (let k = 0; k < 12; k++) field.set(this.sums, k, 0);
    for (let line = 0; line < directions.count; line++) {
      this.rootsAlong(find, environment, directions, line);
      for (let k = 0; k < this.order; k++)
        add(
          environment,
          0,
          directions.lines,
          3 * line,
          this.selfEnergy,
          0,
          this.roots.roots,
          2 * k,
          this.sums,
          0,
          this.sums,
          0,
        );
    }
    this.run(pipeline.green, environment, this.sums, this.g);
    this.clean.scatter(environment);
    field.copy(this.selfEnergy, 0, this.work, 0, 8);
    this.run(pipeline.selfEnergy, environment, this.scattering, this.selfEnergy);
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
    if (before) {
      // with y = -(r_new - r_old): B <- B + (s - B y) s^T B / (s^T B y)
      const y = residual.map((r, k) => before[k] - r);
      const By = y.map((_, i) => y.reduce((total, v, j) => total + inverse[i * size + j] * v, 0));
      const sB = y.map((_, j) => step.reduce((total, v, i) => total + v * inverse[i * size + j], 0));
      const denominator = step.reduce((total, v, i) => total + v * By[i], 0);
      if (Math.abs(denominator) > 1e-3 * step.reduce((total, v) => total + v * v, 0))
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) inverse[i * size + j] += ((step[i] - By[i]) * sB[j]) / denominator;
    }
    this.before = residual;
    return inverse;
  }
}

/** (x_old, r, B) -> x_old + B r. */
const correction: Program = trace([8, 8, 64], (x, r, B) =>
  x.map((v, i) => v.add(sum(r.map((w, j) => w.mul(B[8 * i + j]))))),
);

/** (a, b) -> |a - b|^2 / |b|^2, then b - a, of two 8-vectors. */
const difference: Program = trace([8, 8], (a, b) => {
  const squared = (list: readonly Expr[]): Expr => sum(list.map((x) => x.square()));
  const change = b.map((x, k) => x.sub(a[k]));
  return [squared(change).div(squared(b)), ...change];
});
