import { WHOLE } from '../../src/theory/shard.js';
import { type ChunkOptions, solveChunks } from './chunks.js';
import { type Orders, requestOf } from './orders.js';
import { planOf } from './plan.js';

/** One point of a sweep. */
export interface SweepRow {
  /** Values of what runs, in the units of the run; infinite in the unitary limit. */
  readonly point: Readonly<Record<string, number>>;
  /** By name such as `K.zy`; null where there is none. */
  readonly quantities: Readonly<Record<string, number | null>>;
  /** Digits that every quantity holds; null where there is none. */
  readonly digits: number | null;
  /** Why a quantity is missing. */
  readonly reason: string | null;
}

/** The rows of a sweep in their order, solved as they are asked for. @throws InputError on what makes no sense */
export async function* sweepRows(orders: Orders, options: Omit<ChunkOptions, 'format'>): AsyncGenerator<SweepRow> {
  const { grid, quantities } = requestOf(orders);
  const known = (x: number): number | null => (Number.isNaN(x) ? null : x);
  const from = grid.names.length;
  for await (const { rows } of solveChunks(orders, planOf(grid.size, WHOLE), options))
    for (const { values, reason } of rows)
      yield {
        point: Object.fromEntries(grid.names.map((name, k) => [name, values[k]])),
        quantities: Object.fromEntries(quantities.map(({ name }, k) => [name, known(values[from + k])])),
        digits: known(values[from + quantities.length]),
        reason: reason || null,
      };
}
