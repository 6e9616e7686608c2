import { z } from 'zod';
import { type CompareOptions, compareData, type DataComparison } from '../../kit/data/compare.js';
import { type Consistency, consistencyOf } from '../../kit/data/consistency.js';
import { comparedTensor } from '../../kit/data/conventions.js';
import { type DataTable, readTable } from '../../kit/data/table.js';
import { isNumeral } from '../../src/arithmetic/numeral.js';
import { InputError } from '../../src/theory/errors.js';
import { assignments, checked, pathOf, text, theory as theoryShape, time } from './shapes.js';

const texts = z.record(z.string(), z.string()).default({});
const tolerance = text.default('1e-3').transform((given) => {
  const value = Number(given);
  if (!isNumeral(given) || !(value > 0 && value < 1))
    throw new InputError(`tolerance ${given}: a relative difference between 0 and 1 is expected`);
  return value;
});
const shared = { columns: texts, units: texts, errors: texts, tolerance };

const compareShape = z.strictObject({
  ...shared,
  theory: theoryShape,
  set: assignments,
  limit: z.string().optional(),
  scheme: z.string().optional(),
  cutoff: text.optional(),
  asIs: z.boolean().default(false),
  ...time(),
});
/**
 * `columns`: name of the suite -> column, as { eps: 'E', 'K.xy': 'Kxy' }; `units` of parameter columns; `errors`:
 * quantity -> column of its error bar; `tolerance`: relative difference that counts as agreement; `seconds` that a
 * solve may take.
 */
export type CompareRequest = z.input<typeof compareShape>;

const consistencyShape = z.strictObject({ ...shared, group: z.string().optional() });
/** `group`: point group about z, C1 ... C6 or C1v ... C6v. */
export type ConsistencyRequest = z.input<typeof consistencyShape>;

/**
 * Compares a table (CSV with a header) with a theory: the digits of every row, and the one convention in which all rows
 * agree.
 * @throws InputError naming file, line and column
 */
export async function compare(path: string, request: CompareRequest): Promise<DataComparison> {
  const { theory, columns, units, errors, ...rest } = checked('compare', compareShape, request);
  const { definition, parameters } = theory;
  const known = new Set([...parameters.keys(), ...definition.alternatives.flatMap((a) => Object.keys(a.parameters))]);
  const table = readTable(pathOf(path), { names: columns, units, errors }, (name) => known.has(name), isQuantity);
  return compareData(table, theory, rest as CompareOptions);
}

/** What a table violates by itself: positivity, Onsager's relations, a point group, smoothness. */
export function consistency(path: string, request: ConsistencyRequest = {}): Consistency & { readonly rows: number } {
  const { columns, units, errors, group, ...rest } = checked('consistency', consistencyShape, request);
  const isParameter = (name: string): boolean => name in columns || !/[.]/.test(name);
  const table: DataTable = readTable(
    pathOf(path),
    { names: columns, units, errors },
    (name) => isParameter(name) && !isQuantity(name) && !Object.values(errors).includes(name),
    isQuantity,
  );
  return { ...consistencyOf(table, group, rest.tolerance), rows: table.rows.length };
}

const isQuantity = (name: string): boolean => comparedTensor(name) !== undefined;
