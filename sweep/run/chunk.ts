import { remembered } from '../../src/arithmetic/memo.js';
import { leastOf } from '../points/deepPoint.js';
import { PointSolver } from '../points/pointSolver.js';
import { ByteText } from '../table/byteText.js';
import { type FormatName, TEXTS } from '../table/format.js';
import { columnsOf, type TableRow } from '../table/row.js';
import { type Orders, requestOf } from './orders.js';

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
  return { request, columns: columnsOf(request), solver: new PointSolver(request) };
}

/** Solves the rows of a chunk in their order; they do not depend on the chunks before. */
export async function solveChunk({ orders, first, count, format }: ChunkTask): Promise<Chunk> {
  const { request, columns, solver } = remembered(solvers, JSON.stringify(orders), () => solverOf(orders));
  solver.forget();
  const rows: TableRow[] = [];
  const text = new ByteText();
  for (let row = first; row < first + count; row++) {
    const { values, held, reason = '' } = solver.inDouble(row) ?? (await solver.inDepth(row));
    const found = { values: [...request.grid.numbersAt(row), ...values, leastOf(held)], reason };
    if (format === undefined) rows.push(found);
    else text.add(TEXTS[format].line(columns, found));
  }
  return { first, rows, text: text.bytes };
}
