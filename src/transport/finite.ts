import { type Program, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { ComplexRootFinder } from '../arithmetic/roots.js';
import { AccuracyError } from '../theory/errors.js';
import { DiluteSolver } from './dilute.js';
import type { Directions } from './directions.js';
import type { Closure } from './ladder.js';
import { type Pipeline, RESULT } from './steps.js';

/** Iterations of the self-consistent T-matrix before it is given up. */
const MAX_ITERATIONS = 400;

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
    this.work = field.vector(9);
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
        add(environment, 0, directions.lines, 3 * line, this.selfEnergy, 0, this.roots.roots, 2 * k, this.bubbles, 0, this.bubbles, 0);
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

  private rootsAlong(find: ReturnType<Field<V>['compile']>, environment: V, { lines }: Directions<V>, line: number): void {
    find(environment, 0, lines, 3 * line, this.selfEnergy, 0, this.coefficients, 0);
    if (!this.roots.find(this.coefficients, 0))
      throw new AccuracyError(`the poles of the dressed Green's function did not settle with ${Math.floor(this.field.digits)} working digits`);
  }

  /** Sigma = n T(g[Sigma]) by repeated substitution; the map contracts by a factor of order n. */
  private iterate(environment: V, directions: Directions<V>): void {
    const { field, pipeline } = this;
    const [find, add, change] = [field.compile(pipeline.dressedDeterminant), field.compile(pipeline.dressedGreen), field.compile(difference)];
    const limit = 10 ** (-2 * Math.min(field.digits - 2, 140));
    let previous = Number.POSITIVE_INFINITY;
    for (this.iterations = 1; this.iterations <= MAX_ITERATIONS; this.iterations++) {
      for (let k = 0; k < 12; k++) field.set(this.sums, k, 0);
      for (let line = 0; line < directions.count; line++) {
        this.rootsAlong(find, environment, directions, line);
        for (let k = 0; k < this.order; k++)
          add(environment, 0, directions.lines, 3 * line, this.selfEnergy, 0, this.roots.roots, 2 * k, this.sums, 0, this.sums, 0);
      }
      this.run(pipeline.green, environment, this.sums, this.g);
      this.clean.scatter(environment);
      field.copy(this.selfEnergy, 0, this.work, 0, 8);
      this.run(pipeline.selfEnergy, environment, this.scattering, this.selfEnergy);
      change(this.work, 0, this.selfEnergy, 0, this.work, 8);
      const moved = field.toNumber(this.work, 8);
      if (moved <= limit || (moved < 1e-26 && moved >= previous)) return;
      previous = moved;
    }
    throw new AccuracyError(
      `the self-consistent T-matrix did not converge in ${MAX_ITERATIONS} iterations (change ${Math.sqrt(previous).toExponential(1)}); lower n or move eps away from the band edge`,
    );
  }
}

/** |a - b|^2 / |b|^2 of two 8-vectors. */
const difference: Program = trace([8, 8], (a, b) => {
  const squared = (list: typeof a) => list!.map((x) => x.square()).reduce((s, x) => s.add(x));
  return [squared(a!.map((x, k) => x.sub(b![k]!))).div(squared(b!))];
});
