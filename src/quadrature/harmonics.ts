import { remembered } from '../arithmetic/memo.js';

/** A complex number by its parts. */
type Pair = readonly [re: number, im: number];

/** Harmonics below this part of the largest one are rounding errors: their zeros lie nowhere. */
const NOTHING = 1e-14;
const SWEEPS = 100;
/** Relative steps, of cubic convergence, at which the zeros are settled. */
const SETTLED = 1e-10;

/** Distance of two angles of lines. */
export const angularDistance = (a: number, b: number): number => {
  const d = (((a - b) % Math.PI) + Math.PI) % Math.PI;
  return Math.min(d, Math.PI - d);
};

/** Coefficients c_m of sum_m c_m exp(2 i m phi) from equidistant samples on [0, pi). */
export function harmonicsOf(values: readonly number[]): Pair[] {
  const count = values.length;
  const circle = remembered(circles, count, () => {
    const angles = Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count);
    return { cos: angles.map((angle) => Math.cos(angle) / count), sin: angles.map((angle) => Math.sin(angle) / count) };
  });
  return Array.from({ length: Math.ceil(count / 2) }, (_, m) => {
    let re = 0;
    let im = 0;
    for (let k = 0; k < count; k++) {
      const place = (m * k) % count;
      re += values[k] * circle.cos[place];
      im -= values[k] * circle.sin[place];
    }
    return [re, im];
  });
}

/** Points of the unit circle over their number, by that number. */
const circles = new Map<number, Readonly<Record<'cos' | 'sin', readonly number[]>>>();

/** A zero of a trigonometric polynomial. */
export interface Zero {
  /** Real part, in [0, pi). */
  readonly angle: number;
  /** Imaginary part; zeros off the real axis come in pairs of either sign. */
  readonly height: number;
}

/** A trigonometric polynomial f(phi) = sum_m c_m exp(2 i m phi), real on the real axis. */
export class Harmonics {
  private readonly coefficients: readonly Pair[];
  private found: readonly Zero[] | undefined;

  /** @param coefficients c_m from m = 0 on */
  constructor(coefficients: readonly Pair[]) {
    const sizes = coefficients.map(([re, im]) => Math.hypot(re, im));
    const least = NOTHING * Math.max(...sizes);
    this.coefficients = coefficients.slice(0, sizes.findLastIndex((size) => size > least) + 1);
  }

  value(angle: number): number {
    return this.coefficients.reduce((f, [re, im], m) => {
      const term = re * Math.cos(2 * m * angle) - im * Math.sin(2 * m * angle);
      return f + (m === 0 ? term : 2 * term);
    }, 0);
  }

  /** All zeros, real and complex, by ascending angle. */
  get zeros(): readonly Zero[] {
    this.found ??= this.findZeros();
    return this.found;
  }

  private findZeros(): Zero[] {
    const [first, ...rest] = this.coefficients;
    if (rest.length === 0) return [];
    const below = rest.map(([re, im]): Pair => [re, -im]).reverse();
    return rootsOf([...below, first, ...rest])
      .map(([re, im]) => ({
        angle: (Math.atan2(im, re) / 2 + Math.PI) % Math.PI,
        height: -Math.log(Math.hypot(re, im)) / 2,
      }))
      .sort((a, b) => a.angle - b.angle);
  }

  /** An angle between each zero and the next: f keeps its sign from one to the other. */
  get between(): number[] {
    const angles = this.zeros.map(({ angle }) => angle);
    return angles.map((angle, k) => {
      const next = k + 1 < angles.length ? angles[k + 1] : angles[0] + Math.PI;
      return ((angle + next) / 2) % Math.PI;
    });
  }
}

/** All roots of a complex polynomial, lowest power first, by Aberth's iteration from points around the unit circle. */
function rootsOf(coefficients: readonly Pair[]): Pair[] {
  const degree = coefficients.length - 1;
  const numbers = Float64Array.from(coefficients.flat());
  const roots = new Float64Array(2 * degree);
  for (let k = 0; k < degree; k++) {
    const [radius, angle] = [k % 2 === 0 ? 0.9 : 1.1, (2 * Math.PI * (k + 0.3)) / degree];
    roots[2 * k] = radius * Math.cos(angle);
    roots[2 * k + 1] = radius * Math.sin(angle);
  }
  for (let sweep = 0, largest = 1; sweep < SWEEPS && largest > SETTLED; sweep++) {
    largest = 0;
    for (let k = 0; k < degree; k++) largest = Math.max(largest, aberthStep(numbers, roots, k));
  }
  return Array.from({ length: degree }, (_, k): Pair => [roots[2 * k], roots[2 * k + 1]]);
}

/**
 * Moves the root z at place k by f/(f' - f sum_l 1/(z - z_l)); numbers are re, im by turns.
 * @returns how far, relative to its size
 */
function aberthStep(coefficients: Float64Array, roots: Float64Array, k: number): number {
  const x = roots[2 * k];
  const y = roots[2 * k + 1];
  let f = 0;
  let g = 0;
  let df = 0;
  let dg = 0;
  for (let m = coefficients.length - 2; m >= 0; m -= 2) {
    const slope = df * x - dg * y + f;
    dg = df * y + dg * x + g;
    df = slope;
    const value = f * x - g * y + coefficients[m];
    g = f * y + g * x + coefficients[m + 1];
    f = value;
  }
  let re = 0;
  let im = 0;
  for (let l = 0; l < roots.length; l += 2) {
    if (l === 2 * k) continue;
    const a = x - roots[l];
    const b = y - roots[l + 1];
    const size = a * a + b * b;
    re += a / size;
    im -= b / size;
  }
  const a = df - (f * re - g * im);
  const b = dg - (f * im + g * re);
  const size = a * a + b * b;
  const stepX = (f * a + g * b) / size;
  const stepY = (g * a - f * b) / size;
  // where nothing is left to divide by, the root stays
  if (!Number.isFinite(stepX + stepY)) return 0;
  roots[2 * k] = x - stepX;
  roots[2 * k + 1] = y - stepY;
  return Math.sqrt((stepX * stepX + stepY * stepY) / (x * x + y * y));
}
