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
 * Every two rows of which one is at the image of m of the other, all else the same.
 * @param image of m; applied twice it is m again
 */
export function pairs(
  rows: readonly DataRow[],
  image: (m: readonly number[]) => readonly number[],
): (readonly [DataRow, DataRow])[] {
  const places = new Map<string, DataRow>();
  for (const row of rows) {
    const at = direction(row);
    if (at) places.set(keyOf(at), row);
  }
  return [...places.values()].flatMap((row) => {
    const at = direction(row);
    const other = at && places.get(keyOf({ ...at, m: image(at.m) }));
    return other && other.line > row.line ? [[row, other] as const] : [];
  });
}
