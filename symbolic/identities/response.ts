import { type Complex, complexSum } from '../../src/arithmetic/complex.js';
import { constant, sum } from '../../src/arithmetic/expression.js';
import { PAULI, type SpinMatrix } from '../../src/arithmetic/pauli.js';
import { connect } from '../../src/transport/scattering.js';
import { axialSpin, chain, complexSpin, halfTrace, hermitianSpin, number, parts, pauli } from './generic.js';
import { identity } from './identity.js';

export const RESPONSES = [
  identity({
    id: 'advanced-retarded-products',
    source: 'Eqs. (12), (13)',
    statement:
      '-(1/2) tr[(s G+ j - j G- s)(G+ - G-)] without the products of two G+ and of two G- is tr[s G+ j G-], with the ' +
      'factor that turns 1/(4 pi) into 1/(2 pi)',
    generic: { G: complexSpin, s: hermitianSpin, j: hermitianSpin },
    sides: ({ G, s, j }) => {
      const A = G.dagger();
      const surface = chain(chain(s, G, j).sub(chain(j, A, s)), G.sub(A)).halfTrace();
      const alike = halfTrace(s, G, j, G).add(halfTrace(j, A, s, A));
      // the trace of s G+ j G- and of j G- s G+ are the same: twice one of them is left
      const left = alike.sub(surface);
      return [parts([left]), parts([halfTrace(s, G, j, A).add(halfTrace(s, G, j, A))])];
    },
  }),
  identity({
    id: 'spin-vertex-order',
    source: 'Eqs. (13), (14), (17)',
    statement:
      'a scattering off one impurity on both lines of tr[s G+ j G-] dresses s by T- G- s G+ T+, as in Eq. (17)',
    generic: { G: axialSpin(3), H: axialSpin(1), T: axialSpin(2), s: hermitianSpin, j: axialSpin(3) },
    sides: ({ G, H, T, s, j }) => {
      const averaged = halfTrace(s, H, T, G, j, G.dagger(), T.dagger(), H.dagger());
      const dressed = chain(T.dagger(), H.dagger(), s, H, T);
      return [parts([averaged]), parts([halfTrace(dressed, G, j, G.dagger())])];
    },
  }),
  identity({
    id: 'dyson',
    source: 'Eq. (15)',
    statement: '(G_0^-1 - Sigma)^-1 is the sum of all repeated insertions G_0 + G_0 Sigma G_0 + ..., order by order',
    generic: { order: number, G: axialSpin(1), Sigma: axialSpin(3) },
    orders: { symbol: 'order', count: 3 },
    sides: ({ order, G, Sigma }) => {
      const S = Sigma.scale(order);
      const closed = G.inverse().sub(S).inverse();
      const series = G.add(chain(G, S, G)).add(chain(G, S, G, S, G));
      return [parts(closed.components), parts(series.components)];
    },
  }),
  identity({
    id: 'pauli-projection',
    source: 'Eqs. (18), (25)',
    statement: 'X = sum_a 1/2 tr[X s_a] s_a for every X: what Eq. (18) says of the spin vertex, and Eq. (25) needs',
    generic: { X: complexSpin },
    sides: ({ X }) => [
      parts(X.components),
      parts(
        PAULI.map((a) => halfTrace(X, pauli(a)))
          .map((c, a) => pauli(a).times(c))
          .reduce((x, y) => x.add(y)).components,
      ),
    ],
  }),
  identity({
    id: 'gauge-field-helicity',
    source: 'Eqs. (6)-(8), (31b)',
    statement:
      'A^mu = A^mu_i s_i of Eq. (6) with Eq. (7) is A^y = alpha m s_x, A^x = -alpha m s_y: the upper band of Eq. (8) ' +
      'has its in-plane spin along k x e_z, as Eq. (31b) says',
    generic: { m: number, alpha: number, px: number, py: number },
    sides: ({ m, alpha, px, py }) => {
      const A = [pauli(2).scale(alpha.mul(m).neg()), pauli(1).scale(alpha.mul(m))];
      const linear = [px, py].map((p, k) => A[k].scale(p).mul(pauli(0)).scale(constant(1).div(m)));
      const field = linear.reduce((x, y) => x.add(y));
      const components = [1, 2, 3].map((k) => halfTrace(field, pauli(k)).re);
      return [components, [alpha.mul(py), alpha.mul(px).neg(), constant(0)]];
    },
  }),
  identity({
    id: 'spin-texture',
    source: 'Eq. (31)',
    statement:
      'to first order in m_x the spin of a band is that of Eq. (31): a unit vector along the field of the ' +
      'Hamiltonian, with rho = alpha k/b and Delta_z/b, omega_par = (1 - xi)/b, xi_par/b, and ' +
      'omega_perp alpha k/b^3 where b^2 = (alpha k)^2 + Delta_z^2 and 2 xi = (alpha k)^2/b^2',
    generic: { order: number, a: number, Dz: number, b: number, c: number, s: number },
    squares: {
      b: (ring) =>
        ring.add(ring.mul(ring.symbol('a'), ring.symbol('a')), ring.mul(ring.symbol('Dz'), ring.symbol('Dz'))),
      s: (ring) => ring.sub(ring.one, ring.mul(ring.symbol('c'), ring.symbol('c'))),
    },
    orders: { symbol: 'order', count: 2 },
    sides: ({ order, a, Dz, b, c, s }) => {
      // the field of Eqs. (6)-(8): alpha k x e_z + Delta, with Delta_x of first order
      const field = [a.mul(s).add(order), a.mul(c).neg(), Dz];
      const [rhoIn, rhoOut] = [a.div(b), Dz.div(b)];
      const xi = a.square().div(b.square()).div(constant(2));
      const [cos2, sin2] = [c.square().sub(s.square()), s.mul(c).mul(constant(2))];
      const omega = constant(1).sub(xi).div(b);
      const correction = [
        omega.add(xi.div(b).mul(cos2)),
        xi.div(b).mul(sin2),
        a.mul(Dz).div(b.mul(b.square())).mul(s).neg(),
      ];
      const zeroth = [rhoIn.mul(s), rhoIn.mul(c).neg(), rhoOut];
      const spin = zeroth.map((x, k) => x.add(correction[k].mul(order)));
      const cross = [
        [1, 2],
        [2, 0],
        [0, 1],
      ].map(([i, j]) => [spin[i].mul(field[j]), spin[j].mul(field[i])] as const);
      const length = sum(spin.map((x) => x.square()));
      return [
        [...cross.map(([x]) => x), length],
        [...cross.map(([, y]) => y), constant(1)],
      ];
    },
  }),
];

