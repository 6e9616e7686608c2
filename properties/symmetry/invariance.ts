import { once, remembered, valueAt } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { Form } from './instance.js';
import { dot, irregular, leastSquares, multiply, type Square, solveDense, transpose } from './linear.js';
import { candidates, type Entry, entryOf, numberOf, type Operation } from './operations.js';

/** An operation together with the linear map of the parameters under which the theory keeps its form. */
export interface Symmetry extends Operation {
  /** Parameters in the order of the map. */
  readonly parameters: readonly string[];
  /** p' = M p, row by row. */
  readonly map: readonly (readonly Entry[])[];
}

/** Two lists of coefficients are one if no entry differs by more. */
const SAME = 1e-10;
const distance = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, k) => Math.max(most, Math.abs(x - b[k])), 0);

const memo = new WeakMap<Theory, Map<string, Symmetry[]>>();
const invariances = new WeakMap<Theory, Map<string, Operation[]>>();

/**
 * Finds every candidate operation O for which parameters p' exist with H(p') = O H(p) and W(p') = O W(p) for all p. The
 * map is found by solving for p' at several parameter points and must come out linear with exact entries.
 * @param present the parameters that p has, all others are zero; fewer of them may leave more symmetries
 * @param watch called now and then; may throw to end the search
 */
export function symmetriesOf(
  theory: Theory,
  present: readonly string[] = theory.parameterNames,
  watch = (): void => {},
): Symmetry[] {
  const form = new Form(theory, present);
  const known = remembered(memo, theory, () => new Map<string, Symmetry[]>());
  return remembered(known, form.names.join(), () => {
    // one more than the fit needs
    const points = irregular(form.names.length + 1, form.names.length).map(
      (values): Point => ({ values, columns: once(() => derivatives(form, values)) }),
    );
    return candidates().flatMap((operation) => {
      const map = parameterMap(theory, form, operation, points, watch);
      return map ? [{ ...operation, parameters: form.names, map }] : [];
    });
  });
}

/** Every candidate operation that leaves a theory as it is at whatever values of the parameters that are present. */
export function invariancesOf(theory: Theory, present: readonly string[]): Operation[] {
  const known = remembered(invariances, theory, () => new Map<string, Operation[]>());
  return remembered(known, present.join(), () => {
    const form = new Form(theory, present);
    const points = irregular(2, form.names.length);
    const lists = points.map((point) => form.at(point));
    const isKept = (operation: Operation): boolean =>
      points.every((point, k) => distance(form.at(point, operation), lists[k]) < SAME);
    return candidates().filter(isKept);
  });
}

/** Whether an operation is one of the many without a name of their own. */
export const isNameless = ({ name }: Operation): boolean => name.startsWith('combination');

/** Parameters, and by how much each of them moves the list of the theory there. */
interface Point {
  readonly values: readonly number[];
  readonly columns: () => Float64Array[];
}

function parameterMap(
  theory: Theory,
  form: Form,
  operation: Operation,
  points: readonly Point[],
  watch: () => void,
): Entry[][] | undefined {
  const images: number[][] = [];
  for (const point of points) {
    const image = preimage(form, point, form.at(point.values, operation), watch);
    if (!image) return undefined;
    images.push(image);
  }
  // fitted to all points but one, which the map must predict
  const places = points.map(({ values }) => values);
  const [last, image] = [places[places.length - 1], images[images.length - 1]];
  const [fit, targets] = [places.slice(0, -1), transpose(images.slice(0, -1))];
  const map = targets.map((target) => solveDense(fit, target).map((x) => entryOf(x)));
  if (map.some((row) => row.includes(undefined))) return undefined;
  const exact = map as Entry[][];
  const predicted = exact.map((row) => dot(row.map(numberOf), last));
  if (predicted.some((x, k) => Math.abs(x - image[k]) > 1e-6)) return undefined;
  const keepsSigns = form.names.every((name, k) => !valueAt(theory.parameters, name).positive || predicted[k] > 0);
  return keepsSigns ? exact : undefined;
}

/** Parameters whose coefficients are the target, near the given ones; undefined if there are none. */
function preimage(form: Form, start: Point, target: Float64Array, watch: () => void): number[] | undefined {
  let x = [...start.values];
  for (let step = 0; step < 12; step++) {
    watch();
    const value = form.at(x);
    const residual = target.map((t, k) => t - value[k]);
    const error = distance(target, value);
    if (error < SAME) return x;
    // linear in all that moves: two steps settle, a third that does not help means that there is no solution
    if (step > 3 && error > 1e-3) return undefined;
    const move = leastSquares(step === 0 ? start.columns() : derivatives(form, x), residual);
    x = x.map((y, k) => y + move[k]);
  }
  return undefined;
}

/** Derivatives of the list of a theory by its parameters. */
const derivatives = (form: Form, x: readonly number[]): Float64Array[] =>
  x.map((xk, k) => {
    const h = 1e-5 * Math.max(1, Math.abs(xk));
    const [up, down] = [1, -1].map((sign) => form.at(x.with(k, xk + sign * h)));
    return up.map((u, row) => (u - down[row]) / (2 * h));
  });

/** Product of the actions on momentum, spin and parameters. */
export interface Action {
  readonly momentum: Square;
  readonly spin: Square;
  readonly antiunitary: boolean;
  readonly parameters: Square;
}

export const actionOf = ({ momentum, spin, antiunitary, map }: Symmetry): Action => ({
  momentum,
  spin,
  antiunitary,
  parameters: map.map((row) => row.map(numberOf)),
});

const productOf = (a: Action, b: Action): Action => ({
  momentum: multiply(a.momentum, b.momentum),
  spin: multiply(a.spin, b.spin),
  antiunitary: a.antiunitary !== b.antiunitary,
  parameters: multiply(a.parameters, b.parameters),
});

const keyOf = ({ momentum, spin, antiunitary, parameters }: Action): string =>
  [antiunitary, ...[momentum, spin, parameters].map((m) => m.flat().map((x) => Math.round(x * 1e6)))].join(';');

/** The finite group generated by these actions (cut at a size that no point group of the candidates reaches). */
export function groupOf(generators: readonly Action[], most = 4000): Map<string, Action> {
  const group = new Map<string, Action>();
  const queue = [...generators];
  for (const next of queue) {
    if (group.size >= most) break;
    const key = keyOf(next);
    if (group.has(key)) continue;
    group.set(key, next);
    queue.push(...generators.map((g) => productOf(next, g)));
  }
  return group;
}

/**
 * A small set of symmetries whose products are all the others; a rotation by the generic angle stands for every angle.
 */
export function generatorsOf(symmetries: readonly Symmetry[]): Symmetry[] {
  const chosen: Symmetry[] = [];
  const finite: Action[] = [];
  let group = new Map<string, Action>();
  for (const symmetry of symmetries) {
    const action = actionOf(symmetry);
    if (isTrivial(action) || group.has(keyOf(action))) continue;
    chosen.push(symmetry);
    if (/ rotation( |$)/.test(symmetry.name)) {
      // every angle follows, so the angles of the same kind among the candidates need no generator of their own
      const kin = symmetries.filter((s) => s !== symmetry && s.name.replace(/C\d/, 'rotation') === symmetry.name);
      finite.push(...kin.map(actionOf));
    } else finite.push(action);
    group = groupOf(finite);
  }
  return chosen;
}

const isTrivial = ({ momentum, spin, parameters }: Action): boolean =>
  [momentum, spin, parameters].every((m) =>
    m.every((row, i) => row.every((x, j) => Math.abs(x - (i === j ? 1 : 0)) < 1e-9)),
  );
