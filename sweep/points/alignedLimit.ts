import { TENSORS } from '../../src/transport/tensors.js';
/** Values of parameters by name. */
export type Values = Readonly<Record<string, number>>;

/** Tilts of m at which Eq. (4) is solved, in parts of the largest. */
const TILTS = [0.25, 0.4, 0.55, 0.7, 0.85, 1];
/** The largest tilts that are tried, in radians: a large one costs few digits, a small one is near the limit. */
const REACHES = [0.2, 0.05, 0.0125] as const;
/** Relative change by the last tilt at which a limit is settled. */
const SETTLED = 1e-10;

/** And the one above which no limit is told. */
const USEFUL = 1e-5;

/** The efficiencies of Eq. (4) in the limit in which m becomes aligned. */
export interface AlignedLimit {
  readonly tau: readonly number[];
  /** By how much the last tilt changes each. */
  readonly changes: readonly number[];
  /** The largest of the tilts. */
  readonly reach: number;
}

/** How the exchange field lies, if Eq. (4) is singular there. */
export function alignmentOf([x, y, z]: readonly number[]): 'out-of-plane' | 'in-plane' | undefined {
  if (x === 0 && y === 0) return z === 0 ? undefined : 'out-of-plane';
  return z === 0 ? 'in-plane' : undefined;
}

/** An aligned exchange field, turned out of its plane or away from z, |Delta| kept. */
export function turned([x, y, z]: readonly number[], angle: number): [number, number, number] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return z === 0 ? [x * cos, y * cos, Math.hypot(x, y) * sin] : [Math.abs(z) * sin, 0, z * cos];
}

/** The least tilt that a limit was taken from. */
export const leastTilt = ({ reach }: AlignedLimit): number => TILTS[0] * reach;

/**
 * tau where m is along z or in the plane: the mirror makes it even in the tilt, so that a polynomial in its square goes
 * through tau at some tilts, and on to zero.
 * @param names of the components of the exchange field
 * @param solve tau at the values of a point; undefined where there is none
 * @param reach of another limit to which this one is compared
 */
export function alignedLimit(
  values: Values,
  names: readonly string[],
  solve: (values: Values) => readonly number[] | undefined,
  reach?: number,
): AlignedLimit | undefined {
  let best: AlignedLimit | undefined;
  for (const largest of reach === undefined ? REACHES : [reach]) {
    const found = limitFrom(largest, values, names, solve);
    if (found && !(worstOf(found) >= (best ? worstOf(best) : Number.POSITIVE_INFINITY))) best = found;
    if (best && worstOf(best) < SETTLED) break;
  }
  return best && worstOf(best) < USEFUL ? best : undefined;
}

function limitFrom(
  reach: number,
  values: Values,
  names: readonly string[],
  solve: (values: Values) => readonly number[] | undefined,
): AlignedLimit | undefined {
  const exchange = names.map((name) => values[name]);
  const places = TILTS.map((tilt) => (tilt * reach) ** 2);
  const rows: (readonly number[])[] = [];
  for (const tilt of TILTS) {
    const field = turned(exchange, tilt * reach);
    const tau = solve({ ...values, ...Object.fromEntries(names.map((name, k) => [name, field[k]])) });
    if (!tau?.every(Number.isFinite)) return undefined;
    rows.push(tau);
  }
  const [all, fewer] = [places, places.slice(0, -1)].map(weightsAtZero);
  const limitBy = (weights: readonly number[]): number[] =>
    TENSORS.tau.entries.map((_, k) => weights.reduce((total, w, row) => total + w * rows[row][k], 0));
  const [tau, before] = [limitBy(all), limitBy(fewer)];
  return { tau, changes: tau.map((x, k) => Math.abs(x - before[k])), reach };
}

/** Of values at some places, in the value at zero of the polynomial through them (Lagrange). */
const weightsAtZero = (places: readonly number[]): number[] =>
  places.map((x) => places.reduce((product, y) => (y === x ? product : (product * y) / (y - x)), 1));

/** The largest change, relative to the largest efficiency. */
const worstOf = ({ tau, changes }: AlignedLimit): number => Math.max(...changes) / Math.max(...tau.map(Math.abs));
