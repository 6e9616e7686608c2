import { InputError } from '../../../src/theory/errors.js';
import type { Algebra } from '../algebra.js';
import { fractionOf } from '../integers.js';
import { logarithmOf, modulusOf, rootOf } from './fractionFunctions.js';
import { fractionText, fractionValue } from './fractionText.js';
import { type ExactPolynomial, PolynomialRing } from './polynomialRing.js';

/** numerator / product of factors; the factors are primitive polynomials known to the ring. */
export interface Fractional {
  readonly numerator: ExactPolynomial;
  /** Position of a factor in the ring, and its power. */
  readonly denominator: ReadonlyMap<number, number>;
}

export interface FractionRingOptions {
  /** Symbols known to be positive: the root of x^2 is then x, else |x|. */
  readonly positive?: (name: string) => boolean;
  /** A point at which signs are read off; without it, the sign and modulus of a sum stay symbols. */
  readonly sample?: ReadonlyMap<string, number>;
}

/**
 * The exact field of rational functions of named symbols, with roots, logarithms, moduli, cosines and sines of such functions as further
 * symbols. Denominators are kept as powers of factors, so no greatest common divisors are needed; an element is zero if and only if its
 * numerator is. Radicands are taken as positive.
 */
export class FractionRing implements Algebra<Fractional> {
  readonly polynomials = new PolynomialRing();
  readonly zero: Fractional = { numerator: this.polynomials.zero, denominator: new Map() };
  readonly one: Fractional = this.rational(1n, 1n);
  /** Denominator factors found so far. */
  readonly factors: ExactPolynomial[] = [];
  private readonly factorIndex = new Map<string, number>();

  constructor(private readonly options: FractionRingOptions = {}) {}

  symbol(name: string, power = 1): Fractional {
    return this.of(this.polynomials.generator(name, power));
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
      let power = n;
      while (power > 0) {
        const quotient = this.polynomials.divide(rest, this.factors[k]);
        if (!quotient) break;
        rest = quotient;
        power--;
      }
      if (power > 0) left.set(k, power);
    }
    return { numerator: rest, denominator: left };
  }

  power(a: Fractional, n: number): Fractional {
    if (n < 0) return this.power(this.inverse(a), -n);
    if (!Number.isInteger(n)) return this.power(this.sqrt(a), 2 * n);
    let result = this.one;
    for (let k = 0; k < n; k++) result = this.mul(result, a);
    return result;
  }

  inverse(a: Fractional): Fractional {
    if (this.isZero(a)) throw new InputError('a formula divides by zero');
    const { numerator, denominator, exponents, primitive } = this.polynomials.factorContent(a.numerator);
    let result = this.of(this.polynomials.constant(denominator, numerator));
    exponents.forEach((e, k) => {
      if (e !== 0) result = this.mul(result, this.inversePower(k, e));
    });
    for (const [k, n] of a.denominator) result = this.mul(result, this.of(this.polynomials.power(this.factors[k], n)));
    const divisors = new Map<number, number>();
    let rest = primitive;
    this.factors.forEach((factor, k) => {
      for (
        let quotient = this.polynomials.divide(rest, factor);
        quotient;
        quotient = this.polynomials.divide(rest, factor)
      ) {
        rest = quotient;
        divisors.set(k, (divisors.get(k) ?? 0) + 1);
        if (this.polynomials.isOne(rest)) break;
      }
    });
    if (!this.polynomials.isOne(rest)) {
      const own = this.register(rest);
      result = this.mul(result, this.of(own.unit));
      divisors.set(own.index, 1);
    }
    return this.mul(result, { numerator: this.polynomials.one, denominator: divisors });
  }

  /** Generator k to the power -e; an algebraic one is g/g^2. */
  private inversePower(k: number, e: number): Fractional {
    const square = this.polynomials.squareOf(k);
    const name = this.polynomials.names[k];
    if (!square) return this.of(this.polynomials.generator(name, -e));
    return this.mul(this.of(this.polynomials.generator(name)), this.inverse(this.of(square)));
  }

  private register(polynomial: ExactPolynomial): { index: number; unit: ExactPolynomial } {
    const key = this.polynomials.key(polynomial);
    let index = this.factorIndex.get(key);
    if (index === undefined) {
      index = this.factors.length;
      this.factors.push(polynomial);
      this.factorIndex.set(key, index);
    }
    return { index, unit: this.polynomials.one };
  }

  sqrt(a: Fractional): Fractional {
    return rootOf(this, a);
  }

  abs(a: Fractional): Fractional {
    if (this.isZero(a)) return a;
    if (this.options.sample) return this.sign(a) < 0 ? this.neg(a) : a;
    return modulusOf(this, a);
  }

  /** Symbols, roots of numbers and pi that are known to be positive. */
  isPositive(name: string): boolean {
    return name === 'pi' || /^\d+$/.test(name) || (this.options.positive?.(name) ?? false);
  }

  sign(a: Fractional): -1 | 0 | 1 {
    if (this.isZero(a)) return 0;
    if (!this.options.sample) throw new InputError('the sign of a formula is not known without values');
    const value = fractionValue(this, a, this.options.sample);
    if (Math.abs(value) < 1e-12) throw new InputError('the sign of a formula cannot be read off at the sample point');
    return value < 0 ? -1 : 1;
  }

  log(a: Fractional): Fractional {
    return logarithmOf(this, a);
  }

  cosine(a: Fractional): Fractional {
    return this.symbol(`cos(${this.text(a)})`);
  }

  sine(a: Fractional): Fractional {
    const cosine = this.cosine(a).numerator;
    const name = `sin(${this.text(a)})`;
    this.polynomials.algebraic(
      name,
      this.polynomials.add(this.polynomials.one, this.polynomials.mul(cosine, cosine), -1n),
    );
    return this.symbol(name);
  }

  /** Text in mathjs syntax. */
  text(a: Fractional): string {
    return fractionText(this, a);
  }
}
