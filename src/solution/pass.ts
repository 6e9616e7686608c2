import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import type { Directions } from '../quadrature/directions.js';
import { type Survey, survey } from '../quadrature/survey.js';
import { surveyedDirections, type Tangent } from '../quadrature/tangents.js';
import type { Coefficients } from '../theory/environment.js';
import { AccuracyError, InputError, NoCarriersError } from '../theory/errors.js';
import { DiluteSolver } from '../transport/dilute.js';
import { FiniteSolver } from '../transport/finite.js';
import type { Closure } from '../transport/ladder.js';
import type { Pipeline } from '../transport/pipeline.js';
import { schemeName } from '../transport/scattering.js';
import { RESPONSE } from '../transport/tensors.js';
import { broadened } from './broadening.js';
import { environmentOf } from './environment.js';
import { type Problem, pipelineOf } from './problem.js';

/** How the quadrature is split where D loses its top power. */
const FAR_POLE = { momentum: Number.NaN, distance: 0.3 };

/** Lines a sector on which g is found to a few digits. */
const ROUGH_LINES = 8;

/** One pass of a problem in one field: environment, survey, quadrature, ladder. */
export class Pass<V> {
  readonly pipeline: Pipeline;
  readonly environment: V;
  readonly solver: DiluteSolver<V> | FiniteSolver<V>;
  private readonly special = new WeakMap<Survey, readonly Tangent[]>();

  constructor(
    readonly problem: Problem,
    readonly field: Field<V>,
  ) {
    const { pipeline, limit } = pipelineOf(problem);
    this.pipeline = pipeline;
    this.environment = environmentOf(problem, field);
    const { watch } = problem;
    this.solver =
      limit === 'dilute' ? new DiluteSolver(pipeline, field, watch) : new FiniteSolver(pipeline, field, watch);
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

  /**
   * Looks for tangent lines in this field.
   * @throws InputError if the theory needs a cutoff that the problem does not give
   */
  survey(): Survey {
    const { theory, hard } = this.pipeline;
    const found = survey(
      theory,
      this.field,
      this.environment,
      hard ? this.coefficients.cutoff : undefined,
      this.problem.watch,
    );
    if (found.unboundedBelow && !hard)
      throw new InputError(
        `${theory.name} is unbounded below: without a cutoff its ground state does not exist; give --cutoff VALUE ` +
          'between its Fermi contours',
      );
    if (found.divergent && !hard)
      throw new InputError(
        'the spin part of Re g diverges logarithmically (the theory is unbounded below or not parabolic at large ' +
          'momenta), so it cannot be absorbed in u: give --cutoff VALUE',
      );
    return found;
  }

  /** Equidistant lines, or `lines` Gauss-Legendre lines in every sector between tangents. */
  directions(found: Survey, lines: number): Directions<V> {
    return surveyedDirections(this.pipeline.theory, this.field, this.environment, this.specialAngles(found), lines);
  }

  /** Between which angles the lines of a survey lie. */
  private specialAngles(found: Survey): readonly Tangent[] {
    if (this.solver instanceof DiluteSolver) return found.tangents;
    return remembered(this.special, found, () => {
      // poles at infinity: the residues of a bubble grow without bound on their way there, so that no line may meet one
      const apart = found.flat.map((angle) => ({ angle, ...FAR_POLE }));
      return [...this.broadenedTangents(found), ...apart].sort((a, b) => a.angle - b.angle);
    });
  }

  /** Tangents as the self-energy that the clean T gives them moves them off the real axis. */
  private broadenedTangents({ tangents }: Survey): readonly Tangent[] {
    if (tangents.every(({ distance }) => distance > 0)) return tangents;
    const { clean, environment, field } = this;
    const rough = surveyedDirections(this.pipeline.theory, field, environment, tangents, ROUGH_LINES);
    clean.integrateGreen(environment, rough);
    clean.scatter(environment);
    return [...tangents, ...broadened(this, tangents)];
  }

  /** Numbers of a block as doubles. */
  numbers(block: V, places: readonly number[]): number[] {
    return places.map((k) => this.field.toNumber(block, k));
  }

  /** Solves and checks that there are carriers and that the response is finite. */
  solve(directions: Directions<V>, closure: Closure): V {
    this.problem.watch?.();
    const response = this.solver.solve(this.environment, directions, closure);
    if (this.solver.crossings === 0) throw new NoCarriersError(this.noCarriers());
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
    if (this.clean.rates.every((gamma) => gamma > 0)) return;
    throw new InputError(
      'the scattering rate of some state is not positive in the scheme ' +
        `${schemeName(this.pipeline.approximation.scheme)}: the impurities are too strong for this Born order; ` +
        'use t-matrix or a smaller u',
    );
  }

  private noCarriers(): string {
    const eps = this.problem.parameters.values.get('eps') ?? '';
    const shown = eps.length > 24 ? `${eps.slice(0, 24)}...` : eps;
    if (this.clean.crossings > 0)
      return (
        `no carriers: so many impurities move all states away from eps = ${shown} (the self-consistent broadening ` +
        'vanishes); lower n or change eps'
      );
    return `no carriers: no band crosses the Fermi energy eps = ${shown}; raise eps above the bottom of the lower band`;
  }
}
