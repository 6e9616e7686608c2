import { InputError } from '../../../src/theory/errors.js';
import type { Algebra } from '../algebra.js';
import { PrecisionError } from '../errors.js';
import { fractionOf, gcd } from '../integers.js';
import { COS, type MonomialCode, SIN } from './monomials.js';
import {
  Accumulator,
  directionAverage,
  isDirectionless,
  isZero,
  monomial,
  readTerms,
  type Series,
  type Term,
  truncated,
  valuation,
} from './series.js';
import { derivativeOf, substituted } from './seriesCalculus.js';
import { composed, inverseOf, logarithmOf, rootOf } from './seriesFunctions.js';

/**
 * Truncated multivariate Laurent series in small symbols, with exact rational coefficients, pi, and the direction (cos, sin) on the Fermi
 * contour. A relative order caps every result: of a series that starts at weight v nothing from weight v + relativeOrder on is kept.
 */
export class SeriesRing implements Algebra<Series> {
  readonly zero: Series = {
    codes: [],
    weights: [],
    odd: [],
    coefficients: [],
    denominator: 1n,
    order: Number.POSITIVE_INFINITY,
    extents: [],
  };
  readonly one: Series;
  private readonly sinCode: number;
  private readonly cosSquared: number;

  constructor(
    readonly monomials: MonomialCode,
    readonly relativeOrder: number,
  ) {
    this.one = this.constant(1);
    this.sinCode = monomials.unit(SIN);
    this.cosSquared = 2 * monomials.unit(COS);
  }

  constant(value: number): Series {
    return value === 0 ? this.zero : this.rational(...fractionOf(value));
  }

  rational(numerator: bigint, denominator: bigint): Series {
    return this.term([], numerator, denominator);
  }

  pi(): Series {
    return this.term([1], 1n, 1n);
  }

  get cos(): Series {
    return this.term([0, 1], 1n, 1n);
  }

  get sin(): Series {
    return this.term([0, 0, 1], 1n, 1n);
  }

  symbol(name: string, power = 1): Series {
    const exponents = this.monomials.names.map(() => 0);
    exponents[this.monomials.indexOf(name)] = power;
    return this.term(exponents, 1n, 1n);
  }

  /** A monomial with exponents of (pi, cos, sin, symbols...). */
  term(exponents: readonly number[], numerator: bigint, denominator: bigint): Series {
    return monomial(this.monomials, exponents, numerator, denominator);
  }

  terms(a: Series): Term[] {
    return readTerms(this.monomials, a);
  }

  isZero(a: Series): boolean {
    return isZero(a);
  }

  isNothing(a: Series): boolean {
    return a.codes.length === 0;
  }

  add(a: Series, b: Series): Series {
    return this.combine(a, b, 1n);
  }

  sub(a: Series, b: Series): Series {
    return this.combine(a, b, -1n);
  }

  private combine(a: Series, b: Series, sign: 1n | -1n): Series {
    if (isZero(b)) return a;
    if (isZero(a)) return sign === 1n ? b : this.neg(b);
    const common = gcd(a.denominator, b.denominator);
    const [left, right] = [b.denominator / common, (sign * a.denominator) / common];
    const terms = new Accumulator();
    for (let k = 0; k < a.codes.length; k++) terms.add(a.codes[k], a.weights[k], a.odd[k], a.coefficients[k] * left);
    for (let k = 0; k < b.codes.length; k++) terms.add(b.codes[k], b.weights[k], b.odd[k], b.coefficients[k] * right);
    return terms.finish(this.monomials, a.denominator * left, Math.min(a.order, b.order));
  }

  neg(a: Series): Series {
    return { ...a, coefficients: a.coefficients.map((c) => -c) };
  }

  mul(a: Series, b: Series): Series {
    return this.product(a, b, Number.POSITIVE_INFINITY);
  }

