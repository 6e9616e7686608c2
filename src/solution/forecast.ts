import type { FieldName } from '../arithmetic/field.js';
import type { Survey } from '../quadrature/survey.js';
import { AccuracyError, NoCarriersError } from '../theory/errors.js';
import type { Closure } from '../transport/ladder.js';
import { RESULT } from '../transport/steps.js';
import { closureOf, fieldOf, Pass, type Problem, pipelineOf } from './problem.js';
import type { Forecast } from './schedule.js';

/** What is decided once, before the runs that produce digits. */
export interface Preparation {
  readonly survey: Survey;
  readonly closure: Closure;
  readonly forecast: Forecast;
}

/** Survey of tangent lines, closure of the ladder and rate of convergence; in double precision where that resolves the problem. */
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
    const pass = new Pass(problem, pipelineOf(problem), field);
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

/** Closure of a ladder that may or may not conserve charge: singular if Gamma (1 - N Y) vanishes to half the working digits. */
function measuredClosure<V>(pass: Pass<V>, found: Survey, digits: number): Closure {
  const result = pass.solve(pass.directions(found, 48), 'full');
  const largest = (from: V, at: number): number =>
    Math.max(...[0, 1, 2, 3].map((k) => Math.abs(pass.field.toNumber(from, at + k))));
  return largest(result, RESULT.residuals) < 10 ** (-digits / 2) * largest(pass.solver.scattering, 0)
    ? 'conserved'
    : 'full';
}

/** Digits per line from runs with doubling node counts, and whether a component is zero to rounding. */
function forecast<V>(pass: Pass<V>, found: Survey, closure: Closure): Forecast {
  const { field } = pass;
  const at = (lines: number): number[] => {
    const result = pass.solve(pass.directions(found, lines), closure);
    // the density row is zero by closure, not by cancellation
    return Array.from({ length: RESULT.KJ }, (_, k) =>
      k < 2 && closure === 'conserved' ? 1 : field.toNumber(result, k),
    );
  };
  const scaleOf = (values: readonly number[], k: number): number =>
    Math.max(...(k < RESULT.sigma ? values.slice(2, RESULT.sigma) : values.slice(RESULT.sigma)).map(Math.abs));
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
