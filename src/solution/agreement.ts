import type { Decimal } from 'decimal.js';
import { remembered } from '../arithmetic/memo.js';
import { decimals } from '../arithmetic/numeral.js';
import { isPrimary } from '../transport/tensors.js';
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
  return Math.max(0, Math.min(cap, decimalExponent(scale) - decimalExponent(difference)));
}

/** log10 |x| in double precision, for any exponent. */
const decimalExponent = (x: Decimal): number => {
  const [mantissa, exponent] = x.toExponential(17).split('e');
  return Number(exponent) + Math.log10(Math.abs(Number(mantissa)));
};

/**
 * Whether a number is zero to rounding: as the working precision grows by `gained` digits it shrinks by at least 0.8 of
 * them, and lies below `depth` digits of its tensor's scale. A true value, however small, stops shrinking.
 */
export function isRoundedZero(coarse: string, fine: string, gained: number, scale: Decimal, depth: number): boolean {
  const [x, y] = [new Wide(coarse).abs(), new Wide(fine).abs()];
  if (y.isZero()) return true;
  if (gained < 20 || scale.isZero()) return false;
  return y.lte(scale.times(`1e-${depth}`)) && y.lte(x.times(`1e-${Math.round(0.8 * gained)}`));
}

/**
 * Natural scales of tensors, not zero even if every entry vanishes by symmetry: by the Cauchy-Schwarz inequality K is
 * bounded by sqrt(N sigma), and K_J by that over sigma.
 */
class Scales {
  private readonly sizes = new Map<string, Decimal>();
  private readonly scales = new Map<string, Decimal>();

  constructor(numerals: Numerals) {
    for (const [entry, text] of numerals) {
      const tensor = nameOf(entry);
      this.sizes.set(tensor, Wide.max(this.size(tensor), new Wide(text).abs()));
    }
  }

  private size(tensor: string): Decimal {
    return this.sizes.get(tensor) ?? new Wide(0);
  }

  of(entry: string): Decimal {
    const tensor = nameOf(entry);
    return remembered(this.scales, tensor, () => {
      const [own, N, sigma] = [tensor, 'N', 'sigma'].map((name) => this.size(name));
      if (tensor === 'K' || tensor === 'ward') return Wide.max(own, N.times(sigma).sqrt());
      if ((tensor === 'KJ' || tensor === 'tau') && sigma.gt(0)) return Wide.max(own, N.div(sigma).sqrt());
      return own;
    });
  }
}

const nameOf = (entry: string): string => entry.slice(0, entry.indexOf('.'));

/** Rounds a numeral to significant digits. */
export const rounded = (text: string, digits: number): string =>
  new Wide(text).toSignificantDigits(Math.max(1, Math.floor(digits))).toString();

/** One run: its numerals and its working digits. */
export interface Run {
  readonly numerals: Numerals;
  readonly digits: number;
}

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
  const scales = new Scales(fine.numerals);
  let worst = Number.POSITIVE_INFINITY;
  for (const [name, text] of (isDouble ? coarse : fine).numerals) {
    const [a, b] = [coarse.numerals.get(name), fine.numerals.get(name)];
    // a limit that one of the runs did not find is no number
    if (a === undefined || b === undefined) continue;
    const number = compared(name, a, b, text);
    quantities.set(name, number);
    if (isPrimary(name)) worst = Math.min(worst, number.agreed);
  }
  return { quantities, agreed: worst };

  function compared(name: string, a: string, b: string, text: string): AgreedNumber {
    const agreed = agreedDigits(a, b, cap);
    const zero = { value: '0', agreed: Number.POSITIVE_INFINITY };
    if (new Wide(b).isZero()) return zero;
    const shown = { value: rounded(text, Math.max(1, Math.min(agreed, wanted + 6))), agreed };
    if (agreed >= wanted) return shown;
    const scale = scales.of(name);
    const vanishes = isDouble
      ? isDoubleZero(a, b, scale)
      : isRoundedZero(a, b, fine.digits - coarse.digits, scale, wanted + ZERO_DEPTH);
    const below = Wide.max(new Wide(a).abs(), new Wide(b).abs()).toString();
    return vanishes ? { ...zero, below: rounded(below, 2) } : shown;
  }
}

/** A double that is zero to rounding where a run of higher precision is zero far below it. */
const isDoubleZero = (a: string, b: string, scale: Decimal): boolean =>
  new Wide(a).abs().lte(scale.times('1e-13')) && new Wide(b).abs().lte(scale.times('1e-25'));
