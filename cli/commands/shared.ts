import type { Command } from 'commander';
import type { Problem } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import { jsonText, printable } from '../reports/printable.js';
import { versioned } from '../reports/versioned.js';

/** What a command found: an object for `--json`, lines for a terminal, and the exit code if it is not 0. */
export interface Outcome {
  readonly object: object;
  readonly text: () => string;
  readonly code?: number;
}

/** Prints a line; what is measured or judged may come one by one. */
export const say = (line: string): void => {
  process.stdout.write(`${printable(line)}\n`);
};

/** Adds `--json` and prints what the action finds. Actions load what they need, so that `--help` loads nothing. */
export const printing = <Given extends readonly unknown[]>(
  command: Command,
  find: (...given: Given) => Promise<Outcome>,
): Command =>
  command.option('--json', 'print one JSON object').action(async (...given: unknown[]) => {
    const { object, text, code = 0 } = await find(...(given as unknown as Given));
    say(command.opts().json ? jsonText(versioned(object)) : text());
    process.exitCode = code;
  });

/** Options of every command whose work has a time limit. */
export interface Timed {
  timeLimit: string;
}

/** Seconds from which on a wait is announced. */
const LONG = 1;

export const addTimeLimit = (command: Command, what = 'a solve', seconds = 60): Command =>
  command.option('--time-limit <seconds>', `time that ${what} may take`, String(seconds));

/** Adds the time limit of a command that does many things and ends with those that are finished. */
export const addBudget = (command: Command): Command => addTimeLimit(command, 'all of it', 3600);

/** The time limit in seconds. @throws InputError */
export async function secondsOf({ timeLimit }: Timed): Promise<number> {
  const { readSeconds } = await import('../public/shapes.js');
  return readSeconds(timeLimit);
}

/** The time limit, and who is told of long waits. */
export const timed = ({ timeLimit }: Timed) => ({
  seconds: timeLimit,
  onWait: (message: string, seconds: number): void => {
    if (seconds >= LONG) process.stderr.write(`${printable(message)}\n`);
  },
});

/** Adds `--shard` to a command whose JSON `diffuson merge` joins. */
export const addShard = (command: Command): Command =>
  command.option('--shard <K/N>', 'only this part, as JSON; diffuson merge joins the parts');

/** @throws InputError if a part is asked for that could not be joined with the others */
export function demandJson(shard: string | undefined, json: boolean | undefined): void {
  if (shard !== undefined && !json)
    throw new InputError(`--shard ${shard} needs --json: diffuson merge joins the JSON of all parts`);
}

/** The object of a shard says which part it is. */
export const sharded = (object: object, shard: string | undefined): object =>
  shard === undefined ? object : { shard, ...object };

export const addTheory = (command: Command): Command =>
  command.argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet');

/** Options of every command that solves a theory. */
export interface ProblemTexts {
  set?: string[];
  limit: string;
  scheme: string;
  cutoff: string;
}

const SCHEME = ['--scheme <scheme>', 'gaussian, first-born, born:N, t-matrix, self-consistent'] as const;
const CUTOFF = ['--cutoff <cutoff>', 'momentum cutoff, or renormalised'] as const;

/** Limit, scheme and cutoff where something else says what they are if they are not given. */
export const addChoices = (command: Command): Command =>
  command
    .option('--limit <limit>', 'dilute or finite')
    .option(...SCHEME)
    .option(...CUTOFF);

const SET = 'parameters, natural numbers or with units: alpha=0.3, "eps=10 meV", u=inf, theta=pi/4';

export const addProblemOptions = (command: Command): Command =>
  addTheory(command)
    .option('--set <name=value...>', SET)
    .option('--limit <limit>', 'dilute (K and sigma are n K and n sigma) or finite', 'dilute')
    .option(...SCHEME, 't-matrix')
    .option(...CUTOFF, 'renormalised');

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
