import { constant, type Expr, trace } from '../../src/arithmetic/expression.js';
import { cross, type Matrix, transpose } from '../../src/arithmetic/matrix.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { Formula } from '../formula/formula.js';
import { solved } from '../formula/nerdamer.js';
import { execute } from '../rings/algebra.js';
import { FractionRing } from '../rings/exact/fractionRing.js';
import { fractionText } from '../rings/exact/fractionText.js';
import { matrix, number, numbers } from './generic.js';
import { type Identity, identity } from './identity.js';

type Vector = readonly Expr[];

const times = (x: Expr, a: Vector): Vector => a.map((c) => x.mul(c));
const plus = (a: Vector, b: Vector): Vector => a.map((c, i) => c.add(b[i]));
const vector = (...entries: readonly (Expr | number)[]): Vector =>
  entries.map((x) => (typeof x === 'number' ? constant(x) : x));

/** The decomposition of Eq. (3) without its common prefactor, for J along x and y. */
const decomposed = ([damping1, damping2, field1, field2]: readonly Expr[], m: Vector): Matrix =>
  [0, 1].map((b) => {
    const ez = vector(0, 0, 1);
    const zJ = cross(ez, vector(1 - b, b, 0));
    const even = plus(times(damping1, cross(m, cross(m, zJ))), times(damping2.mul(m[b]), cross(m, ez)));
    const odd = plus(times(field1, cross(m, zJ)), times(field2.mul(m[b]), cross(m, cross(m, ez))));
    return plus(even, odd);
  });

/** H x m for the effective field K_J J, Eqs. (1), (2), for J along x and y. */
const exerted = (KJ: Matrix, m: Vector): Matrix => transpose(KJ).map((H) => cross(H, m));

/** Eq. (4), from the rows x, y, z of K_J. */
const efficiencies = (KJ: Matrix, m: Vector): Expr[] => torqueEfficiencies([vector(0, 0), ...KJ], m);

const squares: Identity['squares'] = {
  mz: (ring) => ring.sub(ring.one, ring.mul(ring.symbol('mx'), ring.symbol('mx'))),
};

/**
 * Eq. (4) found by nerdamer: the torque of Eq. (3) equals (K_J J) x m along x and y for both currents, solved for the
 * efficiencies.
 * @returns formulas in K0..K5, mx, mz, in the order of Eq. (4), each checked against the equations at random points
 */
function solvedForEfficiencies(): Formula[] {
  const ring = new FractionRing();
  ring.polynomials.algebraic('mz', squares.mz(ring).numerator);
  const unknowns = ['t1e', 't2e', 't1o', 't2o'];
  const symbols = ['mx', 'mz', ...unknowns, ...Array.from({ length: 6 }, (_, k) => `K${k}`)];
  const program = trace([2, unknowns.length, 6], ([mx, mz], tau, K) => {
    const m = vector(mx, 0, mz);
    const [wanted, given] = [decomposed(tau, m), exerted(matrix(3, 2).read(K), m)];
    return wanted.flatMap((torque, b) => [0, 1].map((i) => torque[i].sub(given[b][i])));
  });
  const values = symbols.map((name) => ring.symbol(name));
  const equations = execute(program, ring, [values.slice(0, 2), values.slice(2, 6), values.slice(6)]);
  const found = solved(
    equations.map((x) => Formula.parse(fractionText(ring, x))),
    unknowns,
  );
  return unknowns.map((name) => valueAt(found, name));
}

export const TORQUE = [
  identity({
    id: 'efficiencies-from-torque',
    source: 'Eqs. (1)-(4)',
    statement:
      'a field K_J = m x T + lambda m that exerts the torque of Eq. (3) has, by Eq. (4), the efficiencies that ' +
      'were put in, whatever lambda',
    squares,
    generic: { mx: number, mz: number, tau: numbers(4), lambda: numbers(2) },
    sides: ({ mx, mz, tau, lambda }) => {
      const m = vector(mx, 0, mz);
      const columns = decomposed(tau, m).map((torque, b) => plus(cross(m, torque), times(lambda[b], m)));
      return [efficiencies(transpose(columns), m), tau];
    },
  }),
  identity({
    id: 'torque-from-efficiencies',
    source: 'Eqs. (1)-(4)',
    statement:
      'the torque of Eq. (3) with the efficiencies of Eq. (4) is (K_J J) x m for every K_J and both directions of J',
    squares,
    generic: { mx: number, mz: number, K: matrix(3, 2) },
    sides: ({ mx, mz, K }) => {
      const m = vector(mx, 0, mz);
      return [decomposed(efficiencies(K, m), m).flat(), exerted(K, m).flat()];
    },
  }),
  identity({
    id: 'torque-solved-for-efficiencies',
    source: 'Eqs. (1)-(4)',
    statement: 'the torque of Eq. (3) set equal to (K_J J) x m and solved by nerdamer for the efficiencies is Eq. (4)',
    squares,
    generic: { mx: number, mz: number, K: matrix(3, 2) },
    sides: ({ mx, mz, K }) => {
      const values = new Map<string, Expr>([['mx', mx], ['mz', mz], ...K.flat().map((x, k) => [`K${k}`, x] as const)]);
      return [solvedForEfficiencies().map((f) => f.expression(values)), efficiencies(K, vector(mx, 0, mz))];
    },
  }),
];
