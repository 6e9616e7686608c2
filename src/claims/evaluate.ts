import { Decimal } from 'decimal.js';
import { DecimalField } from '../arithmetic/decimal.js';
import { sum, trace } from '../arithmetic/expression.js';
import { parseExpression, symbolsOf, toPolynomial } from '../theory/algebra.js';
import { InputError } from '../theory/errors.js';

const DIGITS = 80;
export const Wide = Decimal.clone({ precision: DIGITS, minE: -9e15, maxE: 9e15 });

/** Value of a mathjs expression at named numerals. @throws InputError on a name without a value */
export function evaluateAt(text: string, values: ReadonlyMap<string, string>, what: string): Decimal {
  const node = parseExpression(text, what);
  const names = symbolsOf(node);
  const field = new DecimalField(DIGITS);
  const input = field.vector(names.length);
  names.forEach((name, k) => {
    const value = values.get(name);
    if (value === undefined) throw new InputError(`${what}: "${name}" has no value; known: ${[...values.keys()].slice(0, 40).join(', ')}`);
    field.set(input, k, value);
  });
  const program = trace([names.length], (inputs) => {
    const symbols = new Map(names.map((name, k) => [name, inputs[k]!]));
    return [sum(toPolynomial(node, symbols, what, false).terms.map((t) => t.coefficient))];
  });
  const out = field.vector(1);
  field.compile(program)(input, 0, out, 0);
  return new Wide(field.toText(out, 0));
}

/** Quantity names as mathjs symbols: `other.K.xx` -> `other_K_xx`. */
export const symbolic = (text: string): string => text.replace(/[A-Za-z]\w*(?:\.\w+)+/g, (name) => name.replaceAll('.', '_'));
