import { constant, type Expr } from '../../src/arithmetic/expression.js';
import { identity, type Matrix, matrixFrom, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import type { SpinMatrix } from '../../src/arithmetic/pauli.js';
import { PAULI } from '../../src/arithmetic/pauli.js';
import { ladderOperator, spinSusceptibility } from '../../src/transport/ladder.js';
import { connect } from '../../src/transport/scattering.js';
import type { Identity } from './identity.js';
import { axialNames, chain, halfTrace, parts, pauli, SymbolReader } from './symbols.js';

const flat = (m: Matrix): Expr[] => m.flatMap((row) => [...row]);
const numbered = (name: string, count: number): string[] => Array.from({ length: count }, (_, k) => `${name}${k}`);
const sumOf = (terms: readonly Matrix[]): Matrix =>
  terms.reduce((a, b) => a.map((row, i) => row.map((x, j) => x.add(b[i][j]))));

/** One rung between two momenta: G1, G2 and the impurity T, few enough symbols for an exact answer. */
const RUNG = [...axialNames('G'), ...axialNames('H'), ...axialNames('T'), 'jx', 'jy', 'jz'];

function readRung(symbols: readonly Expr[]): { G: SpinMatrix; H: SpinMatrix; T: SpinMatrix; j: SpinMatrix } {
  const read = new SymbolReader(symbols);
  const [G, H, T] = [read.axialMatrix(3), read.axialMatrix(1), read.axialMatrix(2)];
  const j = [1, 2, 3].map((k) => pauli(k).scale(read.next())).reduce((a, b) => a.add(b));
  return { G, H, T, j };
}

/** One rung of the dressed spin vertex of Eq. (17), traced with j: tr[s~_a G+ j G-]. */
const throughSpin = ({ G, H, T, j }: ReturnType<typeof readRung>) =>
  PAULI.map((a) => halfTrace(chain(T.dagger(), H.dagger(), pauli(a), H, T), G, j, G.dagger()));

const realMatrix = (a: SpinMatrix): Matrix => connect(a, a).map((row) => row.map((z) => z.re));

export const LADDER: readonly Identity[] = [
  {
    id: 'diffuson-series',
    source: 'Eqs. (19), (21)',
    statement: 'D = (1 - M)^-1 is the sum of all rungs 1 + M + M^2 + ..., order by order',
    symbols: ['order', ...numbered('M', 16)],
    orders: { symbol: 'order', count: 4 },
    sides: ([order, ...entries]) => {
      const M = matrixFrom(entries, 4, 4).map((row) => row.map((x) => x.mul(order)));
      const powers = [identity(4)];
      while (powers.length < 4) powers.push(product(powers[powers.length - 1], M));
      return [flat(solve(subtract(identity(4), M), identity(4))), flat(sumOf(powers))];
    },
  },
  {
    id: 'diffuson-closed-form',
    source: 'Eqs. (19), (21), (22)',
    statement: 'the solved ladder K obeys (1 - N Upsilon) K = J for generic N, Upsilon and J (three rows coupled)',
    symbols: [...numbered('M', 9), ...numbered('J', 6)],
    sides: (symbols) => {
      const zero = [constant(0), constant(0), constant(0), constant(0)];
      const block = matrixFrom(symbols.slice(0, 9), 3, 3).map((row) => [constant(0), ...row]);
      const operator = ladderOperator(identity(4), [zero, ...block]);
      const J = [[constant(0), constant(0)], ...matrixFrom(symbols.slice(9), 3, 2)];
      return [flat(product(operator, spinSusceptibility(operator, J, 'conserved'))), flat(J)];
    },
  },
  {
    id: 'current-vertex-order',
    source: 'Eqs. (17), (23), (24)',
    statement:
      'the current vertex with T+ G+ j G- T- gives the same rung as the spin vertex: tr[s_a H+ (T+ G+ j G- T-) H-]',
    symbols: RUNG,
    sides: (symbols) => {
      const rung = readRung(symbols);
      const { G, H, T, j } = rung;
      const current = PAULI.map((a) => halfTrace(pauli(a), H, chain(T, G, j, G.dagger(), T.dagger()), H.dagger()));
      return [parts(current), parts(throughSpin(rung))];
    },
  },
  {
    id: 'current-ladder',
    source: 'Eqs. (25)-(27)',
    statement:
      'the transposed ladder (1 - N^T Upsilon^T)^-1 of Eq. (26), acting on the right, is the ladder of T+ G+ j ' +
      'G- T-: 1/2 tr[s_b T+ G+ s_a G- T-] = (Upsilon N)_ba',
    symbols: [...axialNames('G'), ...axialNames('T')],
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const [G, T] = [read.axialMatrix(3), read.axialMatrix(1)];
      const direct = PAULI.map((b) => PAULI.map((a) => halfTrace(pauli(b), T, G, pauli(a), G.dagger(), T.dagger()).re));
      return [flat(direct), flat(transpose(product(transpose(realMatrix(G)), transpose(realMatrix(T)))))];
    },
  },
];

/** What is printed and does not hold. */
export const PRINTED: readonly Identity[] = [
  {
    id: 'printed-current-vertex-order',
    source: 'Eq. (24)',
    statement: 'the current vertex as printed, T- G- j G+ T+, gives the same rung as the spin vertex of Eq. (17)',
    symbols: RUNG,
    sides: (symbols) => {
      const rung = readRung(symbols);
      const { G, H, T, j } = rung;
      const printed = PAULI.map((a) => halfTrace(pauli(a), H, chain(T.dagger(), G.dagger(), j, G, T), H.dagger()));
      return [parts(printed), parts(throughSpin(rung))];
    },
  },
  {
    id: 'printed-current-ladder',
    source: 'Eqs. (24), (26)',
    statement: 'the ladder of Eq. (26) is that of the printed order: 1/2 tr[s_b T- G- s_a G+ T+] = (Upsilon N)_ba',
    symbols: [...axialNames('G'), ...axialNames('T')],
    sides: (symbols) => {
      const read = new SymbolReader(symbols);
      const [G, T] = [read.axialMatrix(3), read.axialMatrix(1)];
      const direct = PAULI.map((b) => PAULI.map((a) => halfTrace(pauli(b), T.dagger(), G.dagger(), pauli(a), G, T).re));
      return [flat(direct), flat(transpose(product(transpose(realMatrix(G)), transpose(realMatrix(T)))))];
    },
  },
];
