import { type Program, trace } from '../arithmetic/expression.js';
import { remembered } from '../arithmetic/memo.js';
import {
  isPaired,
  type Loop,
  type PairKernels,
  type Place,
  pairKernels,
  type Step,
} from '../arithmetic/pairKernels.js';
import { fourRealRoots, noRealRoots, quarticDiscriminant, twoRealRoots } from '../arithmetic/quartic.js';
import { type Directions, LINE } from '../quadrature/directions.js';
import { Harmonics, harmonicsOf } from '../quadrature/harmonics.js';
import type { Closure } from './ladder.js';
import { type Pipeline, ROW, rowSize } from './pipeline.js';
import { DILUTE_BUBBLES, GREEN, GREEN_SUMS, RESPONSE, SCATTERING } from './tensors.js';

/** Degree of D of which the roots are known in closed form. */
const QUARTIC = 4;
/** The discriminant of a quartic D is a trigonometric polynomial with so many harmonics of twice the angle. */
const HARMONICS = 6;
/** Of its top coefficient. */
const TOP_HARMONICS = 2;
/** The most lines of one solve. */
export const MOST_LINES = 2048;
/** Pairs of lines of which D is solved side by side. */
const TOGETHER = 2;
/** Distance from the real axis at which a zero of the discriminant slows the rules down too much. */
const AWAY = 0.04;
/** Part of its terms below which the discriminant is taken for rounding errors. */
const ROUNDING = 1e-12;

/** How often a line meets the contours. */
export type Crossings = 0 | 2 | 4;

/** What is run in one call: the whole of a solve where all lines have as many crossings, else its parts. */
type Part = 'survey' | 'clear' | 'scatter' | 'close' | `contours${Crossings}` | `bubbles${Crossings}` | `solve${2 | 4}`;

/** Neighbouring pairs of lines with as many crossings each. */
interface Stretch {
  readonly crossings: Crossings;
  readonly from: number;
  readonly to: number;
}

/** D along a line -> its discriminant, the terms of that, its top coefficient. */
const shapeOf: Program = trace([QUARTIC + 1], (coefficients) => {
  const { value, terms } = quarticDiscriminant(coefficients);
  return [value, terms, coefficients[QUARTIC]];
});
const SHAPE = shapeOf.outputs.length;

const ROW_SIZE = rowSize(QUARTIC);

const nothing = (size: number): Program => trace([1], ([x]) => Array.from({ length: size }, () => x.mul(0)));

/**
 * The dilute limit on two interleaved rules of equidistant lines at once, one on each lane of a register: the lines of
 * either lie half way between those of the other. Where no line is tangent to a contour, their errors are opposite to
 * first order: the mean of what they say has as many digits as all lines together, the difference tells how many each
 * of them has.
 */
export class InterleavedSolver {
  private readonly kernels: PairKernels<Part>;
  private readonly at: Readonly<
    Record<
      | 'environment'
      | 'lines'
      | 'D'
      | 'shape'
      | 'growth'
      | 'rows'
      | 'g'
      | 'scattering'
      | 'bubbles'
      | 'response'
      | 'derived',
      number
    >
  >;
  private readonly memory: Float64Array;
  private readonly grids = new Map<number, Float64Array>();
  /** Extremes of what a survey finds on its lines. */
  private readonly least = new Float64Array(SHAPE);
  private readonly greatest = new Float64Array(SHAPE);
  /** Equidistant lines that are in their place. */
  private lines = 0;
  /** What was solved last, and which part each of the two rules has in its answer. */
  private stretches: readonly Stretch[] = [];
  private finer: readonly [number, number] = [0.5, 0.5];

