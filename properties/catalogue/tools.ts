import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import type { Matrix } from '../../src/arithmetic/matrix.js';
import type { Side } from '../law/law.js';
import { type Reading, scaleOfK, scaleOfKJ, scaleOfSigma } from '../law/response.js';

/** Entry by entry, left = right, on one scale. */
export const equal = (left: readonly Expr[], right: readonly Expr[], scale: Expr): Side[] =>
  left.map((x, k) => ({ left: x, right: right[k], scale }));

/** Entry by entry, x = 0; `substance` is what cancels. */
export const vanish = (entries: readonly Expr[], scale: Expr, substance: Expr | readonly Expr[]): Side[] =>
  entries.map((left, k) => ({
    left,
    right: constant(0),
    scale,
    substance: Array.isArray(substance) ? substance[k] : (substance as Expr),
  }));

/** x >= 0, as |x| = x. */
export const positive = (x: Expr, scale: Expr): Side => ({ left: x.abs(), right: x, scale });

/** K and sigma of two readings agree, the second times the factors. */
export const sameResponse = (
  a: Reading,
  b: Reading,
  factorK: Expr | number = 1,
  factorSigma: Expr | number = 1,
): Side[] => [
  ...equal(
    a.K.slice(1).flat(),
    b.K.slice(1)
      .flat()
      .map((x) => x.mul(factorK)),
    scaleOfK(a),
  ),
  ...equal(
    a.sigma.flat(),
    b.sigma.flat().map((x) => x.mul(factorSigma)),
    scaleOfSigma(a),
  ),
];

export { scaleOfK, scaleOfKJ, scaleOfSigma };

/** Integer power, negative ones included. */
export function power(x: Expr, exponent: number): Expr {
  let value = constant(1);
  for (let k = 0; k < Math.abs(exponent); k++) value = value.mul(x);
  return exponent < 0 ? constant(1).div(value) : value;
}

/** Row vector times matrix. */
export const rowTimes = (row: readonly Expr[], m: Matrix): Expr[] =>
  m[0].map((_, b) => sum(m.map((entries, a) => row[a].mul(entries[b]))));

/** log2(|a|/|b|): the order at which an error falls when its cause is halved. */
export const orderOf = (a: Expr, b: Expr): Expr => a.div(b).abs().log().div(constant(2).log());
