import { Complex } from './complex.js';
import { DoubleField } from './double.js';
import { type Expr, type Program, sum, trace } from './expression.js';
import type { Field, Kernel } from './field.js';
import { remembered } from './memo.js';

/**
 * Roots of a real polynomial of degree n, as n numbers: first `reals` real roots, then (re, im > 0) of one root of each
 * conjugate pair.
 */
export interface RootLayout {
  readonly degree: number;
  readonly reals: number;
}

const memo = new Map<string, Program>();

const unpack = (values: readonly Expr[], { reals }: RootLayout): { real: Expr[]; pairs: Complex[] } => ({
  real: values.slice(0, reals),
  pairs: pairedUp(values.slice(reals)),
});

/** Value and derivative by Horner's rule; lowest power first. */
export function evaluate(coefficients: readonly Complex[], z: Complex): { value: Complex; slope: Complex } {
  let [value, slope] = [Complex.zero, Complex.zero];
  for (const c of [...coefficients].reverse()) {
    slope = slope.mul(z).add(value);
    value = value.mul(z).add(c);
  }
  return { value, slope };
}

/**
 * One Ehrlich-Aberth sweep (cubic convergence), each root in place after the other.
 * @param others the roots that repel root k, as they are by then
 * @returns sum of |Newton step/root|^2: the steps themselves also vanish where two guesses coincide beside no root
 */
function aberth(
  coefficients: readonly Complex[],
  roots: Complex[],
  others: (k: number) => readonly Complex[],
  isReal: (k: number) => boolean,
): Expr {
  const steps = roots.map((z, k) => {
    const { value, slope } = evaluate(coefficients, z);
    const ratio = value.div(slope);
    const repulsion = others(k).reduce((total, other) => total.add(z.sub(other).inverse()), Complex.zero);
    const moved = z.sub(ratio.div(Complex.real(1).sub(ratio.mul(repulsion))));
    roots[k] = isReal(k) ? Complex.real(moved.re) : moved;
    return ratio.norm().div(z.norm());
  });
  return sum(steps);
}

/**
 * A sweep that keeps the layout. Inputs: n + 1 coefficients, n root numbers; outputs: n root numbers and the size of
 * the steps.
 */
const realSweep = (layout: RootLayout): Program =>
  remembered(memo, `real ${layout.degree} ${layout.reals}`, () =>
    trace([layout.degree + 1, layout.degree], (coefficients, values) => {
      const { real, pairs } = unpack(values, layout);
      const roots = [...real.map((x) => Complex.real(x)), ...pairs];
      const isReal = (k: number): boolean => k < layout.reals;
      const others = (k: number): Complex[] =>
        roots.flatMap((z, l) => (isReal(l) ? (l === k ? [] : [z]) : l === k ? [z.conj()] : [z, z.conj()]));
      const moved = aberth(
        coefficients.map((c) => Complex.real(c)),
        roots,
        others,
        isReal,
      );
      return [...roots.flatMap((z, k) => (isReal(k) ? [z.re] : [z.re, z.im])), moved];
    }),
  );

/** The same for complex coefficients (re, im interleaved) and n complex roots (re, im interleaved). */
const complexSweep = (degree: number): Program =>
  remembered(memo, `complex ${degree}`, () =>
    trace([2 * degree + 2, 2 * degree], (coefficients, values) => {
      const roots = pairedUp(values);
      const others = (k: number): Complex[] => roots.filter((_, l) => l !== k);
      const moved = aberth(pairedUp(coefficients), roots, others, () => false);
      return [...roots.flatMap((z) => [z.re, z.im]), moved];
    }),
  );

const pairedUp = (parts: readonly Expr[]): Complex[] =>
  Array.from({ length: parts.length / 2 }, (_, k) => new Complex(parts[2 * k], parts[2 * k + 1]));

/** Discriminant a_n^(2n-2) prod_{i<j} (p_i - p_j)^2 from the n + 1 coefficients and the root numbers. */
export const discriminant = (layout: RootLayout): Program =>
  remembered(memo, `discriminant ${layout.degree} ${layout.reals}`, () =>
    trace([layout.degree + 1, layout.degree], (coefficients, values) => {
      const { real, pairs } = unpack(values, layout);
      const roots = [...real.map((x) => Complex.real(x)), ...pairs.flatMap((z) => [z, z.conj()])];
      const differences = roots.flatMap((a, i) => roots.slice(i + 1).map((b) => a.sub(b)));
      const square = differences.reduce((total, z) => total.mul(z), Complex.real(1)).square().re;
      let value = square;
      for (let k = 0; k < 2 * layout.degree - 2; k++) value = value.mul(coefficients[layout.degree]);
      return [value];
    }),
  );

const LOOSE = 1e-7;
const double = new DoubleField();

