import { DecimalField } from '../../src/arithmetic/decimal.js';
import { type Program, pi, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import { matrixFrom, product, solve, subtract, transpose, identity as unit } from '../../src/arithmetic/matrix.js';
import { remembered, valueAt } from '../../src/arithmetic/memo.js';
import { DENSITY, type Theory } from '../../src/theory/theory.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { currentDriven } from '../../src/transport/ladder.js';
import { TENSORS, type Tensor } from '../../src/transport/tensors.js';
import { evaluateAt, Wide } from './evaluate.js';
import type { Solved } from './solutions.js';

const FOUND = [TENSORS.K, TENSORS.sigma, TENSORS.KJ].flatMap(({ entries }) => entries);

/** What a ladder is solved from: numerals of N, Y, J, s0 by entry, and how it is closed. */
export interface Bubbles {
  readonly closure: Solved['solution']['closure'];
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
 * delta j = (1 - Y N)^-1 Y J, and K and sigma made of it. Where charge is conserved this ladder is singular too: no
 * density response, J_0 + N_0c delta_c = 0, closes it, with the current X J through the edge |p| = Lambda, X = Gamma,
 * returned to the density row.
 */
const dressedCurrent = (closure: Bubbles['closure'], isDilute: boolean): Program =>
  trace([16, 16, 8, 4, 8, 4, 1], (n16, y16, j8, s4, c8, X, [n]) => {
    const [N, Y] = [matrixFrom(n16, 4, 4), matrixFrom(y16, 4, 4)];
    const [bare, s0] = [matrixFrom(j8, 4, 2), matrixFrom(s4, 2, 2)];
    const currentSpin = isDilute ? transpose(bare) : matrixFrom(c8, 2, 4);
    const edge = product([X], bare)[0].map((x) => x.div(X[0]));
    const [density, ...spin] = bare;
    const J = !isDilute && closure === 'conserved' ? [density.map((x, b) => x.sub(edge[b])), ...spin] : bare;
    const [ladder, source] = [subtract(unit(4), product(Y, N)), product(Y, J)];
    const [row, right] = closure === 'conserved' ? [N[0], J[0].map((x) => x.neg())] : [ladder[0], source[0]];
    const delta = solve([row, ...ladder.slice(1)], [right, ...source.slice(1)]);
    const [response, current] = [product(N, delta), product(currentSpin, delta)];
    const K = J.map((entries, a) => entries.map((x, b) => x.add(response[a][b])));
    const sigma = s0.map((entries, a) => entries.map((x, b) => x.add(pi().mul(n).mul(current[a][b]))));
    return [K, sigma, currentDriven(K, sigma)].flat(2);
  });

const programs = new Map<string, Program>();

const efficiencies: Program = trace([8, 3], (KJ, exchange) => torqueEfficiencies(matrixFrom(KJ, 4, 2), exchange));

const many = new DecimalField(Wide.precision);

/**
 * K and sigma from a dressed current vertex in place of the dressed spin vertex: a ladder of its own on the same
 * bubbles. @see Eqs. (23)-(27), with the vertex between G+ and G-
 * @param field in which it is solved; decimal.js with many digits if it is not said
 * @returns numerals by name: K, sigma, K_J, and tau where Eq. (4) is not singular
 */
export function throughCurrentVertex<V>(
  { closure, entry, exchange, density }: Bubbles,
  field: Field<V> = many as unknown as Field<V>,
): Map<string, string> {
  const entries = (tensor: Tensor): (string | number)[] => tensor.entries.map(entry);
  const isDilute = density === undefined;
  const ofFinite = isDilute ? [[], []] : [entries(TENSORS.currentSpin), entries(TENSORS.Gamma)];
  const found = evaluated(
    field,
    remembered(programs, `${closure} ${isDilute}`, () => dressedCurrent(closure, isDilute)),
    ...[TENSORS.N, TENSORS.Y, TENSORS.J, TENSORS.s0].map(entries),
    ...ofFinite,
    [density ?? 1],
  );
  const texts = FOUND.map((name, k) => [name, field.toText(found, k)] as const);
  const direction = exchange.map(Number);
  if (direction.length === 0 || direction[2] === 0 || Math.hypot(direction[0], direction[1]) === 0)
    return new Map(texts);
  const KJ = texts.filter(([name]) => name.startsWith('KJ')).map(([, text]) => text);
  const tau = evaluated(field, efficiencies, KJ, exchange);
  return new Map([...texts, ...TENSORS.tau.entries.map((name, k) => [name, field.toText(tau, k)] as const)]);
}
