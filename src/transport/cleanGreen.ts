import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { differentiated, horner } from '../theory/polynomial.js';
import type { TheoryExpressions } from '../theory/theory.js';

/** How the divergent part of Re g_0 is treated: a hard cutoff |p| < Lambda, or absorbed in u with all other integrals taken to infinity. */
export type CutoffScheme = 'hard' | 'renormalised';

/** A direction through the origin: every point of the plane is p (cos, sin) with p of either sign. */
export interface Direction {
  readonly cos: Expr;
  readonly sin: Expr;
}

/** One crossing of a line through the origin with a Fermi contour. */
export interface ContourPoint {
  /** Signed momentum along the line. */
  readonly momentum: Expr;
  /** b = (1, nu h/|h|), tr[P_nu s_i] of the band that crosses. */
  readonly spin: readonly Expr[];
  /** Group velocity dE_nu/dp. */
  readonly velocity: readonly [Expr, Expr];
  /** d^2p/(2 pi)^2 delta(eps - E_nu) per unit of the angle. */
  readonly weight: Expr;
  /** Residue of |p| (eps - h_0)/D(p) at this root times 1/(2 pi)^2, sign included. */
  readonly residue: Expr;
}

/** Coefficients of D(p) = (eps - h_0)^2 - |h|^2 along a line, lowest power first (2 * degree + 1 of them). */
export function determinantAlong(theory: TheoryExpressions, line: Direction, degree: number): Expr[] {
  const [a0, ...h] = amplitudesAlong(theory, line, degree);
  const square = (c: readonly Expr[], k: number): Expr =>
    sum(c.map((x, i) => (k - i >= 0 && k - i < c.length ? x.mul(c[k - i]) : constant(0))));
  return Array.from({ length: 2 * degree + 1 }, (_, k) => square(a0, k).sub(sum(h.map((c) => square(c, k)))));
}

/** Coefficients along a line of eps - h_0, h_x, h_y, h_z: the numerator of the clean Green's function. */
export function amplitudesAlong(theory: TheoryExpressions, line: Direction, degree: number): Expr[][] {
  const [h0, ...h] = theory.h.map((p) => p.along(line.cos, line.sin, degree));
  return [h0.map((c, k) => (k === 0 ? theory.eps.sub(c) : c.neg())), ...h];
}

/**
 * The contour point at a real root of D. One Newton step on the band equation eps = E_nu(p), which stays well conditioned where the two
 * roots of a weakly split band pair nearly coincide.
 */
export function contourPoint(theory: TheoryExpressions, line: Direction, root: Expr): ContourPoint {
  const at = (p: Expr) => {
    const [px, py] = [p.mul(line.cos), p.mul(line.sin)];
    const [h0, ...h] = theory.h.map((c) => c.at(px, py));
    const norm = sum(h.map((x) => x.square())).sqrt();
    const a0 = theory.eps.sub(h0);
    const unit = h.map((x) => x.div(norm));
    const gradient = ([0, 1] as const).map((axis) => theory.h.map((c) => c.derivative(axis).at(px, py)));
    return { a0, norm, unit, gradient };
  };
  const rough = at(root);
  const band = rough.a0.sign();
  const velocityOf = ({ unit, gradient }: ReturnType<typeof at>): [Expr, Expr] => {
    const v = gradient.map(([d0, ...d]) => d0.add(band.mul(sum(d.map((x, i) => x.mul(unit[i]))))));
    return [v[0], v[1]];
  };
  const radial = ([vx, vy]: readonly [Expr, Expr]): Expr => vx.mul(line.cos).add(vy.mul(line.sin));
  const momentum = root.add(rough.a0.sub(band.mul(rough.norm)).div(radial(velocityOf(rough))));
  const point = at(momentum);
  const velocity = velocityOf(point);
  const fourPiSquared = pi().square().mul(4);
  const residue = momentum.div(radial(velocity)).div(fourPiSquared);
  return {
    momentum,
    spin: [constant(1), ...point.unit.map((x) => band.mul(x))],
    velocity,
    weight: residue.abs(),
    residue: residue.div(-2),
  };
}

/** Both rays of the line: ln|Lambda^2/p^2 - 1| for a real root, or its finite part -ln p^2. */
export const realLogarithm = (p: Expr, cutoff: Expr, scheme: CutoffScheme): Expr =>
  scheme === 'hard' ? cutoff.square().div(p.square()).sub(1).abs().log() : p.square().log().neg();

/** Both rays of the line: ln(Lambda - p) + ln(Lambda + p) - ln(-p) - ln(p), or its finite part. */
export function complexLogarithm(p: Complex, cutoff: Expr, scheme: CutoffScheme): Complex {
  const inner = p.log().add(p.neg().log());
  if (scheme === 'renormalised') return inner.neg();
  const edge = Complex.real(cutoff);
  return edge.sub(p).log().add(edge.add(p).log()).sub(inner);
}

/**
 * Contribution of one crossing, per unit of the angle, to g = int d^2p/(2 pi)^2 G_0: Re g_0..3 (principal value), Im g_0..3, and the
 * residues whose sum over the plane is the coefficient of a logarithmic divergence of Re g_0..3.
 */
export function onShellGreen(theory: TheoryExpressions, point: ContourPoint, scheme: CutoffScheme): Expr[] {
  const logarithm = realLogarithm(point.momentum, theory.cutoff, scheme);
  const residues = point.spin.map((b) => point.residue.mul(b));
  const halfPi = pi().div(2);
  return [
    ...residues.map((r) => r.mul(logarithm)),
    ...point.spin.map((b) => halfPi.mul(point.weight).mul(b).neg()),
    ...residues,
  ];
}

/** The same for a pair of complex roots p, p*: only the real part of g, per unit of the angle. */
export function offShellGreen(
  theory: TheoryExpressions,
  line: Direction,
  p: Complex,
  degree: number,
  scheme: CutoffScheme,
): Expr[] {
  const amplitudes = amplitudesAlong(theory, line, degree);
  const values = amplitudes.map((c) => horner(c, p));
  const slopes = amplitudes.map((c) => horner(differentiated(c), p));
  const [slope0, ...slope] = values.map((x, i) => x.mul(slopes[i]));
  const derivative = slope.reduce((total, x) => total.sub(x), slope0).scale(2);
  const factor = p.div(derivative).scale(constant(1).div(pi().square().mul(4)));
  const residues = values.map((a) => a.mul(factor));
  const logarithm = complexLogarithm(p, theory.cutoff, scheme);
  const zero = constant(0);
  return [
    ...residues.map((r) => r.mul(logarithm).re.mul(2)),
    zero,
    zero,
    zero,
    zero,
    ...residues.map((r) => r.re.mul(2)),
  ];
}
