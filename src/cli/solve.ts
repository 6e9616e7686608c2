import type { Command } from 'commander';

interface SolveOptions {
  set?: string[];
  limit?: string;
  scheme?: string;
  cutoff?: string;
  digits?: string;
  field?: string;
  json?: boolean;
}

/** Digits asked for when none are given; double carries fewer. */
const DEFAULT_DIGITS = { mpfr: 15, decimal: 15, double: 10 } as const;

/** Adds `diffuson solve`. */
export function addSolveCommand(program: Command): void {
  program
    .command('solve')
    .description('spin susceptibility, conductivity and torque efficiencies of a theory')
    .argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .option('--set <name=value...>', 'parameters, natural numbers or with units: alpha=0.3, "eps=10 meV", u=inf, theta=pi/4')
    .option('--limit <limit>', 'dilute (K and sigma are n K and n sigma) or finite', 'dilute')
    .option('--scheme <scheme>', 'gaussian, first-born, born:N, t-matrix, self-consistent', 't-matrix')
    .option('--cutoff <cutoff>', 'momentum cutoff, or renormalised', 'renormalised')
    .option('--digits <N>', 'significant digits, 1 to 500 (default 15; 10 with --field double)')
    .option('--field <field>', 'double, mpfr or decimal', 'mpfr')
    .option('--json', 'print one JSON object')
    .action(runSolve);
}

async function runSolve(theoryName: string, options: SolveOptions): Promise<void> {
  const [{ loadTheory }, { parseDigits, parseField, readProblem }, { solve }, report, { assignments }] = await Promise.all([
    import('../theory/load.js'),
    import('../transport/options.js'),
    import('../torque/solution.js'),
    import('../report/solution.js'),
    import('./assignments.js'),
  ]);
  const field = parseField(options.field ?? 'mpfr');
  const digits = options.digits === undefined ? DEFAULT_DIGITS[field] : parseDigits(options.digits);
  const problem = readProblem(loadTheory(theoryName), { ...options, set: assignments(options.set) });
  const solution = await solve(problem, { field, digits, bestEffort: field === 'double' && options.digits === undefined });
  const text = options.json
    ? JSON.stringify(report.solutionObject(problem, solution, digits), null, 2)
    : report.solutionText(problem, solution, digits);
  process.stdout.write(`${text}\n`);
}
