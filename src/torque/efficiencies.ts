import type { Expr } from '../arithmetic/expression.js';
import type { Matrix } from '../arithmetic/matrix.js';

/**
 * The torque efficiencies of Eq. (4), with K read as K_J = K sigma^-1 since the torque of Eq. (3) is driven by the
 * current density. The axes are turned about z so that m lies in the xz plane. Singular where m is along z (all of 2e,
 * 2o) or in the plane (1e, 2e, 1o, 2o): there take the limit.
 * @param KJ rows 0, x, y, z, columns x, y
 * @param exchange Delta_xc m, from which only the direction is used
 * @returns tau_1^e, tau_2^e, tau_1^o, tau_2^o
 * @see Eqs. (3), (4)
 */
export function torqueEfficiencies(KJ: Matrix, exchange: readonly Expr[]): Expr[] {
  const [dx, dy, dz] = exchange as [Expr, Expr, Expr];
  const inPlane = dx.square().add(dy.square()).sqrt();
  const norm = inPlane.square().add(dz.square()).sqrt();
  const [mx, mz] = [inPlane.div(norm), dz.div(norm)];
  const [c, s] = [dx.div(inPlane), dy.div(inPlane)];
  const turnPair = ([a, b]: readonly Expr[]): [Expr, Expr] => [c.mul(a).add(s.mul(b)), c.mul(b).sub(s.mul(a))];
  const columns = KJ.map((row) => turnPair(row));
  const x = turnPair([columns[1][0], columns[2][0]]);
  const y = turnPair([columns[1][1], columns[2][1]]);
  const [xx, yx, xy, yy] = [x[0], x[1], y[0], y[1]];
  const [zx, zy] = columns[3];
  return [
    yy.div(mz),
    xx.sub(yy).div(mx.square().mul(mz)).sub(xx.div(mz)).sub(zx.div(mx)),
    xy.sub(mx.div(mz).mul(zy)),
    xy.add(yx).div(mx).sub(zy.div(mz)).div(mx),
  ];
}
