import { remembered } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { Form } from './instance.js';
import { leastSquares, solveDense } from './leastSquares.js';
import { candidates, type Entry, entryOf, multiply, numberOf, type Operation, type Square } from './operations.js';

/** An operation together with the linear map of the parameters under which the theory keeps its form. */
export interface Symmetry extends Operation {
  /** Parameters in the order of the map. */
  readonly parameters: readonly string[];
  /** p' = M p, row by row. */
  readonly map: readonly (readonly Entry[])[];
}

const memo = new WeakMap<Theory, Map<string, Symmetry[]>>();

/**
 * Finds every candidate operation O for which parameters p' exist with H(p') = O H(p) and W(p') = O W(p) for all p. The map is found by
 * solving for p' at several parameter points and must come out linear with exact entries.
 * @param present the parameters that p has, all others are zero; fewer of them may leave more symmetries
 */
export function symmetriesOf(theory: Theory, present: readonly string[] = theory.parameterNames): Symmetry[] {
  const form = new Form(theory, present);
  const known = memo.get(theory) ?? new Map<string, Symmetry[]>();
  memo.set(theory, known);
  return remembered(known, form.names.join(), () => {
    const points = samplePoints(form.names.length);
    return candidates().flatMap((operation) => {
      const map = parameterMap(theory, form, operation, points);
      return map ? [{ ...operation, parameters: form.names, map }] : [];
    });
  });
}

/** Reproducible irregular points, all positive; one more than the fit needs. */
function samplePoints(n: number): number[][] {
  let state = 1;
  const irregular = (): number => {
    state = (state * 48271) % 2147483647;
    return 0.4 + (1.7 * state) / 2147483647;
  };
  return Array.from({ length: n + 1 }, () => Array.from({ length: n }, irregular));
}

function parameterMap(
  theory: Theory,
  form: Form,
  operation: Operation,
  points: readonly number[][],
): Entry[][] | undefined {
  const images: number[][] = [];
  for (const point of points) {
    const image = preimage(form, point, form.transformed(point, operation));
    if (!image) return undefined;
    images.push(image);
  }
  const fit = points.slice(0, -1);
  const rows = form.names.map((_, k) =>
    solveDense(
      fit,
      images.slice(0, -1).map((image) => image[k]),
    ),
  );
  const map = rows.map((row) => row.map((x) => entryOf(x)));
  if (map.some((row) => row.includes(undefined))) return undefined;
  const exact = map as Entry[][];
  const [last, image] = [points[points.length - 1], images[images.length - 1]];
  const predicted = exact.map((row) => row.reduce<number>((t, x, j) => t + numberOf(x) * last[j], 0));
  if (predicted.some((x, k) => Math.abs(x - image[k]) > 1e-6)) return undefined;
  const keepsSigns = form.names.every((name, k) => !theory.parameters.get(name)!.positive || predicted[k] > 0);
  return keepsSigns ? exact : undefined;
}

/** Parameters whose coefficients are the target, near the given ones; undefined if there are none. */
function preimage(form: Form, start: readonly number[], target: readonly number[]): number[] | undefined {
  let x = [...start];
  for (let step = 0; step < 12; step++) {
    const value = form.at(x);
    const residual = target.map((t, k) => t - value[k]);
    if (Math.max(...residual.map(Math.abs)) < 1e-10) return x;
    const columns = x.map((xk, k) => {
      const h = 1e-5 * Math.max(1, Math.abs(xk));
      const [up, down] = [1, -1].map((sign) => form.at(x.map((y, l) => (l === k ? y + sign * h : y))));
      return up.map((u, row) => (u - down[row]) / (2 * h));
    });
    const jacobian = target.map((_, row) => columns.map((column) => column[row]));
    const move = leastSquares(jacobian, residual);
    // linear in all that moves: two steps settle, a third that does not help means that there is no solution
    if (step > 3 && Math.max(...residual.map(Math.abs)) > 1e-3) return undefined;
    x = x.map((y, k) => y + move[k]);
  }
  return undefined;
}

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
  [momentum, spin, parameters]
    .map((m) =>
      m
        .flat()
        .map((x) => Math.round(x * 1e6))
        .join(),
    )
    .join(';') + antiunitary; // prettier-ignore

/** The finite group generated by these actions (cut at a size that no point group of the candidates reaches). */
export function groupOf(generators: readonly Action[], most = 4000): Map<string, Action> {
  const group = new Map<string, Action>();
  const queue = [...generators];
  while (queue.length > 0 && group.size < most) {
    const next = queue.pop()!;
    const key = keyOf(next);
    if (group.has(key)) continue;
    group.set(key, next);
    for (const g of generators) queue.push(productOf(next, g));
  }
  return group;
}

/** A small set of symmetries whose products are all the others; a rotation by the generic angle stands for every angle. */
export function generatorsOf(symmetries: readonly Symmetry[]): Symmetry[] {
  const chosen: Symmetry[] = [];
  let finite: Action[] = [];
  let group = new Map<string, Action>();
  for (const symmetry of symmetries) {
    const action = actionOf(symmetry);
    if (isTrivial(action) || group.has(keyOf(action))) continue;
    if (/ (rotation)( |$)/.test(symmetry.name)) {
      // every angle follows, so the angles of the same kind among the candidates need no generator of their own
      chosen.push(symmetry);
      const kin = symmetries.filter(
        (s) => s.name !== symmetry.name && s.name.replace(/C\d/, 'rotation') === symmetry.name,
      );
      finite = [...finite, ...kin.map(actionOf)];
    } else {
      chosen.push(symmetry);
      finite = [...finite, action];
    }
    group = groupOf(finite);
  }
  return chosen;
}

const isTrivial = ({ momentum, spin, parameters }: Action): boolean =>
  [momentum, spin, parameters].every((m) =>
    m.every((row, i) => row.every((x, j) => Math.abs(x - (i === j ? 1 : 0)) < 1e-9)),
  );
