import type { Decimal } from 'decimal.js';
import { remembered } from '../arithmetic/memo.js';
import { decimals, logarithm } from '../arithmetic/numeral.js';
import { isPrimary } from '../transport/tensors.js';

const Wide = decimals(1200);
/** Scales are needed to a few digits only; a root of all of them would take longer than a solve. */
const Rough = decimals(40);

/** Tensors of a spin per current. */
const CURRENT_DRIVEN: ReadonlySet<string> = new Set(['KJ', 'KJreversed', 'tau', 'torqueEven', 'torqueOdd']);

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
  return Math.max(0, Math.min(cap, logarithm(scale) - logarithm(difference)));
}

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
      this.sizes.set(tensor, Rough.max(this.size(tensor), new Rough(text).abs()));
    }
  }

  private size(tensor: string): Decimal {
    return this.sizes.get(tensor) ?? new Rough(0);
  }

  of(entry: string): Decimal {
    const tensor = nameOf(entry);
    return remembered(this.scales, tensor, () => {
      const [own, N, sigma] = [tensor, 'N', 'sigma'].map((name) => this.size(name));
      if (tensor === 'K' || tensor === 'ward') return Rough.max(own, N.times(sigma).sqrt());
      if (CURRENT_DRIVEN.has(tensor) && sigma.gt(0)) return Rough.max(own, N.div(sigma).sqrt());
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

/** Numbers that two runs share, and the worst agreement of the primary ones. */
export interface Comparison {
  readonly quantities: Map<string, AgreedNumber>;
  readonly agreed: number;
}

/** Primary numbers of which the two runs share no digit. */
export const unknownIn = ({ quantities }: Comparison): string[] =>
  [...quantities].filter(([name, { agreed }]) => agreed < 1 && isPrimary(name)).map(([name]) => name);

/** The same without these numbers. */
export function without({ quantities }: Comparison, names: readonly string[]): Comparison {
  const kept = new Map([...quantities].filter(([name]) => !names.includes(name)));
  return { quantities: kept, agreed: worstOf(kept) };
}

/** The worst agreement of the primary numbers. */
const worstOf = (quantities: ReadonlyMap<string, AgreedNumber>): number =>
  Math.min(...[...quantities].flatMap(([name, { agreed }]) => (isPrimary(name) ? [agreed] : [])));

/**
 * Compares two runs and keeps of every number the digits that they share.
 * @param wanted digits asked for
 * @param zeroDepth digits beyond these that a zero must hold
 * @param isDouble the coarse run is double precision and is the one reported; else the fine run is
 */
export function compareRuns(
  coarse: Run,
  fine: Run,
  { wanted, zeroDepth }: { readonly wanted: number; readonly zeroDepth: number },
  isDouble: boolean,
): Comparison {
  const quantities = new Map<string, AgreedNumber>();
  const cap = Math.min(coarse.digits, fine.digits);
  const scales = new Scales(fine.numerals);
  for (const [name, text] of (isDouble ? coarse : fine).numerals) {
    const [a, b] = [coarse.numerals.get(name), fine.numerals.get(name)];
    // a limit that one of the runs did not find is no number
    if (a === undefined || b === undefined) continue;
    quantities.set(name, compared(name, a, b, text));
  }
  return { quantities, agreed: worstOf(quantities) };

  function compared(name: string, a: string, b: string, text: string): AgreedNumber {
    const agreed = agreedDigits(a, b, cap);
    const zero = { value: '0', agreed: Number.POSITIVE_INFINITY };
    if (new Wide(b).isZero()) return zero;
    // two digits more than agree, lest rounding cost one of them
    const shown = { value: rounded(text, Math.min(agreed + 2, wanted + 6)), agreed };
    if (agreed >= wanted) return shown;
    const scale = scales.of(name);
    const vanishes = isDouble
      ? isDoubleZero(a, b, scale)
      : isRoundedZero(a, b, fine.digits - coarse.digits, scale, wanted + zeroDepth);
    const bound = Wide.max(new Wide(a).abs(), new Wide(b).abs());
    // of what no answer is judged by, rounding errors below all asked digits are as good as a zero with its bound
    const isNoise = !isPrimary(name) && agreed < 1 && bound.lte(scale.times(`1e-${wanted}`));
    return vanishes || isNoise ? { ...zero, below: rounded(bound.toString(), 2) } : shown;
  }
}

/** A double that is zero to rounding where a run of higher precision is zero far below it. */
const isDoubleZero = (a: string, b: string, scale: Decimal): boolean =>
  new Wide(a).abs().lte(scale.times('1e-13')) && new Wide(b).abs().lte(scale.times('1e-25'));
