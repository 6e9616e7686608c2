import { z } from 'zod';
import { demandModest } from '../src/theory/dataFile.js';
import { InputError, inLine } from '../src/theory/errors.js';
import { loadTheory } from '../src/theory/load.js';
import type { Theory } from '../src/theory/theory.js';
import { scanOf } from './kinds/curve.js';
import { faultsOf, type Row, referencesOf, rowSchema } from './kinds/index.js';
import { vocabulary } from './language/vocabulary.js';
import { patternTest } from './selection.js';

const ledgerSchema = z.strictObject({ ...vocabulary, rows: z.array(rowSchema).min(1) });

export type Ledger = z.infer<typeof ledgerSchema>;
export type { Row } from './kinds/index.js';

/** The language of ledgers as JSON Schema, for editors. */
export const ledgerJsonSchema = (): object => ({
  title: 'a ledger of claims for diffuson',
  ...z.toJSONSchema(ledgerSchema, { io: 'input', unrepresentable: 'any' }),
});

/** One fault of a ledger. */
export interface Fault {
  readonly message: string;
  /** Keys from the top of the ledger to the field. */
  readonly path?: readonly (string | number)[];
  /** Id of the row. */
  readonly row?: string;
  /** file:line:column */
  readonly place?: string;
}

/** All faults of a ledger at once, one a line. */
export class LedgerError extends InputError {
  override readonly name = 'InputError';
  readonly lines: readonly string[];

  constructor(
    readonly faults: readonly Fault[],
    what: string,
  ) {
    const lines = faults.map((fault) => line(fault, what));
    super('');
    this.message = lines.join('\n');
    this.lines = lines;
  }
}

function line({ message, path = [], row, place }: Fault, what: string): string {
  const inRow = row === undefined ? path : path.slice(2);
  const parts = [place ?? what, ...(row === undefined ? [] : [`row ${row}`]), inRow.join('.'), message];
  return inLine(parts.filter(Boolean).join(': '));
}

/** A ledger from data of any shape. @throws LedgerError with every fault */
export function checkedLedger(raw: unknown, what: string): Ledger {
  demandModest(raw, what);
  const parsed = ledgerSchema.safeParse(raw);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }): Fault => {
      const keys = path.map((key) => (typeof key === 'symbol' ? String(key) : key));
      const row = idAt(raw, keys);
      return { message, path: keys, ...(row !== undefined && { row }) };
    });
    throw new LedgerError(faults, what);
  }
  const faults = meaninglessIn(parsed.data, loadTheory(parsed.data.theory));
  if (faults.length > 0) throw new LedgerError(faults, what);
  return parsed.data;
}

/** Id of the row that a path leads into. */
function idAt(raw: unknown, [top, index]: readonly (string | number)[]): string | undefined {
  if (top !== 'rows' || typeof index !== 'number') return undefined;
  const shape = z.looseObject({ rows: z.array(z.unknown()) }).safeParse(raw);
  const row = z.looseObject({ id: z.string() }).safeParse(shape.data?.rows[index]);
  return row.data?.id;
}

/** The readings of a row as rows of their own, the one that makes the verdict first; a panel may add some. */
export function readingsOf(row: Row, ledger: Pick<Ledger, 'panels'>): { name: string; why?: string; row: Row }[] {
  const scanned = row.kind === 'curve' ? scanOf(row, ledger) : [];
  const own = row.readings ?? [{ name: 'as printed', why: undefined, with: {} }];
  return [...own, ...scanned.map((reading) => ({ ...reading, why: undefined }))].map(
    ({ name, why, with: changes }) => ({
      name,
      ...(why !== undefined && { why }),
      row: rowSchema.parse({ ...row, ...changes }),
    }),
  );
}

/** Ids that stand twice, names that are not defined, claims that cannot be read. */
function meaninglessIn(ledger: Ledger, theory: Theory): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  ledger.rows.forEach((row, k) => {
    const fault = (message: string, ...path: string[]): void => {
      faults.push({ message, path: ['rows', k, ...path], row: row.id });
    };
    if (seen.has(row.id)) fault(`the id ${row.id} stands twice`, 'id');
    seen.add(row.id);
    for (const read of readings(row, ledger, fault)) {
      const missing = referencesOf(read).filter(({ table, name }) => !Object.hasOwn(ledger[table], name));
      for (const { table, name } of missing)
        fault(`unknown ${table.slice(0, -1)} "${name}"; known: ${Object.keys(ledger[table]).join(', ')}`);
      if (missing.length === 0) for (const { field, message } of faultsOf(read, ledger, theory)) fault(message, field);
    }
  });
  ledger.contents.sentences.forEach(({ rows }, k) => {
    for (const pattern of rows)
      if (!ledger.rows.some(({ id }) => patternTest(pattern).test(id)))
        faults.push({ message: `there is no row "${pattern}"`, path: ['contents', 'sentences', k, 'rows'] });
  });
  return faults;
}

function readings(row: Row, ledger: Ledger, fault: (message: string, ...path: string[]) => void): Row[] {
  try {
    return readingsOf(row, ledger).map((reading) => reading.row);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [{ path, message }] = error.issues;
    fault(`a reading is no row of its kind: ${path.join('.')}: ${message}`, 'readings');
    return [];
  }
}
