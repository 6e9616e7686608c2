import { valueAt } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { TENSORS, type Tensor } from '../../src/transport/tensors.js';
import type { Classification } from './classification.js';
import { actionOf, isNameless, type Symmetry, symmetriesOf } from './invariance.js';
import { dot, eliminated, type Square } from './linear.js';
import type { Entry } from './operations.js';
import { combinationText, signFlips } from './statement.js';

/** Tensors of the response that symmetry speaks about. */
const RESPONSES = [TENSORS.K, TENSORS.sigma];

/** Components of a tensor but for the density. */
const namesOf = ({ name, entries }: Tensor): string[] => entries.filter((entry) => !entry.startsWith(`${name}.0`));

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
export function configurationsOf(classification: Classification, present: readonly string[] = []): Configuration[] {
  const [x, y, z] = classification.exchangeNames;
  const choices: readonly (readonly [string, readonly string[]])[] =
    x && y && z
      ? [
          ['no exchange field', []],
          [`m along z (${z})`, [z]],
          [`m along x (${x})`, [x]],
          [`m in the xz plane (${x}, ${z})`, [x, z]],
          [`any m (${x}, ${y}, ${z})`, [x, y, z]],
        ]
      : [['all parameters', []]];
  return choices.map(([name, field]) => {
    const kept = classification.symmetriesWith(present).filter((s) => fixes(classification, s, [...field, ...present]));
    return {
      name,
      operations: kept.filter((s) => !isNameless(s)).map((s) => s.name),
      components: RESPONSES.flatMap((tensor) => componentsOf(tensor, kept)),
    };
  });
}

/** The operations by which a quantity such as `K.zx` vanishes where only some parameters are present, if any do. */
export function vanishesBy(theory: Theory, quantity: string, present: readonly string[]): string | undefined {
  const kept = symmetriesOf(theory, present).filter(({ map }) =>
    map.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0))),
  );
  const [tensor, entry] = quantity.split('.');
  const components = componentsOf(tensor === 'sigma' ? TENSORS.sigma : TENSORS.K, kept);
  const forbidden = components.filter(({ status }) => status === 'forbidden');
  // K_J has the zeros of K, and no torque is left where all of K is zero
  const found =
    tensor === 'tau'
      ? forbidden.length === components.length && forbidden[0]
      : forbidden.find(({ name }) => name.endsWith(`.${entry}`));
  return found ? found.by.join(' or ') : undefined;
}

/** Whether the operation maps these parameters to themselves; the values are irregular on purpose. */
function fixes({ theory, exchangeNames }: Classification, symmetry: Symmetry, present: readonly string[]): boolean {
  const values = symmetry.parameters.map((name, k) => {
    const optional = valueAt(theory.parameters, name).default !== undefined || exchangeNames.includes(name);
    return optional && !present.includes(name) ? 0 : 0.37 + 0.0731 * k * k;
  });
  return actionOf(symmetry).parameters.every((row, i) => Math.abs(dot(row, values) - values[i]) < 1e-9);
}

/** The matrix by which an operation acts on the list of components; undefined if it does not act on them. */
function actionOn(tensor: Tensor, symmetry: Symmetry): Square | undefined {
  const { rows, reversal } = tensor.transformation ?? {};
  if (symmetry.antiunitary && reversal === 'reciprocal') return undefined;
  const left = rows === 'spin' ? symmetry.spin : symmetry.momentum;
  const places = namesOf(tensor).map((name) => [...name.slice(-2)].map((axis) => 'xyz'.indexOf(axis)));
  return places.map((to) => {
    const [a, b] = symmetry.antiunitary && reversal === 'transposed' ? to.toReversed() : to;
    return places.map(([c, d]) => left[a][c] * symmetry.momentum[b][d]);
  });
}

function componentsOf(tensor: Tensor, kept: readonly Symmetry[]): Component[] {
  const names = namesOf(tensor);
  const acting = kept.flatMap((symmetry) => {
    const rows = actionOn(tensor, symmetry)?.map((row, i) => row.map((x, j) => x - (i === j ? 1 : 0)));
    return rows ? [{ symmetry, rows, relations: solveRelations(rows, names.length) }] : [];
  });
  const relations = solveRelations(
    acting.flatMap((a) => a.rows),
    names.length,
  );
  return names.map((name, k) => {
    const relation = relations[k];
    if (!relation) return { name, status: 'allowed', by: [] };
    const equals = combinationText(relation as Entry[], names);
    const said = acting.filter((a) => a.relations[k]?.join() === relation.join()).map((a) => a.symmetry);
    const named = said.filter((s) => !isNameless(s)).slice(0, 2);
    const reasons = (named.length > 0 ? named : said.slice(0, 1)).map((s) => s.name);
    const by = reasons.length > 0 ? reasons : ['several together'];
    return equals === '0' ? { name, status: 'forbidden', by } : { name, status: 'related', equals, by };
  });
}

/** Null space of the rows: every dependent component as a combination of earlier, free ones. */
function solveRelations(rows: Square, n: number): (number[] | undefined)[] {
  // late components become pivots, so that they are expressed by early ones
  const reduced = eliminated(
    rows.map((row) => row.toReversed()),
    n,
    1e-9,
  );
  return Array.from({ length: n }, (_, k) =>
    reduced
      .get(n - 1 - k)
      ?.toReversed()
      .map((x, j) => (j === k || Math.abs(x) < 1e-9 ? 0 : -Number(x.toPrecision(6)))),
  );
}

/** Operations that only change signs of parameters, and the parity of every component under them. */
export function paritiesOf({ symmetries }: Classification): Parity[] {
  return symmetries.flatMap((symmetry) => {
    const flips = signFlips(symmetry);
    const isSign = symmetry.map.every((row, i) => row.every((x, j) => (i === j ? x === 1 || x === -1 : x === 0)));
    if (!isSign || flips.length === 0 || isNameless(symmetry)) return [];
    const named = (sign: number): string[] =>
      RESPONSES.flatMap((tensor) => {
        const action = actionOn(tensor, symmetry);
        return namesOf(tensor).filter((_, k) => action?.[k][k] === sign);
      });
    return [{ operation: symmetry.name, flips, even: named(1), odd: named(-1) }];
  });
}
