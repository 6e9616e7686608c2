import { rangeOf, type Shard } from '../../src/theory/shard.js';

const MOST_ROWS = 1024;
const CHUNKS = 256;

/** Which rows belong to which chunk. Chunks do not depend on shards, so that merged files are those of one run. */
export interface ChunkPlan {
  readonly rows: number;
  /** Rows of a chunk, but for the last. */
  readonly size: number;
  /** The chunks of a shard: from the first to before the last. */
  readonly from: number;
  readonly to: number;
}

export function planOf(rows: number, shard: Shard): ChunkPlan {
  const size = Math.min(MOST_ROWS, Math.ceil(rows / CHUNKS));
  const [from, to] = rangeOf(shard, Math.ceil(rows / size));
  return { rows, size, from, to };
}

/** First row and number of rows of a chunk. */
export const rowsOf = (
  { rows, size }: ChunkPlan,
  chunk: number,
): { readonly first: number; readonly count: number } => ({
  first: chunk * size,
  count: Math.min(size, rows - chunk * size),
});
