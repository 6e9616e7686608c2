import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import type { DriveOptions } from '../public/solving.js';
import {
  addProblemOptions,
  addTimeLimit,
  type Outcome,
  type ProblemTexts,
  printing,
  problemOf,
  type Timed,
  timed,
} from './shared.js';

type Solve = ProblemTexts & Timed & { digits?: string; field: string };
type Bands = ProblemTexts & { direction: string; reach?: string; points: string };

/** Of `torque`; a table without a format is one for people. */
type Driving = ProblemTexts &
  Omit<DriveOptions, 'current'> &
  Timed & { current?: string; table?: string | true; conductor?: string; polar: string; azimuths: string };

/** Effective fields for micromagnetics. */
async function fieldTable(theory: string, { table = true, ...options }: Driving): Promise<Outcome> {
  const { torqueTable } = await import('../public/micromagnetics.js');
  const { tableFormat, tableObject } = await import('../reports/micromagnetics.js');
  if (options.current !== undefined || options.velocity !== undefined)
    throw new InputError('--table is for every current: give it without --current and --velocity');
  const format = tableFormat(table === true ? 'text' : table);
  const { direction, thickness, conductor, magnetisation, gamma, polar, azimuths } = options;
  const given = { direction, thickness, conductor, magnetisation, gamma, polar, azimuths, ...timed(options) };
  const fields = await torqueTable(await problemOf(theory, options), given);
  return { object: tableObject(fields), text: () => format(fields) };
}

/** Adds `diffuson solve`, `torque`, `contour` and `bands`. */
export function addSolvingCommands(program: Command): void {
  const solving = addProblemOptions(program.command('solve'))
    .description('spin susceptibility, conductivity and torque efficiencies of a theory')
    .option('--digits <N>', 'significant digits, 1 to 500 (default 15; 10 with --field double)')
    .option('--field <field>', 'double, mpfr or decimal (slow)', 'mpfr');
  addTimeLimit(solving);
  printing(solving, async (theory: string, { field, digits, timeLimit, ...options }: Solve) => {
    const { effortOf } = await import('../public/shapes.js');
    const { solve } = await import('../public/solving.js');
    const { breachOf } = await import('../../src/theory/parameters.js');
    const { torqueRelations } = await import('../../properties/symmetry/torqueRelations.js');
    const { solutionObject, solutionText } = await import('../reports/solution.js');
    const effort = effortOf({ field, digits, ...timed({ timeLimit }) });
    const problem = await problemOf(theory, options);
    const solution = await solve(problem, effort);
    const breach = breachOf(problem.theory, problem.parameters);
    const notes = [
      ...solution.notes,
      ...torqueRelations(problem, solution),
      ...(breach === undefined ? [] : [`outside what the theory states for itself: ${breach}`]),
    ];
    const found = [problem, { ...solution, notes }, effort.digits] as const;
    return { object: solutionObject(...found), text: () => solutionText(...found) };
  });

  const driving = addProblemOptions(program.command('torque'))
    .description(
      'H_SOT and T of Eqs. (1)-(2) in SI for a given current density (exchange energy - Delta.s), or a table for ' +
        'micromagnetics; parameters need units',
    )
    .option('--current <density>', 'sheet current density, such as "100 A/m"')
    .option(
      '--table [format]',
      'effective fields over the directions of m in mT per 10^11 A/m^2: text, csv, mumax3 (a script), ubermag (Python)',
    )
    .option('--conductor <t>', 'table: thickness of what carries the current density (default: --thickness)')
    .option('--polar <N>', 'table: polar angles from 0 to 180 degrees', '13')
    .option('--azimuths <N>', 'table: azimuths', '8')
    .option('--direction <angle>', 'azimuth of the current, such as "90 deg"', '0')
    .requiredOption('--thickness <t>', 'thickness of the ferromagnet, such as "1 nm"')
    .requiredOption('--magnetisation <Ms>', 'saturation magnetisation, such as "1e6 A/m"')
    .option('--gamma <ratio>', 'gyromagnetic ratio (default: that of the electron)')
    .option('--velocity <v>', 'Fermi velocity for theta = -2 e v K_J, such as "1e5 m/s"');
  addTimeLimit(driving);
  printing(driving, async (theory: string, options: Driving) => {
    if (options.table !== undefined) return fieldTable(theory, options);
    if (options.current === undefined) throw new InputError('give --current, such as "100 A/m", or --table');
    const { magnetisationDrive, solve } = await import('../public/solving.js');
    const { torqueObject, torqueText } = await import('../reports/torque.js');
    const { current, direction, thickness, magnetisation, gamma, velocity } = options;
    const problem = await problemOf(theory, options);
    const drive = magnetisationDrive(problem, { current, direction, thickness, magnetisation, gamma, velocity });
    const result = drive(await solve(problem, timed(options)));
    return { object: torqueObject(result), text: () => torqueText(result) };
  });

  const contour = addProblemOptions(program.command('contour'))
    .description('Fermi contours: spin texture, velocity and the occupation that a field brings about (Eqs. 29-31)')
    .option('--lines <N>', 'lines through the origin (per sector between tangents)', '24');
  addTimeLimit(contour, 'it');
  printing(contour, async (theory: string, options: ProblemTexts & Timed & { lines: string }) => {
    const { fermiContour } = await import('../public/solving.js');
    const { contourText } = await import('../reports/contour.js');
    const states = fermiContour(await problemOf(theory, options), options.lines, timed(options));
    return { object: { states }, text: () => contourText(states) };
  });

  const bands = addProblemOptions(program.command('bands'))
    .description('bands and spin along a line through the origin (Fig. 2)')
    .option('--direction <angle>', 'polar angle of the line, such as pi/2', '0')
    .option('--reach <p>', 'largest momentum (default: 1.5 times the largest Fermi momentum)')
    .option('--points <N>', 'number of momenta', '41');
  printing(bands, async (theory: string, { direction, reach, points: count, ...options }: Bands) => {
    const { bandsAlong } = await import('../public/solving.js');
    const { bandsText } = await import('../reports/contour.js');
    const points = bandsAlong(await problemOf(theory, options), direction, reach, count);
    return { object: { points }, text: () => bandsText(points) };
  });
}