  /** @param derived (environment, response) -> further numbers of every solve */
  constructor(pipeline: Pipeline, closure: Closure, derived?: Program) {
    let size = 0;
    const reserve = (count: number): number => {
      size += count;
      return size - count;
    };
    const most = MOST_LINES / 2;
    const [environment, lines] = [reserve(pipeline.theory.environmentSize), reserve(LINE.size * most)];
    const [D, roots] = [reserve((QUARTIC + 1) * most), reserve(QUARTIC * most)];
    const [shape, growth, rows] = [reserve(SHAPE * most), reserve(3), reserve(ROW_SIZE * (most + 1))];
    const [g, scattering] = [GREEN, SCATTERING].map((layout) => reserve(layout.size));
    const [bubbles, response] = [DILUTE_BUBBLES, RESPONSE].map((layout) => reserve(layout.size));
    const further = reserve(derived?.outputs.length ?? 0);
    this.at = { environment, lines, D, shape, growth, rows, g, scattering, bubbles, response, derived: further };

    const step = (program: Program, ...places: readonly (number | Place)[]): Step => ({
      program,
      places: places.map((place) => (typeof place === 'number' ? { at: place } : place)),
    });
    const line = { at: lines, stride: LINE.size };
    const along = { at: D, stride: QUARTIC + 1 };
    const determinant = step(pipeline.determinant, environment, line, along);
    const survey: Loop[] = [
      { steps: [determinant] },
      { steps: [step(shapeOf, along, { at: shape, stride: SHAPE })] },
      { together: 'all', steps: [step(pipeline.growth, environment, lines, growth)] },
    ];
    const row = (k: number): Place => ({ at: rows + ROW_SIZE * k, stride: ROW_SIZE });
    const root = (count: number): Place => ({ at: roots, stride: QUARTIC * count });
    const clear: Loop[] = [
      {
        together: 'all',
        steps: [step(nothing(ROW_SIZE), environment, rows), step(nothing(DILUTE_BUBBLES.size), environment, bubbles)],
      },
    ];
    const contours = (crossings: Crossings): Loop[] => {
      const quartics = { 0: noRealRoots, 2: twoRealRoots, 4: fourRealRoots }[crossings](TOGETHER);
      const program = pipeline.crossings(crossings, (QUARTIC - crossings) / 2);
      return [
        { steps: [determinant] },
        {
          together: TOGETHER,
          steps: [step(quartics, { at: D, stride: TOGETHER * (QUARTIC + 1) }, root(TOGETHER))],
        },
        { steps: [step(program, environment, line, root(1), row(0), row(1))] },
      ];
    };
    const scatter: Loop[] = [
      {
        together: 'all',
        steps: [step(pipeline.green, environment, row(0), g), step(pipeline.scattering, environment, g, scattering)],
      },
    ];
    const bubblesOf = (crossings: Crossings): Loop[] => [
      { steps: [step(pipeline.bubblesOf(crossings), environment, row(1), scattering, bubbles, bubbles)] },
    ];
    const close: Loop[] = [
      {
        together: 'all',
        steps: [
          step(pipeline.diluteLadder(closure), environment, scattering, bubbles, response),
          ...(derived ? [step(derived, environment, response, further)] : []),
        ],
      },
    ];
    const solve = (crossings: Crossings): Loop[] => [
      ...clear,
      ...contours(crossings),
      ...scatter,
      ...bubblesOf(crossings),
      ...close,
    ];
    this.kernels = pairKernels(
      {
        survey,
        clear,
        scatter,
        close,
        contours0: contours(0),
        contours2: contours(2),
        contours4: contours(4),
        bubbles0: bubblesOf(0),
        bubbles2: bubblesOf(2),
        bubbles4: bubblesOf(4),
        solve2: solve(2),
        solve4: solve(4),
      },
      size,
    );
    this.memory = this.kernels.memory;
  }

  /** One solver for all who run the same programs. */
  static shared(pipeline: Pipeline, closure: Closure, derived?: Program): InterleavedSolver {
    const ofPipeline = remembered(known, pipeline, () => new Map<string, WeakMap<Program, InterleavedSolver>>());
    const ofClosure = remembered(ofPipeline, closure, () => new WeakMap<Program, InterleavedSolver>());
    return remembered(ofClosure, derived ?? shapeOf, () => new InterleavedSolver(pipeline, closure, derived));
  }

