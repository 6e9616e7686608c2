import { type Shard, shardText, WHOLE } from '../../src/theory/shard.js';
import { formatOf } from '../table/format.js';
import { columnsOf } from '../table/row.js';
import { type ChunkOptions, solveChunks } from './chunks.js';
import { hashOf, type JournalHead } from './journal.js';
import { type Orders, requestOf } from './orders.js';
import { type ChunkPlan, planOf, rowsOf } from './plan.js';
import { type Existing, TableFile } from './tableFile.js';

export interface FileOptions extends Existing, Pick<ChunkOptions, 'workers' | 'signal'> {
  readonly out: string;
  readonly shard?: Shard | undefined;
  /** Of the program: another version may have other last digits. */
  readonly version: string;
  readonly onProgress?: ((progress: SweepProgress) => void) | undefined;
}

export interface SweepProgress {
  /** Rows that stand in the file. */
  readonly done: number;
  /** Of these, what was there before. */
  readonly before: number;
  /** Rows of this shard. */
  readonly total: number;
}

/** What everything that decides the rows is called. */
export function headOf(orders: Orders, version: string, shard: Shard): { head: JournalHead; plan: ChunkPlan } {
  const request = requestOf(orders);
  const plan = planOf(request.grid.size, shard);
  const { theory, ...asked } = orders;
  const sweep = hashOf(JSON.stringify([orders, request.grid.hashes, version]));
  const head: JournalHead = {
    journal: 1,
    sweep,
    shard: shardText(shard),
    rows: plan.rows,
    chunkRows: plan.size,
    columns: [...columnsOf(request)],
    asked: { theory: theory.name, ...asked, version },
  };
  return { head, plan };
}

/**
 * Solves a sweep into a file.
 * @returns how many rows stand in it; fewer than all if it was interrupted
 * @throws InputError on what makes no sense, and on a file that must not be or cannot be written
 */
export async function sweepToFile(orders: Orders, options: FileOptions): Promise<SweepProgress> {
  const { out, shard = WHOLE, version, signal, workers, onProgress = () => {} } = options;
  const format = formatOf(out);
  const { head, plan } = headOf(orders, version, shard);
  const rowsIn = (from: number, to: number): number =>
    from >= to ? 0 : rowsOf(plan, to - 1).first + rowsOf(plan, to - 1).count - rowsOf(plan, from).first;
  const total = rowsIn(plan.from, plan.to);
  const table = TableFile.open(out, head, options);
  if (!table) return { done: total, before: total, total };
  let chunk = plan.from;
  while (chunk < plan.to && table.has(String(chunk))) chunk++;
  const before = rowsIn(plan.from, chunk);
  const progress = (): SweepProgress => ({ done: rowsIn(plan.from, chunk), before, total });
  onProgress(progress());
  try {
    for await (const { text } of solveChunks(orders, { ...plan, from: chunk }, { format, workers, signal })) {
      table.write(String(chunk++), text);
      onProgress(progress());
    }
  } catch (error) {
    table.close();
    throw error;
  }
  if (chunk < plan.to) table.close();
  else await table.finish();
  return progress();
}
