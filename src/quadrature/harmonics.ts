/** Fraction of its scale below which the discriminant counts as dipping towards zero. */
const DIP = 0.2;

/** Near misses farther off the real axis than this do not slow the trapezoidal rule down much. */
const FAR = 0.12;

/** Distance of two angles of lines. */
export const angularDistance = (a: number, b: number): number => {
  const d = (((a - b) % Math.PI) + Math.PI) % Math.PI;
  return Math.min(d, Math.PI - d);
};

/** Coefficients c_m of sum_m c_m exp(2 i m phi) from equidistant samples on [0, pi). */
export function harmonicsOf(values: readonly number[]): [number, number][] {
  const count = values.length;
  return Array.from({ length: Math.ceil(count / 2) }, (_, m) => {
    let [re, im] = [0, 0];
    values.forEach((f, k) => {
      const angle = (2 * Math.PI * ((m * k) % count)) / count;
      re += (f * Math.cos(angle)) / count;
      im -= (f * Math.sin(angle)) / count;
    });
    return [re, im];
  });
}

/** The discriminant as a trigonometric polynomial f(phi) = sum_m c_m exp(2 i m phi), real on the real axis. */
export class Harmonics {
  constructor(private readonly coefficients: readonly [number, number][]) {}

  /** f and f' at a complex angle, as (re, im) pairs. */
  private at(x: number, y: number): [number, number, number, number] {
    let [f, g, df, dg] = [0, 0, 0, 0];
    this.coefficients.forEach(([re, im], m) => {
      // c exp(2 i m z) + c* exp(-2 i m z), the conjugate term absent for m = 0
      const [c, s] = [Math.cos(2 * m * x), Math.sin(2 * m * x)];
      const [down, up] = [Math.exp(-2 * m * y), m === 0 ? 0 : Math.exp(2 * m * y)];
      const [ar, ai] = [down * (re * c - im * s), down * (re * s + im * c)];
      const [br, bi] = [up * (re * c - im * s), -up * (re * s + im * c)];
      f += ar + br;
      g += ai + bi;
      // derivative: 2 i m (first - second)
      df -= 2 * m * (ai - bi);
      dg += 2 * m * (ar - br);
    });
    return [f, g, df, dg];
  }

  /** Angles of the local minima of |f| that come close to zero, located to where f changes sign or stops falling. */
  dips(grid: number): number[] {
    const step = Math.PI / grid;
    const values = Array.from({ length: grid }, (_, k) => this.at(k * step, 0)[0]);
    const threshold = DIP * Math.max(...values.map(Math.abs));
    const found: number[] = [];
    values.forEach((v, k) => {
      const [before, after] = [values[(k + grid - 1) % grid], values[(k + 1) % grid]];
      if (Math.abs(v) < threshold && Math.abs(v) <= Math.abs(before) && Math.abs(v) <= Math.abs(after))
        found.push(this.lowest((k - 1) * step, (k + 1) * step, Math.sign(v)));
    });
    return found;
  }

  /** Golden-section minimum of sign * f. */
  private lowest(from: number, to: number, sign: number): number {
    const golden = (Math.sqrt(5) - 1) / 2;
    let [a, b] = [from, to];
    for (let k = 0; k < 60; k++) {
      const [c, d] = [b - golden * (b - a), a + golden * (b - a)];
      if (sign * this.at(c, 0)[0] < sign * this.at(d, 0)[0]) b = d;
      else a = c;
    }
    return (a + b) / 2;
  }

  /** The zero off the real axis that a dip belongs to, by Newton's iteration; undefined if it is far or real. */
  zeroNear(angle: number): { angle: number; distance: number } | undefined {
    let [x, y] = [angle, 1e-3];
    for (let k = 0; k < 80; k++) {
      const [f, g, df, dg] = this.at(x, y);
      const size = df * df + dg * dg;
      if (size === 0) return undefined;
      x -= (f * df + g * dg) / size;
      y -= (g * df - f * dg) / size;
    }
    const distance = Math.abs(y);
    if (!(distance > 1e-7 && distance < FAR) || angularDistance(x, angle) > FAR) return undefined;
    return { angle: ((x % Math.PI) + Math.PI) % Math.PI, distance };
  }
}
