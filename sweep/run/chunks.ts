import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../src/theory/errors.js';
import type { FormatName } from '../table/format.js';
import { type Chunk, type ChunkTask, solveChunk } from './chunk.js';
import type { Refusal } from './chunkThread.js';
import type { Orders } from './orders.js';
import { type ChunkPlan, rowsOf } from './plan.js';

/** Built beside this file; where TypeScript runs unbuilt there is none. */
const THREAD = fileURLToPath(new URL('./chunkThread.js', import.meta.url));
/** Chunks per thread that are solved or wait to be taken: what bounds the memory. */
const AHEAD = 3;

export interface ChunkOptions {
  readonly format?: FormatName | undefined;
  /** Threads; the rows do not depend on it. All cores if not said. */
  readonly workers?: number | undefined;
  /** Ends the sweep with the chunks that are begun. */
  readonly signal?: AbortSignal | undefined;
}

/** The chunks of a plan in their order. */
export async function* solveChunks(
  orders: Orders,
  plan: ChunkPlan,
  { format, workers = availableParallelism(), signal }: ChunkOptions,
): AsyncGenerator<Chunk> {
  const task = (chunk: number): ChunkTask => ({ orders, ...rowsOf(plan, chunk), format });
  const threads = existsSync(THREAD) ? Math.min(workers, plan.to - plan.from) : 1;
  if (threads <= 1) {
    for (let chunk = plan.from; chunk < plan.to && !signal?.aborted; chunk++) {
      yield await solveChunk(task(chunk));
      // signals are heard between two chunks
      await new Promise((resolve) => setImmediate(resolve));
    }
    return;
  }
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({ filename: THREAD, minThreads: threads, maxThreads: threads, isolateWorkers: false });
  try {
    const begun: Promise<Chunk | Refusal>[] = [];
    let next = plan.from;
    const begin = (): void => {
      while (next < plan.to && begun.length < AHEAD * threads && !signal?.aborted) {
        const chunk: Promise<Chunk | Refusal> = pool.run(task(next++));
        // a failure is told where the chunk is taken
        chunk.catch(() => {});
        begun.push(chunk);
      }
    };
    begin();
    for (let chunk = begun.shift(); chunk; chunk = begun.shift()) {
      const found = await chunk;
      if ('refused' in found) throw new InputError(found.refused);
      yield found;
      begin();
    }
  } finally {
    await pool.destroy();
  }
}
