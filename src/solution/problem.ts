import { DecimalField } from '../arithmetic/decimal.js';
import { DoubleField } from '../arithmetic/double.js';
import type { Field, FieldName } from '../arithmetic/field.js';
import { MpfrField } from '../arithmetic/mpfr.js';
import type { Directions } from '../quadrature/directions.js';
import { type Survey, survey, surveyedDirections } from '../quadrature/survey.js';
import { AccuracyError, InputError, NoCarriersError } from '../theory/errors.js';
import type { ParameterValues } from '../theory/parameters.js';
import type { Theory } from '../theory/theory.js';
import { DiluteSolver } from '../transport/dilute.js';
import { FiniteSolver } from '../transport/finite.js';
import type { Closure } from '../transport/ladder.js';
import type { Scheme } from '../transport/scattering.js';
import { Pipeline, RESULT, ROW, STEPS, type Steps } from '../transport/steps.js';

export type Limit = 'dilute' | 'finite';

/** What is to be solved, validated. */
export interface Problem {
  readonly theory: Theory;
  readonly parameters: ParameterValues;
  readonly limit: Limit;
  readonly scheme: Scheme;
  /** Momentum cutoff as a numeral, or `renormalised`. */
  readonly cutoff: 'renormalised' | string;
  readonly steps?: Steps;
}

/** The field of a name at so many digits. */
export function fieldOf(name: FieldName, digits: number): Field {
  if (name === 'double') return new DoubleField() as unknown as Field;
  return (name === 'mpfr' ? new MpfrField(digits) : new DecimalField(digits)) as unknown as Field;
}

/** Pipelines by theory and step record: tracing and compiling are done once per approximation. */
const pipelines = new WeakMap<Theory, WeakMap<Steps, Map<string, Pipeline>>>();

/** The traced programs of a problem. */
export function pipelineOf({ theory, parameters, scheme, cutoff, steps = STEPS }: Problem): Pipeline {
  const unitary = Array.from({ length: theory.speciesCount }, (_, k) => theory.isUnitary(k, parameters.infinite));
  if (unitary.includes(true) && scheme.kind !== 't-matrix' && scheme.kind !== 'self-consistent')
    throw new InputError(
      `u = inf is the unitary limit of the full T-matrix; with the scheme ${schemeName(scheme)} give a finite strength`,
    );
  const cutoffScheme = cutoff === 'renormalised' ? 'renormalised' : 'hard';
  const bySteps = pipelines.get(theory) ?? new WeakMap<Steps, Map<string, Pipeline>>();
  pipelines.set(theory, bySteps);
  const byKey = bySteps.get(steps) ?? new Map<string, Pipeline>();
  bySteps.set(steps, byKey);
  const key = `${schemeName(scheme)} ${cutoffScheme} ${unitary.join()}`;
  const pipeline = byKey.get(key) ?? new Pipeline(theory, { scheme, cutoff: cutoffScheme, unitary, steps });
  byKey.set(key, pipeline);
  return pipeline;
}

export const schemeName = (scheme: Scheme): string =>
  scheme.kind === 'born' ? (scheme.order === 2 ? 'first-born' : `born:${scheme.order}`) : scheme.kind;

/** One pass of a problem in one field: environment, survey, quadrature, ladder. */
export class Pass<V> {
  readonly environment: V;
  readonly solver: DiluteSolver<V> | FiniteSolver<V>;

  constructor(
    readonly problem: Problem,
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
  ) {
    this.environment = environmentOf(problem, field);
    this.solver = problem.limit === 'dilute' ? new DiluteSolver(pipeline, field) : new FiniteSolver(pipeline, field);
  }

  /** Looks for tangent lines in this field. */
  survey(): Survey {
    const found = survey(this.problem.theory, this.field, this.environment);
    if (found.unboundedBelow && this.pipeline.cutoff === 'renormalised')
      throw new InputError(
        `${this.problem.theory.name} is unbounded below: without a cutoff its ground state does not exist; give --cutoff VALUE`,
      );
    return found;
  }

  /** Equidistant lines, or `lines` Gauss-Legendre lines in every sector between tangents. */
  directions(found: Survey, lines: number): Directions<V> {
    return surveyedDirections(this.problem.theory, this.field, this.environment, found, lines);
  }

