import Fraction from 'fraction.js';
import { InputError } from '../../src/theory/errors.js';
import { rationalRoots } from '../rings/rationalRoots.js';
import { COS, SIN } from '../rings/series/monomials.js';
import type { Series, Term } from '../rings/series/series.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';

/** The largest term of the square of a root of D(p) along every line: negative for a root off the real axis. */
export interface LeadingMomentum {
  readonly square: Fraction;
  /** Exponents of the small symbols, in units of p^2. */
  readonly exponents: readonly number[];
  readonly weight: number;
  /** Two bands that are split only by smaller terms cross the Fermi energy there. */
  readonly isDouble: boolean;
}

/** The largest terms of one coefficient of D. */
interface Point {
  readonly power: number;
  readonly weight: number;
  readonly terms: readonly Term[];
}

/**
 * Where a theory has its Fermi contours, to leading order: the edges of the Newton polygon of D(p) give the powers of
 * the small symbols in the roots, the terms along an edge their numbers. @see Eq. (8)
 * @param determinant coefficients of D along a line, lowest power first
 * @throws InputError where the leading terms depend on the direction, compete, or have no rational roots
 */
export function leadingMomenta(
  name: string,
  ring: SeriesRing,
  determinant: readonly Series[],
): readonly LeadingMomentum[] {
  const points = determinant.flatMap((series, power): Point[] => {
    const all = ring.terms(series);
    const terms = all.filter(({ weight }) => weight === all[0].weight);
    return terms.length > 0 ? [{ power, weight: terms[0].weight, terms }] : [];
  });
  const hull = lowerHull(points);
  return hull.slice(1).flatMap((end, k) => edgeRoots(name, ring, points, hull[k], end));
}

/** Corners of the lower convex hull, from left to right. */
function lowerHull(points: readonly Point[]): Point[] {
  const hull: Point[] = [];
  for (const c of points) {
    while (hull.length > 1 && cross(hull[hull.length - 2], hull[hull.length - 1], c) <= 0) hull.pop();
    hull.push(c);
  }
  return hull;
}

const cross = (a: Point, b: Point, c: Point): number =>
  (b.power - a.power) * (c.weight - a.weight) - (b.weight - a.weight) * (c.power - a.power);

function edgeRoots(name: string, ring: SeriesRing, points: readonly Point[], start: Point, end: Point) {
  const on = points.filter((c) => c.power >= start.power && c.power <= end.power && cross(start, c, end) === 0);
  const [first, last] = [only(name, ring, start), only(name, ring, end)];
  // the terms of an edge are those of a polynomial in p^2 over one monomial
  const degree = (end.power - start.power) / 2;
  const exponents = first.exponents.map((e, k) => (e - last.exponents[k]) / degree);
  const polynomial = Array.from({ length: degree + 1 }, () => new Fraction(0));
  for (const point of on) {
    const term = only(name, ring, point);
    const step = (point.power - start.power) / 2;
    if (term.exponents.some((e, k) => Math.abs(first.exponents[k] - step * exponents[k] - e) > 1e-9))
      throw competing(name, ring, [term, first]);
    polynomial[step] = fractionOf(term);
  }
  const roots = rationalRoots(polynomial);
  const found = roots.reduce((total, { multiplicity }) => total + multiplicity, 0);
  if (found < degree)
    throw new InputError(
      `${name}: the spin splitting is not small compared with eps and not dominant either: p^2 at the Fermi energy ` +
        'is no rational number there; put the scales that compete into an order',
    );
  const weight = (start.weight - end.weight) / degree;
  return roots.map(({ root, multiplicity }) => {
    if (multiplicity > 2 || (multiplicity === 2 && root.s < 0n))
      throw new InputError(
        `${name}: to leading order D(p) has a root of multiplicity ${multiplicity} at ` +
          `${root.s < 0n ? 'an imaginary momentum' : 'one momentum'}, which no expansion here separates (H is of ` +
          `degree ${(points[points.length - 1].power / 2) | 0} in p); ask \`discover\``,
      );
    return { square: root, exponents, weight, isDouble: multiplicity === 2 };
  });
}

/** The one term of a corner, the same in every direction. */
function only(name: string, ring: SeriesRing, { terms }: Point): Term {
  const [term, other] = terms;
  if (terms.some(({ exponents }) => exponents[COS] !== 0 || exponents[SIN] !== 0))
    throw new InputError(
      `${name}: the expansion needs Fermi contours that are circles to leading order, as a dominant parabola ` +
        'h0 = p^2/(2 m) or a Dirac cone has them; here p at the Fermi energy depends on the direction ' +
        `(D(p) contains ${terms.map((t) => ring.describe(t)).join(' + ')}); ask \`discover\` for the leading term`,
    );
  if (other) throw competing(name, ring, terms);
  return term;
}

const competing = (name: string, ring: SeriesRing, terms: readonly Term[]): InputError =>
  new InputError(
    `${name}: ${terms.map((t) => ring.describe(t)).join(' and ')} compete for the Fermi momentum: order the symbols ` +
      'in the regime so that one of them dominates',
  );

const fractionOf = ({ numerator, denominator }: Term): Fraction => new Fraction(numerator, denominator);
