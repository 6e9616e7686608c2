import { valueAt } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { TENSORS, type Tensor } from '../../src/transport/tensors.js';
import type { Classification } from './classification.js';
import { actionOf, invariancesOf, isNameless, type Symmetry } from './invariance.js';
import { dot, eliminated, type Square } from './linear.js';
import type { Entry, Operation } from './operations.js';
import { combinationText, signFlips } from './statement.js';

/** Tensors of the response that symmetry speaks about. */
const RESPONSES = [TENSORS.K, TENSORS.sigma];
/** Where Eq. (4) does not hold, the torque too. */
export const TORQUES = [TENSORS.torqueEven, TENSORS.torqueOdd];

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

/** Whether a current may polarise any spin: some entry of K that the symmetries of the whole theory allow. */
export const polarises = (classification: Classification): boolean =>
  configurationsOf(classification, classification.optional).some(({ components }) =>
    components.some(({ name, status }) => name.startsWith(`${TENSORS.K.name}.`) && status !== 'forbidden'),
  );

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
  const hasTorque = classification.exchangeNames.length > 0 && !classification.isIsotropic(present);
  return choices.map(([name, field]) => {
    const kept = classification.symmetriesWith(present).filter((s) => fixes(classification, s, [...field, ...present]));
    return {
      name,
      operations: kept.filter((s) => !isNameless(s)).map((s) => s.name),
      components: [
        ...RESPONSES.flatMap((tensor) => componentsOf(tensor, kept)),
        ...(hasTorque && field.length > 0
          ? TORQUES.flatMap((tensor) => componentsOf(tensor, kept, perpendicular(field, [x, y, z])))
          : []),
      ],
    };
  });
}

/** The operations by which a quantity such as `K.zx` vanishes where only some parameters are present, if any do. */
export function vanishesBy(theory: Theory, quantity: string, present: readonly string[]): string | undefined {
  const kept = invariancesOf(theory, present);
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
function actionOn(tensor: Tensor, symmetry: Operation): Square | undefined {
  const { rows, reversal } = tensor.transformation ?? {};
  if (symmetry.antiunitary && reversal === 'reciprocal') return undefined;
  const left = rows === 'momentum' ? symmetry.momentum : symmetry.spin;
  const sign = symmetry.antiunitary && reversal === 'odd' ? -1 : 1;
  const places = namesOf(tensor).map((name) => [...name.slice(-2)].map((axis) => 'xyz'.indexOf(axis)));
  return places.map((to) => {
    const [a, b] = symmetry.antiunitary && reversal === 'transposed' ? to.toReversed() : to;
    return places.map(([c, d]) => sign * left[a][c] * symmetry.momentum[b][d]);
  });
}

/** A reason for relations between components: rows of a matrix that takes them to zero. */
export interface Reason {
  readonly name: string;
  readonly isNameless: boolean;
  readonly rows: Square;
}

/** For m along an axis the torque has no component along it. */
export function perpendicular(field: readonly string[], exchange: readonly string[]): Reason[] {
  if (field.length !== 1) return [];
  const axis = exchange.indexOf(field[0]);
  const rows = [0, 1].map((column) => Array.from({ length: 6 }, (_, k) => (k === 2 * axis + column ? 1 : 0)));
  return [{ name: 'T perpendicular to m', isNameless: false, rows }];
}

/** What operations that leave everything as it is say of the components of a tensor. */
export function componentsOf(tensor: Tensor, kept: readonly Operation[], more: readonly Reason[] = []): Component[] {
  const names = namesOf(tensor);
  const symmetries = kept.flatMap((symmetry): Reason[] => {
    const rows = actionOn(tensor, symmetry)?.map((row, i) => row.map((x, j) => x - (i === j ? 1 : 0)));
    return rows ? [{ name: symmetry.name, isNameless: isNameless(symmetry), rows }] : [];
  });
  const acting = [...more, ...symmetries].map((reason) => ({
    ...reason,
    relations: solveRelations(reason.rows, names.length),
  }));
  const relations = solveRelations(
    acting.flatMap((a) => a.rows),
    names.length,
  );
  return names.map((name, k) => {
    const relation = relations[k];
    if (!relation) return { name, status: 'allowed', by: [] };
    const equals = combinationText(relation as Entry[], names);
    const said = acting.filter((a) => a.relations[k]?.join() === relation.join());
    const named = said.filter((s) => !s.isNameless).slice(0, 2);
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
