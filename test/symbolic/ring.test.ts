import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { PowerSeriesRing } from '../../symbolic/rings/powerSeries.js';
import { MonomialCode } from '../../symbolic/rings/series/monomials.js';
import { type Series, truncated, valuation } from '../../symbolic/rings/series/series.js';
import { composed } from '../../symbolic/rings/series/seriesFunctions.js';
import { SeriesRing } from '../../symbolic/rings/series/seriesRing.js';
import { derivativeOf, substituted } from './seriesCalculus.js';

const code = new MonomialCode(
  new Map([
    ['x', 5],
    ['y', 2],
  ]),
);
const ring = new SeriesRing(code, 24);

const term = fc.record({
  pi: fc.integer({ min: -1, max: 1 }),
  cos: fc.integer({ min: 0, max: 2 }),
  sin: fc.integer({ min: 0, max: 1 }),
  x: fc.integer({ min: -1, max: 3 }),
  y: fc.integer({ min: -2, max: 4 }),
  n: fc.integer({ min: -9, max: 9 }),
  d: fc.integer({ min: 1, max: 9 }),
});
type TermInput = typeof term extends fc.Arbitrary<infer T> ? T : never;

const sumOf = (terms: readonly TermInput[], order = Number.POSITIVE_INFINITY): Series =>
  truncated(
    terms
      .map((t) => ring.term([t.pi, t.cos, t.sin, t.x, t.y], BigInt(t.n), BigInt(t.d)))
      .reduce((a, b) => ring.add(a, b), ring.zero),
    order,
  );
const series = fc
  .tuple(
    fc.array(term, { maxLength: 5 }),
    fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.integer({ min: 8, max: 25 })),
  )
  .map(([terms, order]) => sumOf(terms, order));

/** A series with one dominant monomial without direction: 1 times the given number plus higher weights. */
const unit = (lead: [bigint, bigint]) =>
  fc
    .tuple(fc.array(term, { maxLength: 4 }), fc.integer({ min: -1, max: 2 }), fc.integer({ min: 12, max: 24 }))
    .map(([terms, power, order]) => {
      const small = sumOf(terms.map((t) => ({ ...t, pi: 0, x: Math.abs(t.x), y: Math.abs(t.y) + 1 })));
      return truncated(
        ring.mul(ring.symbol('x', 2 * power), ring.add(ring.rational(...lead), small)),
        10 * power + order,
      );
    });

/** Equal as far as both are known. */
const same = (a: Series, b: Series): boolean => ring.sub(a, b).codes.length === 0;