  /**
   * Whether a theory and its programs can be solved so: D is quartic. A cutoff must lie beyond the `reach` of a solve.
   */
  static admits(pipeline: Pipeline): boolean {
    const programs = [pipeline.determinant, pipeline.growth, pipeline.crossing, pipeline.offShell];
    return 2 * pipeline.theory.degree === QUARTIC && programs.every(isPaired);
  }

  /** The numbers of the theory; the second rule may have others that differ by rounding. */
  load(environment: Float64Array, second = environment): void {
    const { memory } = this;
    for (let k = 0; k < environment.length; k++) {
      memory[2 * k] = environment[k];
      memory[2 * k + 1] = second[k];
    }
  }

  /** The centre of the lines, of a theory about one. @param at length of its environment block without it */
  loadCentre(centre: readonly number[], at: number): void {
    for (const [k, c] of centre.entries()) this.memory.fill(c, 2 * (at + k), 2 * (at + k + 1));
  }

  /**
   * How often each line meets the contours, if all lines do so equally often: not only these ones, but every line
   * through the origin. Undefined where that is not certain from so many lines, 14 or more.
   */
  survey(lines: number): 2 | 4 | undefined {
    this.place(lines);
    this.kernels.run.survey(0, lines / 2);
    if (!(this.memory[2 * (this.at.growth + 2)] > 0)) return undefined;
    this.takeExtremes(lines / 2);
    const { least, greatest } = this;
    const [discriminant, terms, top] = [0, 1, 2];
    const resolved = Math.min(Math.abs(least[discriminant]), Math.abs(greatest[discriminant]));
    if (!(least[top] > 0 && hasOneSign(least[top], greatest[top], TOP_HARMONICS / lines))) return undefined;
    if (!(least[discriminant] * greatest[discriminant] > 0 && resolved > ROUNDING * greatest[terms])) return undefined;
    const isCertain =
      hasOneSign(least[discriminant], greatest[discriminant], HARMONICS / lines) || this.staysAway(resolved);
    return isCertain ? (least[discriminant] > 0 ? 4 : 2) : undefined;
  }

  /** The least and the greatest of what so many pairs of lines say of D. */
  private takeExtremes(pairs: number): void {
    const { memory, least, greatest } = this;
    for (let k = 0; k < SHAPE; k++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      const from = 2 * (this.at.shape + k);
      for (let at = from; at < from + 2 * SHAPE * pairs; at += 2 * SHAPE) {
        low = Math.min(low, memory[at], memory[at + 1]);
        high = Math.max(high, memory[at], memory[at + 1]);
      }
      least[k] = low;
      greatest[k] = high;
    }
  }

  /**
   * About how many lines of a surveyed point leave so small a difference: errors fall by e^-height a line, with the
   * height of the zeros of the discriminant over the real angles, taken for 1 + q cos(2 angle).
   */
  linesFor(difference: number): number {
    const [least, greatest] = [this.least[0], this.greatest[0]];
    return (-2 * Math.log(difference)) / Math.acosh(Math.abs((greatest + least) / (greatest - least)));
  }

  private shapeAt(line: number, k: number): number {
    return this.memory[2 * (this.at.shape + SHAPE * (line >> 1) + k) + (line % 2)];
  }

  /** Whether the discriminant has no zero near the real axis, from all that it has. */
  private staysAway(scale: number): boolean {
    const values = Array.from({ length: this.lines }, (_, line) => this.shapeAt(line, 0) / scale);
    const series = new Harmonics(harmonicsOf(values).slice(0, HARMONICS + 1));
    return series.zeros.every(({ height }) => Math.abs(height) > AWAY);
  }

