import type { Command } from 'commander';
import { addProblemOptions, type ProblemOptions, problemOf } from './problemOptions.js';

interface SolveOptions extends ProblemOptions {
  digits?: string;
  field?: string;
  json?: boolean;
}

/** Digits asked for when none are given; double carries fewer. */
const DEFAULT_DIGITS = { mpfr: 15, decimal: 15, double: 10 } as const;

/** Adds `diffuson solve`. */
export function addSolveCommand(program: Command): void {
  addProblemOptions(
    program.command('solve').description('spin susceptibility, conductivity and torque efficiencies of a theory'),
  )
    .option('--digits <N>', 'significant digits, 1 to 500 (default 15; 10 with --field double)')
    .option('--field <field>', 'double, mpfr or decimal', 'mpfr')
    .option('--json', 'print one JSON object')
    .action(runSolve);
}

async function runSolve(theoryName: string, options: SolveOptions): Promise<void> {
  const [{ parseDigits, parseField }, { solve }, report] = await Promise.all([
    import('../../src/solution/readProblem.js'),
    import('../../src/solution/solve.js'),
    import('../reports/solution.js'),
  ]);
  const field = parseField(options.field ?? 'mpfr');
  const digits = options.digits === undefined ? DEFAULT_DIGITS[field] : parseDigits(options.digits);
  const problem = await problemOf(theoryName, options);
  const solution = await solve(problem, {
    field,
    digits,
    bestEffort: field === 'double' && options.digits === undefined,
  });
  const text = options.json
    ? JSON.stringify(report.solutionObject(problem, solution, digits), null, 2)
    : report.solutionText(problem, solution, digits);
  process.stdout.write(`${text}\n`);
}
