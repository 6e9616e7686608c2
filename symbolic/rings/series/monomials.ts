import { InputError } from '../../../src/theory/errors.js';

/** Positions of the generators that every ring has: the circle constant and the direction on the Fermi contour. */
export const PI = 0;
export const COS = 1;
export const SIN = 2;
const HEAD = 3;
/** Digits of pi, cos and sin in a code. */
const HEAD_BITS = [6, 8, 3];

/**
 * Monomials as single numbers: the exponents are digits of a balanced number system, so that the code of a product is
 * the sum of the codes. Weights order the small symbols; pi, cos and sin weigh nothing. Exponents may be fractions with
 * the denominator `ramification`.
 */
export class MonomialCode {
  /** pi, cos, sin and then the small symbols. */
  readonly names: readonly string[];
  readonly weights: readonly number[];
  /** Largest exponent of each generator that the code can carry, in absolute value and in units of 1/ramification. */
  readonly limits: readonly number[];
  private readonly bases: readonly number[];
  private readonly places: readonly number[];

  /** @param symbols the small symbols and their positive weights (integers) */
  constructor(
    symbols: ReadonlyMap<string, number>,
    readonly ramification = 1,
  ) {
    this.names = ['pi', 'cos', 'sin', ...symbols.keys()];
    this.weights = [0, 0, 0, ...symbols.values()];
    const bits = Math.min(12, Math.floor((52 - HEAD_BITS.reduce((a, b) => a + b)) / symbols.size));
    if (bits < 6) throw new InputError(`too many symbols for one ring: ${[...symbols.keys()].join(' ')}`);
    this.bases = this.names.map((_, k) => 2 ** (HEAD_BITS[k] ?? bits));
    this.limits = this.bases.map((base) => base / 2 - 1);
    let place = 1;
    this.places = this.bases.map((base) => {
      const mine = place;
      place *= base;
      return mine;
    });
  }

  /** Position of a small symbol among the exponents. */
  indexOf(name: string): number {
    const index = this.names.indexOf(name, HEAD);
    if (index < 0)
      throw new InputError(
        `"${name}" is not a symbol of this ring; its symbols are ${this.names.slice(HEAD).join(' ')}`,
      );
    return index;
  }

  /** Code of the generator at an index, to the first power. */
  unit(index: number): number {
    return this.places[index] * this.ramification;
  }

  encode(exponents: readonly number[]): number {
    let code = 0;
    exponents.forEach((e, k) => {
      const digit = e * this.ramification;
      if (!Number.isInteger(digit))
        throw new InputError(`the exponent ${e} of ${this.names[k]} needs a ring with a higher ramification`);
      if (Math.abs(digit) > this.limits[k])
        throw new InputError(`the exponent ${e} of ${this.names[k]} is out of the range of this ring`);
      code += digit * this.places[k];
    });
    return code;
  }

  decode(code: number): number[] {
    const exponents: number[] = new Array(this.names.length);
    let rest = code;
    for (let k = 0; k < exponents.length; k++) {
      const base = this.bases[k];
      let digit = rest % base;
      if (2 * digit >= base) digit -= base;
      else if (2 * digit < -base) digit += base;
      exponents[k] = digit / this.ramification;
      rest = (rest - digit) / base;
    }
    return exponents;
  }

  /** Weight of the exponents, in units of 1/ramification. */
  weight(exponents: readonly number[]): number {
    return exponents.reduce((total, e, k) => total + e * this.ramification * this.weights[k], 0);
  }
}
