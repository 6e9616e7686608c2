import { InputError } from '../../src/theory/errors.js';

/** Positions of the generators that every ring has: the circle constant and the direction on the Fermi contour. */
export const PI = 0;
export const COS = 1;
export const SIN = 2;
const HEAD = 3;

/**
 * Monomials as single numbers: the exponents are digits of a balanced number system, so that the code of a product is the sum of the
 * codes. Weights order the small symbols; pi, cos and sin weigh nothing. Exponents may be fractions with the denominator `ramification`.
 */
export class MonomialCode {
  /** pi, cos, sin and then the small symbols. */
  readonly names: readonly string[];
  readonly weights: readonly number[];
  private readonly base: number;
  private readonly places: readonly number[];

  /** @param symbols the small symbols and their positive weights (integers) */
  constructor(
    symbols: ReadonlyMap<string, number>,
    readonly ramification = 1,
  ) {
    this.names = ['pi', 'cos', 'sin', ...symbols.keys()];
    this.weights = [0, 0, 0, ...symbols.values()];
    const bits = Math.min(12, Math.floor(52 / this.names.length));
    if (bits < 6) throw new InputError(`too many symbols for one ring: ${[...symbols.keys()].join(' ')}`);
    this.base = 2 ** bits;
    this.places = this.names.map((_, k) => this.base ** k);
  }

  /** Position of a small symbol among the exponents. */
  indexOf(name: string): number {
    const index = this.names.indexOf(name, HEAD);
    if (index < 0) throw new InputError(`"${name}" is not a symbol of this ring; its symbols are ${this.names.slice(HEAD).join(' ')}`);
    return index;
  }

  /** Code of the generator at an index, to the first power. */
  unit(index: number): number {
    return this.places[index]! * this.ramification;
  }

  encode(exponents: readonly number[]): number {
    let code = 0;
    exponents.forEach((e, k) => {
      const digit = e * this.ramification;
      if (!Number.isInteger(digit)) throw new InputError(`the exponent ${e} of ${this.names[k]} needs a ring with a higher ramification`);
      if (2 * Math.abs(digit) >= this.base) throw new InputError(`the exponent ${e} of ${this.names[k]} is out of the range of this ring`);
      code += digit * this.places[k]!;
    });
    return code;
  }

  decode(code: number): number[] {
    const exponents: number[] = new Array(this.names.length);
    let rest = code;
    for (let k = 0; k < exponents.length; k++) {
      let digit = rest % this.base;
      if (2 * digit >= this.base) digit -= this.base;
      else if (2 * digit < -this.base) digit += this.base;
      exponents[k] = digit / this.ramification;
      rest = (rest - digit) / this.base;
    }
    return exponents;
  }

  /** Weight of the exponents, in units of 1/ramification. */
  weight(exponents: readonly number[]): number {
    return exponents.reduce((total, e, k) => total + e * this.ramification * this.weights[k]!, 0);
  }

  /** Largest exponent that the code can carry, in absolute value. */
  get limit(): number {
    return this.base / 2 / this.ramification;
  }
}
