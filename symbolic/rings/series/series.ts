import { gcd } from '../integers.js';
import { PI } from './monomials.js';

/**
 * A truncated series: sum_k (coefficients[k]/denominator) * monomial(codes[k]) + O(t^order), where every small symbol
 * is t to its weight. Terms are sorted by weight; all of them weigh less than `order`. An exact polynomial has the
 * order Infinity.
 */
export interface Series {
  readonly codes: readonly number[];
  readonly weights: readonly number[];
  /** 1 where the monomial contains sin (never squared: sin^2 = 1 - cos^2). */
  readonly odd: readonly number[];
  readonly coefficients: readonly bigint[];
  readonly denominator: bigint;
  readonly order: number;
  /** A bound of the exponent of each generator in absolute value, in units of 1/ramification. */
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
      this.append(code, weight, odd, value);
    } else this.coefficients[at] = this.coefficients[at] + value;
  }

  /** Adds a term behind all others, of which none has its monomial. */
  append(code: number, weight: number, odd: number, value: bigint): void {
    this.codes.push(code);
    this.weights.push(weight);
    this.odd.push(odd);
    this.coefficients.push(value);
  }

  /**
   * Drops zeros, sorts by weight (then by code) and reduces the common denominator.
   * @param extents bounds of the exponents
   */
  finish(extents: Series['extents'], denominator: bigint, order: number): Series {
    const { codes, weights, odd, coefficients } = this;
    const kept: number[] = [];
    let common = denominator;
    let isSorted = true;
    for (let k = 0; k < codes.length; k++) {
      if (coefficients[k] === 0n || weights[k] >= order) continue;
      const last = kept[kept.length - 1] ?? k;
      isSorted &&= weights[last] < weights[k] || (weights[last] === weights[k] && codes[last] <= codes[k]);
      kept.push(k);
      if (common !== 1n) common = gcd(common, coefficients[k]);
    }
    if (!isSorted) kept.sort((i, j) => weights[i] - weights[j] || codes[i] - codes[j]);
    const isWhole = isSorted && kept.length === codes.length;
    const [keptCodes, keptWeights, keptOdd] = isWhole
      ? [codes, weights, odd]
      : [codes, weights, odd].map((list) => kept.map((k) => list[k]));
    return {
      codes: keptCodes,
      weights: keptWeights,
      odd: keptOdd,
      coefficients: common === 1n ? kept.map((k) => coefficients[k]) : kept.map((k) => coefficients[k] / common),
      denominator: denominator / common,
      order,
      extents,
    };
  }
}

/** Forgets everything from a weight on. */
export function truncated(a: Series, order: number): Series {
  if (order >= a.order) return a;
  const end = a.weights.findIndex((w) => w >= order);
  if (end < 0) return { ...a, order };
  const [codes, weights, odd] = [a.codes, a.weights, a.odd].map((list) => list.slice(0, end));
  return { ...a, codes, weights, odd, coefficients: a.coefficients.slice(0, end), order };
}

/** Declares a truncated series to be exactly its known terms: only for iterations that restore the order themselves. */
export const asExact = (a: Series): Series => ({ ...a, order: Number.POSITIVE_INFINITY });

export const piPower = (term: Term): number => term.exponents[PI];
