import { parse } from 'csv-parse/sync';
import { isNumeral } from '../../src/arithmetic/numeral.js';
import { readRegular } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';

/** Bytes of a table. */
const LARGEST = 50_000_000;

/** What the columns of a table are, by the names of the suite. */
export interface Columns {
  /** Name of the suite -> name in the header; names that the header has by itself need not be said. */
  readonly names: Readonly<Record<string, string>>;
  /** Name of the suite -> unit of its column, such as meV. */
  readonly units: Readonly<Record<string, string>>;
  /** Name of a quantity -> column of its error bar. */
  readonly errors: Readonly<Record<string, string>>;
}

/** One line of a table. */
export interface DataRow {
  /** Line of the file, from 1. */
  readonly line: number;
  /** Parameters as texts, with their units. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly quantities: ReadonlyMap<string, number>;
  readonly errors: ReadonlyMap<string, number>;
}

export interface DataTable {
  readonly path: string;
  readonly rows: readonly DataRow[];
  readonly parameterNames: readonly string[];
  readonly quantityNames: readonly string[];
}

interface CsvRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table of numbers with a header.
 * @param isParameter which names are parameters
 * @param isQuantity which names are quantities; columns that are neither are left alone
 * @throws InputError naming the file, the line and the column
 */
export function readTable(
  path: string,
  columns: Columns,
  isParameter: (name: string) => boolean,
  isQuantity: (name: string) => boolean,
): DataTable {
  const refuse = (fault: string): never => {
    throw new InputError(`${path}: ${fault}`);
  };
  const [header, ...lines] = recordsOf(path);
  if (header === undefined || lines.length === 0)
    return refuse('a header and at least one line of numbers are expected');
  const titles = header.record;
  const place = (column: string, name: string): number => {
    const k = titles.indexOf(column);
    if (k < 0) refuse(`no column "${column}" (for ${name}); its columns are ${titles.join(' ')}`);
    if (titles.lastIndexOf(column) !== k) refuse(`two columns are called "${column}"`);
    return k;
  };
  const said = Object.values(columns.names);
  const own = titles.filter((title) => !(title in columns.names) && !said.includes(title)).map((t) => [t, t] as const);
  const named = [...Object.entries(columns.names), ...own.filter(([name]) => isParameter(name) || isQuantity(name))];
  for (const [name] of Object.entries(columns.names))
    if (!isParameter(name) && !isQuantity(name)) refuse(`"${name}" is neither a parameter nor a quantity`);
  const placed = named.map(([name, column]) => ({ name, column, k: place(column, name) }));
  const parameters = placed.filter(({ name }) => isParameter(name));
  const quantities = placed.filter(({ name }) => !isParameter(name));
  for (const name of Object.keys(columns.units))
    if (!parameters.some((p) => p.name === name)) refuse(`the unit of ${name}: only columns of parameters take one`);
  const errors = Object.entries(columns.errors).map(([name, column]) => {
    if (!quantities.some((q) => q.name === name)) refuse(`the error of ${name}: there is no such quantity`);
    return { name, column, k: place(column, name) };
  });
  if (quantities.length === 0) refuse(`no column is a quantity (K.xx, sigma.xy, tau.1e ...); give --columns`);

  const rows = lines.map(({ record, info }): DataRow => {
    if (record.length !== titles.length)
      refuse(`line ${info.lines} has ${record.length} fields, the header ${titles.length}`);
    const numberAt = ({ column, k }: { column: string; k: number }): number => {
      const text = record[k].trim();
      if (!isNumeral(text)) refuse(`line ${info.lines}, column ${column}: "${text.slice(0, 40)}" is no number`);
      return Number(text);
    };
    return {
      line: info.lines,
      parameters: Object.fromEntries(
        parameters.map(({ name, k }) => [name, `${record[k].trim()} ${columns.units[name] ?? ''}`.trim()]),
      ),
      quantities: new Map(quantities.map((q) => [q.name, numberAt(q)])),
      errors: new Map(errors.map((e) => [e.name, numberAt(e)])),
    };
  });
  return { path, rows, parameterNames: parameters.map((p) => p.name), quantityNames: quantities.map((q) => q.name) };
}

function recordsOf(path: string): CsvRecord[] {
  try {
    const text = readRegular(path, LARGEST);
    const delimiter = [',', '\t', ';'].find((mark) => text.slice(0, text.search(/\r?\n|$/)).includes(mark)) ?? ',';
    return parse(text, {
      delimiter,
      bom: true,
      comment: '#',
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message.split('\n')[0]}`);
  }
}
