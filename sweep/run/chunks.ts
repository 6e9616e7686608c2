import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Tinypool } from 'tinypool';
import { InputError } from '../../src/theory/errors.js';
import type { FormatName } from '../table/format.js';
import { type Chunk, type ChunkTask, solveChunk } from './chunk.js';
import type { Refusal } from './chunkThread.js';
import { type Orders, requestOf } from './orders.js';
import { type ChunkPlan, rowsOf } from './plan.js';

/** Built beside this file; where TypeScript runs unbuilt there is none. */
const THREAD = fileURLToPath(new URL('./chunkThread.js', import.meta.url));
/** Chunks per thread that are solved or wait to be taken: what bounds the memory. */
const AHEAD = 3;
/** Degree of a theory of which this thread may solve rows: those of others may keep it from hearing signals. */
const LIGHT = 2;
/** What this thread does within so many milliseconds is done before another one has started. */
const SHORT = 500;
/** Chunks that another thread has at once: it need not wait until this one hands it the next. */
const QUEUED = 2;

export interface ChunkOptions {
  readonly format?: FormatName | undefined;
  /** Threads; the rows do not depend on it. All cores if not said. */
  readonly workers?: number | undefined;
  /** Ends the sweep; chunks that are not finished are given up. */
  readonly signal?: AbortSignal | undefined;
}

/** A chunk that is solved, or will be. */
interface Begun {
  readonly found: Promise<Chunk | Refusal | undefined>;
  isThere: boolean;
}

/** The chunks of a plan in their order. Where rows are light this thread begins; if there are many, others join it. */
export async function* solveChunks(
  orders: Orders,
  plan: ChunkPlan,
  { format, workers = availableParallelism(), signal }: ChunkOptions,
): AsyncGenerator<Chunk> {
  const task = (chunk: number): ChunkTask => ({ orders, ...rowsOf(plan, chunk), format });
  const isLight = requestOf(orders).theory.degree <= LIGHT;
  const threads = Math.min(workers, plan.to - plan.from) - (isLight ? 1 : 0);
  const others = existsSync(THREAD) ? Math.max(0, threads) : 0;
  const takesPart = isLight || others === 0;
  const begin = performance.now();
  let pool: Tinypool | undefined;
  const begun: Begun[] = [];
  let [next, handed] = [plan.from, 0];
  const mayBegin = (): boolean => next < plan.to && begun.length < AHEAD * (others + 1);
  const hand = (to: Tinypool): void => {
    const chunk: Begun = { found: to.run(task(next++)), isThere: false };
    const end = (): void => {
      handed--;
      chunk.isThere = true;
    };
    // a failure is told where the chunk is taken
    chunk.found.then(end, end);
    begun.push(chunk);
    handed++;
  };
  try {
    while (!signal?.aborted) {
      if (others > 0 && !pool && (!takesPart || performance.now() - begin > SHORT)) pool = await poolOf(others);
      while (pool && handed < QUEUED * others && mayBegin()) hand(pool);
      if (takesPart && mayBegin() && !begun[0]?.isThere) {
        const found = await solveChunk(task(next++), signal);
        if (found) begun.push({ found: Promise.resolve(found), isThere: true });
        // signals and other threads are heard between two chunks
        await turn();
        continue;
      }
      if (begun.length === 0) return;
      const found = await unlessStopped(begun[0].found, signal);
      if (!found) break;
      if ('refused' in found) throw new InputError(found.refused);
      begun.shift();
      yield found;
    }
    for (const { found, isThere } of begun) {
      const chunk = isThere ? await found : undefined;
      if (!chunk || 'refused' in chunk) return;
      yield chunk;
    }
  } finally {
    await pool?.destroy();
  }
}

/** What is waited for, or nothing once the signal comes; of neither anything is kept. */
function unlessStopped<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(undefined);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    waited.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}

async function poolOf(threads: number): Promise<Tinypool> {
  const { Tinypool } = await import('tinypool');
  return new Tinypool({
    ...{ filename: THREAD, minThreads: threads, maxThreads: threads, isolateWorkers: false },
    concurrentTasksPerWorker: QUEUED,
  });
}
