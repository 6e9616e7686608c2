import { type Expr, type Program, trace } from '../../src/arithmetic/expression.js';
import type { Field, Kernel } from '../../src/arithmetic/field.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { type Directions, trapezoid } from '../../src/quadrature/directions.js';
import { type Survey, survey } from '../../src/quadrature/survey.js';
import { surveyedDirections } from '../../src/quadrature/tangents.js';
import { closureOf } from '../../src/solution/problem.js';
import { parseScheme } from '../../src/solution/readProblem.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import { InterleavedSolver, MOST_LINES } from '../../src/transport/interleaved.js';
import type { Case } from '../cases/case.js';
import { BoltzmannSolver } from '../routes/boltzmann.js';
import type { Law, Measurement, Side, Values } from './law.js';
import { BLOCKS, ResponseTensors } from './response.js';
import { SOUND, type TestedVariant, variantSolver } from './variant.js';

/** The numbers of one evaluation of a law: left, right, scale, substance of every side. */
export const SIDE = 4;

interface Solver<V> {
  readonly crossings: number;
  readonly blocks: readonly V[];
  /** Scattering rates of the states. */
  readonly rates: readonly number[];
  solve(environment: V, directions: Directions<V>): void;
  /** By pairs of lines in double precision, where the theory and its programs allow it. */
  readonly quick?: QuickSolver<V> | undefined;
}

interface QuickSolver<V> {
  /** Solves on equidistant lines where it is certain that they meet the contours equally often; false elsewhere. */
  equidistant(environment: V, lines: number): boolean;
  /** Solves on so many lines a sector; false where those of a sector do not meet the contours equally often. */
  bySectors(environment: V, directions: Directions<V>, lines: number): boolean;
}

/** One measurement of a law, compiled for one field. */
class CompiledMeasurement<V> {
  readonly theory: Theory;
  readonly environment: V;
  readonly solver: Solver<V>;
  private readonly input: V;
  private readonly prepare: Kernel<V>;
  private readonly select: Kernel<V>;
  private readonly isHard: boolean;
  private found: Survey | undefined;
  /** Directions of the last solve. */
  count = 0;

  constructor(
    private readonly compiled: CompiledLaw<V>,
    measurement: Measurement,
    position: number,
    /** Blocks of the earlier measurements, as a kernel takes them. */
    private readonly before: readonly (V | number)[],
  ) {
    const { field, law, shape, base } = compiled;
    this.theory = measurement.theory?.(base) ?? base;
    this.isHard = cutoffOf(measurement, shape) === 'hard';
    const program = selection(law, this.theory, base, position);
    this.select = field.compile(program);
    this.input = field.vector(this.theory.parameterNames.length + 1);
    this.prepare = field.compile(this.theory.environment);
    this.environment = field.vector(this.theory.environmentSize);
    this.solver = solverFor(compiled, measurement, this.theory, shape);
  }

  /** Parameters and environment of this measurement; earlier measurements must be done. */
  load(sample: V): void {
    this.select(sample, 0, ...this.before, this.input, 0);
    this.prepare(this.input, 0, this.environment, 0);
  }

  /** A new sample: what was known of tangent lines no longer holds. */
  forget(): void {
    this.found = undefined;
  }

  /** Solves on equidistant lines; where lines are tangent to a contour, sector by sector. */
  measure(lines: number): void {
    const { field, certain } = this.compiled;
    if (certain && !this.found) this.found = this.compiled.surveyOf(this.theory, this.input, this.cutoff);
    const { environment, solver } = this;
    const { quick } = solver;
    this.count = lines;
    if (!this.found) {
      if (quick?.equidistant(environment, lines)) return;
      if (!quick) {
        solver.solve(environment, this.compiled.equidistant(lines));
        // the same number of crossings on every line: as far as these lines can see, none is tangent
        if (solver.crossings % lines === 0) return;
      }
      this.found = survey(this.theory, field, environment, this.cutoff);
    }
    const directions = this.directions(this.found, lines);
    this.count = directions.count;
    if (!quick?.bySectors(environment, directions, lines)) solver.solve(environment, directions);
  }

