import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import { addProblemOptions, type ProblemOptions, problemOf } from './problemOptions.js';

interface ContourOptions extends ProblemOptions {
  lines: string;
  json?: boolean;
}

interface BandsOptions extends ProblemOptions {
  direction: string;
  reach?: string;
  points: string;
  json?: boolean;
}

/** Adds `diffuson contour` and `diffuson bands`. */
export function addContourCommands(program: Command): void {
  addProblemOptions(
    program
      .command('contour')
      .description('Fermi contours: spin texture, velocity and the occupation that a field brings about (Eqs. 29-31)'),
  )
    .option('--lines <N>', 'lines through the origin (per sector between tangents)', '24')
    .option('--json', 'print one JSON object')
    .action(runContour);
  addProblemOptions(program.command('bands').description('bands and spin along a line through the origin (Fig. 2)'))
    .option('--direction <angle>', 'polar angle of the line, such as pi/2', '0')
    .option('--reach <p>', 'largest momentum (default: 1.5 times the largest Fermi momentum)')
    .option('--points <N>', 'number of momenta', '41')
    .option('--json', 'print one JSON object')
    .action(runBands);
}

async function runContour(theoryName: string, options: ContourOptions): Promise<void> {
  const [{ fermiContour }, { parseCount }, { contourText }] = await Promise.all([
    import('../../src/solution/texture.js'),
    import('../../src/solution/readProblem.js'),
    import('../reports/contour.js'),
  ]);
  const lines = parseCount('lines', options.lines, 6, 10_000);
  const states = fermiContour(await problemOf(theoryName, options), lines);
  process.stdout.write(`${options.json ? JSON.stringify({ states }) : contourText(states)}\n`);
}

/** The largest momentum, in the unit system of the parameters. */
function reachOf(text: string, { value, system }: { value: string; system: string }, units: string): number {
  if (!(Number(value) > 0)) throw new InputError(`reach = ${text}: a positive momentum is expected`);
  if (system !== 'any' && system !== units)
    throw new InputError(
      `reach = ${text} is in ${system} units, but the parameters are in ${units} units: give units to all or to none`,
    );
  return Number(value);
}

async function runBands(theoryName: string, options: BandsOptions): Promise<void> {
  const [{ bandsAlong, fermiContour }, { parseCount }, { bandsText }, { readQuantity }] = await Promise.all([
    import('../../src/solution/texture.js'),
    import('../../src/solution/readProblem.js'),
    import('../reports/contour.js'),
    import('../../src/theory/parameters.js'),
  ]);
  const problem = await problemOf(theoryName, options);
  const count = parseCount('points', options.points, 2, 100_000);
  const angle = Number(readQuantity('direction', options.direction, { energy: 0, length: 0 }).value);
  const reach =
    options.reach === undefined
      ? 1.5 * Math.max(...fermiContour(problem, 24).map(({ momentum }) => Math.hypot(...momentum)))
      : reachOf(
          options.reach,
          readQuantity('reach', options.reach, { energy: 0, length: -1 }),
          problem.parameters.units,
        );
  const points = bandsAlong(problem, angle, reach, count);
  process.stdout.write(`${options.json ? JSON.stringify({ points }) : bandsText(points)}\n`);
}
