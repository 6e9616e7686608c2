import { type Program, trace } from '../arithmetic/expression.js';
import type { Field, Kernel } from '../arithmetic/field.js';
import { RealRootFinder } from '../arithmetic/roots.js';
import type { Directions } from '../quadrature/directions.js';
import { AccuracyError, InputError } from '../theory/errors.js';
import type { Closure } from './ladder.js';
import { type Pipeline, RESULT, ROW } from './steps.js';

/**
 * The dilute limit (n -> 0) of one theory in one field: exact leading coefficients in 1/n, so K and sigma stand for n K and n sigma.
 * Buffers are reused from solve to solve; in double precision nothing is allocated.
 */
export class DiluteSolver<V> {
  /** g as (re_0..3, im_0..3). */
  readonly g: V;
  /** Gamma (4), Upsilon (16, row by row), T (8 parts). */
  readonly scattering: V;
  /** N (16), J (8), s0 (4), row by row. */
  readonly bubbles: V;
  /** K, sigma, K_J, conservation residuals, ladder operator: offsets in `RESULT`. */
  readonly result: V;
  /** One row per contour point (offsets in `ROW`), after a first row of zeros. */
  rows: V;
  /** Number of contour points found by the last solve. */
  crossings = 0;
  private capacity = 0;
  private readonly roots: RealRootFinder<V>;
  private readonly coefficients: V;
  private readonly sums: V;
  private readonly order: number;
  private readonly kernels: Record<
    'determinant' | 'crossing' | 'offShell' | 'green' | 'scattering' | 'bubbles',
    Kernel<V>
  >;

  constructor(
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
  ) {
    this.order = 2 * pipeline.theory.degree;
    this.g = field.vector(8);
    this.scattering = field.vector(28);
    this.bubbles = field.vector(28);
    this.result = field.vector(RESULT.size);
    this.coefficients = field.vector(this.order + 1);
    this.sums = field.vector(12);
    this.residues = field.vector(4);
    this.rows = field.vector(0);
    this.roots = new RealRootFinder(field, this.order);
    const compile = (name: 'determinant' | 'crossing' | 'offShell' | 'green' | 'scattering' | 'bubbles') =>
      field.compile(pipeline[name]);
    this.kernels = {
      determinant: compile('determinant'),
      crossing: compile('crossing'),
      offShell: compile('offShell'),
      green: compile('green'),
      scattering: compile('scattering'),
      bubbles: compile('bubbles'),
    };
  }

  /** Coefficients of the logarithmic divergence of Re g_0..3. */
  readonly residues: V;

  /** Everything up to K and sigma. */
  solve(environment: V, directions: Directions<V>, closure: Closure): V {
    this.integrateGreen(environment, directions);
    this.scatter(environment);
    this.sumBubbles(environment);
    this.field.compile(this.pipeline.diluteLadder(closure))(
      environment,
      0,
      this.scattering,
      0,
      this.bubbles,
      0,
      this.result,
      0,
    );
    return this.result;
  }

  /** Fermi contours and the clean g_0 of Eq. (16b). */
  integrateGreen(environment: V, { lines, count }: Directions<V>): void {
    const { field, kernels, roots } = this;
    this.reserve(count * this.order + 1);
    for (let k = 0; k < 12; k++) field.set(this.sums, k, 0);
    for (let k = 0; k < ROW.size; k++) field.set(this.rows, k, 0);
    this.crossings = 0;
    const edge = this.pipeline.cutoff === 'hard' ? field.toNumber(environment, 1) : Number.POSITIVE_INFINITY;
    for (let line = 0; line < count; line++) {
      kernels.determinant(environment, 0, lines, 3 * line, this.coefficients, 0);
      if (!roots.find(this.coefficients, 0)) throw new AccuracyError(unsettled(field.digits));
      for (let k = 0; k < roots.reals; k++) {
        const before = ROW.size * this.crossings;
        this.crossings++;
        kernels.crossing(
          environment,
          0,
          lines,
          3 * line,
          roots.roots,
          k,
          this.rows,
          before,
          this.rows,
          before + ROW.size,
        );
        if (Math.abs(field.toNumber(roots.roots, k)) >= edge)
          throw new InputError(
            `the cutoff ${edge} lies inside the Fermi contour; give a cutoff larger than every Fermi momentum`,
          );
      }
      for (let k = roots.reals; k < this.order; k += 2)
        kernels.offShell(environment, 0, lines, 3 * line, roots.roots, k, this.sums, 0, this.sums, 0);
    }
    const last = ROW.size * this.crossings;
    field.compile(addSums)(this.sums, 0, this.rows, last, this.sums, 0);
    field.copy(this.sums, 8, this.residues, 0, 4);
    kernels.green(environment, 0, this.sums, 0, this.g, 0);
  }

  /** T, Gamma and Upsilon from g. */
  scatter(environment: V): void {
    this.kernels.scattering(environment, 0, this.g, 0, this.scattering, 0);
  }

  private sumBubbles(environment: V): void {
    for (let k = 0; k < 28; k++) this.field.set(this.bubbles, k, 0);
    for (let point = 1; point <= this.crossings; point++)
      this.kernels.bubbles(
        environment,
        0,
        this.rows,
        ROW.size * point,
        this.scattering,
        0,
        this.bubbles,
        0,
        this.bubbles,
        0,
      );
  }

  private reserve(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = rows;
    this.rows = this.field.vector(ROW.size * rows);
  }
}

const addSums: Program = trace([12, 12], (a, b) => a.map((x, k) => x.add(b[k])));

/** What to say when a root finder gives up. */
export const unsettled = (digits: number): string =>
  `the roots of D(p) did not settle with ${Math.floor(digits)} working digits: eps sits on a band edge or on a band crossing (move it slightly), or the bands are split by less than these digits show (ask for more)`;
