import { DoubleField } from '../arithmetic/double.js';
import { trace } from '../arithmetic/expression.js';
import { once, remembered, valueAt } from '../arithmetic/memo.js';
import { type Centre, CentreFinder } from '../quadrature/centre.js';
import { type Directions, trapezoid } from '../quadrature/directions.js';
import type { Survey } from '../quadrature/survey.js';
import { AccuracyError, InputError } from '../theory/errors.js';
import { breachesIn } from '../theory/isotropy.js';
import { DENSITY } from '../theory/theory.js';
import { torquePartsProgram, torqueProgram } from '../torque/program.js';
import { STEPS } from '../torque/steps.js';
import { DiluteSolver } from '../transport/dilute.js';
import { InterleavedSolver } from '../transport/interleaved.js';
import { BUBBLES, DILUTE_BUBBLES, RESPONSE, SCATTERING, TORQUE, TORQUE_PARTS } from '../transport/tensors.js';
import { conservationResidual } from './conservation.js';
import { Pass } from './pass.js';
import { closureOf, type Problem } from './problem.js';
import { QuickRoute } from './quick.js';
import { densityRefused } from './readProblem.js';

/** One point in double precision; rows 0, x, y, z or x, y, columns x, y. */
export interface BatchPoint {
  readonly K: readonly (readonly number[])[];
  readonly sigma: readonly (readonly number[])[];
  readonly KJ: readonly (readonly number[])[];
  /**
   * tau_1^e, tau_2^e, tau_1^o, tau_2^o; NaN where Eq. (4) does not hold, or is so nearly singular that double precision
   * leaves no digit (`solve` takes the limit).
   */
  readonly tau: readonly number[];
  /** m x (K_J e_b) by its parts even and odd under time reversal, rows x, y, z, columns x, y; NaN without an m. */
  readonly torqueEven: readonly (readonly number[])[];
  readonly torqueOdd: readonly (readonly number[])[];
  /** N, Y, J and s0, rows and columns as in the registry: only where they were asked for. */
  readonly bubbles?: Readonly<Record<'N' | 'Y' | 'J' | 's0', readonly (readonly number[])[]>>;
  /** Digits of K and sigma that two line counts share, relative to the largest entry of each. */
  readonly digits: number;
  /**
   * By how much the density row of the ladder is missed where charge conservation closes it, so that this row was not
   * solved; relative to the largest products of its rows.
   */
  readonly residual: number;
}

/** Of Eq. (4): below it the settled digits of K are lost. */
const LEAST_DIVISOR = 1e-8;
const FIRST_LINES = 8;
const MOST_LINES = 1024;
/** Relative change between two line counts at which a point is settled. */
const SETTLED = 1e-11;
/** So many times twice the lines without half the change: what is left are rounding errors, or there is no limit. */
const STALLED = 3;
/** What is so small against its bound is zero to rounding. */
const NOTHING = 1e-12;

const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs));

/** What K and sigma of a finished pass are made of. */
const bubblesOf = ({ scattering, bubbles }: DiluteSolver<Float64Array>): NonNullable<BatchPoint['bubbles']> => ({
  N: DILUTE_BUBBLES.matrix(bubbles, 'N'),
  Y: SCATTERING.matrix(scattering, 'Y'),
  J: DILUTE_BUBBLES.matrix(bubbles, 'J'),
  s0: DILUTE_BUBBLES.matrix(bubbles, 's0'),
});

/**
 * Solves a problem at many values of its parameters in double precision: programs are compiled and buffers made once.
 * @param withBubbles whether each point also says what K and sigma are made of (dilute limit)
 * @returns a function of the values that differ from those of the problem
 * @throws InputError on unknown names; a point throws as `solve` does, and AccuracyError if its lines do not converge
 */
