import { DoubleField } from '../arithmetic/double.js';
import type { Field } from '../arithmetic/field.js';
import { ComplexRootFinder } from '../arithmetic/roots.js';
import { type Directions, LINE } from '../quadrature/directions.js';
import { AccuracyError, InputError } from '../theory/errors.js';
import { DiluteSolver } from './dilute.js';
import type { Closure } from './ladder.js';
import type { Observable } from './observables.js';
import type { Pipeline } from './pipeline.js';
import { SelfConsistency, type Start } from './selfConsistency.js';
import { BUBBLES, GREEN, GREEN_SUMS, RESPONSE, SCATTERING, SELF_ENERGY } from './tensors.js';

/**
 * Finite impurity density: bubbles of dressed Green's functions, integrated exactly along every line. T is built from
 * the clean g_0 of Eq. (16b), or (scheme `self-consistent`) from the dressed g.
 */
export class FiniteSolver<V> {
  /** The clean theory, whose contours and g_0 everything starts from; its g and T are overwritten self-consistently. */
  readonly clean: DiluteSolver<V>;
  readonly selfEnergy: V;
  /** N, J, s0, J'. */
  readonly bubbles: V;
  readonly response: V;
  private readonly sums: V;
  private readonly roots: ComplexRootFinder<V>;
  private readonly coefficients: V;
  /** The poles of every line as they were last found, and of how many lines they are those of this solve. */
  private poles: { readonly roots: V; readonly capacity: number };
  private knownPoles = 0;
  private empty = false;

  constructor(
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
    /** Called on every line; may throw to end a solve. */
    private readonly watch = (): void => {},
  ) {
    const order = 2 * pipeline.theory.degree;
    this.clean = new DiluteSolver(pipeline, field, watch);
    this.selfEnergy = field.vector(SELF_ENERGY.size);
    this.bubbles = field.vector(BUBBLES.size);
    this.response = field.vector(RESPONSE.size);
    this.sums = field.vector(GREEN_SUMS.size);
    this.roots = new ComplexRootFinder(field, order);
    this.coefficients = field.vector(2 * order + 2);
    this.poles = { roots: field.vector(0), capacity: 0 };
  }

  /** Crossings of the clean contours; none where the self-consistent levels have no width: there are no states. */
  get crossings(): number {
    return this.empty ? 0 : this.clean.crossings;
  }

  /** The finished blocks with their layouts. */
  get blocks() {
    return [
      { layout: RESPONSE, values: this.response },
      { layout: GREEN, values: this.clean.g },
      { layout: SCATTERING, values: this.clean.scattering },
      { layout: BUBBLES, values: this.bubbles },
      { layout: SELF_ENERGY, values: this.selfEnergy },
    ];
  }

  /** Everything up to K and sigma at the density in the environment. */
  solve(environment: V, directions: Directions<V>, closure: Closure): V {
    const { field, pipeline, clean, bubbles, selfEnergy, response } = this;
    this.cleanly(environment, directions);
    this.knownPoles = 0;
    if (pipeline.approximation.scheme.kind === 'self-consistent') {
      this.iteration(environment, directions).solve(this.roughly(environment, directions));
      this.empty = this.isReal();
      if (this.empty) return response;
    }
    const add = field.compile(pipeline.dressedBubbles);
    for (let k = 0; k < BUBBLES.size; k++) field.set(bubbles, k, 0);
    this.eachPole(environment, directions, (line, roots, at) => {
      add(environment, 0, directions.lines, line, selfEnergy, 0, roots, at, bubbles, 0, bubbles, 0);
    });
    field.compile(pipeline.finiteLadder(closure))(environment, 0, clean.scattering, 0, bubbles, 0, response, 0);
    return response;
  }

  /** An observable after a solve. */
  observe(environment: V, observable: Observable, directions: Directions<V>): V {
    const { field, selfEnergy, clean, response } = this;
    const out = field.vector(observable.tensor.entries.length);
    const add = field.compile(this.pipeline.finiteObservable(observable));
    this.eachPole(environment, directions, (line, roots, at) => {
      const fixed = [selfEnergy, 0, roots, at, clean.scattering, 0, response, 0] as const;
      add(environment, 0, directions.lines, line, ...fixed, out, 0, out, 0);
    });
    return out;
  }

