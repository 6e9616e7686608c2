import type { Decimal } from 'decimal.js';
import { decimals, isNumeral } from '../../src/arithmetic/numeral.js';
import { parseExpression, symbolsOf } from '../../src/theory/algebra.js';
import { InputError } from '../../src/theory/errors.js';
import { evaluateExpressions } from '../../src/theory/evaluate.js';

const DIGITS = 80;
export const Wide = decimals(DIGITS);

/** Value of a mathjs expression at named numerals. @throws InputError on a name without a value */
export function evaluateAt(text: string, values: ReadonlyMap<string, string>, what: string): Decimal {
  const node = parseExpression(text, what);
  const used = new Map<string, string>();
  for (const name of symbolsOf(node)) {
    const value = values.get(name);
    if (value === undefined)
      throw new InputError(`${what}: "${name}" has no value; known: ${[...values.keys()].slice(0, 40).join(', ')}`);
    if (!isNumeral(value)) throw new InputError(`${what}: ${name} = ${value}: a decimal number is expected`);
    used.set(name, value);
  }
  return new Wide(evaluateExpressions([{ node, what }], used, DIGITS)[0]);
}

/** Quantity names as mathjs symbols: `other.K.xx` -> `other_K_xx`. */
export const symbolic = (text: string): string =>
  text.replace(/[A-Za-z]\w*(?:\.\w+)+/g, (name) => name.replaceAll('.', '_'));
