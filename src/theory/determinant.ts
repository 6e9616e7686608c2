import { type Expr, sum } from '../arithmetic/expression.js';
import type { Polynomial } from './polynomial.js';
import type { TheoryExpressions } from './theory.js';

/** D and its derivatives at a momentum. @see Eq. (8) */
export interface DeterminantJet {
  readonly D: Expr;
  readonly gradient: readonly [Expr, Expr];
  readonly hessian: readonly [readonly [Expr, Expr], readonly [Expr, Expr]];
  /** Sizes of what cancels in D and in its gradient. */
  readonly sizes: readonly [Expr, Expr];
}

/** D(p) = (eps - h_0)^2 - |h|^2 is the Minkowski square of eps - h_0 and h; here in the plane of the momentum. */
export function determinantAt({ h, eps }: TheoryExpressions, x: Expr, y: Expr): DeterminantJet {
  const at = (differentiate: (p: Polynomial) => Polynomial): Expr[] =>
    h.map((p, i) => {
      const value = differentiate(p).at(x, y);
      return i === 0 ? value.neg() : value;
    });
  const form = (a: readonly Expr[], b: readonly Expr[]): Expr =>
    sum(a.map((u, i) => (i === 0 ? u.mul(b[i]) : u.mul(b[i]).neg())));
  const square = (a: readonly Expr[]): Expr => sum(a.map((u) => u.square()));
  const [h0, ...spin] = at((p) => p);
  const value = [h0.add(eps), ...spin];
  const [inX, inY] = [0, 1].map((axis) => at((p) => p.derivative(axis as 0 | 1)));
  const second = (a: 0 | 1, b: 0 | 1): Expr => {
    const [first, other] = [a, b].map((axis) => (axis === 0 ? inX : inY));
    const mixed = at((p) => p.derivative(a).derivative(b));
    return form(first, other).add(form(value, mixed)).mul(2);
  };
  const size = square(value);
  return {
    D: form(value, value),
    gradient: [form(value, inX).mul(2), form(value, inY).mul(2)],
    hessian: [
      [second(0, 0), second(0, 1)],
      [second(0, 1), second(1, 1)],
    ],
    sizes: [size, size.mul(square(inX).add(square(inY))).sqrt()],
  };
}
