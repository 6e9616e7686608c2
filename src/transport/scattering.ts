import { Complex, complexSum } from '../arithmetic/complex.js';
import { type Expr, sum } from '../arithmetic/expression.js';
import type { Matrix } from '../arithmetic/matrix.js';
import { halfTraceOfProduct, PAULI, SpinMatrix } from '../arithmetic/pauli.js';

/** The approximation to the T-matrix of one impurity. `self-consistent` is the full T-matrix of the dressed g. */
export type Scheme =
  | { readonly kind: 'gaussian' }
  | { readonly kind: 'born'; readonly order: number }
  | { readonly kind: 't-matrix' }
  | { readonly kind: 'self-consistent' };

export const schemeName = (scheme: Scheme): string =>
  scheme.kind === 'born' ? (scheme.order === 2 ? 'first-born' : `born:${scheme.order}`) : scheme.kind;

/** One species of impurities while a program is traced. */
export interface Species {
  readonly W: SpinMatrix;
  readonly concentration: Expr;
  /** u = infinity: T = -g^-1. */
  readonly unitary: boolean;
}

/** What scattering off the impurities contributes, per unit of the total density n. */
export interface Scattering {
  /** Retarded T = sum_k c_k T_k, so that Sigma+ = n T. */
  readonly T: SpinMatrix;
  /** Gamma_i of Gamma = (T^dagger - T)/2i. */
  readonly broadening: readonly Expr[];
  /** Upsilon_ab of Eq. (20): the impurities that connect the two sides of the bubble. */
  readonly vertex: Matrix;
}

/** T^+ = W (1 - g W)^-1; -g^-1 in the unitary limit. @see Eq. (16a) */
export function tMatrix(W: SpinMatrix, g: SpinMatrix, unitary: boolean): SpinMatrix {
  if (unitary) return g.inverse().scale(-1);
  return W.mul(SpinMatrix.basis(0).sub(g.mul(W)).inverse());
}

/** t_1 .. t_N with t_k = (W g)^(k-1) W, of order u^k. @see Eq. (16a) */
export function bornTerms(W: SpinMatrix, g: SpinMatrix, order: number): SpinMatrix[] {
  const terms = [W];
  while (terms.length < order) terms.push(W.mul(g).mul(terms[terms.length - 1]));
  return terms;
}

/** 1/2 tr[s_a A s_b B^dagger]: rows a, columns b. @see Eq. (20) */
export const connect = (A: SpinMatrix, B: SpinMatrix): Complex[][] =>
  PAULI.map((a) =>
    PAULI.map((b) => halfTraceOfProduct(SpinMatrix.basis(a).mul(A), SpinMatrix.basis(b).mul(B.dagger()))),
  );

/** Gamma_i of (T^dagger - T)/2i: minus the imaginary parts of the Pauli components of T. @see Eq. (32) */
export const broadeningOf = (T: SpinMatrix): Expr[] => T.components.map((z) => z.im.neg());

/**
 * The self-energy and the vertex of one species. Truncations are conserving: Sigma'' and Upsilon both stop at the total
 * order u^N. Gaussian is the first Born approximation without the spin-dependent part of Sigma.
 */
export function scatteringOf({ W, unitary }: Species, g: SpinMatrix, scheme: Scheme): Scattering {
  if (scheme.kind === 't-matrix' || scheme.kind === 'self-consistent') {
    const T = tMatrix(W, g, unitary);
    return { T, broadening: broadeningOf(T), vertex: connect(T, T).map((row) => row.map((z) => z.re)) };
  }
  const order = scheme.kind === 'born' ? scheme.order : 2;
  const t = bornTerms(W, g, order);
  const upTo = (last: number): SpinMatrix => t.slice(0, last).reduce((total, x) => total.add(x));
  const whole = upTo(order);
  const T =
    scheme.kind === 'gaussian' ? new SpinMatrix(whole.components.map((z, i) => (i === 0 ? z : Complex.zero))) : whole;
  // of t_k (x) t_l^dagger with k + l <= N: each t_k with the sum of all t_l that it may meet
  const pairs = t.slice(0, order - 1).map((a, k) => connect(a, upTo(order - 1 - k)));
  const vertex = PAULI.map((a) => PAULI.map((b) => complexSum(pairs.map((m) => m[a][b])).re));
  return { T, broadening: broadeningOf(T), vertex };
}

/** Sum over species, weighted by concentration. @see Eqs. (16a), (20), (32) */
export function scattering(species: readonly Species[], g: SpinMatrix, scheme: Scheme): Scattering {
  const parts = species.map((s) => ({ c: s.concentration, ...scatteringOf(s, g, scheme) }));
  return {
    T: parts.map((p) => p.T.scale(p.c)).reduce((total, x) => total.add(x)),
    broadening: PAULI.map((i) => sum(parts.map((p) => p.c.mul(p.broadening[i])))),
    vertex: PAULI.map((a) => PAULI.map((b) => sum(parts.map((p) => p.c.mul(p.vertex[a][b]))))),
  };
}

/** Sigma+ = n T+, to leading order in the density of impurities. @see Eqs. (15), (32) */
export const selfEnergy = (T: SpinMatrix, n: Expr): SpinMatrix => T.scale(n);
