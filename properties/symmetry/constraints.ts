import type { Theory } from '../../src/theory/theory.js';
import type { Facts } from './classification.js';
import { actionOf, type Symmetry, symmetriesOf } from './invariance.js';
import { signFlips } from './statement.js';

/** Components of the response that symmetry speaks about. */
export const TENSORS = { K: ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'], sigma: ['xx', 'xy', 'yx', 'yy'] } as const;
export type Tensor = keyof typeof TENSORS;

/** What the symmetries of one configuration say of one component. */
export interface Component {
  readonly name: string;
  readonly status: 'allowed' | 'forbidden' | 'related';
  /** The relation, as `-K.xy`. */
  readonly equals?: string;
  /** The operations that say so. */
  readonly by: readonly string[];
}

/** A direction of the exchange field, with the operations that leave everything as it is. */
export interface Configuration {
  readonly name: string;
  readonly operations: readonly string[];
  readonly components: readonly Component[];
}

/** A sign of parameters and what it does to the components: +1 even, -1 odd. */
export interface Parity {
  readonly operation: string;
  readonly flips: readonly string[];
  readonly even: readonly string[];
  readonly odd: readonly string[];
}

/** Parameters with a default are absent unless named in `present`. */
export function configurationsOf(facts: Facts, present: readonly string[] = []): Configuration[] {
  const [x, y, z] = facts.exchangeNames;
  const choices: [string, string[]][] =
    x && y && z
      ? [
          ['no exchange field', []],
          [`m along z (${z})`, [z]],
          [`m along x (${x})`, [x]],
          [`m in the xz plane (${x}, ${z})`, [x, z]],
          [`any m (${x}, ${y}, ${z})`, [x, y, z]],
        ] // prettier-ignore
      : [['all parameters', []]];
  return choices.map(([name, field]) => configuration(facts, name, [...field, ...present]));
}

/** The operations that make a quantity such as `K.zx` vanish where only some parameters are present; undefined if none do. */
export function vanishesBy(theory: Theory, quantity: string, present: readonly string[]): string | undefined {
  const kept = symmetriesOf(theory, present).filter(({ map }) =>
    map.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0))),
  );
  const [tensor, entry] = quantity.split('.');
  const components = componentsOf(tensor === 'sigma' ? 'sigma' : 'K', kept);
  const forbidden = components.filter(({ status }) => status === 'forbidden');
  // K_J has the zeros of K, and no torque is left where all of K is zero
  const found =
    tensor === 'tau'
      ? forbidden.length === components.length && forbidden[0]
      : forbidden.find(({ name }) => name.endsWith(`.${entry}`));
  return found ? found.by.join(' or ') : undefined;
}

function configuration(facts: Facts, name: string, present: readonly string[]): Configuration {
  const kept = facts.symmetriesWith(present).filter((s) => fixes(facts, s, present));
  return {
    name,
    operations: kept.map((s) => s.name).filter((n) => !n.startsWith('combination')),
    components: [...componentsOf('K', kept), ...componentsOf('sigma', kept)],
  };
}

/** Whether the operation maps these parameters to themselves; the values are irregular on purpose. */
function fixes({ theory, exchangeNames }: Facts, symmetry: Symmetry, present: readonly string[]): boolean {
  const { parameters } = actionOf(symmetry);
  const values = symmetry.parameters.map((name, k) => {
    const optional = theory.parameters.get(name)!.default !== undefined || exchangeNames.includes(name);
    return optional && !present.includes(name) ? 0 : 0.37 + 0.0731 * k * k;
  });
  return parameters.every((row, i) => Math.abs(row.reduce((t, x, j) => t + x * values[j], 0) - values[i]) < 1e-9);
}

const AXES = 'xyz';

/** The matrix by which an operation acts on the list of components; undefined if it does not act on them. */
function actionOn(tensor: Tensor, symmetry: Symmetry): number[][] | undefined {
  if (tensor === 'K' && symmetry.antiunitary) return undefined;
  const left = tensor === 'K' ? symmetry.spin : symmetry.momentum;
  const names = TENSORS[tensor];
  const place = (name: string): [number, number] => [AXES.indexOf(name[0]), AXES.indexOf(name[1])];
  return names.map((to) => {
    const [a, b] = symmetry.antiunitary ? [place(to)[1], place(to)[0]] : place(to);
    return names.map((from) => {
      const [c, d] = place(from);
      return left[a][c] * symmetry.momentum[b][d];
    });
  });
}

