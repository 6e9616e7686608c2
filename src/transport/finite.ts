import type { Field } from '../arithmetic/field.js';
import { ComplexRootFinder } from '../arithmetic/roots.js';
import { type Directions, LINE } from '../quadrature/directions.js';
import { AccuracyError } from '../theory/errors.js';
import { DiluteSolver } from './dilute.js';
import type { Closure } from './ladder.js';
import type { Observable } from './observables.js';
import type { Pipeline } from './pipeline.js';
import { SelfConsistency } from './selfConsistency.js';
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
  private readonly order: number;

  constructor(
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
  ) {
    this.order = 2 * pipeline.theory.degree;
    this.clean = new DiluteSolver(pipeline, field);
    this.selfEnergy = field.vector(SELF_ENERGY.size);
    this.bubbles = field.vector(BUBBLES.size);
    this.response = field.vector(RESPONSE.size);
    this.sums = field.vector(GREEN_SUMS.size);
    this.roots = new ComplexRootFinder(field, this.order);
    this.coefficients = field.vector(2 * this.order + 2);
  }

  get crossings(): number {
    return this.clean.crossings;
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
    clean.integrateGreen(environment, directions);
    clean.scatter(environment);
    this.dress(environment);
    if (pipeline.approximation.scheme.kind === 'self-consistent')
      new SelfConsistency(field, selfEnergy).solve(() => this.substitute(environment, directions));
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
    for (let line = 0; line < count; line++) {
      find(environment, 0, lines, LINE.size * line, this.selfEnergy, 0, coefficients, 0);
      if (!roots.find(coefficients, 0))
        throw new AccuracyError(
          `the poles of the dressed Green's function did not settle with ${Math.floor(field.digits)} working digits`,
        );
      for (let k = 0; k < this.order; k++) visit(LINE.size * line, roots.roots, 2 * k);
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
