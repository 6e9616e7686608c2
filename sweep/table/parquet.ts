import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

import { fileWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { TableRow } from './row.js';

/** Rows of one group: what is held in memory at once. */
const GROUP = 65_536;

/** Writes a table, group by group. */
export async function writeParquet(
  path: string,
  columns: readonly string[],
  rows: AsyncIterable<TableRow>,
): Promise<void> {
  const typed = columns.map((name) => ({
    name,
    type: name === 'reason' ? ('STRING' as const) : name === 'digits' ? ('INT32' as const) : ('DOUBLE' as const),
    nullable: true,
  }));
  const schema = schemaFromColumnData({ columnData: typed.map((column) => ({ ...column, data: [] })) });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'diffuson' });
  let held = columns.map((): (number | string | null)[] => []);
  const flush = async (): Promise<void> => {
    await writer.write({ columnData: typed.map((column, k) => ({ ...column, data: held[k] })), rowGroupSize: GROUP });
    held = columns.map(() => []);
  };
  for await (const { values, reason } of rows) {
    for (let k = 0; k < values.length; k++) held[k].push(Number.isNaN(values[k]) ? null : values[k]);
    held[columns.length - 1].push(reason === '' ? null : reason);
    if (held[0].length === GROUP) await flush();
  }
  if (held[0].length > 0) await flush();
  await writer.finish();
}

/** The rows of a table, group by group. */
export async function* readParquet(path: string, columns: readonly string[]): AsyncGenerator<TableRow> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const { num_rows: count } of metadata.row_groups) {
    const rowEnd = rowStart + Number(count);
    for (const row of await parquetReadObjects({ file, metadata, rowStart, rowEnd })) {
      const values = columns.slice(0, -1).map((name) => (row[name] === null ? Number.NaN : Number(row[name])));
      yield { values, reason: String(row.reason ?? '') };
    }
    rowStart = rowEnd;
  }
}
