import type { Decimal } from 'decimal.js';
import type { MathNode } from 'mathjs';
import { DecimalField } from '../arithmetic/decimal.js';
import { sum, trace } from '../arithmetic/expression.js';
import { evaluated } from '../arithmetic/fields.js';
import { toPolynomial } from './algebra.js';

/** A parsed expression and what it stands for, for messages. */
export interface NamedExpression {
  readonly node: MathNode;
  readonly what: string;
}

/**
 * Values of expressions of named numerals, to so many digits. @throws InputError on unknown names and on what is no
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
  return evaluated(new DecimalField(digits), program, values.values());
}
