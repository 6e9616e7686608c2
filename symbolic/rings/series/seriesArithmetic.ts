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
    this.zero = new Accumulator().finish(
      monomials.names.map(() => 0),
      1n,
      Number.POSITIVE_INFINITY,
    );
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
    const extents = this.monomials.names.map((_, k) => Math.abs(exponents[k] ?? 0) * this.monomials.ramification);
    return terms.finish(extents, absolute(denominator), Number.POSITIVE_INFINITY);
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
    const take = (s: Series, k: number, value: bigint): void => terms.append(s.codes[k], s.weights[k], s.odd[k], value);
    let [i, j] = [0, 0];
    while (i < a.codes.length || j < b.codes.length) {
      const first =
        j === b.codes.length ? -1 : i === a.codes.length ? 1 : a.weights[i] - b.weights[j] || a.codes[i] - b.codes[j];
      const value = (first <= 0 ? a.coefficients[i] * left : 0n) + (first >= 0 ? b.coefficients[j] * right : 0n);
      if (first <= 0) take(a, i, value);
      else take(b, j, value);
      if (first <= 0) i++;
      if (first >= 0) j++;
    }
    const extents = a.extents.map((x, k) => Math.max(x, b.extents[k]));
    return terms.finish(extents, a.denominator * left, Math.min(a.order, b.order));
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
    const extents = this.extentsOfProduct(a, b);
    const start = valuation(a) + valuation(b);
    const cap = Math.min(limit, start + this.relativeOrder, a.order + valuation(b), b.order + valuation(a));
    const terms = new Accumulator();
    // a monomial keeps different terms different
    const isMonomial = (s: Series): boolean => s.codes.length === 1 && s.odd[0] === 0;
    const isPlain = isMonomial(a) || isMonomial(b);
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
        if (isPlain) terms.append(code + b.codes[j], total, odd + b.odd[j], v);
        else if (odd + b.odd[j] === 2) {
          const squared = code + b.codes[j] - 2 * this.sinCode;
          terms.add(squared, total, 0, v);
          terms.add(squared + this.cosSquared, total, 0, -v);
        } else terms.add(code + b.codes[j], total, odd + b.odd[j], v);
      }
    }
    const exact = a.order === Number.POSITIVE_INFINITY && b.order === Number.POSITIVE_INFINITY && !dropped;
    return terms.finish(extents, a.denominator * b.denominator, exact ? Number.POSITIVE_INFINITY : cap);
  }

  /** Bounds of the exponents of a product, which must not be beyond what the code can carry. */
  private extentsOfProduct(a: Series, b: Series): number[] {
    const { limits, names, ramification } = this.monomials;
    const sums = ([x, y]: readonly Series['extents'][]): number[] =>
      x.map((e, k) => e + y[k] + (k === COS && x[SIN] > 0 && y[SIN] > 0 ? 2 * ramification : 0));
    const loose = sums([a.extents, b.extents]);
    if (loose.every((e, k) => e <= limits[k])) return loose;
    const tight = sums([a, b].map((s) => this.extentsOf(s)));
    const beyond = tight.findIndex((e, k) => e > limits[k]);
    if (beyond >= 0)
      throw new InputError(
        `the power of ${names[beyond]} grew beyond ${limits[beyond]}: ask for fewer terms or use fewer symbols`,
      );
    return tight;
  }

  /** Largest exponent of each generator in absolute value, in units of 1/ramification. */
  private extentsOf({ codes }: Series): number[] {
    const { names, ramification } = this.monomials;
    const extents = names.map(() => 0);
    for (const code of codes)
      this.monomials.decode(code).forEach((e, k) => {
        extents[k] = Math.max(extents[k], Math.abs(e) * ramification);
      });
    return extents;
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