  /** Solves on so many equidistant lines, each of which meets the contours so often. */
  solve(crossings: 2 | 4, lines: number): void {
    this.place(lines);
    this.finer = [0.5, 0.5];
    this.stretches = [{ crossings, from: 0, to: lines / 2 }];
    this.kernels.run[`solve${crossings}`](0, lines / 2);
  }

  /**
   * Solves on two rules of so many sectors each, between whose ends all lines meet the contours equally often: a coarse
   * one and a finer one, whose answer counts. False where the lines of a sector do not, or are too many.
   */
  solveSectors(coarse: Directions<Float64Array>, fine: Directions<Float64Array>, sectors: number): boolean {
    const perSector = TOGETHER * Math.ceil(fine.count / sectors / TOGETHER);
    const pairs = perSector * sectors;
    if (2 * pairs > MOST_LINES) return false;
    this.lines = 0;
    this.finer = [0, 1];
    for (const [lane, { lines, count }] of [coarse, fine].entries())
      for (let k = 0; k < pairs; k++) {
        const [sector, place, each] = [Math.floor(k / perSector), k % perSector, count / sectors];
        const from = LINE.size * (sector * each + Math.min(place, each - 1));
        const to = 2 * (this.at.lines + LINE.size * k) + lane;
        for (let i = 0; i < LINE.size; i++) this.memory[to + 2 * i] = lines[from + i];
        // what a sector has less than the other rule are lines without a weight
        if (place >= each) this.memory[to + 2 * LINE.at('weight')] = 0;
      }
    const { run } = this.kernels;
    run.survey(0, pairs);
    const found = Array.from({ length: sectors }, (_, k) => this.stretch(k * perSector, (k + 1) * perSector));
    this.stretches = found.filter((stretch) => stretch !== undefined);
    if (this.stretches.length < sectors) return false;
    run.clear(0, pairs);
    for (const { crossings, from, to } of this.stretches) run[`contours${crossings}`](from, to);
    run.scatter(0, pairs);
    for (const { crossings, from, to } of this.stretches) if (crossings > 0) run[`bubbles${crossings}`](from, to);
    run.close(0, pairs);
    return true;
  }

  /** Lines that were surveyed, if they have one number of crossings. */
  private stretch(from: number, to: number): Stretch | undefined {
    let sign = 0;
    for (let line = 2 * from; line < 2 * to; line++) {
      const here = Math.sign(this.shapeAt(line, 0));
      if (here === 0 || here === -sign) return undefined;
      sign = here;
    }
    if (sign < 0) return { crossings: 2, from, to };
    const at = 2 * (this.at.D + (QUARTIC + 1) * Math.floor((from + to) / 2));
    const { memory } = this;
    const [e, d, c, b, a] = [memory[at], memory[at + 2], memory[at + 4], memory[at + 6], memory[at + 8]];
    // all roots are real, or none
    const p = 8 * a * c - 3 * b * b;
    const r = 64 * a ** 3 * e - 16 * a * a * c * c + 16 * a * b * b * c - 16 * a * a * b * d - 3 * b ** 4;
    return { crossings: p < 0 && r < 0 ? 4 : 0, from, to };
  }

  /** A number of the response. */
  response(place: number): number {
    return this.mean(this.at.response + place);
  }

  /** How far the two rules differ in it. */
  difference(place: number): number {
    const at = 2 * (this.at.response + place);
    return Math.abs(this.memory[at] - this.memory[at + 1]);
  }

  /** Copies numbers of the response, or of what is derived from it, and how far the two rules differ in each. */
  copy(
    block: 'response' | 'derived',
    from: number,
    count: number,
    means: Float64Array,
    changes: Float64Array,
    to: number,
  ) {
    const { memory } = this;
    const [share, finerShare] = this.finer;
    let at = 2 * (this.at[block] + from);
    for (let k = to; k < to + count; k++, at += 2) {
      means[k] = share * memory[at] + finerShare * memory[at + 1];
      changes[k] = Math.abs(memory[at] - memory[at + 1]);
    }
  }

