import { constant, type Expr, trace } from '../../src/arithmetic/expression.js';
import { matrixFrom } from '../../src/arithmetic/matrix.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { Formula } from '../formula/formula.js';
import { solved } from '../formula/nerdamer.js';
import { execute } from '../rings/algebra.js';
import { FractionRing } from '../rings/exact/fractionRing.js';
import { fractionText } from '../rings/exact/fractionText.js';
import type { Identity } from './identity.js';

type Vector = readonly [Expr, Expr, Expr];

const cross = (a: Vector, b: Vector): Vector =>
  [0, 1, 2].map((i) => {
    const [j, k] = [(i + 1) % 3, (i + 2) % 3] as [number, number];
    return a[j].mul(b[k]).sub(a[k].mul(b[j]));
  }) as unknown as Vector;
const times = (x: Expr, a: Vector): Vector => a.map((c) => x.mul(c)) as unknown as Vector;
const plus = (a: Vector, b: Vector): Vector => a.map((c, i) => c.add(b[i])) as unknown as Vector;

/** The decomposition of Eq. (3) without its common prefactor, for J along axis b. */
function decomposed(tau: readonly Expr[], m: Vector, b: 0 | 1): Vector {
  const [zero, one] = [constant(0), constant(1)];
  const ez: Vector = [zero, zero, one];
  const J: Vector = b === 0 ? [one, zero, zero] : [zero, one, zero];
  const zJ = cross(ez, J);
  const [damping1, damping2, field1, field2] = tau as [Expr, Expr, Expr, Expr];
  const even = plus(times(damping1, cross(m, cross(m, zJ))), times(damping2.mul(m[b]), cross(m, ez)));
  const odd = plus(times(field1, cross(m, zJ)), times(field2.mul(m[b]), cross(m, cross(m, ez))));
  return plus(even, odd);
}

/** H x m for the effective field K_J J, Eqs. (1), (2). */
const exerted = (KJ: readonly Expr[], m: Vector, b: 0 | 1): Vector => cross([KJ[b], KJ[2 + b], KJ[4 + b]] as Vector, m);

const onSphere = {
  mz: (ring: FractionRing) => ring.sub(ring.one, ring.mul(ring.symbol('mx'), ring.symbol('mx'))),
};
const K_NAMES = ['Kxx', 'Kxy', 'Kyx', 'Kyy', 'Kzx', 'Kzy'];
const TAU_NAMES = ['t1e', 't2e', 't1o', 't2o'];
const axes = [0, 1] as const;

/** K_J in rows 0, x, y, z as the efficiencies of Eq. (4) read it. */
const efficiencies = (KJ: readonly Expr[], m: Vector): Expr[] =>
  torqueEfficiencies(matrixFrom([constant(0), constant(0), ...KJ], 4, 2), m);

export const TORQUE: readonly Identity[] = [
  {
    id: 'efficiencies-from-torque',
    source: 'Eqs. (1)-(4)',
    statement:
      'a field K_J = m x T + lambda m that exerts the torque of Eq. (3) has, by Eq. (4), the efficiencies that ' +
      'were put in, whatever lambda',
    symbols: ['mx', 'mz', ...TAU_NAMES, 'lx', 'ly'],
    squares: onSphere,
    sides: ([mx, mz, ...rest]) => {
      const m: Vector = [mx, constant(0), mz];
      const [tau, lambda] = [rest.slice(0, 4), rest.slice(4)];
      const columns = axes.map((b) => plus(cross(m, decomposed(tau, m, b)), times(lambda[b], m)));
      const KJ = [0, 1, 2].flatMap((i) => axes.map((b) => columns[b][i]));
      return [efficiencies(KJ, m), tau];
    },
  },
  {
    id: 'torque-from-efficiencies',
    source: 'Eqs. (1)-(4)',
    statement:
      'the torque of Eq. (3) with the efficiencies of Eq. (4) is (K_J J) x m for every K_J and both directions of J',
    symbols: ['mx', 'mz', ...K_NAMES],
    squares: onSphere,
    sides: ([mx, mz, ...KJ]) => {
      const m: Vector = [mx, constant(0), mz];
      const tau = efficiencies(KJ, m);
      return [axes.flatMap((b) => [...decomposed(tau, m, b)]), axes.flatMap((b) => [...exerted(KJ, m, b)])];
    },
  },
];

/**
 * Eq. (4) found by nerdamer: the torque of Eq. (3) equals (K_J J) x m along x and y for both currents, solved for the
 * efficiencies.
 * @returns formulas in K, mx, mz by efficiency (t1e, t2e, t1o, t2o), each checked against the equations at random
 * points
 */
export function solveForEfficiencies(): Map<string, Formula> {
  const ring = new FractionRing();
  ring.polynomials.algebraic('mz', onSphere.mz(ring).numerator);
  const symbols = ['mx', 'mz', ...TAU_NAMES, ...K_NAMES];
  const program = trace([symbols.length], (inputs) => {
    const [mx, mz, ...rest] = inputs;
    const m: Vector = [mx, constant(0), mz];
    return axes.flatMap((b) => {
      const [wanted, given] = [decomposed(rest.slice(0, 4), m, b), exerted(rest.slice(4), m, b)];
      return [0, 1].map((i) => wanted[i].sub(given[i]));
    });
  });
  const equations = execute(program, ring, [symbols.map((name) => ring.symbol(name))]);
  return solved(
    equations.map((x) => Formula.parse(fractionText(ring, x))),
    TAU_NAMES,
  );
}

/** Whether formulas in K, mx, mz are those of Eq. (4) on the unit sphere. */
export function areEfficiencies(found: ReadonlyMap<string, Formula>): boolean {
  const ring = new FractionRing();
  ring.polynomials.algebraic('mz', onSphere.mz(ring).numerator);
  const symbols = ['mx', 'mz', ...K_NAMES];
  const program = trace([symbols.length], (inputs) =>
    efficiencies(inputs.slice(2), [inputs[0], constant(0), inputs[1]]),
  );
  const expected = execute(program, ring, [symbols.map((name) => ring.symbol(name))]);
  return TAU_NAMES.every((name, k) => {
    const formula = found.get(name);
    if (!formula) return false;
    const value = execute(formula.trace(), ring, [formula.symbols.map((s) => ring.symbol(s))])[0];
    return ring.equal(value, expected[k]);
  });
}
