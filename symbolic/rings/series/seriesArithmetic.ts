import { InputError } from '../../../src/theory/errors.js';
import { PrecisionError } from '../errors.js';
import { absolute, fractionOf, gcd } from '../integers.js';
import { COS, type MonomialCode, SIN } from './monomials.js';
import { Accumulator, type Series, type Term, truncated, valuation } from './series.js';

/**
 * Truncated multivariate Laurent series in small symbols, with exact rational coefficients, pi, and the direction (cos,
 * sin) on the Fermi contour. A relative order caps every result: of a series that starts at weight v nothing from
 * weight v + relativeOrder on is kept.
 */
export class SeriesArithmetic {
  readonly zero: Series;
  readonly one: Series;
  private readonly sinCode: number;
  private readonly cosSquared: number;

  constructor(
    readonly monomials: MonomialCode,
    readonly relativeOrder: number,
  ) {
    this.zero = new Accumulator().finish(monomials, 1n, Number.POSITIVE_INFINITY);
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
    const index = this.monomials.indexOf(name);
    return this.term(
      this.monomials.names.map((_, k) => (k === index ? power : 0)),
      1n,
      1n,
    );
  }

  /** A monomial with exponents of (pi, cos, sin, symbols...). */
  term(exponents: readonly number[], numerator: bigint, denominator: bigint): Series {
    const [code, weight] = [this.monomials.encode(exponents), this.monomials.weight(exponents)];
    const terms = new Accumulator();
    terms.add(code, weight, exponents[SIN] ?? 0, denominator < 0n ? -numerator : numerator);
    return terms.finish(this.monomials, absolute(denominator), Number.POSITIVE_INFINITY);
  }

  terms(a: Series): Term[] {
    return a.codes.map((code, k) => {
      const divisor = gcd(a.coefficients[k], a.denominator);
      return {
        exponents: this.monomials.decode(code),
        numerator: a.coefficients[k] / divisor,
        denominator: a.denominator / divisor,
        weight: a.weights[k],
      };
    });
  }

  isZero(a: Series): boolean {
    return a.codes.length === 0 && a.order === Number.POSITIVE_INFINITY;
  }

  add(a: Series, b: Series): Series {
    return this.combine(a, b, 1n);
  }

  sub(a: Series, b: Series): Series {
    return this.combine(a, b, -1n);
  }

  private combine(a: Series, b: Series, sign: 1n | -1n): Series {
    if (this.isZero(b)) return a;
    if (this.isZero(a)) return sign === 1n ? b : this.neg(b);
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
    if (this.isZero(a) || this.isZero(b)) return this.zero;
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

  /** The single monomial that dominates. @throws PrecisionError if none is known, InputError if several compete */
  leading(a: Series, what: string): Term {
    const [first, second] = this.terms(truncated(a, valuation(a) + 1));
    if (!first) {
      if (this.isZero(a)) throw new InputError(`${what} of zero`);
      throw new PrecisionError(`${what}: no term is known below order ${a.order}`);
    }
    if (second || first.exponents[COS] !== 0 || first.exponents[SIN] !== 0)
      throw new InputError(
        `${what} needs one dominant monomial, but ${this.describe(first)} ` +
          `${second ? `and ${this.describe(second)} compete` : 'depends on the direction'}: ` +
          'order the symbols in the regime so that one of them dominates',
      );
    return first;
  }

  describe(term: Term): string {
    const factors = term.exponents.flatMap((e, k) =>
      e === 0 ? [] : [`${this.monomials.names[k]}${e === 1 ? '' : `^${e}`}`],
    );
    const number = term.denominator === 1n ? `${term.numerator}` : `${term.numerator}/${term.denominator}`;
    return [number, ...factors].join(' ');
  }
}
