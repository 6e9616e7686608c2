import { z } from 'zod';
import { Deadline, MORE_TIME, type OnWait, USUAL_SECONDS } from '../../src/solution/deadline.js';
import type { Problem } from '../../src/solution/problem.js';
import { parseDigits, parseField, parseScheme } from '../../src/solution/readProblem.js';
import type { Effort, Patience } from '../../src/solution/solve.js';
import { countFrom } from '../../src/theory/counts.js';
import { InputError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';
import { STEPS, type Steps } from '../../src/torque/steps.js';

/** What was given, read by the shape that is expected. @throws InputError naming the field that is wrong */
export function checked<S extends z.ZodType>(what: string, shape: S, given: unknown): z.output<S> {
  // what was not awaited, and collections, would pass for an object without options
  const isOther = shape instanceof z.ZodObject && typeof given === 'object' && given !== null && !isRecord(given);
  const parsed = shape.safeParse(isOther ? undefined : given);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  const said = isOther ? message.replace('undefined', given.constructor.name) : message;
  throw new InputError(`${[what, ...path].join('.')}: ${said}`);
}

const isText = (x: unknown): boolean => typeof x === 'string' || typeof x === 'number';

/** Whether it is an object of no class, of any realm. */
function isRecord(x: unknown): x is Record<string, unknown> {
  if (typeof x !== 'object' || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A number, or a text as the command line takes it. */
export const text = z.custom<string | number>(isText, 'expected a text or a number').transform(String);

/** The path of a file. @throws InputError if it is no text */
export const pathOf = (given: string): string => checked('path', z.string().min(1), given);

/** A whole number within bounds. */
export const count = (name: string, least: number, most: number, fallback: () => number) =>
  text.default(() => String(fallback())).transform((given) => countFrom(name, given, least, most));

export const names = z.array(z.string()).default([]);

/** A function that is told of progress. */
export const callback = <F extends (...args: never[]) => unknown>() =>
  z.custom<F>((x) => typeof x === 'function', 'expected a function').optional();

export const theory = z.instanceof(Theory, { error: 'expected a theory, as loadTheory returns it' });

export const scheme = z.string().default('t-matrix').transform(parseScheme);

/** Values by name, each a number or a text. */
export const assignments = z
  .custom<Readonly<Record<string, string | number>>>(
    (x) => isRecord(x) && Object.values(x).every(isText),
    'expected values by name, such as { m: 1, eps: "1/3" }',
  )
  .transform((x) => Object.fromEntries(Object.entries(x).map(([name, value]) => [name, String(value)])))
  .default({});

export const steps = z
  .custom<Steps>(
    (x) => isRecord(x) && Object.keys(STEPS).every((name) => typeof x[name] === 'function'),
    'expected all steps, such as { ...STEPS, ladderOperator: mine }',
  )
  .optional();

const problem = z.looseObject(
  {
    theory,
    parameters: z.looseObject({
      values: z.map(z.string(), z.string()),
      infinite: z.set(z.string()),
      units: z.enum(['natural', 'eV nm']),
    }),
    limit: z.enum(['dilute', 'finite']),
    scheme: z.looseObject({ kind: z.enum(['gaussian', 'born', 't-matrix', 'self-consistent']) }),
    cutoff: z.string(),
    steps,
  },
  { error: 'expected a problem, as readProblem returns it' },
);

/** The problem itself, not a copy: programs are remembered by its theory and steps. */
export function problemFrom(given: Problem): Problem {
  checked('problem', problem, given);
  return given;
}

/** A time limit. @throws InputError */
export function readSeconds(given: string): number {
  const seconds = Number(given);
  if (seconds > 0) return seconds;
  throw new InputError(`time limit ${given}: a positive number of seconds is expected`);
}

/** The time that some work may take, and who is told what it waits for. */
export const time = (usual = USUAL_SECONDS) => ({
  seconds: text.default(String(usual)).transform(readSeconds),
  /** Is told of every run before it starts, and after a second of what takes longer than was expected. */
  onWait: callback<OnWait>(),
});

const timeShape = z.strictObject(time());
/** `seconds` that the work may take (60), and `onWait`, which is told of waits. */
export type WorkTime = z.input<typeof timeShape>;

/** The time of work that has no other options. */
export const timeFrom = (options: WorkTime) => checked('options', timeShape, options);

/**
 * What ends work that takes too long.
 * @param waiting what is waited for
 * @param more what is said beside that the time is over
 */
export function watchOf(
  waiting: string,
  { seconds, onWait }: z.output<typeof timeShape>,
  more: string = MORE_TIME,
): () => void {
  const deadline = new Deadline(seconds, onWait, more);
  deadline.awaiting(waiting);
  return deadline.watch;
}

/** The time as solves take it. */
export const patienceOf = ({ seconds, onWait }: { seconds: number; onWait?: OnWait | undefined }): Patience => ({
  seconds,
  ...(onWait && { onWait }),
});

const solveOptions = z.strictObject({
  field: z.string().default('mpfr'),
  digits: text.optional(),
  /** Report what was reached instead of throwing when the digits are not. */
  bestEffort: z.boolean().optional(),
  ...time(),
});
export type SolveOptions = z.input<typeof solveOptions>;

/** Digits asked for when none are given; double carries fewer, and then reports what it reaches. */
const DEFAULT_DIGITS = { mpfr: 15, decimal: 15, double: 10 } as const;

export function effortOf(options: SolveOptions): Effort {
  const given = checked('options', solveOptions, options);
  const field = parseField(given.field);
  const digits = given.digits === undefined ? DEFAULT_DIGITS[field] : parseDigits(given.digits);
  const bestEffort = given.bestEffort ?? (field === 'double' && given.digits === undefined);
  return { field, digits, bestEffort, ...patienceOf(given) };
}