  /** Lambda, infinite where it is absorbed. */
  private get cutoff(): number {
    const { field } = this.compiled;
    if (!this.isHard) return Number.POSITIVE_INFINITY;
    const block = Array.from({ length: this.theory.environmentSize }, (_, k) => field.toNumber(this.environment, k));
    return this.theory.read(block).cutoff;
  }

  private directions(found: Survey, lines: number): Directions<V> {
    const { field } = this.compiled;
    return surveyedDirections(this.theory, field, this.environment, found.tangents, lines, (count) =>
      this.compiled.equidistant(count),
    );
  }
}

/** What of a case decides which programs run. */
export interface Shape {
  readonly scheme: string;
  readonly hard: boolean;
  readonly infinite: readonly string[];
}

export const shapeOf = ({ scheme, cutoff, infinite }: Case): Shape => ({
  scheme,
  hard: cutoff !== 'renormalised',
  infinite,
});

/** A law compiled on one field for one shape of cases; buffers are reused from sample to sample. */
export class CompiledLaw<V> {
  readonly names: readonly string[];
  /** Sides of the last evaluation, `SIDE` numbers each. */
  readonly sides: V;
  readonly count: number;
  private readonly sample: V;
  private readonly compiledMeasurements: readonly CompiledMeasurement<V>[];
  /** Blocks of all measurements, as a kernel takes them. */
  private readonly measured: readonly (V | number)[];
  private readonly compare: Kernel<V>;
  private readonly grids = new Map<number, Directions<V>>();

  constructor(
    readonly base: Theory,
    readonly law: Law,
    readonly variant: TestedVariant,
    readonly shape: Shape,
    readonly field: Field<V>,
    /** Look for tangent lines before every solve instead of trusting the count of crossings. */
    readonly certain: boolean,
    /** Tangent lines of a theory at these parameters, found in whatever field resolves them. */
    readonly surveyOf: (theory: Theory, parameters: V, cutoff: number) => Survey,
    /** Called on every line; may throw to end an evaluation. */
    readonly watch?: () => void,
  ) {
    this.names = sampleNames(base, law);
    this.sample = field.vector(this.names.length);
    const blocks: (V | number)[] = [];
    this.compiledMeasurements = law.measurements.map((measurement, k) => {
      const compiled = new CompiledMeasurement(this, measurement, k, [...blocks]);
      blocks.push(...compiled.solver.blocks.flatMap((block) => [block, 0]));
      return compiled;
    });
    this.measured = blocks;
    const program = comparison(law, base, variant);
    this.count = program.outputs.length / SIDE;
    this.compare = field.compile(program);
    this.sides = field.vector(program.outputs.length);
  }

  /** The environment of the first measurement, for classification. */
  get environment(): V {
    return this.compiledMeasurements[0].environment;
  }

  /** Loads a case. */
  load({ values, cutoff }: Case): void {
    this.names.forEach((name, k) => {
      const value =
        name === 'cutoff'
          ? cutoff === 'renormalised'
            ? '1'
            : cutoff
          : (values[name] ?? this.base.parameters.get(name)?.default);
      if (value === undefined) throw new InputError(`the case of ${this.law.id} lacks ${name}=VALUE`);
      this.field.set(this.sample, k, value);
    });
    for (const measurement of this.compiledMeasurements) measurement.forget();
    this.compiledMeasurements[0]?.load(this.sample);
  }

  /** All measurements and both sides. False if a measurement met no Fermi contour. */
  evaluate(lines: number): boolean {
    for (let k = 0; k < this.compiledMeasurements.length; k++) {
      const measurement = this.compiledMeasurements[k];
      if (k > 0) measurement.load(this.sample);
      measurement.measure(lines);
      if (measurement.solver.crossings === 0) return false;
    }
    this.compare(this.sample, 0, ...this.measured, this.sides, 0);
    return true;
  }

  /** The most directions that a measurement of the last evaluation had. */
  get directions(): number {
    return Math.max(...this.compiledMeasurements.map(({ count }) => count));
  }

