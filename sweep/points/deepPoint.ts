import type { Problem } from '../../src/solution/problem.js';
import { type Solution, solve } from '../../src/solution/solve.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import type { Quantity } from './selection.js';

/** What a sweep says of one point. */
export interface Answer {
  /** By quantity; NaN where there is none. */
  readonly values: readonly number[];
  /** Digits that each of them holds; NaN where there is no value. */
  readonly held: readonly number[];
  /** Why a value is missing or short of digits. */
  readonly reason?: string | undefined;
}

/** Digits that all values of a point hold; NaN if there is none. */
export function leastOf(held: readonly number[]): number {
  let least = Number.NaN;
  for (const digits of held) if (!(digits >= least)) least = Number.isNaN(digits) ? least : digits;
  return least;
}

/** A point without any value. */
export const unanswered = (quantities: readonly Quantity[], reason: string): Answer => ({
  values: quantities.map(() => Number.NaN),
  held: quantities.map(() => Number.NaN),
  reason,
});

/** Why a point has no answer; undefined for what is no fault of the point. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof NoCarriersError) return 'no carriers: no band crosses the Fermi energy';
  return error instanceof InputError || error instanceof AccuracyError ? error.message : undefined;
}

/** A point by runs of higher precision that agree. @param read the exact problem, which may not make sense */
export async function deepPoint(read: () => Problem, quantities: readonly Quantity[], digits: number): Promise<Answer> {
  try {
    const found = await solve(read(), { field: 'mpfr', digits, bestEffort: true });
    const numbers = quantities.map(({ name }) => found.quantities.get(name));
    return {
      values: numbers.map((x) => (x ? Number(x.value) : Number.NaN)),
      held: numbers.map((x) => (x ? Math.floor(Math.min(digits, x.agreed)) : Number.NaN)),
      reason: missingIn(found, quantities),
    };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return unanswered(quantities, reason);
  }
}

function missingIn({ quantities: known, notes }: Solution, quantities: readonly Quantity[]): string | undefined {
  const missing = quantities.filter(({ name }) => !known.has(name));
  if (missing.length === 0) return undefined;
  const reasons = missing.map(({ name, tensor }) => {
    if (tensor === 'torqueEven' || tensor === 'torqueOdd') return HOLDS;
    return notes.find((note) => note.includes(tensor)) ?? `${name}: no digit is stable`;
  });
  return [...new Set(reasons)].join('; ');
}

/** Where there are no parts of the torque, because there is tau. */
export const HOLDS = 'torqueEven, torqueOdd: Eq. (4) holds: ask for tau';
