import { absolute, gcd } from '../integers.js';
import { COS, type MonomialCode, PI, SIN } from './monomials.js';

/**
 * A truncated series: sum_k (coefficients[k]/denominator) * monomial(codes[k]) + O(t^order), where every small symbol is t to its weight.
 * Terms are sorted by weight; all of them weigh less than `order`. An exact polynomial has the order Infinity.
 */
export interface Series {
  readonly codes: readonly number[];
  readonly weights: readonly number[];
  /** 1 where the monomial contains sin (never squared: sin^2 = 1 - cos^2). */
  readonly odd: readonly number[];
  readonly coefficients: readonly bigint[];
  readonly denominator: bigint;
  readonly order: number;
  /** Largest exponent of each generator in absolute value, in units of 1/ramification. */
  readonly extents: readonly number[];
}

/** One term in readable form. */
export interface Term {
  /** Exponents of pi, cos, sin and the small symbols. */
  readonly exponents: readonly number[];
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly weight: number;
}

/** The lowest weight that the series can have: that of its first term, or its order if no term is known. */
export const valuation = (a: Series): number => a.weights[0] ?? a.order;

export const isZero = (a: Series): boolean => a.codes.length === 0 && a.order === Number.POSITIVE_INFINITY;

/** Collects terms while a result is built. */
export class Accumulator {
  private readonly index = new Map<number, number>();
  private readonly codes: number[] = [];
  private readonly weights: number[] = [];
  private readonly odd: number[] = [];
  private readonly coefficients: bigint[] = [];

  add(code: number, weight: number, odd: number, value: bigint): void {
    const at = this.index.get(code);
    if (at === undefined) {
      this.index.set(code, this.codes.length);
      this.codes.push(code);
      this.weights.push(weight);
      this.odd.push(odd);
      this.coefficients.push(value);
    } else this.coefficients[at] = this.coefficients[at] + value;
  }

  /** Drops zeros, sorts by weight (then by code) and reduces the common denominator. */
  finish(monomials: MonomialCode, denominator: bigint, order: number): Series {
    const { codes, weights, coefficients } = this;
    const kept: number[] = [];
    let common = denominator;
    for (let k = 0; k < codes.length; k++) {
      if (coefficients[k] === 0n || weights[k] >= order) continue;
      kept.push(k);
      if (common !== 1n) common = gcd(common, coefficients[k]);
    }
    if (kept.length === 0)
      return { codes: [], weights: [], odd: [], coefficients: [], denominator: 1n, order, extents: [] };
    kept.sort((i, j) => weights[i] - weights[j] || codes[i] - codes[j]);
    const extents: number[] = monomials.names.map(() => 0);
    for (const k of kept)
      monomials.decode(codes[k]).forEach((e, g) => {
        extents[g] = Math.max(extents[g], Math.abs(e) * monomials.ramification);
      });
    return {
      codes: kept.map((k) => codes[k]),
      weights: kept.map((k) => weights[k]),
      odd: kept.map((k) => this.odd[k]),
      coefficients: common === 1n ? kept.map((k) => coefficients[k]) : kept.map((k) => coefficients[k] / common),
      denominator: denominator / common,
      order,
      extents,
    };
  }
}

/** One monomial with a rational coefficient, exact. */
export function monomial(
  monomials: MonomialCode,
  exponents: readonly number[],
  numerator: bigint,
  denominator: bigint,
): Series {
  const terms = new Accumulator();
  const sign = denominator < 0n ? -1n : 1n;
  terms.add(monomials.encode(exponents), monomials.weight(exponents), exponents[SIN] ?? 0, sign * numerator);
  return terms.finish(monomials, absolute(denominator), Number.POSITIVE_INFINITY);
}

export function readTerms(monomials: MonomialCode, a: Series): Term[] {
  return a.codes.map((code, k) => {
    const divisor = gcd(a.coefficients[k], a.denominator);
    return {
      exponents: monomials.decode(code),
      numerator: a.coefficients[k] / divisor,
      denominator: a.denominator / divisor,
      weight: a.weights[k],
    };
  });
}

/** Forgets everything from a weight on. */
export function truncated(a: Series, order: number): Series {
  if (order >= a.order) return a;
  const end = a.weights.findIndex((w) => w >= order);
  if (end < 0) return { ...a, order };
  const cut = <T>(list: readonly T[]): T[] => list.slice(0, end);
  return {
    ...a,
    codes: cut(a.codes),
    weights: cut(a.weights),
    odd: cut(a.odd),
    coefficients: cut(a.coefficients),
    order,
  };
}

/** Declares a truncated series to be exactly its known terms: only for iterations that restore the order themselves. */
export const asExact = (a: Series): Series => ({ ...a, order: Number.POSITIVE_INFINITY });

/** The average over all directions: <cos^n> = (n - 1)!!/n!! for even n, zero for odd n or with sin. */
export function directionAverage(monomials: MonomialCode, a: Series): Series {
  const power = monomials.unit(COS);
  let lcm = 1n;
  const averages = a.codes.map((code, k) => {
    const n = monomials.decode(code)[COS];
    if (a.odd[k] || n % 2 !== 0) return undefined;
    let [numerator, denominator] = [1n, 1n];
    for (let j = 2; j <= n; j += 2) [numerator, denominator] = [numerator * BigInt(j - 1), denominator * BigInt(j)];
    lcm = (lcm * denominator) / gcd(lcm, denominator);
    return { n, numerator, denominator };
  });
  const terms = new Accumulator();
  averages.forEach((average, k) => {
    if (!average) return;
    const factor = (average.numerator * lcm) / average.denominator;
    terms.add(a.codes[k] - average.n * power, a.weights[k], 0, a.coefficients[k] * factor);
  });
  return terms.finish(monomials, a.denominator * lcm, a.order);
}

/** Whether a term is a number times powers of pi and of the small symbols, without a direction. */
export const isDirectionless = (term: Term): boolean => term.exponents[COS] === 0 && term.exponents[SIN] === 0;

export const piPower = (term: Term): number => term.exponents[PI];
