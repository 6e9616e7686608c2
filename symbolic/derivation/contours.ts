import { sum, trace } from '../../src/arithmetic/expression.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { type Pipeline, ROW } from '../../src/transport/pipeline.js';
import { type DirectedAlgebra, execute } from '../rings/algebra.js';
import { asExact, type Series, truncated, valuation } from '../rings/series/series.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';
import { type Contour, range } from './derivation.js';

/**
 * Both Fermi contours of a weakly split parabola, as series in the direction and the small symbols, in units pF = mass
 * = 1.
 */
export function seriesContours(
  pipeline: Pipeline,
  base: SeriesRing,
  environment: readonly Series[],
): Contour<Series>[] {
  const contours = ([1, -1] as const).map((band) => ({
    row: contourRow(pipeline, base, environment, band),
    carries: true,
  }));
  demandConvergence(base, contours);
  return contours;
}

/** The renormalised Re g_x, g_y, g_z exist only if their logarithmic divergences cancel. @throws InputError */
export function demandConvergence<C>(base: DirectedAlgebra<C>, contours: readonly Contour<C>[]): void {
  for (const k of ROW.places('divergence').slice(1)) {
    const divergence = contours.map(({ row }) => base.directionAverage(row[k])).reduce((a, b) => base.add(a, b));
    if (!base.isNothing(divergence))
      throw new InputError(
        'Re g diverges with the cutoff in a spin component: the expansion would depend on the cutoff',
      );
  }
}

/** The crossing of a ray with the contour of one band. */
function contourRow(pipeline: Pipeline, base: SeriesRing, environment: readonly Series[], band: 1 | -1): Series[] {
  const twoPi = base.mul(base.constant(2), base.pi());
  const line = [base.cos, base.sin, twoPi];
  const before = range(ROW.size).map(() => base.zero);
  const rowFrom = (root: Series, wanted: readonly number[]): Series[] =>
    execute(pipeline.crossing, base, [environment, line, [root], before], wanted);

  // one Newton step of `contourPoint` per pass, each doubling the known order, from p = 1 -+ the leading splitting
  const lead = leadingSplitting(pipeline.theory, base, environment, line);
  let root = base.sub(base.constant(1), band === 1 ? lead : base.neg(lead));
  let known = valuation(lead) + 1;
  while (known < base.relativeOrder) {
    known = Math.min(2 * known, base.relativeOrder);
    root = asExact(truncated(rowFrom(root, ROW.places('momentum'))[0], known));
  }
  return rowFrom(root, range(ROW.size));
}

/** The dominant monomial of |h| at the bare Fermi momentum. */
function leadingSplitting(
  theory: Theory,
  base: SeriesRing,
  environment: readonly Series[],
  line: readonly Series[],
): Series {
  const program = trace([theory.environmentSize, 3], (block, [cos, sin]) => {
    const [, ...h] = theory.expressions(block).h;
    return [sum(h.map((p) => p.at(cos, sin).square()))];
  });
  const [square] = execute(program, base, [environment, line]);
  if (base.isZero(square))
    throw new InputError(
      `${theory.name}: the two bands are nowhere split; an expansion needs h(p) or an exchange field`,
    );
  if (valuation(square) <= 0)
    throw new InputError(`${theory.name}: the spin splitting is not small compared with eps in this regime`);
  const root = base.sqrt(square);
  return asExact(truncated(root, valuation(root) + 1));
}