  /** Whether the last evaluation met a state with a negative rate: a Born series is then outside its range. */
  get hasNegativeRates(): boolean {
    return this.compiledMeasurements.some(({ solver }) => solver.rates.some((rate) => !(rate > 0)));
  }

  equidistant(lines: number): Directions<V> {
    let grid = this.grids.get(lines);
    if (!grid) {
      grid = trapezoid(this.field, lines);
      this.grids.set(lines, grid);
    }
    return grid;
  }
}

/** Parameters of the theory, `cutoff`, then the extra numbers of the law. */
export const sampleNames = (theory: Theory, law: Law): string[] => [
  ...theory.parameterNames,
  'cutoff',
  ...Object.keys(law.draw.extras ?? {}),
];

const valuesFrom = (names: readonly string[], sample: readonly Expr[]): Values => {
  const index = new Map(names.map((name, k) => [name, sample[k]]));
  return (name) => {
    const x = index.get(name);
    if (!x) throw new Error(`a law asks for "${name}", which its samples do not have`);
    return x;
  };
};

function responses(law: Law, blocks: readonly Expr[][], count: number): ResponseTensors[] {
  const size = BLOCKS.length;
  return law.measurements
    .slice(0, count)
    .map(({ limit = 'dilute' }, k) => new ResponseTensors(blocks.slice(size * k, size * (k + 1)), limit));
}

const memo = new WeakMap<Law, Map<string, Program>>();

const programOf = (law: Law, key: string, make: () => Program): Program =>
  remembered(
    remembered(memo, law, () => new Map<string, Program>()),
    key,
    make,
  );

/** (sample, blocks measured before) -> parameters of measurement k in the order of its theory, then the cutoff. */
function selection(law: Law, theory: Theory, base: Theory, k: number): Program {
  const names = sampleNames(base, law);
  return programOf(law, `select ${k} ${theory.name} ${names.join()}`, () =>
    trace([names.length, ...Array.from({ length: k }, () => BLOCKS).flat()], (sample, ...blocks) => {
      const values = valuesFrom(names, sample);
      const changed = law.measurements[k].parameters?.(values, responses(law, blocks, k)) ?? {};
      for (const name of Object.keys(changed))
        if (name !== 'cutoff' && !theory.parameterNames.includes(name))
          throw new Error(`${law.id} changes "${name}", which ${theory.name} does not have`);
      return [...theory.parameterNames, 'cutoff'].map((name) => changed[name] ?? values(name));
    }),
  );
}

/** (sample, all blocks) -> sides. */
function comparison(law: Law, base: Theory, { steps }: TestedVariant): Program {
  const names = sampleNames(base, law);
  const make = (): Program =>
    trace([names.length, ...law.measurements.flatMap(() => BLOCKS)], (sample, ...blocks) =>
      law
        .sides(responses(law, blocks, law.measurements.length), valuesFrom(names, sample), steps.torqueEfficiencies)
        .flatMap(numbersOf),
    );
  // the sides see the torque formula of the variant, so they are remembered for the sound one only
  return steps.torqueEfficiencies === SOUND.steps.torqueEfficiencies
    ? programOf(law, `sides ${names.join()}`, make)
    : make();
}

const numbersOf = ({ left, right, scale, substance }: Side): Expr[] => [
  left,
  right,
  scale,
  substance ?? left.abs().add(right.abs()),
];

const cutoffOf = ({ cutoff }: Measurement, { hard }: Shape): 'hard' | 'renormalised' =>
  cutoff ?? (hard ? 'hard' : 'renormalised');

