import { type Program, trace } from '../arithmetic/expression.js';
import type { Field, Kernel } from '../arithmetic/field.js';
import { RealRootFinder } from '../arithmetic/roots.js';
import { type Directions, LINE } from '../quadrature/directions.js';
import { contourCrossesCutoff, InputError, unsettledRoots } from '../theory/errors.js';
import type { Closure } from './ladder.js';
import type { Observable } from './observables.js';
import { type Pipeline, ROW } from './pipeline.js';
import { DILUTE_BUBBLES, GREEN, GREEN_SUMS, RESPONSE, SCATTERING } from './tensors.js';

const KERNELS = ['determinant', 'crossing', 'offShell', 'green', 'scattering', 'bubbles'] as const;

/**
 * The dilute limit (n -> 0) of one theory in one field: exact leading coefficients in 1/n, so K and sigma stand for n K
 * and n sigma. Buffers are reused from solve to solve; in double precision nothing is allocated.
 */
export class DiluteSolver<V> {
  /** g and its divergence. */
  readonly sums: V;
  readonly g: V;
  /** Gamma, Upsilon, T. */
  readonly scattering: V;
  /** N, J, s0. */
  readonly bubbles: V;
  /** K, sigma, K_J, conservation residuals, ladder operator. */
  readonly response: V;
  /** One row per contour point (`ROW`), after a first row of zeros. */
  rows: V;
  /** Number of contour points found by the last solve. */
  crossings = 0;
  /** Number of contour points beyond the cutoff, which do not count. */
  beyond = 0;
  private capacity = 0;
  private readonly roots: RealRootFinder<V>;
  private readonly coefficients: V;
  private readonly order: number;
  private readonly kernels: Record<(typeof KERNELS)[number] | 'addSums', Kernel<V>>;

  constructor(
    readonly pipeline: Pipeline,
    readonly field: Field<V>,
    /** Called on every line; may throw to end a solve. */
    private readonly watch = (): void => {},
  ) {
    this.order = 2 * pipeline.theory.degree;
    this.g = field.vector(GREEN.size);
    this.scattering = field.vector(SCATTERING.size);
    this.bubbles = field.vector(DILUTE_BUBBLES.size);
    this.response = field.vector(RESPONSE.size);
    this.coefficients = field.vector(this.order + 1);
    this.sums = field.vector(GREEN_SUMS.size);
    this.rows = field.vector(0);
    this.roots = new RealRootFinder(field, this.order);
    const [determinant, crossing, offShell, green, scattering, bubbles] = KERNELS.map((k) =>
      field.compile(pipeline[k]),
    );
    this.kernels = { determinant, crossing, offShell, green, scattering, bubbles, addSums: field.compile(addSums) };
  }

  /** The finished blocks with their layouts. */
  get blocks() {
    return [
      { layout: RESPONSE, values: this.response },
      { layout: GREEN, values: this.g },
      { layout: SCATTERING, values: this.scattering },
      { layout: DILUTE_BUBBLES, values: this.bubbles },
    ];
  }

  /** Everything up to K and sigma. */
  solve(environment: V, directions: Directions<V>, closure: Closure): V {
    this.integrateGreen(environment, directions);
    this.scatter(environment);
    this.sumBubbles(environment);
    const close = this.field.compile(this.pipeline.diluteLadder(closure));
    close(environment, 0, this.scattering, 0, this.bubbles, 0, this.response, 0);
    return this.response;
  }