  /** The product without anything from the weight `limit` on. */
  product(a: Series, b: Series, limit: number): Series {
    if (isZero(a) || isZero(b)) return this.zero;
    this.demandRoom(a, b);
    const start = valuation(a) + valuation(b);
    const cap = Math.min(limit, start + this.relativeOrder, a.order + valuation(b), b.order + valuation(a));
    const terms = new Accumulator();
    let dropped = false;
    for (let i = 0; i < a.codes.length; i++) {
      const [code, weight, odd, value] = [a.codes[i], a.weights[i], a.odd[i], a.coefficients[i]];
      for (let j = 0; j < b.codes.length; j++) {
        const total = weight + b.weights[j];
        if (total >= cap) {
          dropped = true;
          break;
        }
        const v = value * b.coefficients[j];
        if (odd + b.odd[j] === 2) {
          const squared = code + b.codes[j] - 2 * this.sinCode;
          terms.add(squared, total, 0, v);
          terms.add(squared + this.cosSquared, total, 0, -v);
        } else terms.add(code + b.codes[j], total, odd + b.odd[j], v);
      }
    }
    const exact = a.order === Number.POSITIVE_INFINITY && b.order === Number.POSITIVE_INFINITY && !dropped;
    return terms.finish(this.monomials, a.denominator * b.denominator, exact ? Number.POSITIVE_INFINITY : cap);
  }

  /** The product must not have exponents that the code cannot carry. */
  private demandRoom(a: Series, b: Series): void {
    this.monomials.limits.forEach((limit, k) => {
      if ((a.extents[k] ?? 0) + (b.extents[k] ?? 0) > limit)
        throw new InputError(
          `the power of ${this.monomials.names[k]} grew beyond ${limit}: ask for fewer terms or use fewer symbols`,
        );
    });
  }

  power(a: Series, n: number): Series {
    if (!Number.isInteger(n)) return this.power(this.sqrt(a), 2 * n);
    if (n < 0) return this.power(this.inverse(a), -n);
    let result = this.one;
    for (let k = 0; k < n; k++) result = this.mul(result, a);
    return result;
  }

  /** The single monomial that dominates. @throws PrecisionError if none is known, InputError if several compete */
  leading(a: Series, what: string): Term {
    const [first, second] = this.terms(truncated(a, valuation(a) + 1));
    if (!first) {
      if (isZero(a)) throw new InputError(`${what} of zero`);
      throw new PrecisionError(`${what}: no term is known below order ${a.order}`);
    }
    if (second || !isDirectionless(first))
      throw new InputError(
        `${what} needs one dominant monomial, but ${this.describe(first)}${second ? ` and ${this.describe(second)} compete` : ' depends on the direction'}: order the symbols in the regime so that one of them dominates`,
      );
    return first;
  }

  sign(a: Series): -1 | 0 | 1 {
    if (isZero(a)) return 0;
    return this.leading(a, 'the sign').numerator < 0n ? -1 : 1;
  }

  inverse(a: Series): Series {
    return inverseOf(this, a);
  }

  sqrt(a: Series): Series {
    return rootOf(this, a);
  }

  log(a: Series): Series {
    return logarithmOf(this, a);
  }

  /** @see composed */
  compose(coefficient: (k: number) => [numerator: bigint, denominator: bigint], terms: number, x: Series): Series {
    return composed(this, coefficient, terms, x);
  }

  /** @see substituted */
  substitute(a: Series, name: string, value: Series): Series {
    return substituted(this, a, name, value);
  }

  derivative(a: Series, name: string): Series {
    return derivativeOf(this, a, name);
  }

  directionAverage(a: Series): Series {
    return directionAverage(this.monomials, a);
  }

  describe(term: Term): string {
    const factors = term.exponents.flatMap((e, k) =>
      e === 0 ? [] : [`${this.monomials.names[k]}${e === 1 ? '' : `^${e}`}`],
    );
    const number = term.denominator === 1n ? `${term.numerator}` : `${term.numerator}/${term.denominator}`;
    return [number, ...factors].join(' ');
  }
}
