import type { Field } from '../arithmetic/field.js';
import type { Directions } from '../quadrature/directions.js';
import { type Survey, survey } from '../quadrature/survey.js';
import { surveyedDirections } from '../quadrature/tangents.js';
import type { Coefficients } from '../theory/environment.js';
import { AccuracyError, InputError, NoCarriersError } from '../theory/errors.js';
import { DiluteSolver } from '../transport/dilute.js';
import { FiniteSolver } from '../transport/finite.js';
import type { Closure } from '../transport/ladder.js';
import { type Pipeline, ROW } from '../transport/pipeline.js';
import { schemeName } from '../transport/scattering.js';
import { GREEN, GREEN_SUMS, RESPONSE, SCATTERING } from '../transport/tensors.js';
import { environmentOf } from './environment.js';
import { type Problem, pipelineOf } from './problem.js';

/** One pass of a problem in one field: environment, survey, quadrature, ladder. */
export class Pass<V> {
  readonly pipeline: Pipeline;
  readonly environment: V;
  readonly solver: DiluteSolver<V> | FiniteSolver<V>;

  constructor(
    readonly problem: Problem,
    readonly field: Field<V>,
  ) {
    const { pipeline, limit } = pipelineOf(problem);
    this.pipeline = pipeline;
    this.environment = environmentOf(problem, field);
    this.solver = limit === 'dilute' ? new DiluteSolver(pipeline, field) : new FiniteSolver(pipeline, field);
  }

  /** The clean theory with its Fermi contours. */
  get clean(): DiluteSolver<V> {
    return this.solver instanceof DiluteSolver ? this.solver : this.solver.clean;
  }

  /** The numbers of the theory in double precision. */
  get coefficients(): Coefficients<number> {
    const { theory } = this.problem;
    return theory.read(
      this.numbers(
        this.environment,
        Array.from({ length: theory.environmentSize }, (_, k) => k),
      ),
    );
  }

  /** Looks for tangent lines in this field. */
  survey(): Survey {
    const found = survey(this.problem.theory, this.field, this.environment);
    if (found.unboundedBelow && !this.pipeline.hard)
      throw new InputError(
        `${this.problem.theory.name} is unbounded below: without a cutoff its ground state does not exist; give ` +
          '--cutoff VALUE',
      );
    return found;
  }

  /** Equidistant lines, or `lines` Gauss-Legendre lines in every sector between tangents. */
  directions({ tangents }: Survey, lines: number): Directions<V> {
    return surveyedDirections(this.problem.theory, this.field, this.environment, tangents, lines);
  }

  /** Numbers of a block as doubles. */
  numbers(block: V, places: readonly number[]): number[] {
    return places.map((k) => this.field.toNumber(block, k));
  }

  /** Solves and checks that there are carriers and that nothing diverges. */
  solve(directions: Directions<V>, closure: Closure): V {
    const response = this.solver.solve(this.environment, directions, closure);
    if (this.solver.crossings === 0) throw new NoCarriersError(this.noCarriers());
    if (!this.pipeline.hard) this.refuseDivergence();
    const { kind } = this.pipeline.approximation.scheme;
    if (kind === 'born' || kind === 'gaussian') this.refuseNegativeRates();
    const numbers = (['K', 'sigma', 'KJ'] as const).flatMap((name) => this.numbers(response, RESPONSE.places(name)));
    const isDouble = this.field.name === 'double';
    if (numbers.some((x) => Number.isNaN(x) || (isDouble && !Number.isFinite(x))))
      throw new AccuracyError(
        'the ladder is singular or a momentum integral diverges: no finite result (is there any scattering at ' +
          'this energy?)',
      );
    return response;
  }

  /** A truncated T-matrix may give states a negative scattering rate: the Born series is then outside its range. */
  private refuseNegativeRates(): void {
    const { rows, scattering, crossings } = this.clean;
    const [gamma0, ...gamma] = this.numbers(scattering, SCATTERING.places('Gamma'));
    for (let point = 1; point <= crossings; point++) {
      const spin = this.numbers(
        rows,
        ROW.places('spin').map((at) => ROW.size * point + at),
      );
      if (!(spin.reduce((total, b, i) => total + b * gamma[i], gamma0) > 0))
        throw new InputError(
          'the scattering rate of some state is not positive in the scheme ' +
            `${schemeName(this.pipeline.approximation.scheme)}: the impurities are too strong for this Born order; ` +
            'use t-matrix or a smaller u',
        );
    }
  }

  private refuseDivergence(): void {
    const { sums, g } = this.clean;
    const [first, ...spin] = this.numbers(sums, GREEN_SUMS.places('divergence')).map(Math.abs);
    // where nothing diverges the residues are rounding errors of g itself
    const scale = Math.max(first, ...this.numbers(g, GREEN.places('g')).map(Math.abs));
    if (Math.max(...spin) > 1e-7 * scale)
      throw new InputError(
        'the spin part of Re g diverges logarithmically (the theory is unbounded below or not parabolic at large ' +
          'momenta), so it cannot be absorbed in u: give --cutoff VALUE',
      );
  }

  private noCarriers(): string {
    const eps = this.problem.parameters.values.get('eps') ?? '';
    const shown = eps.length > 24 ? `${eps.slice(0, 24)}...` : eps;
    return `no carriers: no band crosses the Fermi energy eps = ${shown}; raise eps above the bottom of the lower band`;
  }
}
