import fc from 'fast-check';
import { type Case, caseText } from '../../properties/cases/case.js';
import { casesOf } from '../../properties/cases/generator.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { batchSolver } from '../../src/solution/batch.js';
import { readProblem } from '../../src/solution/readProblem.js';
import type { Theory } from '../../src/theory/theory.js';
import { TENSORS } from '../../src/transport/tensors.js';

/** A quantity that is another number in the other theory. */
export interface NumberChange {
  readonly entry: string;
  /** Samples in which it differs, of those that both theories solve. */
  readonly samples: number;
  /** Powers with which the difference goes in each parameter at the smallest case, where they are clear. */
  readonly orders: Readonly<Record<string, number>>;
  /** Parameters at whose zero both theories agree. */
  readonly equalWithout: readonly string[];
  /** At the smallest case; null where it does not show there. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface NumberChanges {
  readonly seed: number;
  /** Samples that both theories solve. */
  readonly compared: number;
  readonly changes: readonly NumberChange[];
  /** The smallest case that shows a difference, as `laws --replay` takes it. */
  readonly smallest?: string;
}

/** Relative to the largest entry of the tensor: far above what double precision leaves, far below any physics. */
const DIFFERENT = 1e-7;
const COMPARED = ['K', 'sigma'] as const;
/** Steps by which a parameter is made smaller. */
const STEPS = [2 ** -3, 2 ** -4, 2 ** -5] as const;

/** Entries of K and sigma, and the size of their tensor. */
type Numbers = ReadonlyMap<string, { readonly value: number; readonly size: number }>;

interface Sampling {
  /** How many. */
  readonly samples: number;
  /** The same seed gives the same answer. */
  readonly seed: number;
  /** Called now and then; may throw to end the work. */
  readonly watch: () => void;
}

/** Solves both theories at random samples (drawn as the laws draw them) and tells which quantities differ. */
export function numberChanges(before: Theory, after: Theory, { samples, seed, watch }: Sampling): NumberChanges {
  const [a, b] = [before, after].map((theory) => solverOf(theory, watch));
  const counts = new Map<string, number>();
  let compared = 0;
  const differing = (sample: Case): string[] => {
    const [old, now] = [a(sample), b(sample)];
    if (!old || !now) return [];
    return [...old.keys()].filter((entry) => differs(old, now, entry));
  };
  const cases = casesOf(new Classification(before), { impurities: 'any', energy: ['two rings', 'one ring'] });
  for (const sample of fc.sample(cases, { numRuns: samples, seed })) {
    if (!a(sample) || !b(sample)) continue;
    compared++;
    for (const entry of differing(sample)) counts.set(entry, (counts.get(entry) ?? 0) + 1);
  }
  watch();
  if (counts.size === 0) return { seed, compared, changes: [] };
  // shrinking walks to the simplest numbers that still show the difference
  const { counterexample } = fc.check(
    fc.property(cases, (sample) => differing(sample).length === 0),
    { numRuns: samples, seed },
  );
  // what it threw by then would pass for a difference
  watch();
  const smallest = counterexample?.[0];
  const changes = [...counts].map(([entry, count]): NumberChange => {
    const shown = smallest && differing(smallest).includes(entry) ? smallest : undefined;
    return { entry, samples: count, ...(shown ? dependence(entry, shown, a, b, before) : NOT_SHOWN) };
  });
  return { seed, compared, changes, ...(smallest && { smallest: caseText(smallest) }) };
}

const NOT_SHOWN = { orders: {}, equalWithout: [], before: null, after: null };

const differs = (a: Numbers, b: Numbers, entry: string): boolean => {
  const [x, y] = [a.get(entry), b.get(entry)];
  return !x || !y || Math.abs(x.value - y.value) > DIFFERENT * Math.max(x.size, y.size);
};

type Solver = (sample: Case) => Numbers | undefined;

/** K and sigma of a theory at a sample; nothing where it has no answer. Parameters that it has not are left out. */
function solverOf(theory: Theory, watch: () => void): Solver {
  const solvers = new Map<string, ReturnType<typeof batchSolver>>();
  return ({ values, infinite, scheme, cutoff }) => {
    watch();
    const known = Object.entries(values).filter(([name]) => theory.parameters.has(name) && name !== 'n');
    const missing = theory.parameterNames.filter(
      (name) => name !== 'n' && values[name] === undefined && theory.parameters.get(name)?.default === undefined,
    );
    const set = Object.fromEntries([...known, ...missing.map((name) => [name, '1'] as const)]);
    try {
      const key = JSON.stringify([infinite, scheme, cutoff]);
      const texts = Object.fromEntries(Object.entries(set).map(([k, x]) => [k, infinite.includes(k) ? 'inf' : x]));
      const solve = solvers.get(key) ?? batchSolver({ ...readProblem(theory, { set: texts, scheme, cutoff }), watch });
      solvers.set(key, solve);
      const point = solve(Object.fromEntries(Object.entries(set).map(([name, x]) => [name, Number(x)])));
      return new Map(
        COMPARED.flatMap((name) => {
          const flat = point[name].flat();
          const size = Math.max(...flat.map(Math.abs));
          return TENSORS[name].entries.map((entry, k) => [entry, { value: flat[k], size }] as const);
        }),
      );
    } catch (error) {
      if (/^(InputError|AccuracyError|NoCarriersError)$/.test((error as Error).name)) return undefined;
      throw error;
    }
  };
}

/** How the difference of one entry depends on every parameter, the others at their values in the case. */
function dependence(
  entry: string,
  smallest: Case,
  a: Solver,
  b: Solver,
  theory: Theory,
): Omit<NumberChange, 'entry' | 'samples'> {
  const at = (name: string, factor: number): number | undefined => {
    const values = { ...smallest.values, [name]: String(Number(smallest.values[name]) * factor) };
    const [old, now] = [a({ ...smallest, values }), b({ ...smallest, values })];
    const [x, y] = [old?.get(entry), now?.get(entry)];
    if (!x || !y) return undefined;
    const difference = Math.abs(x.value - y.value);
    return difference > 1e-11 * Math.max(x.size, y.size) ? difference : 0;
  };
  const orders: Record<string, number> = {};
  const equalWithout: string[] = [];
  for (const [name, { positive }] of theory.parameters) {
    if (name === 'n' || name === 'eps' || smallest.infinite.includes(name)) continue;
    if (Number(smallest.values[name] ?? 0) === 0) continue;
    if (!positive && at(name, 0) === 0) equalWithout.push(name);
    const [x, y, z] = STEPS.map((factor) => at(name, factor));
    if (!x || !y || !z) continue;
    const [first, second] = [Math.log2(x / y), Math.log2(y / z)];
    const order = Math.round(second);
    if (Math.abs(second - order) < 0.15 && Math.abs(first - order) < 0.4) orders[name] = order;
  }
  const [x, y] = [a(smallest)?.get(entry)?.value, b(smallest)?.get(entry)?.value];
  return { orders, equalWithout, before: x ?? null, after: y ?? null };
}
