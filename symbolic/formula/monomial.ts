import Fraction from 'fraction.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { InputError } from '../../src/theory/errors.js';
import { rootOf } from '../rings/integers.js';
import { Formula } from './formula.js';
import { monomialText } from './monomialText.js';
import type { AnyNode } from './node.js';

const Wide = decimals(400);

/** An exact number times powers of symbols; pi is a symbol among them. Immutable. */
export class Monomial {
  private constructor(
    /** Rational factor; zero for the zero monomial. */
    readonly coefficient: Fraction,
    /** Square-free integer under a root, 1 if none. */
    readonly radicand: bigint,
    private readonly exponents: ReadonlyMap<string, Fraction>,
  ) {}

  static number(value: Fraction): Monomial {
    return new Monomial(value, 1n, new Map());
  }

  static symbol(name: string): Monomial {
    return new Monomial(new Fraction(1), 1n, new Map([[name, new Fraction(1)]]));
  }

  get isZero(): boolean {
    return this.coefficient.equals(0);
  }

  /** Exponents that are not zero. */
  get powers(): ReadonlyMap<string, Fraction> {
    return this.exponents;
  }

  power(name: string): Fraction {
    return this.exponents.get(name) ?? new Fraction(0);
  }

  /** Whether it is a number; pi counts as one. */
  get isNumber(): boolean {
    return [...this.exponents.keys()].every((name) => name === 'pi');
  }

  times(other: Monomial): Monomial {
    if (this.isZero || other.isZero) return Monomial.number(new Fraction(0));
    const exponents = new Map(this.exponents);
    for (const [name, e] of other.exponents) {
      const total = this.power(name).add(e);
      if (total.equals(0)) exponents.delete(name);
      else exponents.set(name, total);
    }
    const { outside, inside } = rootOf(this.radicand * other.radicand);
    return new Monomial(this.coefficient.mul(other.coefficient).mul(outside), inside, exponents);
  }

  /** @throws RangeError for zero */
  inverse(): Monomial {
    if (this.isZero) throw new RangeError('division by zero');
    const exponents = new Map([...this.exponents].map(([name, e]) => [name, e.neg()]));
    return new Monomial(this.coefficient.inverse().div(this.radicand), this.radicand, exponents);
  }

  over = (other: Monomial): Monomial => this.times(other.inverse());

  /** @param exponent a whole number or half of one; the root of a square is the symbol itself */
  raised(exponent: Fraction): Monomial {
    const whole = exponent.d === 1n ? exponent : exponent.mul(2);
    if (whole.d !== 1n || (exponent.d !== 1n && this.radicand !== 1n))
      throw new InputError(`${this}: the exponent ${exponent.toFraction()} is not read here`);
    if (exponent.d !== 1n) {
      if (this.coefficient.s < 0n) throw new InputError(`${this}: the root of a negative number is not real`);
      const { outside, inside } = rootOf(this.coefficient.n * this.coefficient.d);
      const coefficient = new Fraction(outside, this.coefficient.d);
      const half = new Map([...this.exponents].map(([name, e]) => [name, e.div(2)] as const));
      return new Monomial(coefficient, inside, half).raised(whole);
    }
    const count = Number(whole.n);
    let product = Monomial.number(new Fraction(1));
    for (let k = 0; k < count; k++) product = product.times(this);
    return whole.s < 0n ? product.inverse() : product;
  }

  scaled = (factor: Fraction): Monomial => this.times(Monomial.number(factor));

  /** Puts a monomial in the place of a symbol. */
  substitute(name: string, value: Monomial): Monomial {
    const power = this.power(name);
    if (power.equals(0)) return this;
    return this.over(Monomial.symbol(name).raised(power)).times(value.raised(power));
  }

  /** The same powers of the same symbols. */
  isLike(other: Monomial): boolean {
    return (
      this.exponents.size === other.exponents.size && [...this.exponents].every(([n, e]) => other.power(n).equals(e))
    );
  }

  toString(): string {
    return this.isZero ? '0' : monomialText({ ...this, radicand: this.radicand, powers: [...this.exponents] });
  }

  get formula(): Formula {
    return Formula.derived(this.toString());
  }

  /** The terms of a formula multiplied out, like ones collected. @throws InputError if it is no sum of such terms */
  static termsOf(formula: Formula): Monomial[] {
    return collected(visit(formula.node as AnyNode));
  }
}

function collected(terms: readonly Monomial[]): Monomial[] {
  const found: Monomial[] = [];
  for (const term of terms.filter((t) => !t.isZero)) {
    const k = found.findIndex((other) => other.isLike(term) && other.radicand === term.radicand);
    const sum = k < 0 ? term : term.scaled(found[k].coefficient.div(term.coefficient).add(1));
    found.splice(k < 0 ? found.length : k, 1, ...(sum.isZero ? [] : [sum]));
  }
  return found;
}

function visit(node: AnyNode): Monomial[] {
  const of = (k: number): Monomial[] => visit(node.args[k]);
  const single = (k: number): Monomial => {
    const terms = collected(of(k));
    if (terms.length !== 1)
      throw new InputError(
        `${node}: ${node.args[k]} is ${terms.length === 0 ? 'zero' : 'a sum'} and cannot be divided by`,
      );
    return terms[0];
  };
  switch (node.type) {
    case 'ParenthesisNode':
      return visit(node.content);
    case 'ConstantNode':
      return [Monomial.number(exactly(node.value))];
    case 'SymbolNode':
      return [Monomial.symbol(node.name)];
    case 'FunctionNode':
      if (node.name === 'sqrt') return [single(0).raised(new Fraction(1, 2))];
      break;
    case 'OperatorNode':
      switch (node.fn) {
        case 'add':
          return [...of(0), ...of(1)];
        case 'subtract':
          return [...of(0), ...of(1).map((t) => t.scaled(new Fraction(-1)))];
        case 'unaryMinus':
          return of(0).map((t) => t.scaled(new Fraction(-1)));
        case 'unaryPlus':
          return of(0);
        case 'multiply':
          return products(of(0), of(1));
        case 'divide': {
          const below = single(1).inverse();
          return of(0).map((t) => t.times(below));
        }
        case 'pow':
          return powerOf(node, single, of);
      }
  }
  throw new InputError(`${node} is no sum of products of powers`);
}

/** A number as it is written, also where its text has a power of ten. */
const exactly = (value: unknown): Fraction => new Fraction(new Wide(String(value)).toFixed());

function powerOf(node: AnyNode, single: (k: number) => Monomial, of: (k: number) => Monomial[]): Monomial[] {
  const exponent = exactly(node.args[1].evaluate());
  const base = collected(of(0));
  if (base.length <= 1 || exponent.d !== 1n || exponent.s < 0n) return [single(0).raised(exponent)];
  if (exponent.n > 12n) throw new InputError(`${node}: the exponent is too large`);
  let power = [Monomial.number(new Fraction(1))];
  for (let k = 0n; k < exponent.n; k++) power = collected(products(power, base));
  return power;
}

const products = (a: readonly Monomial[], b: readonly Monomial[]): Monomial[] =>
  a.flatMap((x) => b.map((y) => x.times(y)));
