import type { Command } from 'commander';
import type { DriveOptions } from '../public/solving.js';
import { addProblemOptions, type ProblemTexts, printing, problemOf } from './shared.js';

type Solve = ProblemTexts & { digits?: string; field: string };
type Bands = ProblemTexts & { direction: string; reach?: string; points: string };

/** Adds `diffuson solve`, `torque`, `contour` and `bands`. */
export function addSolvingCommands(program: Command): void {
  const solving = addProblemOptions(program.command('solve'))
    .description('spin susceptibility, conductivity and torque efficiencies of a theory')
    .option('--digits <N>', 'significant digits, 1 to 500 (default 15; 10 with --field double)')
    .option('--field <field>', 'double, mpfr or decimal', 'mpfr');
  printing(solving, async (theory: string, { field, digits, ...options }: Solve) => {
    const { effortOf } = await import('../public/shapes.js');
    const { solve } = await import('../public/solving.js');
    const { solutionObject, solutionText } = await import('../reports/solution.js');
    const effort = effortOf({ field, digits });
    const problem = await problemOf(theory, options);
    const found = [problem, await solve(problem, effort), effort.digits] as const;
    return { object: solutionObject(...found), text: () => solutionText(...found) };
  });

  const driving = addProblemOptions(program.command('torque'))
    .description('H_SOT and T of Eqs. (1)-(2) in SI for a given current density; parameters need units')
    .requiredOption('--current <density>', 'sheet current density, such as "100 A/m"')
    .option('--direction <angle>', 'azimuth of the current, such as "90 deg"', '0')
    .requiredOption('--thickness <t>', 'thickness of the ferromagnet, such as "1 nm"')
    .requiredOption('--magnetisation <Ms>', 'saturation magnetisation, such as "1e6 A/m"')
    .option('--gamma <ratio>', 'gyromagnetic ratio (default: that of the electron)')
    .option('--velocity <v>', 'Fermi velocity for theta = -2 e v K_J, such as "1e5 m/s"');
  printing(driving, async (theory: string, options: ProblemTexts & DriveOptions) => {
    const { magnetisationDrive, solve } = await import('../public/solving.js');
    const { torqueObject, torqueText } = await import('../reports/torque.js');
    const { current, direction, thickness, magnetisation, gamma, velocity } = options;
    const problem = await problemOf(theory, options);
    const drive = magnetisationDrive(problem, { current, direction, thickness, magnetisation, gamma, velocity });
    const result = drive(await solve(problem));
    return { object: torqueObject(result), text: () => torqueText(result) };
  });

  const contour = addProblemOptions(program.command('contour'))
    .description('Fermi contours: spin texture, velocity and the occupation that a field brings about (Eqs. 29-31)')
    .option('--lines <N>', 'lines through the origin (per sector between tangents)', '24');
  printing(contour, async (theory: string, options: ProblemTexts & { lines: string }) => {
    const { fermiContour } = await import('../public/solving.js');
    const { contourText } = await import('../reports/contour.js');
    const states = fermiContour(await problemOf(theory, options), options.lines);
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
