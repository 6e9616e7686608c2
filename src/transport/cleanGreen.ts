import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, pi, sum } from '../arithmetic/expression.js';
import { amplitudesAlong, type Line } from '../theory/line.js';
import { differentiated, horner } from '../theory/polynomial.js';

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

/**
 * The contour point at a real root of D. One Newton step on the band equation eps = E_nu(p), which stays well
 * conditioned where the two roots of a weakly split band pair nearly coincide.
 * @see Eqs. (8), (31)
 */
export function contourPoint({ theory, cos, sin }: Line, root: Expr): ContourPoint {
  const gradients = ([0, 1] as const).map((axis) => theory.h.map((c) => c.derivative(axis)));
  const radial = ([vx, vy]: readonly Expr[]): Expr => vx.mul(cos).add(vy.mul(sin));
  const at = (p: Expr) => {
    const [px, py] = [p.mul(cos), p.mul(sin)];
    const [h0, ...h] = theory.h.map((c) => c.at(px, py));
    const norm = sum(h.map((x) => x.square())).sqrt();
    return { px, py, a0: theory.eps.sub(h0), norm, unit: h.map((x) => x.div(norm)) };
  };
  const rough = at(root);
  const band = rough.a0.sign();
  const velocityAt = ({ px, py, unit }: ReturnType<typeof at>): [Expr, Expr] => {
    const [x, y] = gradients.map((gradient) => {
      const [d0, ...d] = gradient.map((c) => c.at(px, py));
      return d0.add(band.mul(sum(d.map((c, i) => c.mul(unit[i])))));
    });
    return [x, y];
  };
  const momentum = root.add(rough.a0.sub(band.mul(rough.norm)).div(radial(velocityAt(rough))));
  const point = at(momentum);
  const velocity = velocityAt(point);
  const residue = momentum.div(radial(velocity)).div(pi().square().mul(4));
  const spin = [constant(1), ...point.unit.map((x) => band.mul(x))];
  return { momentum, spin, velocity, weight: residue.abs(), residue: residue.div(-2) };
}

/** Both rays of the line: ln|Lambda^2/p^2 - 1| for a real root, or its finite part -ln p^2. */
const realLogarithm = (p: Expr, cutoff: Expr | undefined): Expr =>
  cutoff ? cutoff.square().div(p.square()).sub(1).abs().log() : p.square().log().neg();

/**
 * Both rays of the line: ln(Lambda - p) + ln(Lambda + p) - ln(-p) - ln(p), or its finite part. Off the real axis the
 * phases of p and -p, and of Lambda^2 - p^2 and -p^2, never add up beyond pi: one logarithm says it all.
 */
export function complexLogarithm(p: Complex, cutoff: Expr | undefined): Complex {
  const square = p.square();
  if (!cutoff) return square.neg().log().neg();
  return Complex.real(1).sub(square.inverse().scale(cutoff.square())).log();
}

/**
 * Contribution of one crossing, per unit of the angle, to g = int d^2p/(2 pi)^2 G_0: Re g_0..3 (principal value), Im
 * g_0..3, and the residues whose sum over the plane is the coefficient of a logarithmic divergence of Re g_0..3.
 * @see Eq. (16b)
 */
export function onShellGreen({ theory }: Line, point: ContourPoint): Expr[] {
  const logarithm = realLogarithm(point.momentum, theory.cutoff);
  const residues = point.spin.map((b) => point.residue.mul(b));
  const halfPi = pi().div(2);
  const imaginary = point.spin.map((b) => halfPi.mul(point.weight).mul(b).neg());
  return [...residues.map((r) => r.mul(logarithm)), ...imaginary, ...residues];
}

/** The same for a pair of complex roots p, p*: only the real part of g, per unit of the angle. @see Eq. (16b) */
export function offShellGreen(line: Line, p: Complex): Expr[] {
  const { numerator, perPole } = cleanPole(line, p);
  const residues = numerator.map((a) => a.mul(perPole));
  const logarithm = complexLogarithm(p, line.theory.cutoff);
  const zeros = numerator.map(() => constant(0));
  return [...residues.map((r) => r.mul(logarithm).re.mul(2)), ...zeros, ...residues.map((r) => r.re.mul(2))];
}

/** Numerator of G_0 at a complex root p of D, and p/((2 pi)^2 D'(p)). */
export function cleanPole(line: Line, p: Complex): { numerator: Complex[]; perPole: Complex } {
  const amplitudes = amplitudesAlong(line);
  const numerator = amplitudes.map((c) => horner(c, p));
  const [first, ...rest] = numerator.map((x, i) => x.mul(horner(differentiated(amplitudes[i]), p)));
  const slope = rest.reduce((total, x) => total.sub(x), first).scale(2);
  return { numerator, perPole: p.div(slope).scale(constant(1).div(pi().square().mul(4))) };
}
