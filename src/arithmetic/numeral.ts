import { Decimal } from 'decimal.js';
import { remembered } from './memo.js';

const contexts = new Map<number, typeof Decimal>();

/** decimal.js at a number of significant digits, with exponents of any size; the only place where it is configured. */
export const decimals = (digits: number): typeof Decimal =>
  remembered(contexts, digits, () => Decimal.clone({ precision: digits, minE: -9e15, maxE: 9e15 }));

/** log10 |x| in double precision, for any exponent: of the first words of a number, however long it is. */
export const logarithm = (x: Decimal): number => {
  if (!x.isFinite() || x.isZero()) return x.isZero() ? Number.NEGATIVE_INFINITY : Math.log10(Math.abs(Number(x)));
  // the words are of seven digits, but for the first one
  const [first, second = 0, third = 0] = x.d;
  return x.e + Math.log10((first + second / 1e7 + third / 1e14) / 10 ** (String(first).length - 1));
};

/** sign * digits * 10^exponent. */
export interface DecimalNumeral {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/** The parts of a decimal numeral such as -1.25e-3; undefined for any other text. */
export function readNumeral(text: string): DecimalNumeral | undefined {
  const match = /^([+-]?)(?=\d|\.\d)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+(?=.)/, '');
  return { negative: sign === '-', digits, exponent: Number(exponent) - fraction.length };
}

export const isNumeral = (text: string): boolean => readNumeral(text) !== undefined;
