import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { type Matrix, product } from '../arithmetic/matrix.js';
import { PAULI, SpinMatrix } from '../arithmetic/pauli.js';
import type { Polynomial } from '../theory/polynomial.js';
import type { TheoryExpressions } from '../theory/theory.js';
import type { Tensor } from './tensors.js';

/**
 * A further response (1/2 pi) sum_p tr[O_a G+ j~_b G-], such as a spin current: its registry entry (rows a, columns x,
 * y) and its operators O_a(p) = o_0 s_0 + o.s, one row of four polynomials each.
 */
export interface Observable {
  readonly tensor: Tensor;
  readonly operators: (theory: TheoryExpressions) => readonly (readonly Polynomial[])[];
}

/** The operators of an observable, of the momenta of which h is a polynomial. */
export function operatorsOf({ operators }: Observable, theory: TheoryExpressions): readonly (readonly Polynomial[])[] {
  const { about } = theory;
  if (!about) return operators(theory);
  return operators(about.origin).map((components) => components.map((o) => o.about(about.centre)));
}

/** What scattering adds to the current vertex: j~_b = j_b + n pi sum_a (Y K)_ab s_a; columns b. @see Eqs. (23), (24) */
export const dressedCurrent = (Y: Matrix, K: Matrix, n: Expr | number): Matrix =>
  product(Y, K).map((row) => row.map((x) => x.mul(pi()).mul(n)));

/**
 * n times the change of the occupation of a state per field along x and y: delta f = (f_x E_x + f_y E_y) delta(eps - E)
 * with f_b = <j~_b>/(2 gamma), the solution of the Boltzmann equation.
 * @param current e v, the bare current of the state
 * @see Eq. (29)
 */
export function occupation(
  spin: readonly Expr[],
  current: readonly Expr[],
  broadening: readonly Expr[],
  Y: Matrix,
  K: Matrix,
): Expr[] {
  const gamma = sum(PAULI.map((i) => spin[i].mul(broadening[i])));
  const dressing = dressedCurrent(Y, K, 1);
  return current.map((j, b) =>
    j
      .add(sum(PAULI.map((a) => spin[a].mul(dressing[a][b]))))
      .div(gamma)
      .div(2),
  );
}

/** <O> of the state of a band with spin b = (1, nu h/|h|) at the momentum (px, py). */
export const expectation = (operator: readonly Polynomial[], spin: readonly Expr[], px: Expr, py: Expr): Expr =>
  sum(operator.map((o, i) => o.at(px, py).mul(spin[i])));

/** A column of the dressing as a spin matrix. */
export const vertexPart = (dressing: Matrix, axis: number): SpinMatrix =>
  SpinMatrix.real(dressing.map((row) => row[axis] ?? constant(0)));