export function batchSolver(
  problem: Problem,
  withBubbles = false,
): (values: Readonly<Record<string, number>>) => BatchPoint {
  const { theory, parameters, cutoff, steps = STEPS } = problem;
  const field = new DoubleField();
  const pass = new Pass(problem, field);
  const known = closureOf(problem);
  const closure = known === 'measured' ? 'full' : known;
  const prepare = field.compile(theory.environment);
  const torque = theory.hasExchange
    ? {
        efficiencies: field.compile(torqueProgram(theory, steps)),
        parts: field.compile(torquePartsProgram(theory, steps)),
      }
    : undefined;
  const breach = breachesIn(theory, field);
  const exchangeOf = theory.hasExchange
    ? field.compile(trace([theory.environmentSize], (block) => theory.read(block).exchange))
    : undefined;
  const exchange = field.vector(3);
  const [tau, parts] = [TORQUE, TORQUE_PARTS].map(({ size }) => field.vector(size).fill(Number.NaN));
  const usual = theory.parameterNames.map((name) => Number(valueAt(parameters.values, name)));
  const input = Float64Array.from([...usual, cutoff === 'renormalised' ? 1 : Number(cutoff)]);
  const grids = new Map<number, Directions<Float64Array>>();
  const equidistant = (lines: number) => remembered(grids, lines, () => trapezoid(field, lines));

  const solveOn = (on: Pass<Float64Array>, found: Survey, lines: number): Float64Array =>
    on.solve(
      found.tangents.length + found.flat.length === 0 ? equidistant(lines) : on.directions(found, lines),
      closure,
    );
  const finder = pass.pipeline.hard ? undefined : new CentreFinder(theory);
  const aside = once(() => new Pass({ ...problem, centre: [0, 0] }, field));
  /** The pass about the centre of the lines that the point asks for. */
  const about = (centre: Centre | undefined): Pass<Float64Array> => {
    if (!centre) return pass;
    const { environment } = aside();
    environment.set(pass.environment);
    environment.set(centre, pass.environment.length);
    return aside();
  };
  const settledOf = (response: Float64Array): number[][] =>
    (['K', 'sigma'] as const).map((name) => RESPONSE.entries(response, name));
  const bubbles = pass.solver instanceof DiluteSolver ? DILUTE_BUBBLES : BUBBLES;
  /** What is below it is nothing but rounding of K, which by the Cauchy-Schwarz inequality is at most sqrt(N sigma). */
  const roundingOfK = ({ solver }: Pass<Float64Array>, sigma: readonly number[]): number =>
    NOTHING * Math.sqrt(largest(bubbles.entries<number>(solver.bubbles, 'N')) * largest(sigma));
  const change = (on: Pass<Float64Array>, before: number[][], after: number[][]): number => {
    const changes = after.map((now, t) => largest(now.map((x, k) => x - before[t][k])) / largest(now));
    return largest(after[0]) < roundingOfK(on, after[1]) ? changes[1] : Math.max(...changes);
  };

  const conserves = closure === 'conserved' && problem.limit === 'dilute';

  /** The efficiencies of Eq. (4) that it does not leave without a digit. */
  const efficiencies = (): number[] => {
    exchangeOf?.(pass.environment, 0, exchange, 0);
    const [x, y, z] = exchange;
    const size = Math.hypot(x, y, z);
    const [mx, mz] = [Math.hypot(x, y) / size, Math.abs(z) / size];
    const holds = torque !== undefined && breach(pass.environment) === undefined;
    const divisors = [mz, mx ** 2 * mz, mz, mx ** 2 * mz];
    return divisors.map((divisor, k) => (holds && divisor > LEAST_DIVISOR ? tau[k] : Number.NaN));
  };

  const quick =
    !withBubbles && pass.solver instanceof DiluteSolver && InterleavedSolver.admits(pass.pipeline)
      ? new QuickRoute(pass.pipeline, closure)
      : undefined;

  /** @param rounding of K; nothing where K is known to be more than that */
  const pointOf = (response: Float64Array, error: number, rounding = 0, on = pass): BatchPoint => {
    torque?.efficiencies(pass.environment, 0, response, 0, tau, 0);
    torque?.parts(pass.environment, 0, response, 0, parts, 0);
    const [torqueEven, torqueOdd] = TORQUE_PARTS.names.map((name) => TORQUE_PARTS.matrix(parts, name));
    const [K, sigma, KJ] = (['K', 'sigma', 'KJ'] as const).map((name) => RESPONSE.matrix(response, name));
    const digits = Math.min(15, -Math.log10(Math.max(error, 1e-15)));
    const residual = conserves ? conservationResidual(response, rounding) : 0;
    const bubbles = withBubbles && { bubbles: bubblesOf(on.clean) };
    return { K, sigma, KJ, tau: efficiencies(), torqueEven, torqueOdd, ...bubbles, digits, residual };
  };

  return (values) => {
    input.set(usual);
    for (const [name, value] of Object.entries(values)) {
      const place = theory.parameterNames.indexOf(name);
      if (place < 0 || !Number.isFinite(value))
        throw new InputError(`${name} = ${value}: a finite value of ${theory.parameterNames.join(' ')} is expected`);
      if (name === DENSITY && problem.limit === 'dilute') throw new InputError(densityRefused(String(value)));
      input[place] = value;
    }
    prepare(input, 0, pass.environment, 0);
    const difference = quick?.solve(pass.environment, SETTLED);
    if (quick && difference !== undefined) return pointOf(quick.response, difference);
    const on = about(quick ? quick.centre : finder?.find(pass.environment));
    // no number of lines tells that a small pocket does not lie between them
    const found = on.survey();
    const between = quick?.solveSectors((lines) => on.directions(found, lines), SETTLED);
    if (quick && between !== undefined) return pointOf(quick.response, between);
    let before = settledOf(solveOn(on, found, FIRST_LINES));
    let [last, stalled] = [Number.POSITIVE_INFINITY, 0];
    for (let lines = 2 * FIRST_LINES; lines <= MOST_LINES; lines *= 2) {
      const response = solveOn(on, found, lines);
      const now = settledOf(response);
      const error = change(on, before, now);
      before = now;
      stalled = error < last / 2 ? 0 : stalled + 1;
      last = error;
      if (error > SETTLED && lines < MOST_LINES && stalled < STALLED) continue;
      if (!(error < 1e-3)) break;
      return pointOf(response, error, roundingOfK(on, now[1]), on);
    }
    throw new AccuracyError(`the lines of the quadrature do not converge at ${JSON.stringify(values)}`);
  };
}
