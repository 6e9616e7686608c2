import type { Command } from 'commander';
import type { ProblemOptions } from './problemOptions.js';
import { addProblemOptions } from './problemOptions.js';

interface TorqueOptions extends ProblemOptions {
  current: string;
  direction: string;
  thickness: string;
  magnetisation: string;
  gamma: string;
  velocity?: string;
  json?: boolean;
}

/** Gyromagnetic ratio of the electron, CODATA 2022. */
const ELECTRON_GAMMA = '1.76085962784e11 / (T s)';

/** Adds `diffuson torque`. */
export function addTorqueCommand(program: Command): void {
  addProblemOptions(
    program
      .command('torque')
      .description('H_SOT and T of Eqs. (1)-(2) in SI for a given current density; parameters need units'),
  )
    .requiredOption('--current <density>', 'sheet current density, such as "100 A/m"')
    .option('--direction <angle>', 'azimuth of the current, such as "90 deg"', '0')
    .requiredOption('--thickness <t>', 'thickness of the ferromagnet, such as "1 nm"')
    .requiredOption('--magnetisation <Ms>', 'saturation magnetisation, such as "1e6 A/m"')
    .option('--gamma <ratio>', 'gyromagnetic ratio', ELECTRON_GAMMA)
    .option('--velocity <v>', 'Fermi velocity for theta = -2 e v K_J, such as "1e5 m/s"')
    .option('--json', 'print one JSON object')
    .action(runTorque);
}

async function runTorque(theoryName: string, options: TorqueOptions): Promise<void> {
  const [{ solve }, { problemOf }, { magnetisationDrive }, report] = await Promise.all([
    import('../../src/solution/solve.js'),
    import('./problemOptions.js'),
    import('../../src/solution/drive.js'),
    import('../reports/torque.js'),
  ]);
  const problem = await problemOf(theoryName, options);
  const drive = magnetisationDrive(problem, options);
  const solution = await solve(problem, { field: 'mpfr', digits: 15 });
  const result = drive(solution);
  process.stdout.write(
    `${options.json ? JSON.stringify(report.torqueObject(result), null, 2) : report.torqueText(result)}\n`,
  );
}
