import type { Command } from 'commander';
import type { Problem } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';

/** What a command found: an object for `--json`, lines for a terminal, and the exit code if it is not 0. */
export interface Outcome {
  readonly object: unknown;
  readonly text: () => string;
  readonly code?: number;
}

/** Prints a line; what is measured or judged may come one by one. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Adds `--json` and prints what the action finds. Actions load what they need, so that `--help` loads nothing. */
export const printing = <Given extends readonly unknown[]>(
  command: Command,
  find: (...given: Given) => Promise<Outcome>,
): Command =>
  command.option('--json', 'print one JSON object').action(async (...given: unknown[]) => {
    const { object, text, code = 0 } = await find(...(given as unknown as Given));
    say(command.opts().json ? JSON.stringify(object, null, 2) : text());
    process.exitCode = code;
  });

export const addTheory = (command: Command): Command =>
  command.argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet');

/** Options of every command that solves a theory. */
export interface ProblemTexts {
  set?: string[];
  limit: string;
  scheme: string;
  cutoff: string;
}

const SET = 'parameters, natural numbers or with units: alpha=0.3, "eps=10 meV", u=inf, theta=pi/4';

export const addProblemOptions = (command: Command): Command =>
  addTheory(command)
    .option('--set <name=value...>', SET)
    .option('--limit <limit>', 'dilute (K and sigma are n K and n sigma) or finite', 'dilute')
    .option('--scheme <scheme>', 'gaussian, first-born, born:N, t-matrix, self-consistent', 't-matrix')
    .option('--cutoff <cutoff>', 'momentum cutoff, or renormalised', 'renormalised');

/** Reads the problem that the options describe. */
export async function problemOf(theory: string, { set, limit, scheme, cutoff }: ProblemTexts): Promise<Problem> {
  const { loadTheory, readProblem } = await import('../public/solving.js');
  return readProblem(loadTheory(theory), { set: assignments(set), limit, scheme, cutoff });
}

/** `name=value` texts as a record. @throws InputError on a missing `=` or a name given twice */
export function assignments(texts: readonly string[] = []): Record<string, string> {
  const out: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at <= 0) throw new InputError(`--set ${text}: expected name=value, such as alpha=0.3 or "eps=10 meV"`);
    const name = text.slice(0, at).trim();
    if (name in out) throw new InputError(`--set ${name}: given twice (${out[name]} and ${text.slice(at + 1)})`);
    out[name] = text.slice(at + 1);
  }
  return out;
}
