import type { Decimal } from 'decimal.js';
import { decimals } from '../arithmetic/numeral.js';
import { ZERO_DEPTH } from './schedule.js';

const Wide = decimals(1200);

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
const largest = (numerals: Numerals, tensor: string): Decimal =>
  [...numerals]
    .filter(([name]) => name.startsWith(`${tensor}.`))
    .reduce<Decimal>((max, [, text]) => Wide.max(max, new Wide(text).abs()), new Wide(0));

/**
 * Natural scale of a tensor, not zero even if every entry vanishes by symmetry: by the Cauchy-Schwarz inequality K is bounded by
 * sqrt(N sigma), and K_J by that over sigma.
 */
function scaleOf(numerals: Numerals, tensor: string): Decimal {
  const own = largest(numerals, tensor);
  const [N, sigma] = [largest(numerals, 'N'), largest(numerals, 'sigma')];
  if (tensor === 'K' || tensor === 'ward') return Wide.max(own, N.times(sigma).sqrt());
  if ((tensor === 'KJ' || tensor === 'tau') && sigma.gt(0)) return Wide.max(own, N.div(sigma).sqrt());
  return own;
}

/** Rounds a numeral to significant digits. */
export const rounded = (text: string, digits: number): string =>
  new Wide(text).toSignificantDigits(Math.max(1, Math.floor(digits))).toString();

/** One run: its numerals and its working digits. */
export interface Run {
  readonly numerals: Numerals;
  readonly digits: number;
}

/** Quantities whose digits decide whether a solve succeeded. */
export const isPrimary = (name: string): boolean => /^(K|sigma|KJ|tau)\./.test(name);

/** Numbers that two runs share, and the worst agreement of K, sigma, K_J and tau. */
export interface Comparison {
  readonly quantities: Map<string, AgreedNumber>;
  readonly agreed: number;
}

/**
 * Compares two runs and keeps of every number the digits that they share.
 * @param wanted digits asked for
 * @param isDouble the coarse run is double precision and is the one reported; else the fine run is
 */
export function compareRuns(coarse: Run, fine: Run, wanted: number, isDouble: boolean): Comparison {
  const quantities = new Map<string, AgreedNumber>();
  const cap = Math.min(coarse.digits, fine.digits);
  let agreed = Number.POSITIVE_INFINITY;
  const known = new Map<string, Decimal>();
  const scales = (tensor: string): Decimal => {
    const scale = known.get(tensor) ?? scaleOf(fine.numerals, tensor);
    known.set(tensor, scale);
    return scale;
  };
  for (const [name, text] of (isDouble ? coarse : fine).numerals) {
    const [a, b] = [coarse.numerals.get(name), fine.numerals.get(name)];
    // a limit that one of the runs did not find is no number
    if (a === undefined || b === undefined) continue;
    const scale = scales(name.split('.')[0]);
    const digits = agreedDigits(a, b, cap);
    const vanishes = isDouble
      ? isDoubleZero(a, b, scale)
      : isRoundedZero(a, b, fine.digits - coarse.digits, scale, wanted + ZERO_DEPTH);
    if (new Wide(b).isZero()) quantities.set(name, { value: '0', agreed: Number.POSITIVE_INFINITY });
    else if (digits < wanted && vanishes)
      quantities.set(name, {
        value: '0',
        agreed: Number.POSITIVE_INFINITY,
        below: rounded(Wide.max(new Wide(a).abs(), new Wide(b).abs()).toString(), 2),
      });
    else quantities.set(name, { value: rounded(text, Math.max(1, Math.min(digits, wanted + 6))), agreed: digits });
    if (isPrimary(name)) agreed = Math.min(agreed, quantities.get(name)!.agreed);
  }
  return { quantities, agreed };
}

/** A double that is zero to rounding where a run of higher precision is zero far below it. */
const isDoubleZero = (a: string, b: string, scale: Decimal): boolean =>
  new Wide(a).abs().lte(scale.times('1e-13')) && new Wide(b).abs().lte(scale.times('1e-25'));
