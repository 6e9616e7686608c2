import { z } from 'zod';
import { isNumeral } from '../../src/arithmetic/numeral.js';
import { type BatchPoint, batchSolver as batchOf } from '../../src/solution/batch.js';
import { type DriveResult, magnetisationDrive as driveOf } from '../../src/solution/drive.js';
import type { Problem } from '../../src/solution/problem.js';
import { readProblem as problemOf } from '../../src/solution/readProblem.js';
import { type Solution, solve as solveTo } from '../../src/solution/solve.js';
import * as texture from '../../src/solution/texture.js';
import { countFrom } from '../../src/theory/counts.js';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory as theoryOf } from '../../src/theory/load.js';
import { readQuantity } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { type TorqueInSI, torqueInSI as torqueOf } from '../../src/torque/field.js';
import {
  assignments,
  checked,
  effortOf,
  problemFrom,
  type SolveOptions,
  text,
  theory as theoryShape,
  timeFrom,
  type WorkTime,
  watchOf,
} from './shapes.js';

const problemOptions = z.strictObject({
  set: assignments,
  limit: z.string().optional(),
  scheme: z.string().optional(),
  cutoff: text.optional(),
});
export type ProblemOptions = z.input<typeof problemOptions>;

/** Gyromagnetic ratio of the electron, CODATA 2022. */
export const ELECTRON_GAMMA = '1.76085962784e11 / (T s)';

const driveOptions = z.strictObject({
  current: text,
  direction: text.default('0'),
  thickness: text,
  magnetisation: text,
  gamma: text.default(ELECTRON_GAMMA),
  velocity: text.optional(),
});
export type DriveOptions = z.input<typeof driveOptions>;

const numeral = text.refine(isNumeral, 'expected a number');
const inSI = z.strictObject({
  KJ: z.array(numeral).length(8),
  exchange: z.array(numeral).length(3),
  current: z.array(numeral).length(2),
  prefactor: numeral,
  velocity: numeral,
});

/** A theory by the name of a built-in one or by the path of a YAML or JSON file. */
export const loadTheory = (nameOrPath: string): Theory => theoryOf(checked('theory', z.string(), nameOrPath));

/** A problem from the values and choices that `diffuson solve` takes. */
export const readProblem = (theory: Theory, options: ProblemOptions = {}): Problem =>
  problemOf(checked('theory', theoryShape, theory), checked('options', problemOptions, options));

/** Solves a problem to the asked digits. @throws AccuracyError if they are not reached */
export const solve = async (problem: Problem, options: SolveOptions = {}): Promise<Solution> =>
  solveTo(problemFrom(problem), effortOf(options));

/**
 * Solves a problem at many values of its parameters in double precision: everything that does not depend on them is
 * done once.
 * @returns a function of the values that differ from those of the problem, in its units
 */
export const batchSolver = (problem: Problem): ((values: Readonly<Record<string, number>>) => BatchPoint) => {
  const solveAt = batchOf(problemFrom(problem));
  return (values) => solveAt(checked('values', z.record(z.string(), z.number()), values));
};

/** The Fermi contours with spin, velocity and occupation per field, on so many lines through the origin. */
export const fermiContour = (
  problem: Problem,
  lines: string | number = 24,
  options: WorkTime = {},
): texture.ContourState[] => {
  const given = problemFrom(problem);
  const count = countFrom('lines', checked('lines', text, lines), 6, 10_000);
  return texture.fermiContour({ ...given, watch: watchOf('Fermi contours', timeFrom(options)) }, count);
};

/**
 * Bands and spin at equidistant momenta along a line through the origin.
 * @param direction polar angle of the line
 * @param reach largest momentum; 1.5 times the largest Fermi momentum if not given
 */
export function bandsAlong(
  problem: Problem,
  direction: string | number = 0,
  reach?: string | number,
  points: string | number = 41,
): texture.BandPoint[] {
  const { units } = problemFrom(problem).parameters;
  const count = countFrom('points', checked('points', text, points), 2, 100_000);
  const angle = readQuantity('direction', checked('direction', text, direction), { energy: 0, length: 0 }).value;
  const largest = (): number =>
    Math.max(...texture.fermiContour(problem, 24).map(({ momentum }) => Math.hypot(...momentum)));
  const end = reach === undefined ? 1.5 * largest() : reachOf(checked('reach', text, reach), units);
  return texture.bandsAlong(problem, Number(angle), end, count);
}

/** The largest momentum, in the unit system of the parameters. */
function reachOf(given: string, units: string): number {
  const { value, system } = readQuantity('reach', given, { energy: 0, length: -1 });
  if (!(Number(value) > 0)) throw new InputError(`reach = ${given}: a positive momentum is expected`);
  if (system !== 'any' && system !== units)
    throw new InputError(
      `reach = ${given} is in ${system} units, but the parameters are in ${units} units: give units to all or to none`,
    );
  return Number(value);
}

/** Reads what drives the magnetisation, and returns what it does once K_J is known: Eqs. (1)-(2) in SI. */
export const magnetisationDrive = (problem: Problem, drive: DriveOptions): ((solution: Solution) => DriveResult) => {
  const result = driveOf(problemFrom(problem), checked('drive', driveOptions, drive));
  return (solution) => {
    checked('solution', z.looseObject({ quantities: z.instanceof(Map) }), solution);
    return result(solution);
  };
};

/** Eqs. (1)-(2) from numbers: K_J and the exchange field in eV, nm, |e| (hbar = 1), the rest in SI. */
export const torqueInSI = (drive: z.input<typeof inSI>): TorqueInSI => torqueOf(checked('drive', inSI, drive));
