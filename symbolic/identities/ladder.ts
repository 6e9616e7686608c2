import { constant, type Expr } from '../../src/arithmetic/expression.js';
import { type Matrix, product, solve, subtract, transpose, identity as unit } from '../../src/arithmetic/matrix.js';
import { PAULI, type SpinMatrix } from '../../src/arithmetic/pauli.js';
import { ladderOperator, spinSusceptibility } from '../../src/transport/ladder.js';
import { connect } from '../../src/transport/scattering.js';
import { axialSpin, chain, halfTrace, matrix, number, numbers, parts, pauli } from './generic.js';
import { identity } from './identity.js';

const flat = (m: Matrix): Expr[] => m.flat();
const sumOf = (terms: readonly Matrix[]): Matrix =>
  terms.reduce((a, b) => a.map((row, i) => row.map((x, j) => x.add(b[i][j]))));

/** One rung between two momenta: G, H, the impurity T, and the current j. */
interface Rung {
  readonly G: SpinMatrix;
  readonly H: SpinMatrix;
  readonly T: SpinMatrix;
  readonly j: readonly Expr[];
}
const RUNG = { G: axialSpin(3), H: axialSpin(1), T: axialSpin(2), j: numbers(3) };

/**
 * The rung through a dressed current vertex, tr[s_a H+ (vertex) H-], and through the dressed spin vertex of Eq. (17),
 * tr[s~_a G+ j G-].
 */
const rungs = (vertex: (rung: Rung, j: SpinMatrix) => SpinMatrix) => (rung: Rung) => {
  const { G, H, T } = rung;
  const j = rung.j.map((x, k) => pauli(k + 1).scale(x)).reduce((a, b) => a.add(b));
  const throughCurrent = PAULI.map((a) => halfTrace(pauli(a), H, vertex(rung, j), H.dagger()));
  const throughSpin = PAULI.map((a) => halfTrace(chain(T.dagger(), H.dagger(), pauli(a), H, T), G, j, G.dagger()));
  return [parts(throughCurrent), parts(throughSpin)] as const;
};

/** The matrix of a rung of the current vertex, 1/2 tr[s_b (rung around s_a)], and that of Eq. (26). */
const steps = (around: (G: SpinMatrix, T: SpinMatrix, inner: SpinMatrix) => SpinMatrix) => {
  const real = (a: SpinMatrix): Matrix => connect(a, a).map((row) => row.map((z) => z.re));
  return ({ G, T }: Pick<Rung, 'G' | 'T'>) => {
    const direct = PAULI.map((b) => PAULI.map((a) => halfTrace(pauli(b), around(G, T, pauli(a))).re));
    return [flat(direct), flat(transpose(product(transpose(real(G)), transpose(real(T)))))] as const;
  };
};

export const LADDER = [
  identity({
    id: 'diffuson-series',
    source: 'Eqs. (19), (21)',
    statement: 'D = (1 - M)^-1 is the sum of all rungs 1 + M + M^2 + ..., order by order',
    generic: { order: number, M: matrix(4, 4) },
    orders: { symbol: 'order', count: 4 },
    sides: (symbols) => {
      const M = symbols.M.map((row) => row.map((x) => x.mul(symbols.order)));
      const powers = [unit(4)];
      while (powers.length < 4) powers.push(product(powers[powers.length - 1], M));
      return [flat(solve(subtract(unit(4), M), unit(4))), flat(sumOf(powers))];
    },
  }),
  identity({
    id: 'diffuson-closed-form',
    source: 'Eqs. (19), (21), (22)',
    statement: 'the solved ladder K obeys (1 - N Upsilon) K = J for generic N, Upsilon and J (three rows coupled)',
    generic: { M: matrix(3, 3), J: matrix(3, 2) },
    sides: ({ M, J }) => {
      const zeros = (count: number): Expr[] => Array.from({ length: count }, () => constant(0));
      const operator = ladderOperator(unit(4), [zeros(4), ...M.map((row) => [...zeros(1), ...row])]);
      const block = [zeros(2), ...J];
      return [flat(product(operator, spinSusceptibility(operator, block, 'conserved'))), flat(block)];
    },
  }),
  identity({
    id: 'current-vertex-order',
    source: 'Eqs. (17), (23), (24)',
    statement:
      'the current vertex with T+ G+ j G- T- gives the same rung as the spin vertex: tr[s_a H+ (T+ G+ j G- T-) H-]',
    generic: RUNG,
    sides: rungs(({ G, T }, j) => chain(T, G, j, G.dagger(), T.dagger())),
  }),
  identity({
    id: 'current-ladder',
    source: 'Eqs. (25)-(27)',
    statement:
      'the transposed ladder (1 - N^T Upsilon^T)^-1 of Eq. (26), acting on the right, is the ladder of T+ G+ j ' +
      'G- T-: 1/2 tr[s_b T+ G+ s_a G- T-] = (Upsilon N)_ba',
    generic: { G: axialSpin(3), T: axialSpin(1) },
    sides: steps((G, T, inner) => chain(T, G, inner, G.dagger(), T.dagger())),
  }),
];

/** What is printed and does not hold. */
export const PRINTED = [
  identity({
    id: 'printed-current-vertex-order',
    source: 'Eq. (24)',
    statement: 'the current vertex as printed, T- G- j G+ T+, gives the same rung as the spin vertex of Eq. (17)',
    generic: RUNG,
    sides: rungs(({ G, T }, j) => chain(T.dagger(), G.dagger(), j, G, T)),
  }),
  identity({
    id: 'printed-current-ladder',
    source: 'Eqs. (24), (26)',
    statement: 'the ladder of Eq. (26) is that of the printed order: 1/2 tr[s_b T- G- s_a G+ T+] = (Upsilon N)_ba',
    generic: { G: axialSpin(3), T: axialSpin(1) },
    sides: steps((G, T, inner) => chain(T.dagger(), G.dagger(), inner, G, T)),
  }),
];
