import { InputError } from '../../../src/theory/errors.js';
import { exactRoot } from '../integers.js';
import { asExact, type Series, type Term, truncated, valuation } from './series.js';
import type { SeriesArithmetic } from './seriesArithmetic.js';

/** 1/a. @throws as `SeriesArithmetic.leading` */
export function inverseOf(ring: SeriesArithmetic, a: Series): Series {
  const lead = ring.leading(a, 'the inverse');
  return newton(ring, a, lead, [lead.denominator, lead.numerator], 1);
}

/** The positive root, a times 1/sqrt(a). @throws InputError if the leading coefficient is no square */
export function rootOf(ring: SeriesArithmetic, a: Series): Series {
  if (ring.isZero(a)) return a;
  const lead = ring.leading(a, 'the square root');
  const [numerator, denominator] = [exactRoot(lead.numerator), exactRoot(lead.denominator)];
  if (lead.numerator < 0n)
    throw new InputError('the square root of a negative series: the regime has no Fermi contour there');
  if (numerator === undefined || denominator === undefined)
    throw new InputError(
      `the square root of ${ring.describe(lead)} is not rational: give values whose squares combine to a square`,
    );
  return ring.mul(a, newton(ring, a, lead, [denominator, numerator], 2));
}

/**
 * a^(-1/n) by y -> y + y(1 - a y^n)/n, doubling the known relative order at every step.
 * @param fraction the coefficient of the leading monomial of a, to the power -1/n
 */
function newton(
  ring: SeriesArithmetic,
  a: Series,
  { exponents, weight }: Term,
  fraction: readonly [numerator: bigint, denominator: bigint],
  n: 1 | 2,
): Series {
  const start = ring.term(
    exponents.map((e) => -e / n),
    ...fraction,
  );
  if (a.codes.length === 1 && a.order === Number.POSITIVE_INFINITY) return start;
  const half = ring.rational(1n, 2n);
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
    const scaled = n === 1 ? y : ring.mul(y, half);
    y = asExact(truncated(ring.add(y, ring.product(scaled, residual, limit)), limit));
  }
  return truncated(y, base + target);
}

/** The logarithm of a monomial that has a name of its own. */
export interface NamedLogarithm {
  readonly argument: Pick<Term, 'numerator' | 'denominator' | 'exponents'>;
  readonly value: Series;
}

/** ln a for a series that starts with 1, or with a monomial whose logarithm is named. @throws InputError otherwise */
export function logarithmOf(ring: SeriesArithmetic, a: Series, named: readonly NamedLogarithm[]): Series {
  const lead = ring.leading(a, 'the logarithm');
  const isUnit = lead.exponents.every((e) => e === 0) && lead.numerator === lead.denominator;
  const known = named.find(({ argument }) => isSameMonomial(argument, lead));
  if (!isUnit && !known)
    throw new InputError(
      `the logarithm of ${ring.describe(lead)} is not a power series: the regime leaves a large logarithm`,
    );
  const inverse = ring.term(
    lead.exponents.map((e) => -e),
    lead.denominator,
    lead.numerator,
  );
  const rest = ring.sub(isUnit ? a : ring.mul(a, inverse), ring.one);
  const whole = known?.value ?? ring.zero;
  if (ring.isZero(rest)) return whole;
  const terms = Math.ceil(Math.min(rest.order, ring.relativeOrder + valuation(rest)) / valuation(rest));
  const series = composed(ring, (k) => (k === 0 ? [0n, 1n] : [k % 2 === 1 ? 1n : -1n, BigInt(k)]), terms, rest);
  return ring.add(whole, series);
}

function isSameMonomial(a: NamedLogarithm['argument'], b: NamedLogarithm['argument']): boolean {
  return (
    a.numerator === b.numerator && a.denominator === b.denominator && a.exponents.every((e, k) => e === b.exponents[k])
  );
}

/** The angle of the point (x, y) for a y that is small beside a positive x. @throws InputError for any other */
export function angleOf(ring: SeriesArithmetic, y: Series, x: Series): Series {
  const lead = ring.leading(x, 'the angle');
  const isSmall = ring.isZero(y) || valuation(y) > lead.weight;
  if (lead.numerator < 0n || !isSmall)
    throw new InputError(`the angle of a number near ${ring.describe(lead)} is no power series`);
  if (ring.isZero(y)) return y;
  const ratio = ring.mul(y, inverseOf(ring, x));
  const square = ring.mul(ratio, ratio);
  const terms = Math.ceil((ring.relativeOrder + valuation(square)) / valuation(square));
  const odd = (k: number): [bigint, bigint] => [k % 2 === 0 ? 1n : -1n, BigInt(2 * k + 1)];
  return ring.mul(ratio, composed(ring, odd, terms, square));
}

/** sum_k coefficient(k) x^k for a small x, by Horner's rule; known as far as x and `terms` powers of it allow. */
export function composed(
  ring: SeriesArithmetic,
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
