import type { Program } from '../arithmetic/expression.js';
import { once } from '../arithmetic/memo.js';
import { type Centre, CentreFinder } from '../quadrature/centre.js';
import type { Directions } from '../quadrature/directions.js';
import { InterleavedSolver } from '../transport/interleaved.js';
import type { Closure } from '../transport/ladder.js';
import { type Pipeline, pipelineFor } from '../transport/pipeline.js';
import { GREEN, GREEN_SUMS, RESPONSE } from '../transport/tensors.js';

/** Lines on which a point is surveyed. */
const SURVEYED = 20;
/** The fewest lines on which a point is solved, and the most. */
const [FEWEST, MOST] = [12, 512];
/** Lines beyond which a forecast from the survey alone is not trusted. */
const FORECAST = 40;
/** What the forecast is mistaken by on most points. */
const MARGIN = 1.2;
/** Lines a sector of the coarser rule and of the finer one. */
const PER_SECTOR = [
  [16, 20],
  [28, 34],
  [48, 58],
  [80, 96],
] as const;
/** More lines where digits are short. */
const FINER = 1.5;
/** Rounding errors of states near a tangent are larger, and much the same in both rules. */
const NEAR_TANGENTS = 10;
/** Difference of the two rules from which the lines that are needed can be foreseen. */
const FORESEEN = 0.1;

const PRIMARY = [RESPONSE.places('K'), RESPONSE.places('sigma')];
const DIVERGENCE = GREEN_SUMS.places('divergence');
const GREEN_PLACES = GREEN.places('g');

/**
 * Many points of one problem on interleaved rules of equidistant lines: those of a dilute limit in which no line is
 * tangent to a contour, or nearly so. The others are left to the solver that surveys them.
 */
export class QuickRoute {
  /** Of the last point, and how far the two rules differ in it. */
  readonly response = new Float64Array(RESPONSE.size);
  readonly changes = new Float64Array(RESPONSE.size);
  solver: InterleavedSolver;
  /** Through which the lines of the last point run, if not the origin. */
  centre: Centre | undefined;
  private readonly solvers: Readonly<Record<'origin' | 'centre', () => InterleavedSolver>>;
  private readonly centres: CentreFinder | undefined;
  private last: { crossings: 2 | 4; lines: number } = { crossings: 2, lines: FEWEST };
  private cutoff = Number.POSITIVE_INFINITY;
  private readonly divergence = DIVERGENCE.map(() => 0);
  private readonly g = GREEN_PLACES.map(() => 0);

  constructor(
    private readonly pipeline: Pipeline,
    closure: Closure,
    derived?: Program,
  ) {
    const { theory, approximation, steps } = pipeline;
    const about = (of: Pipeline): InterleavedSolver => InterleavedSolver.shared(of, closure, derived);
    this.solver = about(pipeline);
    const { solver } = this;
    this.solvers = {
      origin: () => solver,
      centre: once(() => about(pipelineFor(theory.centred, approximation, steps))),
    };
    this.centres = pipeline.hard ? undefined : new CentreFinder(theory);
  }

  /**
   * Solves a point until the two rules differ by less than `settled` of the largest entry of K and of sigma.
   * @param second the numbers of the second rule, if they differ by rounding: the difference then tells of that too
   * @returns their difference, or undefined where this route is not certain of the point
   */
  solve(environment: Float64Array, settled: number, second = environment): number | undefined {
    if (this.pipeline.hard) this.cutoff = this.pipeline.theory.read(environment).cutoff;
    this.centre = undefined;
    this.solver = this.solvers.origin();
    this.solver.load(environment, second);
    const error = this.settle(settled);
    if (error !== undefined) return error;
    this.centre = this.centres?.find(environment);
    if (!this.centre) return undefined;
    this.solver = this.solvers.centre();
    this.solver.load(environment, second);
    this.solver.loadCentre(this.centre, environment.length);
    return this.settle(settled);
  }

