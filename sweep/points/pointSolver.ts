import { vanishesBy } from '../../properties/symmetry/constraints.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import { remembered } from '../../src/arithmetic/memo.js';
import type { Problem } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { InputError } from '../../src/theory/errors.js';
import { breachesIn } from '../../src/theory/isotropy.js';
import type { ParameterValues } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Grid } from '../axes/grid.js';
import type { Values } from './alignedLimit.js';
import { type Answer, deepPoint, HOLDS, reasonOf, unanswered } from './deepPoint.js';
import { digitsOf, ErrorBounds, type Estimate, MOST_DIGITS, OFFERED_LAYOUT } from './doubleErrors.js';
import { MovedPoints } from './movedPoints.js';
import { ChangedValues } from './parameterValues.js';
import { QuickPoints } from './quickPoints.js';
import type { OfferedTensor, Quantity } from './selection.js';

/** What a sweep asks of every point. */
export interface Request {
  readonly theory: Theory;
  readonly grid: Grid;
  readonly set: Readonly<Record<string, string>>;
  readonly limit?: string | undefined;
  readonly scheme?: string | undefined;
  readonly cutoff?: string | undefined;
  readonly quantities: readonly Quantity[];
  /** Digits below which a point is solved again in higher precision. */
  readonly digits: number;
}

/** What is made once for all points with the same infinite strengths. */
interface Prepared {
  readonly quick: QuickPoints | undefined;
  readonly moved: MovedPoints;
}

/**
 * Solves the points of a sweep: in double precision where the estimate of its error leaves the asked digits, by runs of
 * higher precision elsewhere.
 */
export class PointSolver {
  private readonly environment: Float64Array;
  private readonly input: Float64Array;
  private readonly prepare: Kernel<Float64Array>;
  private readonly breach: (environment: Float64Array) => string | undefined;
  private readonly changed: ChangedValues;
  private readonly prepared = new Map<string, Prepared>();
  private readonly exact = new Map<string, ParameterValues>();
  private readonly zeros = new Map<number, readonly boolean[]>();
  private readonly positive: readonly number[];
  /** Places among what runs of what may be infinite. */
  private readonly infinite: readonly number[];
  /** The quantities by their places in an estimate. */
  private readonly asked: readonly { readonly tensor: OfferedTensor; readonly at: number }[];
  private readonly bounds: ErrorBounds;
  private readonly asksTorque: boolean;
  private readonly asksTau: boolean;

  constructor(private readonly request: Request) {
    const { theory, grid, set, quantities } = request;
    const field = new DoubleField();
    this.environment = field.vector(theory.environmentSize);
    this.input = field.vector(theory.parameterNames.length + 1);
    this.prepare = field.compile(theory.environment);
    this.breach = breachesIn(theory, field);
    this.changed = new ChangedValues(theory, grid.names, set);
    const whose = (holds: (name: string) => boolean | undefined) =>
      grid.names.flatMap((name, k) => (holds(name) ? [k] : []));
    this.positive = whose((name) => theory.parameters.get(name)?.positive);
    this.infinite = whose((name) => theory.parameters.get(name)?.infinite);
    this.asked = quantities.map(({ tensor, place }) => ({ tensor, at: OFFERED_LAYOUT.at(tensor) + place }));
    this.bounds = new ErrorBounds(quantities.map(({ tensor }) => tensor));
    this.asksTau = quantities.some(({ tensor }) => tensor === 'tau');
    this.asksTorque = this.asksTau || quantities.some(({ tensor }) => isPart(tensor));
  }

  /** The exact problem of a row. @throws InputError where it makes no sense */
  problemAt(row: number): Problem {
    const { theory, grid, set, limit, scheme, cutoff } = this.request;
    return readProblem(theory, { set: { ...set, ...grid.textsAt(row) }, limit, scheme, cutoff });
  }

  /** Exact values of a row: of what is given by size and angles, say; other parameters may be those of another row. */
  private exactlyAt(row: number): ParameterValues {
    const { theory, grid } = this.request;
    const given = Object.entries(grid.textsAt(row)).filter(([name]) => !theory.parameters.has(name));
    return remembered(this.exact, JSON.stringify(given), () => this.problemAt(row).parameters);
  }

  /** Forgets the rows so far, so that rows are the same after whatever rows. */
  forget(): void {
    for (const { moved } of this.prepared.values()) moved.forget();
  }

  /** The answer of runs of higher precision. */
  inDepth(row: number): Promise<Answer> {
    const { quantities, digits } = this.request;
    return deepPoint(() => this.problemAt(row), quantities, digits);
  }

