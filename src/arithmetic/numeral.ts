import { Decimal } from 'decimal.js';
import { remembered } from './memo.js';

const contexts = new Map<number, typeof Decimal>();

/** decimal.js at a number of significant digits, with exponents of any size; the only place where it is configured. */
export const decimals = (digits: number): typeof Decimal =>
  remembered(contexts, digits, () => Decimal.clone({ precision: digits, minE: -9e15, maxE: 9e15 }));

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
