import { type Expr, pi, sum } from '../arithmetic/expression.js';
import type { Matrix } from '../arithmetic/matrix.js';
import { PAULI } from '../arithmetic/pauli.js';

/** Electron charge in natural units: e < 0. */
export const ELECTRON_CHARGE = -1;

/** The bare bubbles. N and J carry the spin vertex first; s0 is the bare conductivity. */
export interface Bubbles {
  /** N_ab = (n/2) sum_p tr[s_a G+ s_b G-], 4x4. */
  readonly N: Matrix;
  /** J_ab = (1/2 pi) sum_p tr[s_a G+ j_b G-], 4x2. */
  readonly J: Matrix;
  /** s0_ab = (1/2 pi) sum_p tr[j_a G+ j_b G-], 2x2. */
  readonly s0: Matrix;
  /** J'_ab = (1/2 pi) sum_p tr[j_a G+ s_b G-], 2x4. Equal to the transpose of J in the dilute limit. */
  readonly currentSpin: Matrix;
}

/**
 * Dilute contribution of one contour point with line weight w: the leading coefficient in 1/n of N, J and s0 (the
 * latter two times n). gamma = b . Gamma is the broadening of the band at that point.
 * @see Eqs. (20), (22), (23)
 */
export function diluteBubbles(
  spin: readonly Expr[],
  velocity: readonly Expr[],
  weight: Expr,
  broadening: readonly Expr[],
): Omit<Bubbles, 'currentSpin'> {
  const gamma = sum(PAULI.map((i) => spin[i].mul(broadening[i])));
  const w = weight.div(gamma).div(2);
  const current = velocity.map((v) => v.mul(ELECTRON_CHARGE));
  const outer = (a: readonly Expr[], b: readonly Expr[], factor: Expr): Matrix =>
    a.map((x) => b.map((y) => factor.mul(x.mul(y))));
  return { N: outer(spin, spin, pi().mul(w)), J: outer(spin, current, w), s0: outer(current, current, w) };
}
