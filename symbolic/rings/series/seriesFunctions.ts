import { InputError } from '../../../src/theory/errors.js';
import { exactRoot } from '../integers.js';
import { asExact, isZero, type Series, truncated, valuation } from './series.js';
import type { SeriesRing } from './seriesRing.js';

/** 1/a by Newton's iteration y -> y + y(1 - a y). @throws as `SeriesRing.leading` */
export function inverseOf(ring: SeriesRing, a: Series): Series {
  const lead = ring.leading(a, 'the inverse');
  const start = ring.term(
    lead.exponents.map((e) => -e),
    lead.denominator,
    lead.numerator,
  );
  return newton(ring, a, start, lead.weight, 1, (y, residual, limit) => ring.product(y, residual, limit));
}

/** The positive root, from y -> y + y(1 - a y^2)/2 for 1/sqrt(a). @throws InputError if the leading coefficient is no square */
export function rootOf(ring: SeriesRing, a: Series): Series {
  if (isZero(a)) return a;
  const lead = ring.leading(a, 'the square root');
  const [numerator, denominator] = [exactRoot(lead.numerator), exactRoot(lead.denominator)];
  if (lead.numerator < 0n)
    throw new InputError('the square root of a negative series: the regime has no Fermi contour there');
  if (numerator === undefined || denominator === undefined)
    throw new InputError(
      `the square root of ${ring.describe(lead)} is not rational: give values whose squares combine to a square`,
    );
  const start = ring.term(
    lead.exponents.map((e) => -e / 2),
    denominator,
    numerator,
  );
  const half = ring.rational(1n, 2n);
  const inverseRoot = newton(ring, a, start, lead.weight, 2, (y, residual, limit) =>
    ring.product(ring.mul(y, half), residual, limit),
  );
  return ring.mul(a, inverseRoot);
}

/** y -> y + correction(y, 1 - a y^n), doubling the known relative order at every step. */
function newton(
  ring: SeriesRing,
  a: Series,
  start: Series,
  weight: number,
  n: 1 | 2,
  correction: (y: Series, residual: Series, limit: number) => Series,
): Series {
  if (a.codes.length === 1 && a.order === Number.POSITIVE_INFINITY) return start;
  const target = Math.min(a.order - weight, ring.relativeOrder);
  const base = valuation(start);
  let known = a.codes.length > 1 ? a.weights[1] - weight : target;
  let y = start;
  while (known < target) {
    known = Math.min(2 * known, target);
    const limit = base + known;
    const series = asExact(truncated(a, weight + known));
    const powered = n === 1 ? y : asExact(ring.product(y, y, 2 * base + known));
    const residual = asExact(ring.sub(ring.one, ring.product(series, powered, known)));
    y = asExact(truncated(ring.add(y, correction(y, residual, limit)), limit));
  }
  return truncated(y, base + target);
}

/** ln a for a series that starts with 1. @throws InputError for anything else */
export function logarithmOf(ring: SeriesRing, a: Series): Series {
  const lead = ring.leading(a, 'the logarithm');
  if (lead.exponents.some((e) => e !== 0) || lead.numerator !== lead.denominator)
    throw new InputError(
      `the logarithm of ${ring.describe(lead)} is not a power series: the regime leaves a large logarithm`,
    );
  const rest = ring.sub(a, ring.one);
  if (isZero(rest)) return rest;
  const terms = Math.ceil(Math.min(a.order, ring.relativeOrder + valuation(rest)) / valuation(rest));
  return composed(ring, (k) => (k === 0 ? [0n, 1n] : [k % 2 === 1 ? 1n : -1n, BigInt(k)]), terms, rest);
}

/** sum_k coefficient(k) x^k for a small x, by Horner's rule; known as far as x and `terms` powers of it allow. */
export function composed(
  ring: SeriesRing,
  coefficient: (k: number) => [numerator: bigint, denominator: bigint],
  terms: number,
  x: Series,
): Series {
  const v = valuation(x);
  if (!(v > 0)) throw new InputError('a power series can only be evaluated at a series without a constant term');
  let value = ring.rational(...coefficient(terms - 1));
  for (let k = terms - 2; k >= 0; k--) value = ring.add(ring.rational(...coefficient(k)), ring.mul(value, x));
  return truncated(value, Math.min(value.order, terms * v));
}
