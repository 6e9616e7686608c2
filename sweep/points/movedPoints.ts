import { type BatchPoint, batchSolver } from '../../src/solution/batch.js';
import { closureOf, type Problem } from '../../src/solution/problem.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import type { ParameterValues } from '../../src/theory/parameters.js';
import { DENSITY, FERMI_ENERGY } from '../../src/theory/theory.js';
import { alignedLimit, alignmentOf, leastTilt, turned, type Values } from './alignedLimit.js';
import { type Estimate, emptyEstimate, LEAKING, OFFERED_LAYOUT, relativeError, SHIFT } from './doubleErrors.js';
import type { ChangedValues } from './parameterValues.js';
import { OFFERED } from './selection.js';

/** Relative errors near the edge of a band, where lines are tangent to a contour: all three solves share them. */
const NEAR_TANGENTS = 1e-13;

/** Points of a sweep of whatever shape: each is solved three times, as it is and at values moved by rounding. */
export class MovedPoints {
  readonly estimate: Estimate = emptyEstimate();
  /** Of the last point, if tau is a limit: the exchange field nearest to it at which Eq. (4) was used. */
  turned: readonly number[] | undefined;
  /** Finite values of the parameters that do not run. */
  private readonly usual: readonly (readonly [name: string, value: number])[];
  private readonly rounding: number;
  private solver: ReturnType<typeof batchSolver> | undefined;

  constructor(
    private readonly problem: Problem,
    private readonly names: readonly string[],
    private readonly changed: ChangedValues,
    private readonly asksTau: boolean,
  ) {
    const { parameters, limit } = problem;
    this.rounding = closureOf(problem) === 'conserved' ? NEAR_TANGENTS : LEAKING;
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
    estimate.relative = relativeError(first.digits, first.residual, this.rounding);
    const all = { ...Object.fromEntries(usual), ...values };
    this.turned = this.asksTau ? this.takeLimit(all, given) : undefined;
    return all;
  }

  /**
   * Puts the limit of tau into the estimate, where m is aligned.
   * @returns the exchange field at the least tilt from which it was taken
   */
  private takeLimit(values: Values, given: readonly number[]): readonly number[] | undefined {
    const { estimate, problem } = this;
    const names = problem.theory.exchangeNames;
    const exchange = names.map((name) => values[name]);
    if (names.length === 0 || alignmentOf(exchange) === undefined) return undefined;
    const tauAt = (at: Values): readonly number[] | undefined => {
      const point = this.attempted(at);
      return point instanceof Error ? undefined : point.tau;
    };
    const limit = alignedLimit(values, names, tauAt);
    // the direction of m is exact
    const others = [1, -1].map((sign) => {
      const sized = names.map((name, k) => [name, exchange[k] * (1 + sign * SHIFT)] as const);
      const moved = { ...this.moved(given, sign), ...Object.fromEntries(sized) };
      return limit && alignedLimit(moved, names, tauAt, limit.reach);
    });
    if (!limit || others.includes(undefined)) return undefined;
    const at = OFFERED_LAYOUT.at('tau');
    limit.tau.forEach((x, k) => {
      const moves = others.map((other) => Math.abs((other?.tau[k] ?? Number.NaN) - x));
      estimate.values[at + k] = x;
      estimate.changes[at + k] = Math.max(limit.changes[k], ...moves);
    });
    return turned(exchange, leastTilt(limit));
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