  private iteration(environment: V, directions: Directions<V>): SelfConsistency<V> {
    return new SelfConsistency(this.field, this.selfEnergy, () => this.substitute(environment, directions));
  }

  /** The solution in double precision, where that resolves the problem. */
  private roughly(environment: V, { lines, count }: Directions<V>): Start | undefined {
    const { field, pipeline } = this;
    if (field.name === 'double') return undefined;
    const doubles = (from: V, size: number): Float64Array =>
      Float64Array.from({ length: size }, (_, k) => field.toNumber(from, k));
    const place = doubles(environment, pipeline.theory.environmentSize);
    const directions = { lines: doubles(lines, LINE.size * count), count };
    const rough = new FiniteSolver(pipeline, new DoubleField());
    try {
      rough.cleanly(place, directions);
      const iteration = rough.iteration(place, directions);
      iteration.solve();
      const { start } = iteration;
      return [...start.inverse, ...start.selfEnergy].every(Number.isFinite) ? start : undefined;
    } catch (error) {
      if (error instanceof AccuracyError || error instanceof InputError) return undefined;
      throw error;
    }
  }

  /** Whether Sigma is real to rounding. */
  private isReal(): boolean {
    const parts = SELF_ENERGY.places('Sigma').map((k) => this.field.toNumber(this.selfEnergy, k));
    const [re, im] = [parts.slice(0, 4), parts.slice(4)].map((part) => Math.hypot(...part));
    return im < 10 ** (4 - this.field.digits) * re;
  }

  /** T of the clean g_0, and Sigma from it. */
  private cleanly(environment: V, directions: Directions<V>): void {
    this.clean.integrateGreen(environment, directions);
    this.clean.scatter(environment);
    this.dress(environment);
  }

  /** Sigma from T. */
  private dress(environment: V): void {
    const { field, pipeline, clean } = this;
    field.compile(pipeline.selfEnergy)(environment, 0, clean.scattering, 0, this.selfEnergy, 0);
  }

  /** Every root of D+ on every line. */
  private eachPole(
    environment: V,
    { lines, count }: Directions<V>,
    visit: (line: number, roots: V, at: number) => void,
  ): void {
    const { field, roots, coefficients } = this;
    const find = field.compile(this.pipeline.dressedDeterminant);
    const size = 4 * this.pipeline.theory.degree;
    if (this.poles.capacity < count) this.poles = { roots: field.vector(size * count), capacity: count };
    const cutoff = this.clean.cutoffOf(environment);
    let degree = 0;
    for (let line = 0; line < count; line++) {
      this.watch();
      find(environment, 0, lines, LINE.size * line, this.selfEnergy, 0, coefficients, 0);
      const known = { roots: this.poles.roots, at: size * line };
      if (!roots.find(coefficients, 0, cutoff, line < this.knownPoles ? known : undefined))
        throw new AccuracyError(
          `the poles of the dressed Green's function did not settle with ${Math.floor(field.digits)} working digits`,
        );
      if (degree > 0 && roots.degree !== degree)
        throw new AccuracyError('D(p) loses its top power along a line of the quadrature: a pole lies at infinity');
      degree = roots.degree;
      field.copy(roots.roots, 0, known.roots, known.at, 2 * degree);
      this.knownPoles = Math.max(this.knownPoles, line + 1);
      for (let k = 0; k < degree; k++) visit(LINE.size * line, roots.roots, 2 * k);
    }
  }

  /** Sigma <- n T(g[Sigma]). */
  private substitute(environment: V, directions: Directions<V>): void {
    const { field, pipeline, clean, selfEnergy, sums } = this;
    const add = field.compile(pipeline.dressedGreen);
    for (let k = 0; k < GREEN_SUMS.size; k++) field.set(sums, k, 0);
    this.eachPole(environment, directions, (line, roots, at) => {
      add(environment, 0, directions.lines, line, selfEnergy, 0, roots, at, sums, 0, sums, 0);
    });
    field.compile(pipeline.green)(environment, 0, sums, 0, clean.g, 0);
    clean.scatter(environment);
    this.dress(environment);
  }
}
