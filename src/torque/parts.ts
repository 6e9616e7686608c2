import { type Expr, sum } from '../arithmetic/expression.js';
import { cross, type Matrix } from '../arithmetic/matrix.js';

/**
 * The torque m x (K_J e_b) by its parts that are even (damping-like) and odd (field-like) under time reversal of the
 * theory: rows x, y, z, columns x, y. No symmetry is presupposed: with J = J_x e_x + J_y e_y their sum times J is the
 * whole torque, minus T of Eq. (1) without its prefactor. Where Eq. (4) holds it is Eq. (3) with the same parity.
 * @param KJ rows 0, x, y, z, columns x, y
 * @param KJreversed K_J of the time-reversed theory, where m is -m
 * @param exchange Delta_xc m, from which only the direction is used
 * @see Eqs. (1)-(3)
 */
export function torqueParts(
  KJ: Matrix,
  KJreversed: Matrix,
  exchange: readonly Expr[],
): Record<'torqueEven' | 'torqueOdd', Matrix> {
  const size = sum(exchange.map((x) => x.square())).sqrt();
  const half = exchange.map((x) => x.div(size).div(2));
  // T(-m) = -m x K_J(-m), and T = T_even + T_odd
  const part = (sign: 1 | -1): Matrix => {
    const columns = [0, 1].map((b) =>
      cross(
        half,
        [1, 2, 3].map((a) => KJ[a][b].add(KJreversed[a][b].mul(sign))),
      ),
    );
    return [0, 1, 2].map((i) => columns.map((column) => column[i]));
  };
  return { torqueEven: part(-1), torqueOdd: part(1) };
}
