import { InputError } from '../../../src/theory/errors.js';

/** Positions of the generators that every ring has: the circle constant and the direction on the Fermi contour. */
export const PI = 0;
export const COS = 1;
export const SIN = 2;
/** Position of the first small symbol. */
export const HEAD = 3;
/** Digits of pi, cos and sin in a code, and of every logarithm. */
const HEAD_BITS = [6, 8, 3];
const LOGARITHM_BITS = 4;
const [LEAST_BITS, MOST_BITS, ALL_BITS] = [6, 12, 52];

/**
 * Monomials as single numbers: the exponents are digits of a balanced number system, so that the code of a product is
 * the sum of the codes. Weights order the small symbols; pi, cos and sin weigh nothing. Exponents may be fractions with
 * the denominator `ramification`.
 */
export class MonomialCode {
  /** pi, cos, sin, then the small symbols, then the logarithms. */
  readonly names: readonly string[];
  readonly weights: readonly number[];
  /** Largest exponent of each generator that the code can carry, in absolute value and in units of 1/ramification. */
  readonly limits: readonly number[];
  private readonly bases: readonly number[];
  private readonly places: readonly number[];

  /**
   * @param symbols the small symbols and their weights (integers, negative for what is large)
   * @param logarithms further symbols that weigh nothing
   */
  constructor(
    symbols: ReadonlyMap<string, number>,
    readonly ramification = 1,
    logarithms: readonly string[] = [],
  ) {
    this.names = ['pi', 'cos', 'sin', ...symbols.keys(), ...logarithms];
    this.weights = [0, 0, 0, ...symbols.values(), ...logarithms.map(() => 0)];
    const taken = HEAD_BITS.reduce((a, b) => a + b) + LOGARITHM_BITS * logarithms.length;
    const sizes = [...HEAD_BITS, ...bitsOf([...symbols], ALL_BITS - taken), ...logarithms.map(() => LOGARITHM_BITS)];
    this.bases = sizes.map((size) => 2 ** size);
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

/** Digits of every symbol: one by one to that whose powers reach the smallest weight. */
function bitsOf(symbols: readonly (readonly [name: string, weight: number])[], total: number): number[] {
  const bits = symbols.map(() => LEAST_BITS);
  const left = total - LEAST_BITS * symbols.length;
  if (left < 0) throw new InputError(`too many symbols for one ring: ${symbols.map(([name]) => name).join(' ')}`);
  const reach = (k: number): number =>
    bits[k] < MOST_BITS ? 2 ** bits[k] * Math.abs(symbols[k][1]) : Number.POSITIVE_INFINITY;
  for (let n = 0; n < left; n++) {
    const least = bits.reduce((best, _, k) => (reach(k) < reach(best) ? k : best), 0);
    if (bits[least] < MOST_BITS) bits[least]++;
  }
  return bits;
}
