import { DoubleField } from '../../src/arithmetic/double.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import type { Layout } from '../../src/arithmetic/layout.js';
import { conservationResidual } from '../../src/solution/conservation.js';
import { closureOf, type Problem, pipelineOf } from '../../src/solution/problem.js';
import { QuickRoute } from '../../src/solution/quick.js';
import { DENSITY, FERMI_ENERGY } from '../../src/theory/theory.js';
import { WHOLE_TORQUE, wholeTorqueProgram } from '../../src/torque/program.js';
import { InterleavedSolver } from '../../src/transport/interleaved.js';
import { RESPONSE, TENSORS } from '../../src/transport/tensors.js';
import {
  type Estimate,
  emptyEstimate,
  LEAKING,
  OFFERED_LAYOUT,
  relativeError,
  SHIFT,
  sharedFor,
} from './doubleErrors.js';
import type { ChangedValues } from './parameterValues.js';
import type { OfferedTensor } from './selection.js';

/** Where a tensor stands in a block, and where it is offered. */
const placesOf = <N extends string, T extends N & OfferedTensor>(block: Layout<N>, ...tensors: readonly T[]) =>
  tensors.map((name) => ({ from: block.at(name), count: TENSORS[name].entries.length, to: OFFERED_LAYOUT.at(name) }));
const RESPONSES = placesOf(RESPONSE, 'K', 'sigma', 'KJ');
const TORQUES = placesOf(WHOLE_TORQUE, 'tau', 'torqueEven', 'torqueOdd');
const EXCHANGE = WHOLE_TORQUE.at('exchange');

/**
 * Points of a sweep whose lines meet the contours equally often: solved once, on two rules whose values are moved by
 * rounding in opposite directions. Their mean is the answer, their difference tells of lines and of rounding.
 */
export class QuickPoints {
  readonly estimate: Estimate = emptyEstimate();
  /** Of the last point: values moved by rounding, in the order of the parameters, and the numbers of the theory. */
  readonly input: Float64Array;
  readonly environment: Float64Array;
  /** The exchange field. */
  readonly exchange = new Float64Array(3).fill(Number.NaN);
  private readonly moves = new Float64Array(3);
  private readonly second: { readonly input: Float64Array; readonly environment: Float64Array };
  private readonly given: Float64Array;
  private readonly shifts: Float64Array;
  private readonly prepare: Kernel<Float64Array>;
  private readonly route: QuickRoute;
  private readonly settled: number;
  private readonly conserves: boolean;
  private readonly hasTorque: boolean;

  private constructor(
    problem: Problem,
    names: readonly string[],
    private readonly changed: ChangedValues,
    digits: number,
  ) {
    const { theory, parameters, cutoff } = problem;
    const { pipeline } = pipelineOf(problem);
    const known = closureOf(problem);
    this.hasTorque = theory.hasExchange;
    this.conserves = known === 'conserved';
    const derived = this.hasTorque ? wholeTorqueProgram(theory) : undefined;
    this.route = new QuickRoute(pipeline, known === 'measured' ? 'full' : known, derived);
    this.prepare = new DoubleField().compile(theory.environment);
    this.settled = 10 ** -sharedFor(digits);
    this.given = new Float64Array(names.length);
    // the Fermi energy up, the others up and down by turns
    const shiftOf = (name: string, k: number): number => (name === FERMI_ENERGY || k % 2 === 0 ? SHIFT : -SHIFT);
    this.shifts = Float64Array.from(names, shiftOf);
    const last = cutoff === 'renormalised' ? 1 : Number(cutoff);
    const [first, second] = [1, -1].map((sign) => {
      const usual = theory.parameterNames.map((name, k) => {
        const x = Number(parameters.values.get(name));
        const isMoved = !parameters.infinite.has(name) && name !== DENSITY;
        return isMoved ? x * (1 + sign * shiftOf(name, k + names.length)) : x;
      });
      return { input: Float64Array.from([...usual, last]), environment: new Float64Array(theory.environmentSize) };
    });
    [this.input, this.environment, this.second] = [first.input, first.environment, second];
  }

  /** Undefined where a problem cannot be solved so. @param names that run */
  static of(
    problem: Problem,
    names: readonly string[],
    changed: ChangedValues,
    digits: number,
  ): QuickPoints | undefined {
    const { pipeline, limit } = pipelineOf(problem);
    if (limit !== 'dilute' || names.includes(DENSITY) || !InterleavedSolver.admits(pipeline)) return undefined;
    return new QuickPoints(problem, names, changed, digits);
  }

  /** Solves a point; false where this route is not certain of it. @param given values of what runs */
  solve(given: ArrayLike<number>): boolean {
    const { second, prepare, route } = this;
    if (!this.move(given, 1, this.input) || !this.move(given, -1, second.input)) return false;
    prepare(this.input, 0, this.environment, 0);
    prepare(second.input, 0, second.environment, 0);
    return this.take(route.solve(this.environment, this.settled, second.environment));
  }

  /** Solves the last point on more lines. */
  refine(): boolean {
    return this.take(this.route.refine());
  }

  private take(difference: number | undefined): boolean {
    if (difference === undefined) return false;
    const { route, estimate, hasTorque } = this;
    const { values, changes } = estimate;
    for (const { from, count, to } of RESPONSES)
      for (let k = 0; k < count; k++) {
        values[to + k] = route.response[from + k];
        changes[to + k] = route.changes[from + k];
      }
    if (hasTorque) {
      for (const { from, count, to } of TORQUES) route.solver.copy('derived', from, count, values, changes, to);
      route.solver.copy('derived', EXCHANGE, 3, this.exchange, this.moves, 0);
    }
    const residual = this.conserves ? conservationResidual(route.response) : 0;
    estimate.relative = relativeError(-Math.log10(difference), residual, this.conserves ? SHIFT : LEAKING);
    return true;
  }

  /** Values moved by rounding; false where a component may be a zero that rounding hides. */
  private move(given: ArrayLike<number>, sign: number, into: Float64Array): boolean {
    for (let k = 0; k < this.given.length; k++) this.given[k] = given[k] * (1 + sign * this.shifts[k]);
    return this.changed.fill(this.given, into);
  }
}
