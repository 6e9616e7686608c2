import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { InputError } from '../../src/theory/errors.js';
import { CSV } from './csv.js';
import { JSONL } from './jsonl.js';
import type { TableRow, TextFormat } from './row.js';

export type FormatName = 'csv' | 'jsonl' | 'parquet';

/** What a table is written in while it grows; a Parquet file is made of finished lines. */
export const TEXTS: Readonly<Record<FormatName, TextFormat>> = { csv: CSV, jsonl: JSONL, parquet: JSONL };

/** The format of a file by its name. @throws InputError naming those that there are */
export function formatOf(path: string): FormatName {
  const found = (['csv', 'jsonl', 'parquet'] as const).find((name) => path.toLowerCase().endsWith(`.${name}`));
  if (found) return found;
  throw new InputError(`--out ${path}: expected a name that ends with .csv, .jsonl or .parquet`);
}

/** The rows of a text table, one at a time. */
export async function* readText(
  path: string,
  format: TextFormat,
  columns: readonly string[],
): AsyncGenerator<TableRow> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  let isHeader = format.header(columns) !== '';
  for await (const line of lines) {
    if (!isHeader && line !== '') yield format.read(columns, line);
    isHeader = false;
  }
}

/** The rows of a finished table. */
export async function* readTable(path: string, columns: readonly string[]): AsyncGenerator<TableRow> {
  const name = formatOf(path);
  if (name !== 'parquet') yield* readText(path, TEXTS[name], columns);
  else yield* (await import('./parquet.js')).readParquet(path, columns);
}
