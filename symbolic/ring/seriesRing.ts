import { InputError } from '../../src/theory/errors.js';
import type { Algebra } from '../algebra.js';
import { PrecisionError } from './errors.js';
import { exactRoot, fractionOf, gcd } from './integers.js';
import { COS, type MonomialCode, PI, SIN } from './monomials.js';
import {
  Accumulator,
  asExact,
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

/**
 * Truncated multivariate Laurent series in small symbols, with exact rational coefficients, pi, and the direction (cos, sin) on the Fermi
 * contour. A relative order caps every result: of a series that starts at weight v nothing from weight v + relativeOrder on is kept.
 */
export class SeriesRing implements Algebra<Series> {
  readonly zero: Series = { codes: [], weights: [], odd: [], coefficients: [], denominator: 1n, order: Number.POSITIVE_INFINITY, extents: [] };
  private readonly one: Series;
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
    for (let k = 0; k < a.codes.length; k++) terms.add(a.codes[k]!, a.weights[k]!, a.odd[k]!, a.coefficients[k]! * left);
    for (let k = 0; k < b.codes.length; k++) terms.add(b.codes[k]!, b.weights[k]!, b.odd[k]!, b.coefficients[k]! * right);
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
      const [code, weight, odd, value] = [a.codes[i]!, a.weights[i]!, a.odd[i]!, a.coefficients[i]!];
      for (let j = 0; j < b.codes.length; j++) {
        const total = weight + b.weights[j]!;
        if (total >= cap) {
          dropped = true;
          break;
        }
        const v = value * b.coefficients[j]!;
        if (odd + b.odd[j]! === 2) {
          const squared = code + b.codes[j]! - 2 * this.sinCode;
          terms.add(squared, total, 0, v);
          terms.add(squared + this.cosSquared, total, 0, -v);
        } else terms.add(code + b.codes[j]!, total, odd + b.odd[j]!, v);
      }
    }
    const exact = a.order === Number.POSITIVE_INFINITY && b.order === Number.POSITIVE_INFINITY && !dropped;
    return terms.finish(this.monomials, a.denominator * b.denominator, exact ? Number.POSITIVE_INFINITY : cap);
  }

  /** The product must not have exponents that the code cannot carry. */
  private demandRoom(a: Series, b: Series): void {
    this.monomials.limits.forEach((limit, k) => {
      if ((a.extents[k] ?? 0) + (b.extents[k] ?? 0) > limit)
        throw new InputError(`the power of ${this.monomials.names[k]} grew beyond ${limit}: ask for fewer terms or use fewer symbols`);
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

  /** 1/a by Newton's iteration y -> y(2 - a y). */
  inverse(a: Series): Series {
    const lead = this.leading(a, 'the inverse');
    const start = this.term(
      lead.exponents.map((e) => -e),
      lead.denominator,
      lead.numerator,
    );
    return this.newton(a, start, lead.weight, 1, (y, residual, limit) => this.product(y, residual, limit));
  }

  /** The positive root, from y -> y + y(1 - a y^2)/2 for 1/sqrt(a). */
  sqrt(a: Series): Series {
    if (isZero(a)) return a;
    const lead = this.leading(a, 'the square root');
    const [numerator, denominator] = [exactRoot(lead.numerator), exactRoot(lead.denominator)];
    if (lead.numerator < 0n) throw new InputError('the square root of a negative series: the regime has no Fermi contour there');
    if (numerator === undefined || denominator === undefined)
      throw new InputError(`the square root of ${this.describe(lead)} is not rational: give values whose squares combine to a square`);
    const start = this.term(
      lead.exponents.map((e) => -e / 2),
      denominator,
      numerator,
    );
    const half = this.rational(1n, 2n);
    const inverseRoot = this.newton(a, start, lead.weight, 2, (y, residual, limit) => this.product(this.mul(y, half), residual, limit));
    return this.mul(a, inverseRoot);
  }

  /** y -> y + correction(y, 1 - a y^n), doubling the known relative order at every step. */
  private newton(a: Series, start: Series, weight: number, n: 1 | 2, correction: (y: Series, residual: Series, limit: number) => Series): Series {
    const exact = a.codes.length === 1 && a.order === Number.POSITIVE_INFINITY;
    if (exact) return start;
    const target = Math.min(a.order - weight, this.relativeOrder);
    const base = valuation(start);
    let known = a.codes.length > 1 ? a.weights[1]! - weight : target;
    let y = start;
    while (known < target) {
      known = Math.min(2 * known, target);
      const limit = base + known;
      const series = asExact(truncated(a, weight + known));
      const powered = n === 1 ? y : asExact(this.product(y, y, 2 * base + known));
      const residual = asExact(this.sub(this.one, this.product(series, powered, known)));
      y = asExact(truncated(this.add(y, correction(y, residual, limit)), limit));
    }
    return truncated(y, base + target);
  }

  /** ln a for a series that starts with 1. */
  log(a: Series): Series {
    const lead = this.leading(a, 'the logarithm');
    if (lead.exponents.some((e) => e !== 0) || lead.numerator !== lead.denominator)
      throw new InputError(`the logarithm of ${this.describe(lead)} is not a power series: the regime leaves a large logarithm`);
    const rest = this.sub(a, this.one);
    if (isZero(rest)) return rest;
    const terms = Math.ceil(Math.min(a.order, this.relativeOrder + valuation(rest)) / valuation(rest));
    return this.compose((k) => (k === 0 ? [0n, 1n] : [k % 2 === 1 ? 1n : -1n, BigInt(k)]), terms, rest);
  }

  /** sum_k coefficient(k) x^k for a small x, by Horner's rule; known as far as x and `terms` powers of it allow. */
  compose(coefficient: (k: number) => [numerator: bigint, denominator: bigint], terms: number, x: Series): Series {
    const v = valuation(x);
    if (!(v > 0)) throw new InputError('a power series can only be evaluated at a series without a constant term');
    let value = this.rational(...coefficient(terms - 1));
    for (let k = terms - 2; k >= 0; k--) value = this.add(this.rational(...coefficient(k)), this.mul(value, x));
    return truncated(value, Math.min(value.order, terms * v));
  }

  /** Replaces a symbol by a series that is not heavier than allowed: its valuation must be at least the weight of the symbol. */
  substitute(a: Series, name: string, value: Series): Series {
    const index = this.monomials.indexOf(name);
    const weight = this.monomials.weights[index]! * this.monomials.ramification;
    if (valuation(value) < weight) throw new InputError(`${name} cannot become larger than its place in the regime`);
    const byPower = new Map<number, Series>();
    for (const term of this.terms(a)) {
      const exponents = [...term.exponents];
      const power = exponents[index]!;
      exponents[index] = 0;
      const part = this.term(exponents, term.numerator, term.denominator);
      byPower.set(power, this.add(byPower.get(power) ?? this.zero, part));
    }
    let result = this.zero;
    for (const [power, part] of byPower) result = this.add(result, this.mul(part, this.power(value, power)));
    return truncated(result, a.order);
  }

  /** Partial derivative with respect to a symbol. */
  derivative(a: Series, name: string): Series {
    const index = this.monomials.indexOf(name);
    let result = this.zero;
    for (const term of this.terms(a)) {
      const power = term.exponents[index]!;
      if (power === 0) continue;
      const exponents = [...term.exponents];
      exponents[index] = power - 1;
      const twice = BigInt(Math.round(power * this.monomials.ramification));
      result = this.add(result, this.term(exponents, term.numerator * twice, term.denominator * BigInt(this.monomials.ramification)));
    }
    return truncated(result, a.order - this.monomials.weights[index]! * this.monomials.ramification);
  }

  directionAverage(a: Series): Series {
    return directionAverage(this.monomials, a);
  }

  describe(term: Term): string {
    const factors = term.exponents.flatMap((e, k) => (e === 0 ? [] : [`${this.monomials.names[k]}${e === 1 ? '' : `^${e}`}`]));
    const number = term.denominator === 1n ? `${term.numerator}` : `${term.numerator}/${term.denominator}`;
    return [number, ...factors].join(' ');
  }
}

export const PI_INDEX = PI;