  /**
   * The answer of double precision; undefined where it is short of digits, or where the exact problem must speak.
   * @param given the values of the row
   */
  inDouble(row: number, given = this.request.grid.numbersAt(row)): Answer | undefined {
    const { quantities } = this.request;
    for (const k of this.positive) if (!(given[k] > 0)) return undefined;
    try {
      const { quick, moved } = this.preparedFor(given, row);
      const found = quick?.solve(given) && (this.judgedQuick(quick) ?? (quick.refine() && this.judgedQuick(quick)));
      if (found) return found;
      const values = moved.solve(given, () => this.exactlyAt(row));
      if (values instanceof InputError) return unanswered(quantities, reasonOf(values) ?? values.message);
      if (!values) return undefined;
      const exchange = this.exchangeAt(values);
      return this.judged(moved.estimate, this.input, this.environment, moved.turned ?? exchange);
    } catch (error) {
      if (reasonOf(error) !== undefined) return undefined;
      throw error;
    }
  }

  private judgedQuick({ estimate, input, environment, exchange }: QuickPoints): Answer | undefined {
    return this.judged(estimate, input, environment, exchange);
  }

  /** One solver for every set of infinite strengths. */
  private preparedFor(given: readonly number[], row: number): Prepared {
    let key = '';
    for (const k of this.infinite) key += given[k] === Number.POSITIVE_INFINITY ? '1' : '0';
    return remembered(this.prepared, key, () => {
      const problem = this.problemAt(row);
      const { grid, digits } = this.request;
      return {
        quick: QuickPoints.of(problem, grid.names, this.changed, digits),
        moved: new MovedPoints(problem, grid.names, this.changed, this.asksTau),
      };
    });
  }

  /** The exchange field; loads the values and the numbers of the theory. */
  private exchangeAt(values: Values): readonly number[] {
    const { theory } = this.request;
    for (const [k, name] of theory.parameterNames.entries()) this.input[k] = values[name] ?? 1;
    this.prepare(this.input, 0, this.environment, 0);
    return theory.read(this.environment).exchange;
  }

  /** What the numbers of a point are worth; undefined where they are short of digits. */
  private judged(
    estimate: Estimate,
    input: Float64Array,
    environment: Float64Array,
    exchange: ArrayLike<number>,
  ): Answer | undefined {
    const { asked, bounds, asksTorque, request } = this;
    const inPlane = Math.sqrt(exchange[0] ** 2 + exchange[1] ** 2);
    const size = Math.sqrt(inPlane ** 2 + exchange[2] ** 2);
    bounds.load(estimate, inPlane / size, Math.abs(exchange[2]) / size);
    const broken = asksTorque && request.theory.hasExchange ? this.breach(environment) : undefined;
    const zeros = this.zerosAt(input);
    const [values, held] = [new Array<number>(asked.length), new Array<number>(asked.length)];
    let reasons: string | undefined;
    for (let k = 0; k < asked.length; k++) {
      const { tensor, at } = asked[k];
      const reason = asksTorque ? missing(tensor, broken) : undefined;
      if (reason !== undefined && !reasons?.includes(reason))
        reasons = reasons === undefined ? reason : `${reasons}; ${reason}`;
      const x = zeros[k] ? 0 : estimate.values[at];
      const digits = zeros[k] ? MOST_DIGITS : digitsOf(x, bounds.of(tensor, at));
      if (reason === undefined && digits < request.digits) return undefined;
      values[k] = reason === undefined ? x : Number.NaN;
      held[k] = reason === undefined ? digits : Number.NaN;
    }
    return { values, held, reason: reasons };
  }

  /** Which quantities vanish by a symmetry of what is present. */
  private zerosAt(input: Float64Array): readonly boolean[] {
    const { theory, quantities } = this.request;
    const { parameterNames } = theory;
    let key = 0;
    for (let k = 0; k < parameterNames.length; k++) key = 2 * key + (input[k] === 0 ? 0 : 1);
    return remembered(this.zeros, key, () => {
      const present = parameterNames.filter((_, k) => input[k] !== 0);
      return quantities.map(({ name, tensor }) => !isPart(tensor) && vanishesBy(theory, name, present) !== undefined);
    });
  }
}

const isPart = (tensor: OfferedTensor): boolean => tensor === 'torqueEven' || tensor === 'torqueOdd';

/** Why a point has no value of this tensor: the torque is either tau or its parts. */
function missing(tensor: OfferedTensor, broken: string | undefined): string | undefined {
  if (tensor === 'tau' && broken !== undefined) return `tau: Eq. (4) does not hold: ${broken}`;
  return isPart(tensor) && broken === undefined ? HOLDS : undefined;
}