  /**
   * Fermi contours and the clean g_0. With a hard cutoff |p| < Lambda: states beyond it do not exist, though their
   * poles belong to the principal value.
   * @see Eq. (16b)
   */
  integrateGreen(environment: V, { lines, count }: Directions<V>): void {
    const { field, kernels, roots, sums } = this;
    this.reserve(count * this.order + 1);
    for (let k = 0; k < GREEN_SUMS.size; k++) field.set(sums, k, 0);
    for (let k = 0; k < ROW.size; k++) field.set(this.rows, k, 0);
    this.crossings = 0;
    const cutoff = this.cutoffOf(environment);
    this.beyond = 0;
    let parity = -1;
    for (let line = 0; line < count; line++) {
      this.watch();
      const at = LINE.size * line;
      kernels.determinant(environment, 0, lines, at, this.coefficients, 0);
      if (!roots.find(this.coefficients, 0, cutoff)) throw unsettledRoots(field.digits);
      let ahead = 0;
      let behind = 0;
      for (let k = 0; k < roots.reals; k++) {
        const p = field.toNumber(roots.roots, k);
        if (Math.abs(p) >= cutoff) {
          this.addBeyond(environment, lines, at, k);
          this.beyond++;
          continue;
        }
        const before = ROW.size * this.crossings++;
        kernels.crossing(environment, 0, lines, at, roots.roots, k, this.rows, before, this.rows, before + ROW.size);
        if (p > 0) ahead++;
        else behind++;
      }
      for (let k = roots.reals; k < roots.degree; k += 2)
        kernels.offShell(environment, 0, lines, at, roots.roots, k, sums, 0, sums, 0);
      if (roots.degree <= this.order / 2) this.addPolynomialPart(environment, lines, at);
      // D has one sign along |p| = Lambda, unless a contour crosses it
      if (parity < 0) parity = ahead % 2;
      if (this.beyond > 0 && (ahead % 2 !== parity || behind % 2 !== parity))
        throw contourCrossesCutoff(Math.atan2(field.toNumber(lines, at + 1), field.toNumber(lines, at)), cutoff);
    }
    if (this.beyond > 0 && this.crossings === 0)
      throw new InputError(
        `the cutoff ${cutoff} lies inside the Fermi contour: no carriers have |p| < ${cutoff}; give a larger cutoff`,
      );
    kernels.addSums(sums, 0, this.rows, ROW.size * this.crossings, sums, 0);
    kernels.green(environment, 0, sums, 0, this.g, 0);
  }

  /** The principal value of a pole beyond the cutoff. */
  private addBeyond(environment: V, lines: V, at: number, root: number): void {
    const add = this.field.compile(this.pipeline.beyondCutoff);
    add(environment, 0, lines, at, this.roots.roots, root, this.sums, 0, this.sums, 0);
  }

  /** What no pole says, where D falls so far that G_0 does not decay. */
  private addPolynomialPart(environment: V, lines: V, at: number): void {
    if (this.roots.degree < this.order / 2) throw unsettledRoots(this.field.digits);
    const add = this.field.compile(this.pipeline.polynomialPart);
    add(environment, 0, lines, at, this.coefficients, 0, this.sums, 0, this.sums, 0);
  }

  /** Lambda, infinite in the renormalised scheme. */
  cutoffOf(environment: V): number {
    const { field, pipeline } = this;
    if (!pipeline.hard) return Number.POSITIVE_INFINITY;
    const block = Array.from({ length: pipeline.theory.environmentSize }, (_, k) => field.toNumber(environment, k));
    return pipeline.theory.read(block).cutoff;
  }

  /** T, Gamma and Upsilon from g. */
  scatter(environment: V): void {
    this.kernels.scattering(environment, 0, this.g, 0, this.scattering, 0);
  }

  private sumBubbles(environment: V): void {
    const { bubbles, scattering } = this;
    for (let k = 0; k < DILUTE_BUBBLES.size; k++) this.field.set(bubbles, k, 0);
    for (let point = 1; point <= this.crossings; point++)
      this.kernels.bubbles(environment, 0, this.rows, ROW.size * point, scattering, 0, bubbles, 0, bubbles, 0);
  }

  /** gamma = b.Gamma of every contour point of the last solve, line by line. */
  get rates(): number[] {
    const { field, rows, scattering } = this;
    const [gamma0, ...gamma] = SCATTERING.places('Gamma').map((k) => field.toNumber(scattering, k));
    const spin = (point: number): number[] =>
      ROW.places('spin').map((at) => field.toNumber(rows, ROW.size * (point + 1) + at));
    return Array.from({ length: this.crossings }, (_, point) =>
      spin(point).reduce((rate, b, i) => rate + b * gamma[i], gamma0),
    );
  }

  /** An observable after a solve. */
  observe(environment: V, observable: Observable): V {
    const out = this.field.vector(observable.tensor.entries.length);
    const add = this.field.compile(this.pipeline.diluteObservable(observable));
    for (let point = 1; point <= this.crossings; point++)
      add(environment, 0, this.rows, ROW.size * point, this.scattering, 0, this.response, 0, out, 0, out, 0);
    return out;
  }

  private reserve(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = rows;
    this.rows = this.field.vector(ROW.size * rows);
  }
}

const addSums: Program = trace([GREEN_SUMS.size, GREEN_SUMS.size], (a, b) => a.map((x, k) => x.add(b[k])));
