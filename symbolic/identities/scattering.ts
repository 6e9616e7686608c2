import { complexSum } from '../../src/arithmetic/complex.js';
import { sum } from '../../src/arithmetic/expression.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { bornTerms, broadeningOf, connect, scatteringOf, tMatrix } from '../../src/transport/scattering.js';
import { axialSpin, chain, complexSpin, halfTrace, hermitianSpin, number, parts, pauli } from './generic.js';
import { identity } from './identity.js';

/** Im g as a Hermitian matrix: (g - g^dagger)/2i. */
const absorptive = (g: SpinMatrix): SpinMatrix => SpinMatrix.real(g.components.map((z) => z.im));

export const SCATTERING = [
  identity({
    id: 't-matrix-series',
    source: 'Eq. (16a)',
    statement: 'T = W (1 - g W)^-1 is the geometric series sum_k (W g)^k W, order by order in W',
    generic: { order: number, W: hermitianSpin, g: complexSpin },
    orders: { symbol: 'order', count: 5 },
    sides: ({ order, W, g }) => {
      const series = bornTerms(W.scale(order), g, 4).reduce((a, b) => a.add(b));
      return [parts(tMatrix(W.scale(order), g, false).components), parts(series.components)];
    },
  }),
  identity({
    id: 'unitary-limit',
    source: 'Eq. (16a)',
    statement: 'T -> -g^-1 as the scalar strength u -> infinity: T + g^-1 = g^-1 (1 - u g)^-1',
    generic: { u: number, g: axialSpin(3) },
    sides: ({ u, g }) => {
      const W = pauli(0).scale(u);
      const left = tMatrix(W, g, false).sub(tMatrix(W, g, true));
      const right = g.inverse().mul(pauli(0).sub(W.mul(g)).inverse());
      return [parts(left.components), parts(right.components)];
    },
  }),
  identity({
    id: 'optical-theorem',
    source: 'Eq. (16a)',
    statement: '(T^dagger - T)/2i = -T^dagger (Im g) T, order by order in W',
    generic: { order: number, W0: number, W3: number, g: complexSpin },
    orders: { symbol: 'order', count: 5 },
    sides: ({ order, W0, W3, g }) => {
      const T = tMatrix(pauli(0).scale(W0).add(pauli(3).scale(W3)).scale(order), g, false);
      return [broadeningOf(T), chain(T.dagger(), absorptive(g), T).components.map((z) => z.re.neg())];
    },
  }),
  identity({
    id: 'conserving-truncation',
    source: 'Eqs. (16a), (20)',
    statement: 'the Born truncations conserve: Gamma_b of order N is -sum_a Upsilon_ab Im g_a of order N, here N = 4',
    generic: { W: hermitianSpin, g: complexSpin },
    sides: ({ W, g }) => {
      const species = { W, concentration: W.components[0].re, unitary: false };
      const { broadening, vertex } = scatteringOf(species, g, { kind: 'born', order: 4 });
      const transported = PAULI.map((b) => sum(PAULI.map((a) => vertex[a][b].mul(g.components[a].im))).neg());
      return [broadening, transported];
    },
  }),
  identity({
    id: 'vertex-projection',
    source: 'Eqs. (18)-(20)',
    statement: 'M = N Upsilon: 1/2 tr[T- G- s_a G+ T+ s_b] = sum_c 1/2 tr[s_a G+ s_c G-] 1/2 tr[s_c T+ s_b T-]',
    generic: { G: complexSpin, T: axialSpin(1) },
    sides: ({ G, T }) => {
      const [N, Y] = [connect(G, G), connect(T, T)];
      const pairs = PAULI.flatMap((a) => PAULI.map((b) => [a, b] as const));
      const direct = pairs.map(([a, b]) => halfTrace(T.dagger(), G.dagger(), pauli(a), G, T, pauli(b)));
      const product = pairs.map(([a, b]) => complexSum(PAULI.map((c) => N[a][c].mul(Y[c][b]))));
      return [parts(direct), parts(product)];
    },
  }),
];