  /** Copies a block as the first rule alone gives it. */
  copyFirst(block: 'g' | 'scattering' | 'bubbles' | 'response', into: Float64Array): void {
    const from = 2 * this.at[block];
    for (let k = 0; k < into.length; k++) into[k] = this.memory[from + 2 * k];
  }

  /** A number of g. */
  green(place: number): number {
    return this.mean(this.at.g + place);
  }

  /** A number of the sums that make g. */
  sums(place: number): number {
    return this.mean(this.at.rows + ROW_SIZE * (this.stretches.at(-1)?.to ?? 0) + place);
  }

  /** How many states either rule met. */
  get crossings(): number {
    return this.stretches.reduce((total, { crossings, from, to }) => total + crossings * (to - from), 0);
  }

  /** The least scattering rate of the states that were met. */
  get leastRate(): number {
    const [{ memory }, spin] = [this, ROW.at('spin')];
    const Gamma = this.at.scattering + SCATTERING.at('Gamma');
    return -this.mostOf((state, lane) => {
      let rate = memory[2 * Gamma + lane];
      for (let i = 0; i < 3; i++) rate += memory[2 * (state + spin + i) + lane] * memory[2 * (Gamma + 1 + i) + lane];
      return -rate;
    });
  }

  /** The largest momentum of the states that were met. */
  get reach(): number {
    const [{ memory }, momentum] = [this, ROW.at('momentum')];
    return Math.max(
      0,
      this.mostOf((state, lane) => Math.abs(memory[2 * (state + momentum) + lane])),
    );
  }

  /**
   * The greatest of what is said of the states of the last solve; NaN if it is of one.
   * @param of where the row of a state would begin if it had one of its own, and its lane
   */
  private mostOf(of: (row: number, lane: 0 | 1) => number): number {
    let most = Number.NEGATIVE_INFINITY;
    for (const { crossings, from, to } of this.stretches)
      for (let pair = from; pair < to; pair++)
        for (let point = 0; point < crossings; point++) {
          const row = this.at.rows + ROW_SIZE * (pair + 1) + rowSize(point) - GREEN_SUMS.size;
          most = Math.max(most, of(row, 0), of(row, 1));
        }
    return most;
  }

  private mean(at: number): number {
    return this.finer[0] * this.memory[2 * at] + this.finer[1] * this.memory[2 * at + 1];
  }

  /** Puts equidistant lines in their place, the even ones on one lane and the odd ones on the other. */
  private place(lines: number): void {
    if (this.lines === lines) return;
    this.lines = lines;
    const grid = remembered(this.grids, lines, () => interleaved(lines));
    this.memory.set(grid, 2 * this.at.lines);
  }
}

const known = new WeakMap<Pipeline, Map<string, WeakMap<Program, InterleavedSolver>>>();

/** Pairs of lines with the weights of two rules of half as many lines. */
const interleaved = (count: number): Float64Array =>
  Float64Array.from({ length: LINE.size * count }, (_, k) => {
    const angle = (Math.PI * (2 * Math.floor(k / (2 * LINE.size)) + (k % 2))) / count;
    const weight = (2 * Math.PI) / count;
    return [Math.cos(angle), Math.sin(angle), weight][Math.floor(k / 2) % LINE.size];
  });

/**
 * Whether a trigonometric polynomial has one sign everywhere, from its least and greatest value at equidistant places:
 * between them it leaves their middle by no more than 1/cos(pi harmonics/places) times what it does there.
 * @see H. Ehlich and K. Zeller, Math. Z. 86, 41 (1964)
 */
const hasOneSign = (least: number, greatest: number, harmonicsPerPlace: number): boolean =>
  Math.abs(greatest + least) * Math.cos(Math.PI * harmonicsPerPlace) > greatest - least;
