import { DoubleField } from '../arithmetic/double.js';
import { remembered, valueAt } from '../arithmetic/memo.js';
import { type Directions, trapezoid } from '../quadrature/directions.js';
import { survey } from '../quadrature/survey.js';
import { surveyedDirections } from '../quadrature/tangents.js';
import { AccuracyError, InputError } from '../theory/errors.js';
import { torqueProgram } from '../torque/program.js';
import { STEPS } from '../torque/steps.js';
import { RESPONSE, TORQUE } from '../transport/tensors.js';
import { Pass } from './pass.js';
import { closureOf, type Problem } from './problem.js';

/** One point in double precision; rows 0, x, y, z or x, y, columns x, y. */
export interface BatchPoint {
  readonly K: readonly (readonly number[])[];
  readonly sigma: readonly (readonly number[])[];
  readonly KJ: readonly (readonly number[])[];
  /** tau_1^e, tau_2^e, tau_1^o, tau_2^o by Eq. (4) as it stands; not finite where it is singular. */
  readonly tau: readonly number[];
  /** Digits of K and sigma that two line counts share, relative to the largest entry of each. */
  readonly digits: number;
}

const FIRST_LINES = 8;
const MOST_LINES = 1024;
/** Relative change between two line counts at which a point is settled. */
const SETTLED = 1e-11;

/**
 * Solves a problem at many values of its parameters in double precision: programs are compiled and buffers made once.
 * @returns a function of the values that differ from those of the problem
 * @throws InputError on unknown names; a point throws as `solve` does, and AccuracyError if its lines do not converge
 */
export function batchSolver(problem: Problem): (values: Readonly<Record<string, number>>) => BatchPoint {
  const { theory, parameters, cutoff, steps = STEPS } = problem;
  const field = new DoubleField();
  const pass = new Pass(problem, field);
  const known = closureOf(problem);
  const closure = known === 'measured' ? 'full' : known;
  const prepare = field.compile(theory.environment);
  const torque = field.compile(torqueProgram(theory, steps));
  const tau = field.vector(TORQUE.size);
  const usual = theory.parameterNames.map((name) => Number(valueAt(parameters.values, name)));
  const input = Float64Array.from([...usual, cutoff === 'renormalised' ? 1 : Number(cutoff)]);
  const grids = new Map<number, Directions<Float64Array>>();
  const equidistant = (lines: number) => remembered(grids, lines, () => trapezoid(field, lines));

  const solveOn = (lines: number): Float64Array => {
    const response = pass.solve(equidistant(lines), closure);
    // the same number of crossings on every line: as far as these lines can see, none is tangent to a contour
    if (pass.solver.crossings % lines === 0) return response;
    const { tangents } = survey(theory, field, pass.environment);
    return pass.solve(surveyedDirections(theory, field, pass.environment, tangents, lines, equidistant), closure);
  };
  const settledOf = (response: Float64Array): number[][] =>
    (['K', 'sigma'] as const).map((name) => RESPONSE.entries(response, name));
  const change = (before: number[][], after: number[][]): number =>
    Math.max(
      ...after.map(
        (now, t) => Math.max(...now.map((x, k) => Math.abs(x - before[t][k]))) / Math.max(...now.map(Math.abs)),
      ),
    );

  return (values) => {
    input.set(usual);
    for (const [name, value] of Object.entries(values)) {
      const place = theory.parameterNames.indexOf(name);
      if (place < 0 || !Number.isFinite(value))
        throw new InputError(`${name} = ${value}: a finite value of ${theory.parameterNames.join(' ')} is expected`);
      input[place] = value;
    }
    prepare(input, 0, pass.environment, 0);
    let before = settledOf(solveOn(FIRST_LINES));
    for (let lines = 2 * FIRST_LINES; lines <= MOST_LINES; lines *= 2) {
      const response = solveOn(lines);
      const now = settledOf(response);
      const error = change(before, now);
      before = now;
      if (error > SETTLED && lines < MOST_LINES) continue;
      if (!(error < 1e-3)) break;
      torque(pass.environment, 0, response, 0, tau, 0);
      const [K, sigma, KJ] = (['K', 'sigma', 'KJ'] as const).map((name) => RESPONSE.matrix(response, name));
      return { K, sigma, KJ, tau: [...tau], digits: Math.min(15, -Math.log10(Math.max(error, 1e-15))) };
    }
    throw new AccuracyError(`the lines through the origin do not converge at ${JSON.stringify(values)}`);
  };
}
