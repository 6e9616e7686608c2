import { z } from 'zod';
import {
  accepted,
  type Baseline,
  type BaselineCheck,
  type BaselinePoint,
  checkBaseline as check,
  newBaseline,
  readBaseline,
  writeBaseline as storeBaseline,
} from '../../kit/change/baseline.js';
import { type DataDifference, differenceOf, type TheoryDifference } from '../../kit/change/diff.js';
import { readSource } from '../../kit/change/source.js';
import { demandWritable } from '../../src/theory/outputFile.js';
import { assignments, checked, count, pathOf, patienceOf, time, timeFrom, type WorkTime, watchOf } from './shapes.js';
import { version } from './version.js';

/** Seconds. */
const ALL_OF_IT = 3600;

const diffShape = z.strictObject({
  samples: count('samples', 1, 100_000, () => 40),
  seed: count('seed', 0, 2 ** 31 - 1, () => 1),
  ledger: z.string().optional(),
  ...time(ALL_OF_IT),
});
/**
 * `samples` that both theories are solved at, their `seed`, a `ledger` to judge with either, and the `seconds` that all
 * of it may take.
 */
export type DiffRequest = z.input<typeof diffShape>;

/**
 * What distinguishes two theories (built-in names, files, `REV:path` in git) or two files of data (results, ledgers,
 * baselines).
 * @throws InputError if one cannot be read, or they are not of a kind
 */
export const diff = async (
  a: string,
  b: string,
  request: DiffRequest = {},
): Promise<TheoryDifference | DataDifference> => {
  const { seconds, onWait, ...options } = checked('diff', diffShape, request);
  const [first, second] = [readSource(checked('a', z.string(), a)), readSource(checked('b', z.string(), b))];
  return differenceOf(first, second, {
    ...options,
    watch: watchOf(`what distinguishes ${a} and ${b}`, { seconds, onWait }),
  });
};

/** Why values are right: no blank. */
const reason = z.string().regex(/\S/, 'a reason is expected');

const writeShape = z.strictObject({
  theory: z.string().default('rashba-ferromagnet'),
  points: z
    .array(
      z.strictObject({
        set: assignments,
        limit: z.string().optional(),
        scheme: z.string().optional(),
        cutoff: z.string().optional(),
      }),
    )
    .min(1),
  quantities: z.array(z.string()).min(1),
  digits: count('digits', 1, 500, () => 12),
  why: reason,
  ledger: z.string().optional(),
  ...time(),
});
/**
 * `points` with the parameters of each, `quantities` such as K.xy, kept `digits`, `why`, a `ledger` whose verdicts are
 * kept, and the `seconds` that a solve may take.
 */
export type BaselineWriteRequest = z.input<typeof writeShape>;

/** Solves points and keeps their digits in a file. @throws InputError, AccuracyError */
export async function writeBaseline(path: string, request: BaselineWriteRequest): Promise<Baseline> {
  demandWritable(pathOf(path));
  const { points, seconds, onWait, ...rest } = checked('baseline', writeShape, request);
  const plain = points.map((point) => Object.fromEntries(Object.entries(point).filter(([, x]) => x !== undefined)));
  const asked = { ...rest, points: plain as unknown as BaselinePoint[], version: version() };
  const made = await newBaseline(path, asked, patienceOf({ seconds, onWait }));
  storeBaseline(path, made);
  return made;
}

const read = (given: string): [string, Baseline] => {
  const path = pathOf(given);
  return [path, readBaseline(path)];
};

/** Compares every kept digit with those of now, and says which symmetries and claims moved. */
export const checkBaseline = async (path: string, options: WorkTime = {}): Promise<BaselineCheck> =>
  check(...read(path), patienceOf(timeFrom(options)));

/** Keeps the digits of now, for a reason. */
export async function acceptBaseline(path: string, why: string, options: WorkTime = {}): Promise<Baseline> {
  const given = { why: checked('why', reason, why), version: version() };
  const renewed = await accepted(...read(path), given, patienceOf(timeFrom(options)));
  storeBaseline(path, renewed);
  return renewed;
}