describe('laws of the series ring', () => {
  test.prop([series, series, series])('addition and multiplication', (a, b, c) => {
    expect(same(ring.add(a, b), ring.add(b, a))).toBe(true);
    expect(same(ring.mul(a, b), ring.mul(b, a))).toBe(true);
    expect(same(ring.mul(ring.mul(a, b), c), ring.mul(a, ring.mul(b, c)))).toBe(true);
    expect(same(ring.mul(a, ring.add(b, c)), ring.add(ring.mul(a, b), ring.mul(a, c)))).toBe(true);
    expect(ring.isNothing(ring.sub(a, a))).toBe(true);
  });

  test.prop([unit([-3n, 7n]), series])('a/a = 1 and (b a)/a = b', (a, b) => {
    const quotient = ring.mul(a, ring.inverse(a));
    expect(same(quotient, ring.constant(1))).toBe(true);
    expect(quotient.order).toBeGreaterThan(0);
    expect(same(ring.mul(ring.mul(b, a), ring.inverse(a)), b)).toBe(true);
  });

  test.prop([unit([9n, 4n])])('sqrt(a)^2 = a', (a) => {
    const root = ring.sqrt(a);
    expect(same(ring.mul(root, root), a)).toBe(true);
    expect(ring.sign(root)).toBe(1);
  });

  test.prop([unit([1n, 1n]), unit([1n, 1n])])('log(a b) = log a + log b and x d/dx log a = x (da/dx)/a', (u, v) => {
    const [a, b] = [u, v].map((s) => ring.mul(s, ring.symbol('x', -2 * Math.round(valuation(s) / 10)))) as [
      Series,
      Series,
    ];
    expect(same(ring.log(ring.mul(a, b)), ring.add(ring.log(a), ring.log(b)))).toBe(true);
    const slope = derivativeOf(ring, ring.log(a), 'y');
    expect(same(slope, ring.mul(derivativeOf(ring, a, 'y'), ring.inverse(a)))).toBe(true);
  });

  test.prop([series, series])('the product rule', (a, b) => {
    const rule = ring.add(ring.mul(derivativeOf(ring, a, 'x'), b), ring.mul(a, derivativeOf(ring, b, 'x')));
    expect(same(derivativeOf(ring, ring.mul(a, b), 'x'), rule)).toBe(true);
  });

  test.prop([series, series])('substitution is a homomorphism', (a, b) => {
    const value = ring.add(ring.symbol('x'), ring.mul(ring.symbol('x'), ring.symbol('y')));
    const put = (s: Series): Series => substituted(ring, s, 'x', value);
    expect(same(put(ring.mul(a, b)), ring.mul(put(a), put(b)))).toBe(true);
    expect(same(put(ring.add(a, b)), ring.add(put(a), put(b)))).toBe(true);
  });

  test.prop([series])('composition: exp(log(1 + s)) = 1 + s', (a) => {
    const small = sumOf([{ pi: 0, cos: 1, sin: 0, x: 0, y: 2, n: 2, d: 3 }]);
    const s = ring.mul(
      small,
      ring.add(ring.constant(1), ring.mul(ring.mul(a, ring.symbol('x', 2)), ring.symbol('y', 4))),
    );
    const log = ring.log(ring.add(ring.constant(1), s));
    const factorial = (k: number): bigint => (k < 2 ? 1n : BigInt(k) * factorial(k - 1));
    const exp = composed(ring, (k) => [1n, factorial(k)], 12, log);
    expect(same(exp, ring.add(ring.constant(1), s))).toBe(true);
  });

  test.prop([
    fc.array(term, { minLength: 1, maxLength: 5 }),
    fc.array(term, { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 5, max: 20 }),
  ])('never claims a term beyond what it knows', (p, q, order) => {
    const [a, b] = [sumOf(p), sumOf(q)];
    const cut = ring.mul(truncated(a, order), truncated(b, order));
    const whole = new SeriesRing(code, 1000).mul(a, b);
    // every term of the truncated product, and every absence below its order, is that of the whole product
    expect(truncated(ring.sub(cut, whole), cut.order).codes).toHaveLength(0);
    expect(cut.weights.every((w) => w < cut.order)).toBe(true);
  });

  it('averages over directions exactly', () => {
    const average = (cos: number, sin: number): Series =>
      ring.directionAverage(ring.mul(ring.power(ring.cos, cos), ring.power(ring.sin, sin)));
    expect(same(average(2, 0), ring.rational(1n, 2n))).toBe(true);
    expect(same(average(2, 2), ring.rational(1n, 8n))).toBe(true);
    expect(same(average(6, 0), ring.rational(5n, 16n))).toBe(true);
    for (const [cos, sin] of [
      [1, 0],
      [0, 1],
      [3, 2],
      [2, 3],
      [1, 1],
    ] as const)
      expect(ring.isZero(average(cos, sin))).toBe(true);
  });

  it('takes roots of odd powers in a ramified ring and refuses them in an unramified one', () => {
    const ramified = new SeriesRing(new MonomialCode(new Map([['x', 1]]), 2), 20);
    const root = ramified.sqrt(
      ramified.mul(ramified.symbol('x', 3), ramified.add(ramified.constant(1), ramified.symbol('x'))),
    );
    expect(ramified.terms(root)[0].exponents[3]).toBe(1.5);
    expect(
      ramified.sub(ramified.mul(root, root), ramified.add(ramified.symbol('x', 3), ramified.symbol('x', 4))).codes,
    ).toHaveLength(0);
    expect(() => ring.sqrt(ring.symbol('x'))).toThrow(/ramification/);
  });

  it('refuses to divide by what has no dominant monomial', () => {
    expect(() => ring.inverse(ring.zero)).toThrow(/zero/);
    expect(() => ring.inverse(truncated(ring.zero, 7))).toThrow(/no term is known/);
    expect(() => ring.inverse(ring.add(ring.cos, ring.constant(1)))).toThrow(/compete/);
    expect(() => ring.sqrt(ring.constant(-4))).toThrow(/negative/);
  });
});

describe('power series over a ring', () => {
  const powers = new PowerSeriesRing(ring, 5);
  const make = fc
    .array(fc.array(term, { maxLength: 2 }), { minLength: 1, maxLength: 4 })
    .map((list) =>
      list
        .map((terms, k) =>
          powers.lift(
            k === 0 ? ring.add(ring.constant(2), sumOf(terms.map((t) => ({ ...t, x: 1, y: 1 })))) : sumOf(terms),
            k - 1,
          ),
        )
        .reduce((a, b) => powers.add(a, b)),
    );
  const zero = (a: ReturnType<typeof powers.lift>): boolean => a.coefficients.every((c) => ring.isNothing(c));

  test.prop([make, make, make])('is a ring with inverses', (a, b, c) => {
    expect(zero(powers.sub(powers.mul(a, powers.add(b, c)), powers.add(powers.mul(a, b), powers.mul(a, c))))).toBe(
      true,
    );
    expect(zero(powers.sub(powers.mul(powers.mul(a, b), c), powers.mul(a, powers.mul(b, c))))).toBe(true);
    expect(zero(powers.sub(powers.mul(a, powers.inverse(a)), powers.constant(1)))).toBe(true);
  });
});
