import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, pi } from '../arithmetic/expression.js';
import type { Matrix } from '../arithmetic/matrix.js';
import { PAULI, SpinMatrix } from '../arithmetic/pauli.js';
import { convolve, horner } from '../theory/polynomial.js';
import type { TheoryExpressions } from '../theory/theory.js';
import { type Bubbles, ELECTRON_CHARGE } from './bubbles.js';
import { amplitudesAlong, type CutoffScheme, complexLogarithm, type Direction } from './cleanGreen.js';

/**
 * Along a line the dressed Green's function is G+ = (A_0 + A.s)/D+ with A_0 = eps - h_0 - Sigma_0, A = h + Sigma. Coefficients of
 * A_0..A_3, lowest power first.
 */
function dressedAmplitudes(
  theory: TheoryExpressions,
  line: Direction,
  degree: number,
  selfEnergy: SpinMatrix,
): Complex[][] {
  return amplitudesAlong(theory, line, degree).map((coefficients, i) =>
    coefficients.map((c, k) => {
      const z = Complex.real(c);
      if (k > 0) return z;
      return i === 0 ? z.sub(selfEnergy.components[0]) : z.add(selfEnergy.components[i]);
    }),
  );
}

/** Coefficients of D+ = A_0^2 - A.A along a line, lowest power first. */
export function dressedDeterminant(
  theory: TheoryExpressions,
  line: Direction,
  degree: number,
  selfEnergy: SpinMatrix,
): Complex[] {
  const [a0, ...a] = dressedAmplitudes(theory, line, degree, selfEnergy).map((c) => convolve(c, c));
  return a0.map((z, k) => a.reduce((total, c) => total.sub(c[k]), z));
}

/** Numerator of G+ at complex momentum p, D+'(p), and the factor p/(2 pi)^2 L(p) that turns a residue into both rays' integral. */
function pole(
  theory: TheoryExpressions,
  line: Direction,
  degree: number,
  selfEnergy: SpinMatrix,
  p: Complex,
  scheme: CutoffScheme,
) {
  const amplitudes = dressedAmplitudes(theory, line, degree, selfEnergy);
  const values = amplitudes.map((c) => horner(c, p));
  const slopes = amplitudes.map((c) =>
    horner(
      c.slice(1).map((z, k) => z.scale(k + 1)),
      p,
    ),
  );
  const [d0, ...d] = values.map((a, i) => a.mul(slopes[i]));
  const derivative = d.reduce((total, z) => total.sub(z), d0).scale(2);
  const measure = p.mul(complexLogarithm(p, theory.cutoff, scheme)).scale(constant(1).div(pi().square().mul(4)));
  return { numerator: new SpinMatrix(values), factor: measure.div(derivative), plain: p.div(derivative) };
}

/** Contribution of one root of D+ to g = sum_p G+ per unit of the angle (re_0..3, im_0..3), and to its divergence (Re of residues 0..3). */
export function dressedGreen(
  theory: TheoryExpressions,
  line: Direction,
  degree: number,
  selfEnergy: SpinMatrix,
  p: Complex,
  scheme: CutoffScheme,
): Expr[] {
  const { numerator, factor, plain } = pole(theory, line, degree, selfEnergy, p, scheme);
  return [...numerator.times(factor).toParts(), ...numerator.times(plain).components.map((z) => z.re)];
}

/** Contribution of one root of D+ (and its mirror image, a root of D-) to the bubbles per unit of the angle. */
export function dressedBubbles(
  theory: TheoryExpressions,
  line: Direction,
  degree: number,
  selfEnergy: SpinMatrix,
  p: Complex,
  scheme: CutoffScheme,
): Bubbles {
  const { numerator: retarded, factor } = pole(theory, line, degree, selfEnergy, p, scheme);
  const advanced = new SpinMatrix(
    dressedAmplitudes(theory, line, degree, selfEnergy.dagger()).map((c) => horner(c, p)),
  );
  const weight = factor.div(advanced.determinant()).scale(2);
  const spin = PAULI.map((i) => SpinMatrix.basis(i));
  const current = ([0, 1] as const).map((axis) => currentAlong(theory, line, degree, axis, p));
  const bubble = (a: SpinMatrix, b: SpinMatrix): Expr =>
    a.mul(retarded).mul(b).mul(advanced).halfTrace().mul(weight).re;
  const table = (rows: readonly SpinMatrix[], columns: readonly SpinMatrix[], prefactor: Expr): Matrix =>
    rows.map((a) => columns.map((b) => bubble(a, b).mul(prefactor)));
  const overPi = constant(1).div(pi());
  return {
    N: table(spin, spin, theory.n),
    J: table(spin, current, overPi),
    currentSpin: table(current, spin, overPi),
    s0: table(current, current, overPi),
  };
}

/** j_b = e dH/dp_b at complex momentum p along a line, b = x, y. */
function currentAlong(theory: TheoryExpressions, line: Direction, degree: number, axis: 0 | 1, p: Complex): SpinMatrix {
  const components = theory.h.map((h) =>
    horner(h.derivative(axis).along(line.cos, line.sin, Math.max(degree - 1, 0)), p),
  );
  return new SpinMatrix(components).scale(ELECTRON_CHARGE);
}
