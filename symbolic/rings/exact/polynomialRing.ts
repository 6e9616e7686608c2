import { gcd } from '../integers.js';
import { quotientOf, squareRootOf } from './division.js';
import { compare, keyed, rounded } from './exponents.js';

/** One term: exponents by generator (trailing zeros dropped) and an integer coefficient. */
export interface ExactTerm {
  readonly exponents: readonly number[];
  readonly coefficient: bigint;
}

/** A Laurent polynomial with rational coefficients: terms over one common denominator, by the text of their exponents. */
export interface ExactPolynomial {
  readonly terms: ReadonlyMap<string, ExactTerm>;
  readonly denominator: bigint;
}

/**
 * Polynomials in a growing list of generators. A generator may be algebraic: its square is another polynomial (sin^2 = 1 - cos^2, a root
 * of something), so that it occurs to the first power at most. A generator named by an integer is a root of that integer.
 */
export class PolynomialRing {
  readonly names: string[] = [];
  private readonly positions = new Map<string, number>();
  private readonly squares = new Map<number, ExactPolynomial>();
  readonly zero: ExactPolynomial = { terms: new Map(), denominator: 1n };
  readonly one: ExactPolynomial = this.constant(1n, 1n);

  /** Position of a generator, which is made if it is new. */
  index(name: string): number {
    const known = this.positions.get(name);
    if (known !== undefined) return known;
    this.positions.set(name, this.names.length);
    this.names.push(name);
    return this.names.length - 1;
  }

  /** Declares an algebraic generator by its square. */
  algebraic(name: string, square: ExactPolynomial): number {
    const index = this.index(name);
    if (!this.squares.has(index)) this.squares.set(index, square);
    return index;
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
    const sign = denominator < 0n ? -1n : 1n;
    return this.fromTerms([{ exponents, coefficient: sign * numerator }], sign * denominator);
  }

  /** Sums terms, applies the relations and reduces the denominator. */
  fromTerms(list: Iterable<ExactTerm>, denominator: bigint): ExactPolynomial {
    const terms = new Map<string, ExactTerm>();
    let extra: ExactPolynomial | undefined;
    for (const term of list) {
      if (term.coefficient === 0n) continue;
      const reduced = this.reduce(term, denominator);
      if (reduced) {
        extra = extra ? this.add(extra, reduced) : reduced;
        continue;
      }
      const { key, exponents } = keyed(term.exponents);
      const known = terms.get(key);
      terms.set(key, { exponents, coefficient: (known?.coefficient ?? 0n) + term.coefficient });
    }
    let common = denominator;
    for (const [key, { coefficient }] of terms) {
      if (coefficient === 0n) terms.delete(key);
      else if (common !== 1n) common = gcd(common, coefficient);
    }
    const sum =
      common === 1n || terms.size === 0
        ? { terms, denominator: terms.size === 0 ? 1n : denominator }
        : {
            terms: new Map([...terms].map(([k, t]) => [k, { ...t, coefficient: t.coefficient / common }])),
            denominator: denominator / common,
          };
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
      for (const y of b.terms.values()) {
        const length = Math.max(x.exponents.length, y.exponents.length);
        const raw: number[] = new Array(length);
        for (let k = 0; k < length; k++) {
          const e = (x.exponents[k] ?? 0) + (y.exponents[k] ?? 0);
          raw[k] = Number.isInteger(e) ? e : rounded(e);
        }
        const { key, exponents } = keyed(raw);
        const known = products.get(key);
        const coefficient = x.coefficient * y.coefficient;
        products.set(key, { exponents, coefficient: known ? known.coefficient + coefficient : coefficient });
      }
    return this.fromTerms(products.values(), a.denominator * b.denominator);
  }

  power(a: ExactPolynomial, n: number): ExactPolynomial {
    let result = this.one;
    for (let k = 0; k < n; k++) result = this.mul(result, a);
    return result;
  }

  isOne(a: ExactPolynomial): boolean {
    return a.terms.size === 1 && a.denominator === 1n && a.terms.get('')?.coefficient === 1n;
  }

  /** Same polynomials have the same text. */
  key(a: ExactPolynomial): string {
    const terms = [...a.terms].sort(([x], [y]) => (x < y ? -1 : 1)).map(([k, t]) => `${t.coefficient}[${k}]`);
    return `${terms.join('+')}/${a.denominator}`;
  }

  /** a = content * monomial * primitive; the primitive part has integer coefficients without a common factor, no negative powers, and 1 as its monomial content. */
  factorContent(a: ExactPolynomial): {
    numerator: bigint;
    denominator: bigint;
    exponents: number[];
    primitive: ExactPolynomial;
  } {
    const all = [...a.terms.values()];
    let divisor = 0n;
    for (const t of all) divisor = gcd(divisor, t.coefficient);
    const lead = all.reduce((best, t) => (compare(t.exponents, best.exponents) > 0 ? t : best));
    if (lead.coefficient < 0n) divisor = -divisor;
    const exponents = this.names.map((_, k) => Math.min(...all.map((t) => t.exponents[k] ?? 0)));
    const shifted = all.map((t) => ({
      exponents: this.names.map((_, k) => rounded((t.exponents[k] ?? 0) - exponents[k])),
      coefficient: t.coefficient / divisor,
    }));
    const terms = new Map(
      shifted.map((t) => {
        const { key, exponents: e } = keyed(t.exponents);
        return [key, { exponents: e, coefficient: t.coefficient }] as const;
      }),
    );
    return { numerator: divisor, denominator: a.denominator, exponents, primitive: { terms, denominator: 1n } };
  }

  /** @see quotientOf */
  divide(a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial | undefined {
    return quotientOf(this, a, b);
  }

  /** @see squareRootOf */
  squareRoot(a: ExactPolynomial): ExactPolynomial | undefined {
    return squareRootOf(this, a);
  }
}
