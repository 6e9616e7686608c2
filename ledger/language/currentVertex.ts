import type { Decimal } from 'decimal.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { DENSITY, type Theory } from '../../src/theory/theory.js';
import type { Closure } from '../../src/transport/ladder.js';
import { evaluateAt, Wide } from './evaluate.js';
import type { Solved } from './solutions.js';

const PI = Wide.acos(-1);
const SPIN = ['0', 'x', 'y', 'z'];
const PLANE = ['x', 'y'];

/** What a ladder is solved from: numerals of N, Y, J, s0 by entry, and how it is closed. */
export interface Bubbles {
  readonly closure: Closure;
  readonly entry: (name: string) => string | number;
  /** Components of the exchange field, if there are any. */
  readonly exchange: readonly (string | number)[];
  /** Density of the impurities where it is finite. */
  readonly density?: string | number;
}

/** The bubbles of a solution. */
export const bubblesOf = ({ problem, solution }: Solved): Bubbles => ({
  closure: solution.closure,
  entry: (name) => valueAt(solution.quantities, name).value,
  exchange: exchangeOf(problem.theory, problem.parameters.values),
  ...(problem.limit === 'finite' && { density: valueAt(problem.parameters.values, DENSITY) }),
});

/** Components of the exchange field of a theory at numerals of its parameters. */
export const exchangeOf = ({ definition }: Theory, values: ReadonlyMap<string, string>): string[] =>
  (definition.exchange ?? []).map((text) => values.get(text) ?? evaluateAt(text, values, 'exchange field').toString());

/**
 * K and sigma from a dressed current vertex, delta j = (1 - Y N)^-1 Y J, in place of the dressed spin vertex: a ladder
 * of its own on the same bubbles. @see Eqs. (23)-(27), with the vertex between G+ and G-
 * @returns numerals by name: K, sigma, K_J, and tau where Eq. (4) is not singular
 */
export function throughCurrentVertex({ closure, entry, exchange, density }: Bubbles): Map<string, string> {
  const matrix = (name: string, rows: readonly string[], columns: readonly string[]): Decimal[][] =>
    rows.map((a) => columns.map((b) => new Wide(entry(`${name}.${a}${b}`))));
  const [N, Y] = [matrix('N', SPIN, SPIN), matrix('Y', SPIN, SPIN)];
  const [bare, s0] = [matrix('J', SPIN, PLANE), matrix('s0', PLANE, PLANE)];
  const J = density !== undefined && closure === 'conserved' ? withoutEdge(bare, matrix('Gamma', [''], SPIN)[0]) : bare;
  const [currentSpin, factor] =
    density === undefined ? [transposed(bare), PI] : [matrix('currentSpin', PLANE, SPIN), PI.times(density)];
  const ladder = times(Y, N).map((row, a) => row.map((x, b) => new Wide(a === b ? 1 : 0).minus(x)));
  // where charge is conserved this ladder is singular too: no density response, J_0 + N_0c delta_c = 0, closes it
  const [ladderRow, source] = closure === 'conserved' ? [N[0], J[0].map((x) => x.neg())] : [ladder[0], times(Y, J)[0]];
  const delta = solved([ladderRow, ...ladder.slice(1)], [source, ...times(Y, J).slice(1)]);
  const K = plus(J, times(N, delta));
  const sigma = plus(
    s0,
    times(currentSpin, delta).map((row) => row.map((x) => x.times(factor))),
  );
  const [[a, b], [c, d]] = sigma;
  const determinant = a.times(d).minus(b.times(c));
  const inverse = [
    [d, b.neg()],
    [c.neg(), a],
  ].map((row) => row.map((x) => x.div(determinant)));
  const named = (name: string, rows: readonly string[], m: Decimal[][]) =>
    m.flatMap((row, i) => row.map((x, j) => [`${name}.${rows[i]}${PLANE[j]}`, x.toString()] as const));
  const KJ = times(K, inverse);
  return new Map([
    ...named('K', SPIN, K),
    ...named('sigma', PLANE, sigma),
    ...named('KJ', SPIN, KJ),
    ...efficiencies(KJ, magnetisation(exchange)).map(([name, x]) => [name, x.toString()] as const),
  ]);
}

/** The current X J through the edge |p| = Lambda, X = Gamma, returned to the density row. */
const withoutEdge = ([density, ...spin]: Decimal[][], X: Decimal[]): Decimal[][] => {
  const edge = times([X], [density, ...spin])[0];
  return [density.map((x, b) => x.minus(edge[b].div(X[0]))), ...spin];
};

/** The direction of the exchange field. */
function magnetisation(exchange: Bubbles['exchange']): Decimal[] {
  const field = exchange.map((x) => new Wide(x));
  const length = field.reduce((sum, x) => sum.plus(x.times(x)), new Wide(0)).sqrt();
  return field.map((x) => x.div(length));
}

/** Eq. (4) for m in the plane of x and z; nothing where it divides by zero. */
function efficiencies([, x, y, z]: Decimal[][], [mx, my, mz]: Decimal[]): [string, Decimal][] {
  if (mx === undefined || mx.isZero() || mz.isZero() || !my.isZero()) return [];
  return [
    ['tau.1e', y[1].div(mz)],
    ['tau.2e', x[0].minus(y[1]).div(mx.times(mx).times(mz)).minus(x[0].div(mz)).minus(z[0].div(mx))],
    ['tau.1o', x[1].minus(z[1].times(mx).div(mz))],
    ['tau.2o', x[1].plus(y[0]).div(mx).minus(z[1].div(mz)).div(mx)],
  ];
}

const transposed = (m: Decimal[][]): Decimal[][] => m[0].map((_, j) => m.map((row) => row[j]));
const plus = (a: Decimal[][], b: Decimal[][]): Decimal[][] => a.map((row, i) => row.map((x, j) => x.plus(b[i][j])));
const times = (a: Decimal[][], b: Decimal[][]): Decimal[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce<Decimal>((sum, x, k) => sum.plus(x.times(b[k][j])), new Wide(0))));

/** Gauss-Jordan elimination with the largest pivot. */
function solved(matrix: Decimal[][], right: Decimal[][]): Decimal[][] {
  const rows = matrix.map((row, i) => [...row, ...right[i]]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.slice(k).reduce((best, row, i) => (row[k].abs().gt(rows[best][k].abs()) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i][k].div(rows[k][k]);
      rows[i] = rows[i].map((x, j) => x.minus(factor.times(rows[k][j])));
    }
  }
  return rows.map((row, k) => row.slice(rows.length).map((x) => x.div(row[k])));
}
