import { existsSync } from 'node:fs';
import { InputError } from '../../src/theory/errors.js';
import { readShard, WHOLE } from '../../src/theory/shard.js';
import { ByteText } from '../table/byteText.js';
import { formatOf, readTable, TEXTS } from '../table/format.js';
import type { TableRow } from '../table/row.js';
import { hashOf, type Journal, readJournal } from './journal.js';
import type { ChunkPlan } from './plan.js';
import { planOf, rowsOf } from './plan.js';
import { type Existing, TableFile } from './tableFile.js';

interface Part {
  readonly path: string;
  readonly journal: Journal;
  readonly plan: ChunkPlan;
}

/**
 * Joins the files of all shards of a sweep into the one that a single run writes; every chunk is held to the hash that
 * was taken when it was solved.
 * @returns the number of rows
 * @throws InputError if a shard is missing, given twice, unfinished, changed since, or of another sweep
 */
export async function mergeTables(paths: readonly string[], out: string, existing: Existing): Promise<number> {
  const parts = paths.map(partOf).sort((a, b) => a.plan.from - b.plan.from);
  const [{ journal, path: first }] = parts;
  const { head } = journal;
  for (const { path, journal: other } of parts) {
    if (other.head.sweep !== head.sweep) throw new InputError(`${path} is of another sweep than ${first}`);
    if (formatOf(path) !== formatOf(out)) throw new InputError(`${path}: shards and --out ${out} need one format`);
  }
  const whole = planOf(head.rows, WHOLE);
  let next = 0;
  for (const { path, plan } of parts) {
    if (plan.from < next) throw new InputError(`${path}: its rows are in another file too`);
    if (plan.from > next) throw missing(head.shard, whole, next);
    next = plan.to;
  }
  if (next < whole.to) throw missing(head.shard, whole, next);
  const table = TableFile.open(out, { ...head, shard: '1/1' }, { force: existing.force });
  if (!table) return head.rows;
  try {
    for (const part of parts) await append(part, table);
  } catch (error) {
    table.close();
    throw error;
  }
  await table.finish();
  return head.rows;
}

function partOf(path: string): Part {
  if (!existsSync(path)) throw new InputError(`${path}: no such file; a shard is finished when it has this name`);
  const journal = readJournal(path);
  if (!journal?.isFinished) throw new InputError(`${path}: its journal ${path}.journal is missing or not finished`);
  return { path, journal, plan: planOf(journal.head.rows, readShard(journal.head.shard)) };
}

const missing = (shard: string, { size }: ChunkPlan, chunk: number): InputError =>
  new InputError(`the rows from ${chunk * size} on are missing: give the files of all ${shard.split('/')[1]} shards`);

/** The rows of a shard. @throws InputError where it is no table any more */
async function* readable(path: string, columns: readonly string[]): AsyncGenerator<TableRow> {
  try {
    yield* readTable(path, columns);
  } catch (error) {
    throw new InputError(`${path}: it is not the table that was written (${(error as Error).message})`);
  }
}

/** Adds the chunks of a shard as it has them. */
async function append({ path, journal: { head, entries }, plan }: Part, table: TableFile): Promise<void> {
  const format = TEXTS[formatOf(path)];
  const hashes = new Map(entries.map(({ name, hash }) => [name, hash]));
  let chunk = plan.from;
  let [text, rows] = [new ByteText(), 0];
  const flush = (): void => {
    const { bytes } = text;
    if (hashOf(bytes) !== hashes.get(String(chunk)))
      throw new InputError(`${path}: rows from ${rowsOf(plan, chunk).first} on are not those that were solved`);
    table.write(String(chunk++), bytes);
    [text, rows] = [new ByteText(), 0];
  };
  for await (const row of readable(path, head.columns)) {
    if (chunk === plan.to) throw new InputError(`${path}: it has more rows than its shard`);
    format.write(text, head.columns, row);
    if (++rows === rowsOf(plan, chunk).count) flush();
  }
  if (chunk < plan.to) throw new InputError(`${path}: rows from ${rowsOf(plan, chunk).first} on are missing`);
}
