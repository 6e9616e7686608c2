import { Decimal } from 'decimal.js';

const Wide = Decimal.clone({ precision: 1200, minE: -9e15, maxE: 9e15 });

/** Numerals by quantity name, as one pass computed them. */
export type Numerals = ReadonlyMap<string, string>;

/** A number with the digits that two runs of different precision and node count share. */
export interface AgreedNumber {
  /** Decimal numeral with the agreed digits; "0" for a zero. */
  readonly value: string;
  /** Decimal digits relative to the number itself. Infinite for an exact zero. */
  readonly agreed: number;
  /** For a zero: both runs lie below this, and shrink as the precision grows. */
  readonly below?: string;
}

/** Digits on which two numerals agree, relative to the larger; `cap` if they are equal. */
export function agreedDigits(a: string, b: string, cap: number): number {
  const [x, y] = [new Wide(a), new Wide(b)];
  const difference = x.minus(y).abs();
  if (difference.isZero()) return cap;
  const scale = Wide.max(x.abs(), y.abs());
  return Math.max(0, Math.min(cap, -decimalExponent(difference.div(scale))));
}

/** log10 |x| in double precision, for any exponent. */
const decimalExponent = (x: Decimal): number => x.e + Math.log10(x.abs().div(new Wide(10).pow(x.e)).toNumber());

/**
 * Whether a number is zero to rounding: as the working precision grows by `gained` digits it shrinks by at least 0.8 of them, and lies below
 * `depth` digits of its tensor's scale. A true value, however small, stops shrinking.
 */
export function isRoundedZero(coarse: string, fine: string, gained: number, scale: Decimal, depth: number): boolean {
  const [x, y] = [new Wide(coarse).abs(), new Wide(fine).abs()];
  if (y.isZero()) return true;
  if (gained < 20 || scale.isZero()) return false;
  return y.lte(scale.times(`1e-${depth}`)) && y.lte(x.times(`1e-${Math.round(0.8 * gained)}`));
}

/** Largest magnitude among the quantities of one tensor. */
export const scaleOf = (numerals: Numerals, tensor: string): Decimal =>
  [...numerals]
    .filter(([name]) => name.startsWith(`${tensor}.`))
    .reduce<Decimal>((max, [, text]) => Wide.max(max, new Wide(text).abs()), new Wide(0));

/** Rounds a numeral to significant digits. */
export const rounded = (text: string, digits: number): string => new Wide(text).toSignificantDigits(Math.max(1, Math.floor(digits))).toString();
