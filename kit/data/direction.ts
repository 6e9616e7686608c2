import { remembered } from '../../src/arithmetic/memo.js';
import type { DataRow } from './table.js';

/** The direction of m in a row. */
export interface Direction {
  /** Of any length. */
  readonly m: readonly number[];
  /** What else the row is at. */
  readonly rest: string;
}

/** m as it is given: a vector of fields, or its polar angles. */
export function direction({ parameters }: DataRow): Direction | undefined {
  const number = (name: string): number | undefined =>
    name in parameters ? Number(parameters[name].split(' ')[0]) : undefined;
  const names = ['Dx', 'Dy', 'Dz'];
  const rest = (used: readonly string[]): string =>
    JSON.stringify(Object.entries(parameters).filter(([name]) => !used.includes(name)));
  if (names.some((name) => name in parameters)) return { m: names.map((name) => number(name) ?? 0), rest: rest(names) };
  const theta = number('theta');
  if (theta === undefined) return undefined;
  const turn = parameters.theta.endsWith('deg') ? Math.PI / 180 : 1;
  const [polar, azimuth] = [theta * turn, (number('phi') ?? 0) * turn];
  const m = [Math.sin(polar) * Math.cos(azimuth), Math.sin(polar) * Math.sin(azimuth), Math.cos(polar)];
  return { m, rest: rest(['theta', 'phi']) };
}

/** Decimals of a unit vector, and digits of a length, that tell two directions apart. */
const DECIMALS = 7;

/** The same for the same m and the same rest. */
function keyOf({ m, rest }: Direction): string {
  const length = Math.hypot(...m);
  const unit = m.map((x) => (length === 0 || Math.abs(x) < 10 ** -DECIMALS * length ? 0 : x / length));
  return `${length.toPrecision(DECIMALS)} ${unit.map((x) => x.toFixed(DECIMALS)).join(' ')} ${rest}`;
}

/**
 * Every row with one at the image of its m, all else the same; what is measured twice is paired twice.
 * @param image of m; applied twice it is m again
 */
export function pairs(
  rows: readonly DataRow[],
  image: (m: readonly number[]) => readonly number[],
): (readonly [DataRow, DataRow])[] {
  const places = new Map<string, DataRow>();
  const directed = rows.flatMap((row) => {
    const at = direction(row);
    if (!at) return [];
    const first = remembered(places, keyOf(at), () => row);
    return [{ row, first, there: keyOf({ ...at, m: image(at.m) }) }];
  });
  return directed.flatMap(({ row, first, there }) => {
    const other = places.get(there);
    // two that are each the first of their place are one pair
    if (!other || other === row || (first === row && other.line < row.line)) return [];
    return [other.line < row.line ? ([other, row] as const) : ([row, other] as const)];
  });
}
