import type { FieldName } from '../arithmetic/field.js';
import { fieldOf } from '../arithmetic/fields.js';
import type { Survey } from '../quadrature/survey.js';
import { AccuracyError, NoCarriersError } from '../theory/errors.js';
import type { Closure } from '../transport/ladder.js';
import { RESPONSE, SCATTERING, TENSORS } from '../transport/tensors.js';
import { Pass } from './pass.js';
import { closureOf, type Problem } from './problem.js';
import type { Forecast } from './schedule.js';

/** What is decided once, before the runs that produce digits. */
export interface Preparation {
  readonly survey: Survey;
  readonly closure: Closure;
  readonly forecast: Forecast;
}

/**
 * Survey of tangent lines, closure of the ladder and rate of convergence; in double precision where that resolves the
 * problem.
 */
export function prepare(problem: Problem, fallback: FieldName, digits: number): Preparation {
  try {
    return prepareIn(problem, 'double', 16);
  } catch (error) {
    // a contour far beyond the range of double precision may be missed there
    if (!(error instanceof AccuracyError || error instanceof NoCarriersError)) throw error;
    return prepareIn(problem, fallback === 'double' ? 'mpfr' : fallback, digits + 60);
  }
}

function prepareIn(problem: Problem, name: FieldName, digits: number): Preparation {
  const field = fieldOf(name, digits);
  try {
    const pass = new Pass(problem, field);
    const survey = pass.survey();
    const known = closureOf(problem);
    const closure = known === 'measured' ? measuredClosure(pass, survey, field.digits) : known;
    return {
      survey,
      closure,
      forecast: name === 'double' ? forecast(pass, survey, closure) : { rate: undefined, mayVanish: true },
    };
  } finally {
    field.release();
  }
}

/**
 * Closure of a ladder that may or may not conserve charge: singular if Gamma (1 - N Y) vanishes to half the working
 * digits.
 */
function measuredClosure<V>(pass: Pass<V>, found: Survey, digits: number): Closure {
  const response = pass.solve(pass.directions(found, 48), 'full');
  const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs));
  const leak = largest(pass.numbers(response, RESPONSE.places('ward').slice(0, TENSORS.Gamma.columns.length)));
  const scale = largest(pass.numbers(pass.clean.scattering, SCATTERING.places('Gamma')));
  return leak < 10 ** (-digits / 2) * scale ? 'conserved' : 'full';
}

/** Digits per line from runs with doubling node counts, and whether a component is zero to rounding. */
function forecast<V>(pass: Pass<V>, found: Survey, closure: Closure): Forecast {
  const [K, sigma] = [RESPONSE.places('K'), RESPONSE.places('sigma')];
  const density = TENSORS.K.columns.length;
  const at = (lines: number): number[] => {
    const numbers = pass.numbers(pass.solve(pass.directions(found, lines), closure), [...K, ...sigma]);
    // the density row is zero by closure, not by cancellation
    return numbers.map((x, k) => (k < density && closure === 'conserved' ? 1 : x));
  };
  const scaleOf = (values: readonly number[], k: number): number =>
    Math.max(...(k < K.length ? values.slice(density, K.length) : values.slice(K.length)).map(Math.abs));
  let before = at(8);
  const errors: number[] = [];
  for (let lines = 8; ; lines *= 2) {
    const after = at(2 * lines);
    const error = Math.max(...after.map((x, k) => Math.abs(x - before[k]) / scaleOf(after, k)));
    const mayVanish = after.some((x, k) => Math.abs(x) < 1e-11 * scaleOf(after, k));
    if (error < 1e-13) return { rate: 13 / lines, mayVanish };
    if (error < 1e-6) return { rate: -Math.log10(error) / lines, mayVanish };
    // errors that more lines do not lower are rounding errors: double precision cannot tell the rate
    if (errors.length > 2 && errors.slice(-2).some((e) => e <= 2 * error)) return { rate: undefined, mayVanish: true };
    if (lines >= 1024) return { rate: 6 / (2 * lines), mayVanish: true };
    errors.push(error);
    before = after;
  }
}