/** The first rung of the conductivity: 1/2 tr[j_a G+ (T+ H+ j_b H- T-) G-] for both components of both currents. */
const conductivityRung = ({ G, H, T, jx, jy }: Conductivity): Complex[] =>
  [jx, jy].flatMap((a) => [jx, jy].map((b) => halfTrace(a, G, T, H, b, H.dagger(), T.dagger(), G.dagger())));

interface Conductivity {
  readonly G: SpinMatrix;
  readonly H: SpinMatrix;
  readonly T: SpinMatrix;
  readonly jx: SpinMatrix;
  readonly jy: SpinMatrix;
}
const CONDUCTIVITY = { G: axialSpin(3), H: axialSpin(1), T: axialSpin(2), jx: axialSpin(2), jy: axialSpin(1) };

export const CONDUCTIVITIES = [
  identity<Conductivity>({
    id: 'conductivity-rung',
    source: 'Eqs. (23)-(27)',
    statement:
      'tr[j_a G+ (T+ H+ j_b H- T-) G-] = sum_cd tr[j_a G+ s_c G-] Upsilon_cd tr[s_d H+ j_b H-]: the rung acts on ' +
      'Pauli indices between two bubbles with a current',
    generic: CONDUCTIVITY,
    sides: (symbols) => {
      const { G, H, T, jx, jy } = symbols;
      const Y = connect(T, T);
      const through = (a: SpinMatrix, b: SpinMatrix): Complex =>
        complexSum(
          PAULI.flatMap((c) =>
            PAULI.map((d) =>
              halfTrace(a, G, pauli(c), G.dagger())
                .mul(Y[c][d])
                .mul(halfTrace(pauli(d), H, b, H.dagger())),
            ),
          ),
        );
      return [parts(conductivityRung(symbols)), parts([jx, jy].flatMap((a) => [jx, jy].map((b) => through(a, b))))];
    },
  }),
];

/** What is printed of the current vertex and does not hold. */
export const PRINTED_RESPONSES = [
  identity({
    id: 'printed-current-projection',
    source: 'Eq. (25)',
    statement: 'delta j_b = sum_n 1/2 tr[delta j_b delta jbar_n] delta jbar_n for n = x, y, as printed',
    generic: { j: hermitianSpin, jx: hermitianSpin, jy: hermitianSpin },
    sides: ({ j, jx, jy }) => {
      const projected = [jx, jy].map((bar) => bar.times(halfTrace(j, bar))).reduce((x, y) => x.add(y));
      return [parts(j.components), parts(projected.components)];
    },
  }),
  identity<Conductivity>({
    id: 'printed-conductivity',
    source: 'Eqs. (26), (27)',
    statement:
      'the first rung of sigma is sum_n (N^T Upsilon^T)_bn tr[j_a G+ j_n G-] for n = x, y: the operator of Eq. (26), ' +
      'of Pauli indices, acting on the indices of the current as Eq. (27) prints',
    generic: CONDUCTIVITY,
    sides: (symbols) => {
      const { G, H, T, jx, jy } = symbols;
      const [N, Y] = [connect(H, H), connect(T, T)];
      const M = (b: number, n: number): Complex => complexSum(PAULI.map((c) => N[c][b].mul(Y[n][c])));
      const printed = (a: SpinMatrix, b: number): Complex =>
        complexSum([jx, jy].map((j, n) => halfTrace(a, G, j, G.dagger()).mul(M(b, n + 1))));
      return [parts(conductivityRung(symbols)), parts([jx, jy].flatMap((a) => [1, 2].map((b) => printed(a, b))))];
    },
  }),
];
