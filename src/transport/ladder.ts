import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { identity, type Matrix, product, solve, subtract, transpose } from '../arithmetic/matrix.js';

/**
 * How the ladder (1 - N Y) K = J is closed. `conserved`: charge conservation makes 1 - N Y singular and the density
 * response to a uniform field zero; the rows x, y, z are solved and the density row is left as a check. `full`: all
 * four rows.
 *
 * A hard cutoff lets a current out through its edge at finite n: with X = Gamma, X J = e Lambda/((2 pi)^3 n) times the
 * integral of arg D+ along |p| = Lambda with the normal. The four rows then contradict each other by X J, unless what
 * leaves comes back. `conserved` returns it without spin, (1 - N Y) K = J - e_0 X J/X_0: of all projections on X J = 0
 * the one that leaves the spin sources what they are, so that the rows x, y, z stand as printed.
 */
export type Closure = 'conserved' | 'full';

/** 1 - N Upsilon, the inverse of the generalised diffuson. @see Eq. (21) */
export const ladderOperator = (N: Matrix, vertex: Matrix): Matrix => subtract(identity(4), product(N, vertex));

/** K_ab, rows 0, x, y, z, columns x, y. @see Eq. (22) */
export function spinSusceptibility(operator: Matrix, J: Matrix, closure: Closure): Matrix {
  if (closure === 'full') return solve(operator, J);
  const block = operator.slice(1).map((row) => row.slice(1));
  return [[constant(0), constant(0)], ...solve(block, J.slice(1))];
}

/**
 * sigma = s0 + n pi J' Y K, with the current vertex between G+ on its left and G- on its right.
 * @see Eqs. (23)-(27)
 */
export function conductivity(s0: Matrix, currentSpin: Matrix, vertex: Matrix, K: Matrix, n: Expr | number): Matrix {
  const dressed = product(currentSpin, product(vertex, K));
  return s0.map((row, a) => row.map((x, b) => x.add(pi().mul(n).mul(dressed[a][b]))));
}

/** K_J = K sigma^-1, rows 0, x, y, z, columns x, y: spin density per charge current density. @see Eq. (2) */
export const currentDriven = (K: Matrix, sigma: Matrix): Matrix => transpose(solve(transpose(sigma), transpose(K)));

/**
 * What charge conservation demands to vanish: Gamma (1 - N Y) (4), Gamma J (2) and the density row of the ladder (2).
 * @see Eqs. (19)-(22)
 */
export function conservationResiduals(broadening: readonly Expr[], operator: Matrix, J: Matrix, K: Matrix): Expr[] {
  const left = (m: Matrix): Expr[] => m[0].map((_, b) => sum(m.map((row, a) => broadening[a].mul(row[b]))));
  const densityRow = J[0].map((x, b) => sum(operator[0].map((m, c) => m.mul(K[c][b]))).sub(x));
  return [...left(operator), ...left(J), ...densityRow];
}
