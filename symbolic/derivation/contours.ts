import { Complex } from '../../src/arithmetic/complex.js';
import { type Program, sum, trace } from '../../src/arithmetic/expression.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { differentiated, horner } from '../../src/theory/polynomial.js';
import type { Theory } from '../../src/theory/theory.js';
import { type Pipeline, ROW } from '../../src/transport/pipeline.js';
import { GREEN_SUMS } from '../../src/transport/tensors.js';
import { type DirectedAlgebra, execute } from '../rings/algebra.js';
import { asExact, type Series, truncated, valuation } from '../rings/series/series.js';
import { SeriesRing } from '../rings/series/seriesRing.js';
import { type Contour, range } from './derivation.js';
import type { FermiMomentum, LeadingMonomial } from './fermiMomenta.js';

/** The Fermi contours of a theory as series in the direction and the small symbols, from their leading terms. */
export function seriesContours(
  pipeline: Pipeline,
  base: SeriesRing,
  environment: readonly Series[],
  momenta: readonly FermiMomentum[],
): Contour<Series>[] {
  const maker = new ContourMaker(pipeline, base, environment);
  const contours = momenta.flatMap((momentum) => maker.contoursAt(momentum));
  if (!pipeline.hard) demandConvergence(base, contours);
  return contours;
}

/** The renormalised Re g_x, g_y, g_z exist only if their logarithmic divergences cancel. @throws InputError */
export function demandConvergence<C>(base: DirectedAlgebra<C>, contours: readonly Contour<C>[]): void {
  for (const k of ROW.places('divergence').slice(1)) {
    const divergence = contours.map(({ row }) => base.directionAverage(row[k])).reduce((a, b) => base.add(a, b));
    if (!base.isNothing(divergence))
      throw new InputError(
        'Re g diverges with the cutoff in a spin component: end the regime with the scale of a cutoff, as in ' +
          '"M << eps << v*cutoff"',
      );
  }
}

/** One Newton step on D(p) = 0 in the complex plane: (coefficients of D, p) -> p. */
const complexSteps = new Map<number, Program>();

const complexStep = (size: number): Program =>
  remembered(complexSteps, size, () =>
    trace([size, 2], (determinant, [re, im]) => {
      const p = new Complex(re, im);
      const next = p.sub(horner(determinant, p).div(horner(differentiated(determinant), p)));
      return [next.re, next.im];
    }),
  );

/** |h|^2 and the slope of h_0 at a momentum: (environment, line, p) -> both. */
const splittings = new WeakMap<Theory, Program>();

const splittingOf = (theory: Theory): Program =>
  remembered(splittings, theory, () =>
    trace([theory.environmentSize, 3, 1], (block, [cos, sin], [p]) => {
      const [h0, ...h] = theory.expressions(block).h;
      const [px, py] = [p.mul(cos), p.mul(sin)];
      const [vx, vy] = ([0, 1] as const).map((axis) => h0.derivative(axis).at(px, py));
      return [sum(h.map((c) => c.at(px, py).square())), vx.mul(cos).add(vy.mul(sin))];
    }),
  );

class ContourMaker {
  private readonly line: readonly Series[];

  constructor(
    private readonly pipeline: Pipeline,
    private readonly base: SeriesRing,
    private readonly environment: readonly Series[],
  ) {
    this.line = this.lineOf(2);
  }

  contoursAt({ lead, kind, isBeyond }: FermiMomentum): Contour<Series>[] {
    const start = this.monomial(lead);
    if (kind === 'imaginary') return [{ row: this.offShell(start), carries: false }];
    const starts = kind === 'double' ? this.split(start) : [start];
    return starts.map((from) => ({
      row: isBeyond ? this.beyond(this.refined(from)) : this.crossing(this.refined(from)),
      carries: !isBeyond,
    }));
  }

  private monomial({ coefficient: { s, n, d }, exponents }: LeadingMonomial): Series {
    return this.base.term(exponents, s * n, d);
  }

  /** A line in every direction, with the measure of its rays in units of pi. */
  private lineOf(measure: number): Series[] {
    const { base } = this;
    return [base.cos, base.sin, base.mul(base.constant(measure), base.pi())];
  }

  /** The momenta of both bands where only |h| splits them: p -+ |h|/v. */
  private split(start: Series): Series[] {
    const { base, environment, line, pipeline } = this;
    const { theory } = pipeline;
    const [square, slope] = execute(splittingOf(theory), base, [environment, line, [start]]);
    if (base.isZero(square))
      throw new InputError(
        `${theory.name}: the two bands are nowhere split; an expansion needs h(p) or an exchange field`,
      );
    const lead = (x: Series): Series => asExact(truncated(x, valuation(x) + 1));
    const step = base.mul(lead(base.sqrt(square)), base.inverse(lead(slope)));
    return [base.sub(start, step), base.add(start, step)];
  }

  /** One Newton step of `contourPoint` per pass, each doubling the known order. */
  private refined(start: Series): Series {
    const { pipeline, environment, line } = this;
    return this.doubled([start], ([root], ring) =>
      execute(pipeline.crossing, ring, [environment, line, [root], this.before], ROW.places('momentum')),
    )[0];
  }

  /** Repeats a step that doubles the order to which numbers are known, relative to the first that is not zero. */
  private doubled(
    start: readonly Series[],
    step: (known: readonly Series[], ring: SeriesRing) => readonly Series[],
  ): readonly Series[] {
    const { base } = this;
    const sizes = start.filter((x) => !base.isZero(x)).map(valuation);
    const weight = Math.min(...sizes);
    const terms = start.flatMap((x) => x.weights);
    let known = Math.max(...terms) - weight + 1;
    let values = start;
    while (known < base.relativeOrder) {
      known = Math.min(2 * known, base.relativeOrder);
      const next = step(values, new SeriesRing(base.monomials, known));
      if (next.some((x) => x.order < weight + known))
        throw new AccuracyError('a Fermi momentum is lost to cancellation: the band is flat there');
      values = next.map((x) => asExact(truncated(x, weight + known)));
    }
    return values;
  }

  private get before(): Series[] {
    return range(ROW.size).map(() => this.base.zero);
  }

  /** The row of a contour, whose own Newton step must leave the root where it is. */
  private crossing(root: Series): Series[] {
    const { base, pipeline, environment, line } = this;
    const row = execute(pipeline.crossing, base, [environment, line, [root], this.before]);
    const [momentum] = ROW.entries(row, 'momentum');
    if (!base.isNothing(base.sub(momentum, root)))
      throw new AccuracyError('a Fermi momentum has not converged as a series');
    return row;
  }

  private beyond(root: Series): Series[] {
    const { base, pipeline, environment, line } = this;
    return execute(pipeline.beyondCutoff, base, [environment, line, [root], this.noSums]);
  }

  private offShell(modulus: Series): Series[] {
    const { base, pipeline, environment, line } = this;
    const determinant = execute(pipeline.determinant, base, [environment, line]);
    const pair = this.doubled([base.zero, modulus], (p, ring) =>
      execute(complexStep(determinant.length), ring, [determinant, p]),
    );
    // a pair is met once on a line, which is both of its rays
    return execute(pipeline.offShell, base, [environment, this.lineOf(1), pair, this.noSums]);
  }

  private get noSums(): Series[] {
    return range(GREEN_SUMS.size).map(() => this.base.zero);
  }
}
