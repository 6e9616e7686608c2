import { Complex } from '../../src/arithmetic/complex.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { bornTerms, broadeningOf, connect, scatteringOf, tMatrix } from '../../src/transport/scattering.js';
import type { Identity } from './identity.js';
import { axialNames, chain, complexNames, halfTrace, hermitianNames, parts, pauli, SymbolReader } from './symbols.js';

/** Im g as a Hermitian matrix: (g - g^dagger)/2i. */
const absorptive = (g: SpinMatrix): SpinMatrix => SpinMatrix.real(g.components.map((z) => z.im));

export const SCATTERING: readonly Identity[] = [
  {
    id: 't-matrix-series',
    source: 'Eq. (16a)',
    statement: 'T = W (1 - g W)^-1 is the geometric series sum_k (W g)^k W, order by order in W',
    symbols: ['order', ...hermitianNames('W'), ...complexNames('g')],
    orders: { symbol: 'order', count: 5 },
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const order = read.next();
      const W = read.hermitianMatrix().scale(order);
      const g = read.complexMatrix();
      const series = bornTerms(W, g, 4).reduce((a, b) => a.add(b));
      return [parts(tMatrix(W, g, false).components), parts(series.components)];
    },
  },
  {
    id: 'unitary-limit',
    source: 'Eq. (16a)',
    statement: 'T -> -g^-1 as the scalar strength u -> infinity: T + g^-1 = g^-1 (1 - u g)^-1',
    symbols: ['u', ...axialNames('g')],
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const W = pauli(0).scale(read.next());
      const g = read.axialMatrix(3);
      const left = tMatrix(W, g, false).sub(tMatrix(W, g, true));
      const right = g.inverse().mul(pauli(0).sub(W.mul(g)).inverse());
      return [parts(left.components), parts(right.components)];
    },
  },
  {
    id: 'optical-theorem',
    source: 'Eq. (16a)',
    statement: '(T^dagger - T)/2i = -T^dagger (Im g) T, order by order in W',
    symbols: ['order', 'W0', 'W3', ...complexNames('g')],
    orders: { symbol: 'order', count: 5 },
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const order = read.next();
      const W = pauli(0).scale(read.next()).add(pauli(3).scale(read.next())).scale(order);
      const g = read.complexMatrix();
      const T = tMatrix(W, g, false);
      return [broadeningOf(T), chain(T.dagger(), absorptive(g), T).components.map((z) => z.re.neg())];
    },
  },
  {
    id: 'conserving-truncation',
    source: 'Eqs. (16a), (20)',
    statement: 'the Born truncations conserve: Gamma_b of order N is -sum_a Upsilon_ab Im g_a of order N, here N = 4',
    symbols: [...hermitianNames('W'), ...complexNames('g')],
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const [W, g] = [read.hermitianMatrix(), read.complexMatrix()];
      const { broadening, vertex } = scatteringOf({ W, concentration: symbols[0], unitary: false }, g, {
        kind: 'born',
        order: 4,
      });
      const transported = PAULI.map((b) =>
        PAULI.map((a) => vertex[a][b].mul(g.components[a].im))
          .reduce((x, y) => x.add(y))
          .neg(),
      );
      return [[...broadening], transported];
    },
  },
  {
    id: 'vertex-projection',
    source: 'Eqs. (18)-(20)',
    statement: 'M = N Upsilon: 1/2 tr[T- G- s_a G+ T+ s_b] = sum_c 1/2 tr[s_a G+ s_c G-] 1/2 tr[s_c T+ s_b T-]',
    symbols: [...complexNames('G'), ...axialNames('T')],
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const [G, T] = [read.complexMatrix(), read.axialMatrix(1)];
      const [N, Y] = [connect(G, G), connect(T, T)];
      const direct = PAULI.flatMap((a) =>
        PAULI.map((b) => halfTrace(T.dagger(), G.dagger(), pauli(a), G, T, pauli(b))),
      );
      const product = PAULI.flatMap((a) =>
        PAULI.map((b) => PAULI.map((c) => N[a][c].mul(Y[c][b])).reduce((x, y) => x.add(y), Complex.zero)),
      );
      return [parts(direct), parts(product)];
    },
  },
];