  /** The same for the numbers that were loaded. */
  private settle(settled: number): number | undefined {
    const { solver } = this;
    const crossings = solver.survey(SURVEYED);
    if (crossings === undefined) return undefined;
    let lines: number | undefined = linesFrom(Math.min(FORECAST, MARGIN * solver.linesFor(settled)));
    while (lines !== undefined) {
      const error = this.solveOn(crossings, lines);
      if (error <= settled) return this.accepted(error);
      // errors fall geometrically with the lines
      const needed: number = (lines * (Math.log10(settled) - 1)) / Math.log10(error);
      const isWithin: boolean = error < FORESEEN && lines < MOST && needed < 2 * MOST;
      lines = isWithin ? linesFrom(Math.min(MOST, Math.max(lines + 1, needed))) : undefined;
    }
    return undefined;
  }

  /** The last point that was settled on half as many lines again, as far as rounding lets them tell more. */
  refine(): number | undefined {
    const { crossings, lines } = this.last;
    return this.accepted(this.solveOn(crossings, linesFrom(Math.min(MOST, FINER * lines))));
  }

  /** The difference of the two rules. */
  private solveOn(crossings: 2 | 4, lines: number): number {
    this.last = { crossings, lines };
    this.solver.solve(crossings, lines);
    return this.difference();
  }

  /**
   * The same sector by sector between special angles, for the last point, of which `solve` was not certain.
   * @param rule lines of all sectors, so many in each
   */
  solveSectors(rule: (lines: number) => Directions<Float64Array>, settled: number): number | undefined {
    for (const [coarse, fine] of PER_SECTOR) {
      const [first, second] = [rule(coarse), rule(fine)];
      if (!this.solver.solveSectors(first, second, first.count / coarse)) return undefined;
      const error = this.difference();
      if (error <= settled) return this.accepted(NEAR_TANGENTS * error);
      if (!(error < FORESEEN)) return undefined;
    }
    return undefined;
  }

  private accepted(error: number): number | undefined {
    if (this.isRefused()) return undefined;
    this.solver.copy('response', 0, RESPONSE.size, this.response, this.changes, 0);
    return error;
  }

  /** Largest difference of the two rules, relative to the largest entries of K and sigma; NaN without finite ones. */
  private difference(): number {
    let error = 0;
    for (const places of PRIMARY) {
      let [largest, different] = [0, 0];
      for (const place of places) {
        largest = Math.max(largest, Math.abs(this.solver.response(place)));
        different = Math.max(different, this.solver.difference(place));
      }
      error = Math.max(error, different / largest);
    }
    return error;
  }

  /** What the whole solver may refuse. */
  private isRefused(): boolean {
    const { pipeline, solver, divergence, g } = this;
    for (let k = 0; k < divergence.length; k++) divergence[k] = solver.sums(DIVERGENCE[k]);
    for (let k = 0; k < g.length; k++) g[k] = solver.green(GREEN_PLACES[k]);
    const { kind } = pipeline.approximation.scheme;
    const mayBeNegative = kind === 'born' || kind === 'gaussian';
    if (pipeline.hard && !(solver.reach < this.cutoff)) return true;
    return (!pipeline.hard && mayDiverge(divergence, g)) || (mayBeNegative && !(solver.leastRate > 0));
  }
}

/**
 * Whether the spin part of Re g may diverge, from its residues: they may also be rounding errors of large ones that
 * cancel, so the survey of the whole solver decides.
 */
function mayDiverge(divergence: readonly number[], g: readonly number[]): boolean {
  let [scale, spin] = [Math.abs(divergence[0]), 0];
  for (const x of g) scale = Math.max(scale, Math.abs(x));
  for (let k = 1; k < divergence.length; k++) spin = Math.max(spin, Math.abs(divergence[k]));
  return spin > 1e-7 * scale;
}

/** Pairs of lines are solved two by two; either rule has an even number, so that a fourfold symmetry hides no error. */
const linesFrom = (needed: number): number => Math.max(FEWEST, 4 * Math.ceil(needed / 4));
