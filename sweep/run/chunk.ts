import { setImmediate as turn } from 'node:timers/promises';
import { remembered } from '../../src/arithmetic/memo.js';
import { leastOf } from '../points/deepPoint.js';
import { PointSolver } from '../points/pointSolver.js';
import { ByteText } from '../table/byteText.js';
import { type FormatName, TEXTS } from '../table/format.js';
import { columnsOf, type TableRow } from '../table/row.js';
import { type Orders, requestOf } from './orders.js';

/** Digits that are written beyond those that hold: rounding must not take one of them. */
const GUARD = 2;

/** Consecutive rows, solved at once by one thread. */
export interface ChunkTask {
  readonly orders: Orders;
  readonly first: number;
  readonly count: number;
  /** Written in this, if it goes to a file. */
  readonly format: FormatName | undefined;
}

export interface Chunk {
  readonly first: number;
  readonly rows: readonly TableRow[];
  /** The same as text; none for rows that go to no file. */
  readonly text: Uint8Array;
}

const solvers = new Map<string, ReturnType<typeof solverOf>>();

function solverOf(orders: Orders) {
  const request = requestOf(orders);
  return { request, columns: columnsOf(request), solver: new PointSolver(request), last: Promise.resolve<unknown>(0) };
}

/**
 * Solves the rows of a chunk in their order; they do not depend on the chunks before, of which one is solved at a time.
 * @returns undefined if it is told to stop before it ends
 */
export function solveChunk(task: ChunkTask, signal?: AbortSignal): Promise<Chunk | undefined> {
  const known = remembered(solvers, JSON.stringify(task.orders), () => solverOf(task.orders));
  const chunk = known.last.then(() => solved(known, task, signal));
  known.last = chunk.catch(() => {});
  return chunk;
}

async function solved(
  { request, columns, solver }: ReturnType<typeof solverOf>,
  { first, count, format }: ChunkTask,
  signal: AbortSignal | undefined,
): Promise<Chunk | undefined> {
  solver.forget();
  const rows: TableRow[] = [];
  const text = new ByteText();
  const names = request.grid.names.length;
  let cells = new Float64Array(columns.length - 1);
  const digits = new Float64Array(cells.length).fill(Number.NaN);
  for (let row = first; row < first + count; row++) {
    const given = request.grid.numbersAt(row);
    let answer = solver.inDouble(row, given);
    if (!answer) {
      answer = await solver.inDepth(row);
      // these take their time: signals are heard between them
      await turn();
      if (signal?.aborted) return undefined;
    }
    const { values, held, reason = '' } = answer;
    cells.set(given);
    cells.set(values, names);
    cells[cells.length - 1] = leastOf(held);
    for (let k = 0; k < held.length; k++) digits[names + k] = held[k] + GUARD;
    if (format !== undefined) TEXTS[format].write(text, columns, { values: cells, digits, reason });
    else {
      rows.push({ values: cells, reason });
      cells = new Float64Array(cells.length);
    }
  }
  return { first, rows, text: text.bytes };
}
