import { constant, type Expr, sum } from '../arithmetic/expression.js';
import type { TheoryExpressions } from './theory.js';

/**
 * A line through the origin while a program is traced: every point of the plane is p (cos, sin) with p of either sign.
 */
export interface Line {
  readonly theory: TheoryExpressions;
  readonly cos: Expr;
  readonly sin: Expr;
}

/**
 * Coefficients along a line of eps - h_0, h_x, h_y, h_z, lowest power first: the numerator of the clean Green's
 * function.
 */
export function amplitudesAlong({ theory, cos, sin }: Line): Expr[][] {
  const [h0 = [], ...h] = theory.h.map((p) => p.along(cos, sin, theory.degree));
  return [h0.map((c, k) => (k === 0 ? theory.eps.sub(c) : c.neg())), ...h];
}

/**
 * Coefficients of D(p) = (eps - h_0)^2 - |h|^2 along a line, lowest power first: 2 * degree + 1 of them. @see Eq. (8)
 */
export function determinantAlong(line: Line): Expr[] {
  const [a0, ...h] = amplitudesAlong(line).map(squared);
  return a0.map((x, k) => x.sub(sum(h.map((c) => c[k]))));
}

/** Coefficients of the square of a real polynomial. */
const squared = (c: readonly Expr[]): Expr[] =>
  Array.from({ length: 2 * c.length - 1 }, (_, k) =>
    sum(c.map((x, i) => (k >= i && k - i < c.length ? x.mul(c[k - i]) : constant(0)))),
  );