/** Roots in double precision from scratch; the starting point of every other field. */
export function roughRoots(coefficients: Float64Array, start?: Float64Array): Float64Array {
  const degree = coefficients.length - 1;
  const radius = Math.abs(coefficients[0] / coefficients[degree]) ** (1 / degree) || 1;
  const interleaved = new Float64Array(2 * degree + 2);
  for (let k = 0; k <= degree; k++) interleaved[2 * k] = coefficients[k];
  const roots = new Float64Array(2 * degree + 1);
  for (let k = 0; k < degree; k++) {
    const angle = (2 * Math.PI * k) / degree + 0.4;
    roots[2 * k] = start?.[2 * k] ?? radius * Math.cos(angle);
    roots[2 * k + 1] = start?.[2 * k + 1] ?? radius * Math.sin(angle);
  }
  const sweep = double.compile(complexSweep(degree));
  for (let count = 0; count < 200; count++) {
    sweep(interleaved, 0, roots, 0, roots, 0);
    if (roots[2 * degree] < 1e-26 || Number.isNaN(roots[2 * degree])) break;
  }
  return roots.subarray(0, 2 * degree);
}

/** Orders complex double roots into the real layout; pairs with a relatively small imaginary part count as real. */
export function classify(roots: Float64Array, tolerance = LOOSE): { reals: number; values: Float64Array } {
  const degree = roots.length / 2;
  const [real, upper]: [number[], [number, number][]] = [[], []];
  let scale = 0;
  for (let k = 0; k < degree; k++) scale = Math.max(scale, Math.hypot(roots[2 * k], roots[2 * k + 1]));
  const all = Array.from({ length: degree }, (_, k) => [roots[2 * k], roots[2 * k + 1]] as [number, number]);
  const isReal = ([re, im]: [number, number]): boolean =>
    Math.abs(im) <= tolerance * Math.max(Math.abs(re), tolerance * scale);
  for (const z of all) {
    if (isReal(z)) real.push(z[0]);
    else if (z[1] > 0) upper.push(z);
  }
  if (real.length + 2 * upper.length !== degree) return { reals: -1, values: new Float64Array(0) };
  real.sort((a, b) => a - b);
  // coinciding guesses would make Aberth's repulsion singular
  for (let k = 1; k < real.length; k++) {
    const apart = 1e-9 * (Math.max(Math.abs(real[k]), Math.abs(real[k - 1])) || 1e-9 * scale);
    if (real[k] - real[k - 1] < apart) real[k] = real[k - 1] + apart;
  }
  return { reals: real.length, values: Float64Array.from([...real, ...upper.flat()]) };
}

/** A sweep with the place of the size of its steps, squared, and the size beyond which it has gone astray. */
interface Sweep<V> {
  readonly run: Kernel<V>;
  readonly size: number;
  readonly astray: number;
}

/** The smallest square of a step that a double can tell. */
const SMALLEST = 1e-300;

/** Sweeps until the steps are rounding errors; false if they do not become so. */
function settle<V>(field: Field<V>, sweep: Sweep<V>, coefficients: V, at: number, roots: V, sweeps: number): boolean {
  const limit = Math.max(SMALLEST, 10 ** (-1.2 * field.digits));
  let before = Number.POSITIVE_INFINITY;
  for (let count = 0; count < sweeps; count++) {
    sweep.run(coefficients, at, roots, 0, roots, 0);
    const size = field.toNumber(roots, sweep.size);
    if (!(size < sweep.astray)) return false;
    // close to roundoff the steps stop shrinking: a nearly double root has then as many digits as this field can give
    if (count > 8 && size < 1e-18 && size >= before / 4 && field.name === 'double') return true;
    if (size < limit) {
      // convergence is cubic: a step of 1e-150 leaves 450 digits, one more leaves as many as are ever asked
      if (limit === SMALLEST) sweep.run(coefficients, at, roots, 0, roots, 0);
      return true;
    }
    before = size;
  }
  return false;
}

/**
 * Degree of a polynomial within a radius: top powers that are rounding errors there do not count.
 * @param stride places from one coefficient to the next
 */
function degreeWithin<V>(field: Field<V>, coefficients: V, at: number, stride: number, highest: number, reach: number) {
  if (reach === Number.POSITIVE_INFINITY) return highest;
  let largest = 0;
  let power = 1;
  for (let k = 0; k <= highest; k++) {
    largest = Math.max(largest, Math.abs(field.toNumber(coefficients, at + stride * k)) * power);
    power *= reach;
  }
  const rounding = largest * 10 ** -field.digits;
  let degree = highest;
  if (largest > 0)
    while (degree > 1 && Math.abs(field.toNumber(coefficients, at + stride * degree)) * reach ** degree <= rounding)
      degree--;
  return degree;
}