  /** Solves and checks that there are carriers and that nothing diverges. */
  solve(directions: Directions<V>, closure: Closure): V {
    const result = this.solver.solve(this.environment, directions, closure);
    if (this.solver.crossings === 0) throw new NoCarriersError(this.noCarriers());
    if (this.pipeline.cutoff === 'renormalised') this.refuseDivergence();
    if (this.pipeline.scheme.kind === 'born' || this.pipeline.scheme.kind === 'gaussian') this.refuseNegativeRates();
    for (let k = 0; k < RESULT.residuals; k++) {
      const x = this.field.toNumber(result, k);
      if (Number.isNaN(x) || (!Number.isFinite(x) && this.field.name === 'double'))
        throw new AccuracyError(
          'the ladder is singular or a momentum integral diverges: no finite result (is there any scattering at this energy?)',
        );
    }
    return result;
  }

  /** A truncated T-matrix may give states a negative scattering rate: the Born series is then outside its range. */
  private refuseNegativeRates(): void {
    const { solver, field } = this;
    const clean = solver instanceof DiluteSolver ? solver : solver.clean;
    const broadening = [0, 1, 2, 3].map((i) => field.toNumber(clean.scattering, i));
    for (let k = 1; k <= clean.crossings; k++) {
      const spin = [0, 1, 2].map((i) => field.toNumber(clean.rows, ROW.size * k + ROW.spin + i));
      const gamma = spin.reduce((total, b, i) => total + b * broadening[i + 1], broadening[0]);
      if (!(gamma > 0))
        throw new InputError(
          `the scattering rate of some state is not positive in the scheme ${schemeName(this.pipeline.scheme)}: the impurities are too strong for this Born order; use t-matrix or a smaller u`,
        );
    }
  }

  private refuseDivergence(): void {
    const clean = this.solver instanceof DiluteSolver ? this.solver : this.solver.clean;
    const residues = [0, 1, 2, 3].map((i) => this.field.toNumber(clean.residues, i));
    const scale = Math.max(...residues.map(Math.abs));
    const worst = Math.max(...residues.slice(1).map(Math.abs));
    if (worst > 1e-7 * scale)
      throw new InputError(
        'the spin part of Re g diverges logarithmically (the theory is unbounded below or not parabolic at large momenta), so it cannot be absorbed in u: give --cutoff VALUE',
      );
  }

  private noCarriers(): string {
    const eps = this.problem.parameters.values.get('eps');
    return `no carriers: no band crosses the Fermi energy eps = ${shortened(eps)}; raise eps above the bottom of the lower band`;
  }
}

const shortened = (text = ''): string => (text.length > 24 ? `${text.slice(0, 24)}...` : text);

/** The environment block of a problem. */
export function environmentOf<V>({ theory, parameters, cutoff }: Problem, field: Field<V>): V {
  const names = theory.parameterNames;
  const input = field.vector(names.length + 1);
  names.forEach((name, k) => {
    field.set(input, k, parameters.values.get(name)!);
  });
  field.set(input, names.length, cutoff === 'renormalised' ? '1' : cutoff);
  const environment = field.vector(theory.environmentSize);
  field.compile(theory.environment)(input, 0, environment, 0);
  for (let k = 0; k < theory.environmentSize; k++) {
    const x = field.toNumber(environment, k);
    if (!Number.isFinite(x))
      throw new InputError(
        'a coefficient of the Hamiltonian or of the impurity matrix is not finite for these parameters',
      );
  }
  refuseTrivial(
    theory,
    Array.from({ length: theory.environmentSize }, (_, k) => field.toNumber(environment, k)),
  );
  return environment;
}

function refuseTrivial(theory: Theory, block: readonly number[]): void {
  const { spin, winding, impurities } = theory.layout;
  if (spin.every((k) => block[k] === 0))
    throw new InputError(
      'H has no spin part for these parameters: both bands coincide everywhere and have no spin texture; give a spin-orbit or exchange term',
    );
  const magnetic = impurities.filter((_, k) => k % 4 !== 0);
  if ([...winding, ...magnetic].every((k) => block[k] === 0))
    throw new InputError(
      'the spin direction of the bands does not depend on the momentum and the impurities conserve it, so the spin response is undetermined; give a spin-orbit term',
    );
  if (impurities.every((k) => block[k] === 0))
    throw new InputError('no scattering: every impurity matrix vanishes; give a strength u that is not zero');
}

/** How the ladder is closed: conserving approximations have a singular one in the dilute limit (and self-consistently at any n). */
export function closureOf({ limit, scheme }: Problem): Closure | 'measured' {
  if (limit === 'finite') return scheme.kind === 'self-consistent' ? 'conserved' : 'full';
  return scheme.kind === 'gaussian' ? 'measured' : 'conserved';
}