function componentsOf(tensor: Tensor, kept: readonly Symmetry[]): Component[] {
  const names = TENSORS[tensor];
  const acting = kept.flatMap((s) => {
    const action = actionOn(tensor, s);
    return action ? [{ name: s.name, rows: action.map((row, i) => row.map((x, j) => x - (i === j ? 1 : 0))) }] : [];
  });
  const relations = solveRelations(
    acting.flatMap((a) => a.rows),
    names.length,
  );
  return names.map((short, k) => {
    const name = `${tensor}.${short}`;
    const relation = relations[k];
    if (!relation) return { name, status: 'allowed', by: [] };
    const said = acting
      .filter((a) => solveRelations(a.rows, names.length)[k]?.join() === relation.join())
      .map((a) => a.name);
    const by = said.filter((n) => !n.startsWith('combination')).slice(0, 2);
    const reasons = by.length > 0 ? by : said.length > 0 ? said.slice(0, 1) : ['several together'];
    if (relation.every((x) => x === 0)) return { name, status: 'forbidden', by: reasons };
    const terms = relation.flatMap((x, j) =>
      x === 0 ? [] : [`${x === 1 ? '' : x === -1 ? '-' : `${x} `}${tensor}.${names[j]}`],
    );
    return { name, status: 'related', equals: terms.join(' + ').replace(/\+ -/g, '- '), by: reasons };
  });
}

/** Null space of the rows: every dependent component as a combination of earlier, free ones. */
function solveRelations(rows: readonly (readonly number[])[], n: number): (number[] | undefined)[] {
  // late components become pivots, so that they are expressed by early ones
  const work = rows.map((row) => [...row].reverse());
  const pivots: number[] = [];
  let rank = 0;
  for (let column = 0; column < n && rank < work.length; column++) {
    const best = work.findIndex(
      (row, i) =>
        i >= rank &&
        Math.abs(row[column]) > 1e-9 &&
        work.slice(rank).every((r) => Math.abs(r[column]) <= Math.abs(row[column]) + 1e-12),
    );
    if (best < 0) continue;
    [work[rank], work[best]] = [work[best], work[rank]];
    const pivot = work[rank].map((x) => x / work[rank][column]);
    work[rank] = pivot;
    work.forEach((row, i) => {
      if (i !== rank) work[i] = row.map((x, j) => x - row[column] * pivot[j]);
    });
    pivots[column] = rank++;
  }
  return Array.from({ length: n }, (_, k) => {
    const column = n - 1 - k;
    const row = pivots[column];
    if (row === undefined) return undefined;
    const relation = work[row].map((x, j) => (j === column ? 0 : -x)).reverse();
    return relation.map((x) => (Math.abs(x) < 1e-9 ? 0 : Number(x.toPrecision(6))));
  });
}

/** Operations that only change signs of parameters, and the parity of every component under them. */
export function paritiesOf({ symmetries }: Facts): Parity[] {
  return symmetries.flatMap((symmetry) => {
    const flips = signFlips(symmetry);
    const isSign = symmetry.map.every((row, i) =>
      row.every((entry, j) => (i === j ? entry === 1 || entry === -1 : entry === 0)),
    );
    if (!isSign || flips.length === 0 || symmetry.name.startsWith('combination')) return [];
    const [even, odd]: [string[], string[]] = [[], []];
    for (const tensor of ['K', 'sigma'] as const) {
      const action = actionOn(tensor, symmetry);
      action?.forEach((row, k) => {
        if (row[k] === 1) even.push(`${tensor}.${TENSORS[tensor][k]}`);
        if (row[k] === -1) odd.push(`${tensor}.${TENSORS[tensor][k]}`);
      });
    }
    return [{ operation: symmetry.name, flips, even, odd }];
  });
}