/** Follows the roots of real polynomials from one line to the next, in any field. */
export class RealRootFinder<V> {
  /** Root numbers of the last polynomial, in the layout of `reals`. */
  readonly roots: V;
  reals = 0;
  /** Degree of the last polynomial: roots at infinity do not count. */
  degree: number;
  private readonly numbers: Float64Array;
  /** Sweeps by the number of real roots, of every degree. */
  private readonly sweeps: Sweep<V>[][];

  constructor(
    private readonly field: Field<V>,
    private readonly highest: number,
  ) {
    this.degree = highest;
    this.sweeps = Array.from({ length: highest + 1 }, () => []);
    this.roots = field.vector(highest + 1);
    this.numbers = new Float64Array(highest + 1);
  }

  /**
   * Finds all roots; false if the iteration did not settle in this field.
   * @param reach radius within which the polynomial matters: top powers that are rounding errors there are dropped
   */
  find(coefficients: V, at: number, reach = Number.POSITIVE_INFINITY): boolean {
    const before = this.degree;
    this.degree = degreeWithin(this.field, coefficients, at, 1, this.highest, reach);
    const warm = this.field.name === 'double' && this.reals > 0 && this.degree === before;
    if (warm && this.iterate(coefficients, at, 12)) return true;
    for (let k = 0; k <= this.degree; k++) this.numbers[k] = this.field.toNumber(coefficients, at + k);
    const rough = roughRoots(this.numbers.subarray(0, this.degree + 1));
    for (const tolerance of [LOOSE, 1e-11, 1e-4]) {
      const { reals, values } = classify(rough, tolerance);
      if (reals < 0) continue;
      this.reals = reals;
      for (let k = 0; k < this.degree; k++) this.field.set(this.roots, k, values[k]);
      if (this.iterate(coefficients, at, Math.max(60, 2 * this.field.digits))) return true;
    }
    this.reals = 0;
    return false;
  }

  private iterate(coefficients: V, at: number, sweeps: number): boolean {
    const { field, degree, reals, roots } = this;
    const known = this.sweeps[degree];
    known[reals] ??= { run: field.compile(realSweep({ degree, reals })), size: degree, astray: 1e6 };
    return settle(field, known[reals], coefficients, at, roots, sweeps) && this.upperHalf();
  }

  /** Pairs must have stayed off the real axis. */
  private upperHalf(): boolean {
    for (let k = this.reals; k < this.degree; k += 2) if (!(this.field.toNumber(this.roots, k + 1) > 0)) return false;
    return true;
  }
}

/** Roots of complex polynomials (coefficients re, im interleaved), from one line to the next. */
export class ComplexRootFinder<V> {
  /** n roots, re and im interleaved. */
  readonly roots: V;
  /** Degree of the last polynomial: roots at infinity do not count. */
  degree: number;
  private warm = false;

  constructor(
    private readonly field: Field<V>,
    private readonly highest: number,
  ) {
    this.degree = highest;
    this.roots = field.vector(2 * highest + 1);
  }

  /**
   * Finds all roots as `RealRootFinder` does.
   * @param known roots of a similar polynomial of the same degree, if those of the last one are not the best start
   */
  find(
    coefficients: V,
    at: number,
    reach = Number.POSITIVE_INFINITY,
    known?: { readonly roots: V; readonly at: number },
  ): boolean {
    const before = this.degree;
    this.degree = degreeWithin(this.field, coefficients, at, 2, this.highest, reach);
    if (known) this.field.copy(known.roots, known.at, this.roots, 0, 2 * this.degree);
    if ((known || (this.warm && this.degree === before)) && this.iterate(coefficients, at, 15)) return true;
    const numbers = new Float64Array(this.degree + 1);
    for (let k = 0; k <= this.degree; k++) numbers[k] = this.field.toNumber(coefficients, at + 2 * k);
    const rough = roughRoots(numbers);
    const imaginary = this.field.toNumber(coefficients, at + 1) >= 0 ? 1e-9 : -1e-9;
    for (let k = 0; k < this.degree; k++) {
      const size = Math.hypot(rough[2 * k], rough[2 * k + 1]);
      this.field.set(this.roots, 2 * k, rough[2 * k] * (1 + 1e-9 * k));
      this.field.set(this.roots, 2 * k + 1, rough[2 * k + 1] + imaginary * size);
    }
    this.warm = this.iterate(coefficients, at, 200);
    return this.warm;
  }

  private iterate(coefficients: V, at: number, sweeps: number): boolean {
    const { field, degree, roots } = this;
    const sweep = { run: field.compile(complexSweep(degree)), size: 2 * degree, astray: 1e12 };
    return settle(field, sweep, coefficients, at, roots, sweeps);
  }
}
