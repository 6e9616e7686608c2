import type { Command } from 'commander';
import type { Problem } from '../../src/solution/problem.js';

/** Options that every command shares which solves a theory. */
export interface ProblemOptions {
  set?: string[];
  limit?: string;
  scheme?: string;
  cutoff?: string;
}

export const addProblemOptions = (command: Command): Command =>
  command
    .argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .option(
      '--set <name=value...>',
      'parameters, natural numbers or with units: alpha=0.3, "eps=10 meV", u=inf, theta=pi/4',
    )
    .option('--limit <limit>', 'dilute (K and sigma are n K and n sigma) or finite', 'dilute')
    .option('--scheme <scheme>', 'gaussian, first-born, born:N, t-matrix, self-consistent', 't-matrix')
    .option('--cutoff <cutoff>', 'momentum cutoff, or renormalised', 'renormalised');

/** Reads the problem that the options describe. Throws InputError with one clear message. */
export async function problemOf(theoryName: string, options: ProblemOptions): Promise<Problem> {
  const [{ loadTheory }, { readProblem }, { assignments }] = await Promise.all([
    import('../../src/theory/load.js'),
    import('../../src/solution/readProblem.js'),
    import('./assignments.js'),
  ]);
  return readProblem(loadTheory(theoryName), { ...options, set: assignments(options.set) });
}
