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
  const circle = remembered(circles, count, () =>
    Array.from({ length: count }, (_, k) => {
      const angle = (2 * Math.PI * k) / count;
      return [Math.cos(angle) / count, Math.sin(angle) / count] as const;
    }),
  );
  return Array.from({ length: Math.ceil(count / 2) }, (_, m) => {
    let [re, im] = [0, 0];
    for (let k = 0; k < count; k++) {
      const [c, s] = circle[(m * k) % count];
      re += values[k] * c;
      im -= values[k] * s;
    }
    return [re, im];
  });
}

/** Points of the unit circle over their number, by that number. */
const circles = new Map<number, readonly (readonly [number, number])[]>();

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
  get zeros(): Zero[] {
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
  const roots = Array.from({ length: degree }, (_, k): Pair => {
    const [radius, angle] = [k % 2 === 0 ? 0.9 : 1.1, (2 * Math.PI * (k + 0.3)) / degree];
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  for (let sweep = 0, largest = 1; sweep < SWEEPS && largest > SETTLED; sweep++) {
    largest = 0;
    for (let k = 0; k < degree; k++) {
      const [x, y] = roots[k];
      const [stepX, stepY] = aberthStep(coefficients, roots, k);
      if (!Number.isFinite(stepX + stepY)) continue;
      roots[k] = [x - stepX, y - stepY];
      largest = Math.max(largest, Math.hypot(stepX, stepY) / Math.hypot(x, y));
    }
  }
  return roots;
}

/** f/(f' - f sum_l 1/(z_k - z_l)) at the root k. */
function aberthStep(coefficients: readonly Pair[], roots: readonly Pair[], k: number): Pair {
  const [x, y] = roots[k];
  let [f, g, df, dg] = [0, 0, 0, 0];
  for (let m = coefficients.length - 1; m >= 0; m--) {
    [df, dg] = [df * x - dg * y + f, df * y + dg * x + g];
    [f, g] = [f * x - g * y + coefficients[m][0], f * y + g * x + coefficients[m][1]];
  }
  let [re, im] = [0, 0];
  for (let l = 0; l < roots.length; l++) {
    if (l === k) continue;
    const [a, b] = [x - roots[l][0], y - roots[l][1]];
    const size = a * a + b * b;
    re += a / size;
    im -= b / size;
  }
  const [a, b] = [df - (f * re - g * im), dg - (f * im + g * re)];
  const size = a * a + b * b;
  return size === 0 ? [0, 0] : [(f * a + g * b) / size, (g * a - f * b) / size];
}
