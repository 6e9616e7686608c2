import { type BatchPoint, batchSolver } from '../../src/solution/batch.js';
import type { Problem } from '../../src/solution/problem.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import type { ParameterValues } from '../../src/theory/parameters.js';
import { DENSITY, FERMI_ENERGY } from '../../src/theory/theory.js';
import { type Estimate, emptyEstimate, OFFERED_LAYOUT, relativeError, SHIFT } from './doubleErrors.js';
import type { ChangedValues } from './parameterValues.js';
import { OFFERED } from './selection.js';

export type Values = Readonly<Record<string, number>>;

/** Relative errors near the edge of a band, where lines are tangent to a contour: all three solves share them. */
const NEAR_TANGENTS = 1e-13;

/** Points of a sweep of whatever shape: each is solved three times, as it is and at values moved by rounding. */
export class MovedPoints {
  readonly estimate: Estimate = emptyEstimate();
  /** Finite values of the parameters that do not run. */
  private readonly usual: readonly (readonly [name: string, value: number])[];
  private solver: ReturnType<typeof batchSolver> | undefined;

  constructor(
    private readonly problem: Problem,
    private readonly names: readonly string[],
    private readonly changed: ChangedValues,
  ) {
    const { parameters, limit } = problem;
    this.usual = [...parameters.values]
      .filter(
        ([name]) =>
          !changed.names.includes(name) && !parameters.infinite.has(name) && !(name === DENSITY && limit === 'dilute'),
      )
      .map(([name, text]) => [name, Number(text)] as const);
  }

  /**
   * Forgets the points so far: solvers start from what the last point was like, which shows in the last digits, so that
   * points are the same only after the same ones.
   */
  forget(): void {
    this.solver = undefined;
  }

  /**
   * Solves a point.
   * @returns its values by name; the error where there is none at any of the three; undefined where rounding decides
   */
  solve(given: readonly number[], exact: () => ParameterValues): Values | InputError | undefined {
    const { usual, changed, estimate } = this;
    const values = changed.at(given, exact);
    const first = this.attempted(values);
    const moved = [1, -1].map((sign) => this.attempted(this.moved(given, sign)));
    // at the edge of a band rounding decides
    if (first instanceof InputError && moved.every((other) => other.constructor === first.constructor)) return first;
    if (first instanceof Error) return undefined;
    const others = moved.flatMap((other) => (other instanceof Error ? [] : [other]));
    if (others.length < moved.length) return undefined;
    entriesOf(first, estimate.values);
    estimate.changes.fill(0);
    const entries = new Float64Array(OFFERED_LAYOUT.size);
    for (const other of others) {
      entriesOf(other, entries);
      entries.forEach((x, k) => {
        estimate.changes[k] = Math.max(estimate.changes[k], Math.abs(x - estimate.values[k]));
      });
    }
    estimate.relative = relativeError(first.digits, first.residual, NEAR_TANGENTS);
    return { ...Object.fromEntries(usual), ...values };
  }

  /** All values moved by some units in the last place; the Fermi energy up or down, the others by turns. */
  private moved(given: readonly number[], sign: number): Values {
    const { names, usual, changed } = this;
    const away = (x: number, name: string, k: number): number => {
      const isUp = name === FERMI_ENERGY ? sign > 0 : (sign > 0 ? k : k >> 1) % 2 === 0;
      return x * (isUp ? 1 + SHIFT : 1 - SHIFT);
    };
    const others = usual.map(([name, x], k) => [name, away(x, name, k + names.length)] as const);
    return { ...Object.fromEntries(others), ...changed.at(given.map((x, k) => away(x, names[k], k))) };
  }

  private attempted(values: Values): BatchPoint | InputError | AccuracyError {
    this.solver ??= batchSolver(this.problem);
    try {
      return this.solver(values);
    } catch (error) {
      if (error instanceof InputError || error instanceof AccuracyError) return error;
      throw error;
    }
  }
}

function entriesOf(point: BatchPoint, into: Float64Array): void {
  for (const name of OFFERED) into.set(name === 'tau' ? point.tau : point[name].flat(), OFFERED_LAYOUT.at(name));
}
