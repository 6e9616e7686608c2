import { constant, type Expr, sum } from '../arithmetic/expression.js';
import type { TheoryExpressions } from './theory.js';

/**
 * A line through the origin of the momenta while a program is traced: every point of the plane is p (cos, sin) with p
 * of either sign.
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

/**
 * Along a line the top coefficient of D, its scale, and the top coefficient of the lower band E_- (on its lower ray).
 */
export function growthAlong({ theory, cos, sin }: Line): Expr[] {
  const { h, degree } = theory;
  const [h0, ...h123] = h.map((p) => p.along(cos, sin, degree)[degree]);
  const norm = sum(h123.map((x) => x.square()));
  const lower = (degree % 2 === 0 ? h0 : h0.abs().neg()).sub(norm.sqrt());
  return [h0.square().sub(norm), h0.square().add(norm), lower];
}

/**
 * Along a line the coefficients of 1/p^2 in the spin part of G_0 at large momenta: their mean over all directions is
 * the coefficient of a logarithmic divergence of Re g_1..3. @see Eq. (16b)
 */
export function spinTailAlong({ theory, cos, sin }: Line): Expr[] {
  const { h, degree } = theory;
  const [h0, ...spin] = h.map((p) => p.along(cos, sin, degree));
  const top = h0[degree].square().sub(sum(spin.map((c) => c[degree].square())));
  return spin.map((c) => (c[2 * degree - 2] ?? constant(0)).div(top));
}
