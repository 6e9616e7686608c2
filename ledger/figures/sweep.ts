import { DoubleField } from '../../src/arithmetic/double.js';
import { remembered, valueAt } from '../../src/arithmetic/memo.js';
import { type BatchPoint, batchSolver } from '../../src/solution/batch.js';
import { closureOf, type Problem, type Variant } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { fermiContour } from '../../src/solution/texture.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import { readQuantity } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { TENSORS } from '../../src/transport/tensors.js';
import { parametersOf } from '../../sweep/axes/axis.js';
import { ChangedValues } from '../../sweep/points/parameterValues.js';
import { exchangeOf, throughCurrentVertex } from '../language/currentVertex.js';
import { symbolic } from '../language/evaluate.js';
import type { PlannedCurves, PlannedFigure } from './plan.js';

const DOUBLE = new DoubleField();
const TAU = ['tau_1e', 'tau_2e', 'tau_1o', 'tau_2o'] as const;
/** Dimension of the velocity that formulas call `v`. */
export const VELOCITY = { energy: 1, length: 1 };

/** What of a figure its curves depend on. */
type Swept = Pick<PlannedFigure, 'set' | 'velocity' | 'scheme' | 'cutoff'>;

/** Intervals that are searched for a band that reaches the Fermi energy, and bisections of those in which one does. */
const [COARSE, BISECTIONS] = [40, 24];
/** A problem, and the parameters that differ from it, in double precision, at any value of the swept one. */
function parametersOver(
  theory: Theory,
  { set, scheme, cutoff }: Swept,
  { parameter, unit, from }: PlannedCurves['sweep'],
): { readonly problem: Problem; readonly at: (x: number) => Record<string, number> } {
  const problem = readProblem(theory, { set: { ...set, [parameter]: `${from} ${unit}`.trim() }, scheme, cutoff });
  const { dimension } = valueAt(parametersOf(theory), parameter);
  const size = Number(readQuantity(parameter, `1 ${unit}`.trim(), dimension).value);
  const changed = new ChangedValues(theory, [parameter], set);
  return { problem, at: (x) => changed.at([x * size]) };
}

/** Matrices by the names of their entries. */
const entriesOf = (matrices: Partial<NonNullable<BatchPoint['bubbles']>>): Map<string, number> =>
  new Map(
    Object.entries(matrices).flatMap(([name, matrix]) => {
      const { rows, columns } = TENSORS[name as keyof typeof matrices];
      return rows.flatMap((a, i) => columns.map((b, j) => [`${name}.${a}${b}`, matrix[i][j]] as const));
    }),
  );

/** A problem whose swept parameter has any value; each value is solved once. */
export class Sweep {
  private readonly solve: (values: Readonly<Record<string, number>>) => BatchPoint;
  private readonly known = new Map<number, Readonly<Record<string, number>> | null>();
  private readonly bubbles = new Map<number, ReadonlyMap<string, number>>();
  private readonly dressed = new Map<number, Readonly<Record<string, number>> | null>();
  private readonly problem: Problem;
  private readonly changedAt: (x: number) => Record<string, number>;

  constructor(
    theory: Theory,
    private readonly figure: Swept,
    private readonly plan: PlannedCurves['sweep'],
    variant: Variant & Pick<Problem, 'watch'> = {},
  ) {
    const { problem, at } = parametersOver(theory, figure, plan);
    this.problem = { ...problem, ...variant };
    this.changedAt = at;
    this.solve = batchSolver(this.problem, true);
  }

  /** What formulas may name: parameters, v, K_xx and the like; undefined at the edge of a band. */
  valuesAt(x: number): Readonly<Record<string, number>> | undefined {
    return remembered(this.known, x, () => this.solvedAt(x)) ?? undefined;
  }

  private solvedAt(x: number): Readonly<Record<string, number>> | null {
    const changed = this.changedAt(x);
    this.problem.watch?.();
    try {
      const point = this.solve(changed);
      this.bubbles.set(x, entriesOf(point.bubbles ?? {}));
      return this.named(changed, point);
    } catch (error) {
      if (error instanceof AccuracyError || error instanceof NoCarriersError) return null;
      throw error;
    }
  }

