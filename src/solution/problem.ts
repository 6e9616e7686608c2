import type { Centre } from '../quadrature/centre.js';
import { InputError } from '../theory/errors.js';
import type { ParameterValues } from '../theory/parameters.js';
import type { Theory } from '../theory/theory.js';
import { STEPS, type Steps } from '../torque/steps.js';
import type { Closure } from '../transport/ladder.js';
import type { Observable } from '../transport/observables.js';
import { type Approximation, type CutoffScheme, type Pipeline, pipelineFor } from '../transport/pipeline.js';
import type { Scheme } from '../transport/scattering.js';

export type Limit = 'dilute' | 'finite';

/** What is to be solved, validated. */
export interface Problem extends Variant {
  readonly theory: Theory;
  readonly parameters: ParameterValues;
  readonly limit: Limit;
  readonly scheme: Scheme;
  /** Momentum cutoff as a numeral, or `renormalised`. */
  readonly cutoff: 'renormalised' | string;
  /** The momentum through which the lines run on which it is solved; the origin if not said. Without a cutoff. */
  readonly centre?: Centre | undefined;
  /** Further responses, beside those of the registry. */
  readonly observables?: readonly Observable[];
  /** Called now and then while it is solved; may throw to end that. */
  readonly watch?: () => void;
}

/** Changes to the theory of the suite: an approximation that is studied, or a deliberate mistake. */
export interface Variant {
  /** Formulas in place of those of the suite. */
  readonly steps?: Steps;
  /** What is asked of the solvers in place of what should be: another scheme, limit or cutoff. */
  readonly request?: (asked: Request) => Request;
}

/** What a problem asks of the solvers. */
export interface Request extends Approximation {
  readonly limit: Limit;
}

/** The traced programs for a request, and the limit in which they are run. */
export function granted(theory: Theory, asked: Request, { steps = STEPS, request = (x) => x }: Variant) {
  const { limit, ...approximation } = request(asked);
  return { pipeline: pipelineFor(theory, approximation, steps), limit };
}

/** The traced programs of a problem, and the limit in which they are run. */
export function pipelineOf({ theory, parameters, limit, scheme, cutoff, centre, ...variant }: Problem) {
  const unitary = theory.unitarySpecies(parameters.infinite);
  if (centre && cutoff !== 'renormalised')
    throw new InputError(
      `a centre of the lines is given with the cutoff ${cutoff}: |p| < cutoff belongs to the origin; leave either out`,
    );
  return granted(
    centre ? theory.centred : theory,
    { limit, scheme, cutoff: cutoff === 'renormalised' ? cutoff : 'hard', unitary },
    variant,
  );
}

/** The traced programs of the dilute limit, all strengths finite. */
export function dilutePipeline(
  theory: Theory,
  scheme: Scheme,
  variant: Variant,
  cutoff: CutoffScheme = 'renormalised',
): Pipeline {
  const unitary = theory.unitarySpecies(new Set());
  return granted(theory, { limit: 'dilute', scheme, cutoff, unitary }, variant).pipeline;
}

/**
 * How the ladder is closed: conserving approximations have a singular one in the dilute limit (and self-consistently at
 * any n).
 */
export function closureOf({ limit, scheme }: Pick<Problem, 'limit' | 'scheme'>): Closure | 'measured' {
  if (limit === 'finite') return scheme.kind === 'self-consistent' ? 'conserved' : 'full';
  return scheme.kind === 'gaussian' ? 'measured' : 'conserved';
}
