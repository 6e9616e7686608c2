import { z } from 'zod';
import { readShard } from '../../src/theory/shard.js';
import type { Theory } from '../../src/theory/theory.js';
import { type Orders, requestOf } from '../../sweep/run/orders.js';
import { type SweepRow, sweepRows } from '../../sweep/run/sweepRows.js';
import { type SweepProgress, sweepToFile } from '../../sweep/run/sweepToFile.js';
import { assignments, callback, checked, count, text, theory as theoryShape } from './shapes.js';
import { version } from './version.js';

/** Rows hold doubles. */
const MOST_DIGITS = 15;
const MOST_WORKERS = 256;

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const shape = {
  over: texts,
  set: assignments,
  limit: z.string().default('dilute'),
  scheme: z.string().default('t-matrix'),
  cutoff: text.default('renormalised'),
  quantities: texts.default(['K.*', 'sigma.*']),
  digits: count('digits', 1, MOST_DIGITS, () => 8),
};
const workers = text.transform((given) =>
  checked(
    'workers',
    count('workers', 1, MOST_WORKERS, () => 1),
    given,
  ),
);
const running = { workers: workers.optional(), signal: z.instanceof(AbortSignal).optional() };
const rowOptions = z.strictObject({ ...shape, ...running });
const fileOptions = z.strictObject({
  ...shape,
  ...running,
  out: z.string(),
  force: z.boolean().optional(),
  resume: z.boolean().optional(),
  shard: z.string().transform(readShard).optional(),
  onProgress: callback<(progress: SweepProgress) => void>(),
});
export type SweepOptions = z.input<typeof rowOptions>;
export type SweepFileOptions = z.input<typeof fileOptions>;

type Given = z.output<z.ZodObject<typeof shape>>;

const ordersOf = (theory: Theory, { over, set, limit, scheme, cutoff, quantities, digits }: Given): Orders => ({
  theory: checked('theory', theoryShape, theory).definition,
  ...{ over, set, limit, scheme, cutoff, quantities, digits },
});

/**
 * Solves many points: `over` has axes such as `theta=0:pi:201`, `eps=0.2:2:log:50`, `u=0.1,0.5,inf`, `Dx=Dz`, or files
 * of points, the last one running fastest. Points short of `digits` (8) in double precision are solved again with MPFR.
 * @returns its rows in their order, solved as they are asked for
 * @throws InputError on axes without points, and on quantities that the theory has not
 */
export function sweep(theory: Theory, options: SweepOptions): AsyncGenerator<SweepRow> {
  const given = checked('options', rowOptions, options);
  return sweepRows(ordersOf(theory, given), { workers: given.workers, signal: given.signal });
}

/** The same into a `.csv`, `.jsonl` or `.parquet` file, which an interrupted run leaves to be resumed. */
export async function sweepFile(theory: Theory, options: SweepFileOptions): Promise<SweepProgress> {
  const given = checked('options', fileOptions, options);
  return sweepToFile(ordersOf(theory, given), { ...given, version: version() });
}

/** What a sweep asks, as reports need it. */
export const sweepRequest = (theory: Theory, options: SweepOptions) =>
  requestOf(ordersOf(theory, checked('options', rowOptions, options)));
