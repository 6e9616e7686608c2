import { type Program, sum, trace } from '../src/arithmetic/expression.js';
import { matrixFrom } from '../src/arithmetic/matrix.js';
import { InputError } from '../src/theory/errors.js';
import type { Theory } from '../src/theory/theory.js';
import type { Scheme } from '../src/transport/scattering.js';
import { Pipeline, RESULT, ROW, STEPS, type Steps } from '../src/transport/steps.js';
import { execute } from './algebra.js';
import { efficiencyProgram } from './quantities.js';
import { type PowerSeries, PowerSeriesRing } from './ring/powerSeries.js';
import { asExact, type Series, truncated, valuation } from './ring/series.js';
import type { SeriesRing } from './ring/seriesRing.js';

/** A quantity as a series in the impurity strength u whose coefficients are series in the small symbols of the regime. */
export type DoubleSeries = PowerSeries<Series>;

export interface DerivationOptions {
  readonly scheme: Scheme;
  /** How many powers of u are kept. */
  readonly strengthOrders: number;
  /** Replaced steps, as in `Pipeline`. */
  readonly steps?: Steps;
}

/** K, sigma and K_J row by row, what charge conservation demands to vanish, and tau_1e, tau_2e, tau_1o, tau_2o, all in units of the derivation. */
export interface Derived {
  readonly ring: PowerSeriesRing<Series>;
  /** The block of `RESULT`. */
  readonly result: readonly DoubleSeries[];
  readonly efficiencies: (wanted: number) => DoubleSeries;
}

/**
 * Runs the formulas of the pipeline over series: the same text that computes the numbers derives their expansion. What the series ring
 * adds is the choice of the Fermi contours and exact averages over directions.
 * @param parameters value of each parameter of the theory, in the order of `theory.parameterNames`
 */
export function derive(theory: Theory, base: SeriesRing, parameters: readonly DoubleSeries[], options: DerivationOptions): Derived {
  const pipeline = new Pipeline(theory, {
    scheme: options.scheme,
    cutoff: 'renormalised',
    unitary: Array.from({ length: theory.speciesCount }, () => false),
    steps: options.steps ?? STEPS,
  });
  const ring = new PowerSeriesRing<Series>(base, options.strengthOrders);
  const environment = execute(theory.environment, ring, [[...parameters, ring.zero]]);
  const clean = cleanEnvironment(theory, base, environment);
  const rows = ([1, -1] as const).map((band) => contourRow(pipeline, theory, base, clean, band));

  const sums = Array.from({ length: 12 }, (_, k) => rows.map((row) => base.directionAverage(row[ROW.green + k]!)).reduce((a, b) => base.add(a, b)));
  demandConvergence(base, sums.slice(9));
  const lifted = (block: readonly Series[]): DoubleSeries[] => block.map((x) => ring.lift(x));
  const green = execute(pipeline.green, base, [clean, sums]);
  const scattering = execute(pipeline.scattering, ring, [environment, lifted(green)]);

  const nothing = Array.from({ length: 28 }, () => ring.zero);
  const bubbles = rows
    .map((row) => execute(pipeline.bubbles, ring, [environment, lifted(row), scattering, nothing]))
    .reduce((a, b) => a.map((x, k) => ring.add(x, b[k]!)))
    .map((x) => ring.map(x, (c) => base.directionAverage(c)));
  const result = execute(pipeline.diluteLadder('conserved'), ring, [environment, scattering, bubbles], range(RESULT.residuals));
  const exchange = theory.hasExchange ? execute(exchangeProgram(theory), ring, [environment]) : [];
  return {
    ring,
    result,
    efficiencies: (wanted) => execute(efficiencyProgram(), ring, [result.slice(RESULT.KJ, RESULT.KJ + 8), exchange], [wanted])[0]!,
  };
}

const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

const exchangeProgram = (theory: Theory): Program => trace([theory.environmentSize], (block) => theory.expressions(block!).exchange);

/** Where the Hamiltonian is read: nothing in it may depend on the impurity strength. */
function cleanEnvironment(theory: Theory, base: SeriesRing, environment: readonly DoubleSeries[]): Series[] {
  const used = new Set<number>([0]);
  const marks = trace([theory.environmentSize], (block) => theory.expressions(block!).h.flatMap((p) => p.terms.map((t) => t.coefficient)));
  for (const { op, b } of marks.instructions) if (op === 'input') used.add(b);
  return environment.map((x, k) => {
    const isClean = x.coefficients.length === 0 || (x.low === 0 && x.coefficients.length === 1);
    if (used.has(k) && !isClean) throw new InputError(`${theory.name}: the Hamiltonian depends on the impurity strength in which the series is made`);
    return isClean ? (x.coefficients[0] ?? base.zero) : base.zero;
  });
}

/** The renormalised Re g_x, g_y, g_z exist only if their logarithmic divergences cancel. */
function demandConvergence(base: SeriesRing, divergences: readonly Series[]): void {
  for (const x of divergences)
    if (base.terms(x).length > 0) throw new InputError('Re g diverges with the cutoff in a spin component: the expansion would depend on the cutoff');
}

/** The crossing of a ray with one Fermi contour as series in the direction, with the measure of all rays (2 pi) in its weight. */
function contourRow(pipeline: Pipeline, theory: Theory, base: SeriesRing, environment: readonly Series[], band: 1 | -1): Series[] {
  const twoPi = base.mul(base.constant(2), base.pi());
  const line = [base.cos, base.sin, twoPi];
  const before = Array.from({ length: ROW.size }, () => base.zero);
  const momentumFrom = (root: Series, wanted: readonly number[]): Series[] =>
    execute(pipeline.crossing, base, [environment, line, [root], before], wanted);

  // one Newton step of `contourPoint` per pass, each doubling the known order, from p = 1 -+ the leading splitting
  const lead = leadingSplitting(theory, base, environment, line);
  let root = base.sub(base.constant(1), band === 1 ? lead : base.neg(lead));
  let known = valuation(lead) + 1;
  while (known < base.relativeOrder) {
    known = Math.min(2 * known, base.relativeOrder);
    root = asExact(truncated(momentumFrom(root, [ROW.momentum])[0]!, known));
  }
  return momentumFrom(root, range(ROW.size)).map((x) => truncated(x, Number.POSITIVE_INFINITY));
}

/** The dominant monomial of |h| at the bare Fermi momentum. */
function leadingSplitting(theory: Theory, base: SeriesRing, environment: readonly Series[], line: readonly Series[]): Series {
  const program = trace([theory.environmentSize, 3], (block, [cos, sin]) => {
    const [, ...h] = theory.expressions(block!).h;
    return [sum(h.map((p) => p.at(cos!, sin!).square()))];
  });
  const [square] = execute(program, base, [environment, line]);
  if (base.isZero(square!)) throw new InputError(`${theory.name}: the two bands are nowhere split; an expansion needs h(p) or an exchange field`);
  const root = base.sqrt(square!);
  return asExact(truncated(root, valuation(root) + 1));
}

export const matrixOf = matrixFrom;
