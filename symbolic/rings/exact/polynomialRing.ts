import { remembered } from '../../../src/arithmetic/memo.js';
import { absolute, gcd } from '../integers.js';
import { collect, type ExactPolynomial, type ExactTerm, leading, rounded, sumOf } from './polynomial.js';

/**
 * Polynomials in a growing list of generators. A generator may be algebraic: its square is another polynomial (sin^2 =
 * 1 - cos^2, a root of something), so that it occurs to the first power at most. A generator named by an integer is a
 * root of that integer.
 */
export class PolynomialRing {
  readonly names: string[] = [];
  private readonly positions = new Map<string, number>();
  private readonly squares = new Map<number, ExactPolynomial>();
  readonly zero: ExactPolynomial = { terms: new Map(), denominator: 1n };
  readonly one: ExactPolynomial = this.constant(1n, 1n);

  /** Position of a generator, which is made if it is new. */
  index(name: string): number {
    return remembered(this.positions, name, () => this.names.push(name) - 1);
  }

  /** Declares an algebraic generator by its square. */
  algebraic(name: string, square: ExactPolynomial): void {
    remembered(this.squares, this.index(name), () => square);
  }

  squareOf(index: number): ExactPolynomial | undefined {
    return this.squares.get(index);
  }

  constant(numerator: bigint, denominator: bigint): ExactPolynomial {
    return this.monomial([], numerator, denominator);
  }

  generator(name: string, power = 1): ExactPolynomial {
    const exponents: number[] = new Array(this.index(name)).fill(0);
    return this.monomial([...exponents, power], 1n, 1n);
  }

  monomial(exponents: readonly number[], numerator: bigint, denominator: bigint): ExactPolynomial {
    const coefficient = denominator < 0n ? -numerator : numerator;
    return this.fromTerms([{ exponents, coefficient }], absolute(denominator));
  }

  /** Sums terms, applies the relations and reduces the denominator. */
  fromTerms(list: Iterable<ExactTerm>, denominator: bigint): ExactPolynomial {
    const terms = new Map<string, ExactTerm>();
    let extra: ExactPolynomial | undefined;
    for (const term of list) {
      if (term.coefficient === 0n) continue;
      const reduced = this.reduce(term, denominator);
      if (reduced) extra = extra ? this.add(extra, reduced) : reduced;
      else collect(terms, term.exponents, term.coefficient);
    }
    let common = denominator;
    for (const { coefficient } of terms.values()) if (common !== 1n) common = gcd(common, coefficient);
    if (common !== 1n) for (const [key, t] of terms) terms.set(key, { ...t, coefficient: t.coefficient / common });
    const sum = { terms, denominator: denominator / common };
    return extra ? this.add(sum, extra) : sum;
  }

  /** A term that breaks a relation, rewritten; undefined if it is in normal form. */
  private reduce({ exponents, coefficient }: ExactTerm, denominator: bigint): ExactPolynomial | undefined {
    for (let k = 0; k < exponents.length; k++) {
      const e = exponents[k];
      if (e === 0) continue;
      const square = this.squares.get(k);
      if (square && e >= 2) {
        const rest = exponents.map((x, j) => (j === k ? x - 2 : x));
        return this.mul(this.monomial(rest, coefficient, denominator), square);
      }
      const name = this.names[k];
      if (/^\d+$/.test(name) && (e >= 1 || e < 0)) {
        const whole = Math.floor(e);
        const rest = exponents.map((x, j) => (j === k ? rounded(x - whole) : x));
        const factor = BigInt(name) ** BigInt(Math.abs(whole));
        return whole > 0
          ? this.monomial(rest, coefficient * factor, denominator)
          : this.monomial(rest, coefficient, denominator * factor);
      }
    }
    return undefined;
  }

  add(a: ExactPolynomial, b: ExactPolynomial, sign: 1n | -1n = 1n): ExactPolynomial {
    if (b.terms.size === 0) return a;
    const common = gcd(a.denominator, b.denominator);
    const [left, right] = [b.denominator / common, (sign * a.denominator) / common];
    const scaled = (p: ExactPolynomial, factor: bigint): ExactTerm[] =>
      [...p.terms.values()].map((t) => ({ exponents: t.exponents, coefficient: t.coefficient * factor }));
    return this.fromTerms([...scaled(a, left), ...scaled(b, right)], a.denominator * left);
  }

  mul(a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial {
    const products = new Map<string, ExactTerm>();
    for (const x of a.terms.values())
      for (const y of b.terms.values())
        collect(products, sumOf(x.exponents, y.exponents), x.coefficient * y.coefficient);
    return this.fromTerms(products.values(), a.denominator * b.denominator);
  }

  isOne(a: ExactPolynomial): boolean {
    return a.terms.size === 1 && a.denominator === 1n && a.terms.get('')?.coefficient === 1n;
  }

  /** Same polynomials have the same text. */
  key(a: ExactPolynomial): string {
    const terms = [...a.terms].sort(([x], [y]) => (x < y ? -1 : 1)).map(([k, t]) => `${t.coefficient}[${k}]`);
    return `${terms.join('+')}/${a.denominator}`;
  }

  /**
   * a = content * monomial * primitive; the primitive part has integer coefficients without a common factor, no
   * negative powers, and 1 as its monomial content.
   */
  factorContent(a: ExactPolynomial): {
    numerator: bigint;
    denominator: bigint;
    exponents: number[];
    primitive: ExactPolynomial;
  } {
    const all = [...a.terms.values()];
    const common = all.reduce((divisor, t) => gcd(divisor, t.coefficient), 0n);
    const numerator = (leading(a.terms)?.coefficient ?? 0n) < 0n ? -common : common;
    const exponents = this.names.map((_, k) => Math.min(...all.map((t) => t.exponents[k] ?? 0)));
    const terms = new Map<string, ExactTerm>();
    for (const t of all) collect(terms, sumOf(t.exponents, exponents, -1), t.coefficient / numerator);
    return { numerator, denominator: a.denominator, exponents, primitive: { terms, denominator: 1n } };
  }
}
