import type { Decimal } from 'decimal.js';
import type { MathNode } from 'mathjs';
import { sum, trace } from '../arithmetic/expression.js';
import { evaluated, fieldOf } from '../arithmetic/fields.js';
import { isMpfrLoaded } from '../arithmetic/mpfr.js';
import { decimals, isNumeral } from '../arithmetic/numeral.js';
import { toPolynomial } from './algebra.js';

/** Digits beyond those asked for, so that both fields round to the same ones. */
const GUARD_DIGITS = 10;

/** A field's text as a number of so many digits; what is none is NaN. */
function numeralOf(text: string, digits: number): Decimal {
  const Wide = decimals(digits);
  return new Wide(isNumeral(text) ? text : Number.NaN).plus(0);
}

/** A parsed expression and what it stands for, for messages. */
export interface NamedExpression {
  readonly node: MathNode;
  readonly what: string;
}

/**
 * Values of expressions of named numerals, to so many digits; by MPFR once it is loaded, which is ten times as fast at
 * angles. @throws InputError on unknown names and on what is no
 * real number
 */
export function evaluateExpressions(
  expressions: readonly NamedExpression[],
  values: ReadonlyMap<string, string>,
  digits: number,
): Decimal[] {
  const names = [...values.keys()];
  const program = trace([names.length], (inputs) => {
    const symbols = new Map(names.map((name, k) => [name, inputs[k]]));
    return expressions.map(({ node, what }) =>
      sum(toPolynomial(node, symbols, what, false).terms.map((t) => t.coefficient)),
    );
  });
  const field = fieldOf(isMpfrLoaded() ? 'mpfr' : 'decimal', digits + GUARD_DIGITS);
  try {
    const out = evaluated(field, program, values.values());
    return program.outputs.map((_, k) => numeralOf(field.toText(out, k), digits));
  } finally {
    field.release();
  }
}