function solverFor<V>(compiled: CompiledLaw<V>, measurement: Measurement, theory: Theory, shape: Shape): Solver<V> {
  const { field, variant } = compiled;
  const infinite = new Set(measurement.infinite ?? shape.infinite);
  const unitary = theory.unitarySpecies(infinite);
  const scheme = measurement.scheme ?? parseScheme(shape.scheme);
  const cutoff = cutoffOf(measurement, shape);
  if (measurement.route === 'boltzmann') {
    const solver = new BoltzmannSolver(theory, field, { unitary, cutoff });
    return variant === SOUND || field.name !== 'double' ? solver : remembering(solver, theory, `${unitary} ${cutoff}`);
  }
  const limit = measurement.limit ?? 'dilute';
  const known = closureOf({ limit, scheme });
  const closure = measurement.closure ?? (known === 'measured' ? 'conserved' : known);
  const solver = variantSolver(variant, theory, { scheme, limit, cutoff, unitary }, field, compiled.watch);
  const clean = solver instanceof DiluteSolver ? solver : solver.clean;
  const { g, scattering } = clean;
  const pairs =
    variant === SOUND && field.name === 'double' && clean === solver && InterleavedSolver.admits(clean.pipeline)
      ? InterleavedSolver.shared(clean.pipeline, closure)
      : undefined;
  const numbers = new Float64Array(theory.environmentSize);
  const mayBeNegative = scheme.kind === 'born' || scheme.kind === 'gaussian';
  let [crossings, rate]: (number | undefined)[] = [];
  /** Takes what a solve by pairs found, of one of its two rules. */
  const take = (quick: InterleavedSolver): boolean => {
    if (cutoff === 'hard' && !(quick.reach < theory.read(numbers).cutoff)) return false;
    for (const [name, block] of Object.entries({ response: solver.response, scattering, g, bubbles: solver.bubbles }))
      quick.copyFirst(name as 'response' | 'scattering' | 'g' | 'bubbles', block as Float64Array);
    [crossings, rate] = [quick.crossings, mayBeNegative ? quick.leastRate : 1];
    return true;
  };
  const load = (quick: InterleavedSolver, environment: V): void => {
    crossings = undefined;
    for (let k = 0; k < numbers.length; k++) numbers[k] = field.toNumber(environment, k);
    quick.load(numbers);
  };
  const quick: QuickSolver<V> | undefined = pairs && {
    equidistant: (environment, lines) => {
      if (2 * lines > MOST_LINES) return false;
      load(pairs, environment);
      const found = pairs.survey(SURVEYED);
      if (found === undefined) return false;
      pairs.solve(found, 2 * lines);
      return take(pairs);
    },
    bySectors: (environment, { lines, count }, perSector) => {
      load(pairs, environment);
      const directions = { lines: lines as Float64Array, count };
      return pairs.solveSectors(directions, directions, count / perSector) && take(pairs);
    },
  };
  return {
    get rates() {
      return crossings === undefined || rate === undefined ? clean.rates : [rate];
    },
    get crossings() {
      return crossings ?? solver.crossings;
    },
    blocks: [solver.response, scattering, g, solver.bubbles],
    quick,
    solve: (environment, directions) => {
      crossings = undefined;
      solver.solve(environment, directions, closure);
    },
  };
}

/** What the semiclassical route found, by everything that it depends on. */
const routes = new WeakMap<Theory, Map<string, { readonly result: Float64Array; readonly crossings: number }>>();
/** So many of its answers are kept. */
const MOST_ANSWERS = 4096;

/** A route that shares no step with any variant: each case is asked of it once, for all of them. */
function remembering<V>(solver: BoltzmannSolver<V>, theory: Theory, conditions: string): Solver<V> {
  const known = remembered(routes, theory, () => new Map());
  let crossings = 0;
  return {
    blocks: solver.blocks,
    rates: solver.rates,
    get crossings() {
      return crossings;
    },
    solve: (environment, directions) => {
      const key = `${conditions} ${directions.count} ${environment}`;
      if (known.size > MOST_ANSWERS) known.clear();
      const [block] = solver.blocks as readonly Float64Array[];
      const found = remembered(known, key, () => {
        solver.solve(environment, directions);
        return { result: block.slice(), crossings: solver.crossings };
      });
      block.set(found.result);
      crossings = found.crossings;
    },
  };
}

/** Lines on which it is decided whether all lines meet the contours equally often. */
const SURVEYED = 20;