  /** The same with K, sigma, K_J and tau through the dressed current vertex: a ladder of its own. */
  dressedAt(x: number): Readonly<Record<string, number>> | undefined {
    return remembered(this.dressed, x, () => this.redressed(x)) ?? undefined;
  }

  private redressed(x: number): Readonly<Record<string, number>> | null {
    const values = this.valuesAt(x);
    const bubbles = this.bubbles.get(x);
    if (!values || !bubbles) return null;
    const { theory } = this.problem;
    const texts = new Map(Object.entries(values).map(([name, value]) => [name, String(value)] as const));
    const found = throughCurrentVertex(
      {
        closure: closureOf(this.problem) === 'conserved' ? 'conserved' : 'full',
        entry: (name) => valueAt(bubbles, name),
        exchange: exchangeOf(theory, texts),
      },
      DOUBLE,
    );
    return { ...values, ...Object.fromEntries([...found].map(([name, text]) => [symbolic(name), Number(text)])) };
  }

  private named(changed: Readonly<Record<string, number>>, { K, sigma, KJ, tau }: BatchPoint): Record<string, number> {
    const { velocity } = this.figure;
    const v = velocity === undefined ? {} : { v: Number(readQuantity('velocity', velocity, VELOCITY).value) };
    const usual = [...this.problem.parameters.values].map(([name, value]) => [name, Number(value)] as const);
    const values: Record<string, number> = { ...Object.fromEntries(usual), ...changed, ...v };
    ['x', 'y'].forEach((b, column) => {
      ['0', 'x', 'y', 'z'].forEach((a, row) => {
        values[`K_${a}${b}`] = K[row][column];
        values[`KJ_${a}${b}`] = KJ[row][column];
      });
      ['x', 'y'].forEach((a, row) => {
        values[`sigma_${a}${b}`] = sigma[row][column];
      });
    });
    TAU.forEach((name, k) => {
      values[name] = tau[k];
    });
    return values;
  }

  /** How many bands are at the Fermi energy; undefined at the edge of one. */
  bandsAt(x: number): number | undefined {
    this.problem.watch?.();
    try {
      return new Set(fermiContour(this.problemAt(x), 6).map(({ band }) => band)).size;
    } catch (error) {
      if (error instanceof NoCarriersError) return 0;
      if (error instanceof AccuracyError) return undefined;
      throw error;
    }
  }

  private problemAt(x: number): Problem {
    const { parameters } = this.problem;
    const changed = Object.entries(this.changedAt(x)).map(([name, value]) => [name, String(value)] as const);
    return { ...this.problem, parameters: { ...parameters, values: new Map([...parameters.values, ...changed]) } };
  }

  /** Where a band reaches or leaves the Fermi energy. */
  edges(): { x: number; label: string }[] {
    const { from, to } = this.plan;
    // places that no round number is on
    const grid = Array.from({ length: COARSE }, (_, k) => from + ((to - from) * (k + 0.317)) / COARSE);
    const counts = grid.map((x) => this.bandsAt(x));
    return grid
      .slice(1)
      .flatMap((end, k) =>
        counts[k] === counts[k + 1]
          ? []
          : [{ x: this.edgeBetween(grid[k], end, counts[k]), label: `${counts[k]} to ${counts[k + 1]} bands` }],
      );
  }

  /** Between points that are solved, what refuses one is the rounding at an edge. */
  private bandsNear(x: number): number | undefined {
    try {
      return this.bandsAt(x);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }

  private edgeBetween(low: number, high: number, count: number | undefined): number {
    let [start, end] = [low, high];
    for (let step = 0; step < BISECTIONS; step++) {
      const middle = (start + end) / 2;
      const here = this.bandsNear(middle);
      if (here === undefined) return middle;
      if (here === count) start = middle;
      else end = middle;
    }
    return (start + end) / 2;
  }
}
