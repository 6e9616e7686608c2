import { remembered } from '../../../src/arithmetic/memo.js';
import { InputError } from '../../../src/theory/errors.js';
import { fractionOf } from '../integers.js';
import { quotientOf } from './division.js';
import type { ExactPolynomial } from './polynomial.js';
import { PolynomialRing } from './polynomialRing.js';

/** numerator / product of factors; the factors are primitive polynomials known to the ring. */
export interface Fractional {
  readonly numerator: ExactPolynomial;
  /** Position of a factor in the ring, and its power. */
  readonly denominator: ReadonlyMap<number, number>;
}

export interface FractionFieldOptions {
  /** Symbols known to be positive: the root of x^2 is then x, else |x|. */
  readonly positive?: (name: string) => boolean;
  /** A point at which signs are read off; without it, the sign and modulus of a sum stay symbols. */
  readonly sample?: ReadonlyMap<string, number>;
}

/**
 * The exact field of rational functions of named symbols. Denominators are kept as powers of factors, so no greatest
 * common divisors are needed; an element is zero if and only if its numerator is.
 */
export class FractionField {
  readonly polynomials = new PolynomialRing();
  readonly zero: Fractional = { numerator: this.polynomials.zero, denominator: new Map() };
  readonly one: Fractional = this.rational(1n, 1n);
  /** Denominator factors found so far. */
  readonly factors: ExactPolynomial[] = [];
  private readonly factorIndex = new Map<string, number>();

  constructor(readonly options: FractionFieldOptions = {}) {}

  symbol(name: string, power = 1): Fractional {
    return this.of(this.polynomials.generator(name, power));
  }

  /** A symbol that is given by its square. */
  algebraic(name: string, square: ExactPolynomial): Fractional {
    this.polynomials.algebraic(name, square);
    return this.symbol(name);
  }

  rational(numerator: bigint, denominator: bigint): Fractional {
    return this.of(this.polynomials.constant(numerator, denominator));
  }

  constant(value: number): Fractional {
    return value === 0 ? this.zero : this.rational(...fractionOf(value));
  }

  pi(): Fractional {
    return this.symbol('pi');
  }

  of(numerator: ExactPolynomial): Fractional {
    return { numerator, denominator: new Map() };
  }

  isZero(a: Fractional): boolean {
    return a.numerator.terms.size === 0;
  }

  equal(a: Fractional, b: Fractional): boolean {
    return this.isZero(this.sub(a, b));
  }

  neg(a: Fractional): Fractional {
    return { ...a, numerator: this.polynomials.add(this.polynomials.zero, a.numerator, -1n) };
  }

  sub(a: Fractional, b: Fractional): Fractional {
    return this.add(a, this.neg(b));
  }

  add(a: Fractional, b: Fractional): Fractional {
    if (this.isZero(a)) return b;
    if (this.isZero(b)) return a;
    const common = new Map(a.denominator);
    for (const [k, n] of b.denominator) common.set(k, Math.max(n, common.get(k) ?? 0));
    const raised = (x: Fractional): ExactPolynomial => {
      let p = x.numerator;
      for (const [k, n] of common)
        for (let j = x.denominator.get(k) ?? 0; j < n; j++) p = this.polynomials.mul(p, this.factors[k]);
      return p;
    };
    return this.cancelled(this.polynomials.add(raised(a), raised(b)), common);
  }

  mul(a: Fractional, b: Fractional): Fractional {
    if (this.isZero(a) || this.isZero(b)) return this.zero;
    const [left, right] = [this.cancelled(a.numerator, b.denominator), this.cancelled(b.numerator, a.denominator)];
    const denominator = new Map(left.denominator);
    for (const [k, n] of right.denominator) denominator.set(k, n + (denominator.get(k) ?? 0));
    const numerator = this.polynomials.mul(left.numerator, right.numerator);
    return this.cancelled(numerator, denominator);
  }

  /** numerator/denominator with common factors removed. */
  private cancelled(numerator: ExactPolynomial, denominator: ReadonlyMap<number, number>): Fractional {
    if (numerator.terms.size === 0) return this.zero;
    if (denominator.size === 0) return { numerator, denominator };
    let rest = numerator;
    const left = new Map<number, number>();
    for (const [k, n] of denominator) {
      const divided = this.divided(rest, k, n);
      rest = divided.rest;
      if (divided.times < n) left.set(k, n - divided.times);
    }
    return { numerator: rest, denominator: left };
  }

  /** A polynomial without its powers of a factor, up to the `most`-th. */
  private divided(polynomial: ExactPolynomial, factor: number, most: number): { rest: ExactPolynomial; times: number } {
    let rest = polynomial;
    for (let times = 0; times < most; times++) {
      const quotient = quotientOf(this.polynomials, rest, this.factors[factor]);
      if (!quotient) return { rest, times };
      rest = quotient;
    }
    return { rest, times: most };
  }

  /** A whole power. */
  power(a: Fractional, n: number): Fractional {
    if (n < 0) return this.power(this.inverse(a), -n);
    let result = this.one;
    for (let k = 0; k < n; k++) result = this.mul(result, a);
    return result;
  }

  inverse(a: Fractional): Fractional {
    if (this.isZero(a)) throw new InputError('a formula divides by zero');
    const { numerator, denominator, exponents, primitive } = this.polynomials.factorContent(a.numerator);
    let result = this.rational(denominator, numerator);
    exponents.forEach((e, k) => {
      if (e !== 0) result = this.mul(result, this.inversePower(k, e));
    });
    for (const [k, n] of a.denominator) result = this.mul(result, this.power(this.of(this.factors[k]), n));
    const divisors = new Map<number, number>();
    let left = primitive;
    this.factors.forEach((_, k) => {
      const { rest, times } = this.divided(left, k, Number.POSITIVE_INFINITY);
      left = rest;
      if (times > 0) divisors.set(k, times);
    });
    if (!this.polynomials.isOne(left)) divisors.set(this.register(left), 1);
    return this.mul(result, { numerator: this.polynomials.one, denominator: divisors });
  }

  /** Generator k to the power -e; an algebraic one is g/g^2. */
  private inversePower(k: number, e: number): Fractional {
    const square = this.polynomials.squareOf(k);
    const name = this.polynomials.names[k];
    if (!square) return this.symbol(name, -e);
    return this.mul(this.symbol(name), this.inverse(this.of(square)));
  }

  /** Position of a factor, which is added if it is new. */
  private register(factor: ExactPolynomial): number {
    return remembered(this.factorIndex, this.polynomials.key(factor), () => this.factors.push(factor) - 1);
  }

  /** Symbols, roots of numbers and pi that are known to be positive. */
  isPositive(name: string): boolean {
    return numberNamed(name) !== undefined || (this.options.positive?.(name) ?? false);
  }
}

/** The value of pi or of a whole number by its name. */
export const numberNamed = (name: string): number | undefined =>
  name === 'pi' ? Math.PI : /^\d+$/.test(name) ? Number(name) : undefined;
