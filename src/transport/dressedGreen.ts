import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, pi } from '../arithmetic/expression.js';
import type { Matrix } from '../arithmetic/matrix.js';
import { PAULI, SpinMatrix } from '../arithmetic/pauli.js';
import { amplitudesAlong, type Line } from '../theory/line.js';
import { convolve, horner, type Polynomial } from '../theory/polynomial.js';
import { type Bubbles, ELECTRON_CHARGE } from './bubbles.js';
import { complexLogarithm } from './cleanGreen.js';

/**
 * Along a line the dressed Green's function is G+ = (A_0 + A.s)/D+ with A_0 = eps - h_0 - Sigma_0, A = h + Sigma.
 * Coefficients of A_0..A_3, lowest power first.
 * @see Eq. (15)
 */
const dressedAmplitudes = (line: Line, selfEnergy: SpinMatrix): Complex[][] =>
  amplitudesAlong(line).map(([constantTerm, ...others], i) => {
    const sigma = selfEnergy.components[i];
    const first = Complex.real(constantTerm);
    return [i === 0 ? first.sub(sigma) : first.add(sigma), ...others.map((c) => Complex.real(c))];
  });

/** Coefficients of D+ = A_0^2 - A.A along a line, lowest power first. @see Eq. (15) */
export function dressedDeterminant(line: Line, selfEnergy: SpinMatrix): Complex[] {
  const [a0, ...a] = dressedAmplitudes(line, selfEnergy).map((c) => convolve(c, c));
  return a0.map((z, k) => a.reduce((total, c) => total.sub(c[k]), z));
}

/**
 * Numerator of G+ at complex momentum p, and the factor p/((2 pi)^2 D+'(p)) L(p) that turns a residue into both rays'
 * integral.
 */
function dressedPole(line: Line, selfEnergy: SpinMatrix, p: Complex) {
  const amplitudes = dressedAmplitudes(line, selfEnergy);
  const values = amplitudes.map((c) => horner(c, p));
  const slopes = amplitudes.map(([, ...c]) =>
    horner(
      c.map((z, k) => z.scale(k + 1)),
      p,
    ),
  );
  const [d0, ...d] = values.map((a, i) => a.mul(slopes[i]));
  const derivative = d.reduce((total, z) => total.sub(z), d0).scale(2);
  const logarithm = complexLogarithm(p, line.theory.cutoff);
  const measure = p.mul(logarithm).scale(constant(1).div(pi().square().mul(4)));
  return { numerator: new SpinMatrix(values), factor: measure.div(derivative), plain: p.div(derivative) };
}

/**
 * Contribution of one root of D+ to g = sum_p G+ per unit of the angle (re_0..3, im_0..3), and to its divergence (Re of
 * residues 0..3).
 */
export function dressedGreen(line: Line, selfEnergy: SpinMatrix, p: Complex): Expr[] {
  const { numerator, factor, plain } = dressedPole(line, selfEnergy, p);
  return [...numerator.times(factor).toParts(), ...numerator.times(plain).components.map((z) => z.re)];
}

/** (a, b) -> Re tr[a G+ b G-] summed over one root of D+ and its mirror image, a root of D-, per unit of the angle. */
export function bubbleAt(line: Line, selfEnergy: SpinMatrix, p: Complex): (a: SpinMatrix, b: SpinMatrix) => Expr {
  const { numerator: retarded, factor } = dressedPole(line, selfEnergy, p);
  const advanced = new SpinMatrix(dressedAmplitudes(line, selfEnergy.dagger()).map((c) => horner(c, p)));
  const weight = factor.div(advanced.determinant()).scale(2);
  return (a, b) => a.mul(retarded).mul(b).mul(advanced).halfTrace().mul(weight).re;
}

/** Contribution of one root of D+ to the bubbles per unit of the angle. @see Eqs. (20), (22), (23) */
export function dressedBubbles(line: Line, selfEnergy: SpinMatrix, p: Complex): Bubbles {
  const bubble = bubbleAt(line, selfEnergy, p);
  const spin = PAULI.map((i) => SpinMatrix.basis(i));
  const current = ([0, 1] as const).map((axis) =>
    operatorAt(
      line,
      line.theory.h.map((h) => h.derivative(axis)),
      p,
    ).scale(ELECTRON_CHARGE),
  );
  const table = (rows: readonly SpinMatrix[], columns: readonly SpinMatrix[], prefactor: Expr): Matrix =>
    rows.map((a) => columns.map((b) => bubble(a, b).mul(prefactor)));
  const overPi = constant(1).div(pi());
  return {
    N: table(spin, spin, line.theory.n),
    J: table(spin, current, overPi),
    s0: table(current, current, overPi),
    currentSpin: table(current, spin, overPi),
  };
}

/** An operator o_0 s_0 + o.s with polynomials of the momentum for components, at complex momentum p along a line. */
export const operatorAt = ({ cos, sin }: Line, components: readonly Polynomial[], p: Complex): SpinMatrix =>
  new SpinMatrix(components.map((o) => horner(o.along(cos, sin, o.degree), p)));
