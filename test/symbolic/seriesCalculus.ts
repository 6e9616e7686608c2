import { InputError } from '../../src/theory/errors.js';
import { type Series, truncated, valuation } from '../../symbolic/rings/series/series.js';
import type { SeriesRing } from '../../symbolic/rings/series/seriesRing.js';

/**
 * Replaces a symbol by a series of the same weight, so that terms beyond the truncation stay beyond it.
 * @throws InputError if the weights differ
 */
export function substituted(ring: SeriesRing, a: Series, name: string, value: Series): Series {
  const index = ring.monomials.indexOf(name);
  const weight = ring.monomials.weights[index] * ring.monomials.ramification;
  if (valuation(value) !== weight)
    throw new InputError(`${name} cannot leave its place in the regime: what replaces it must be as small as it is`);
  const byPower = new Map<number, Series>();
  for (const term of ring.terms(a)) {
    const exponents = [...term.exponents];
    const power = exponents[index];
    exponents[index] = 0;
    const part = ring.term(exponents, term.numerator, term.denominator);
    byPower.set(power, ring.add(byPower.get(power) ?? ring.zero, part));
  }
  let result = ring.zero;
  for (const [power, part] of byPower) result = ring.add(result, ring.mul(part, ring.power(value, power)));
  return truncated(result, a.order);
}

/** Partial derivative with respect to a symbol. */
export function derivativeOf(ring: SeriesRing, a: Series, name: string): Series {
  const index = ring.monomials.indexOf(name);
  const { ramification, weights } = ring.monomials;
  let result = ring.zero;
  for (const term of ring.terms(a)) {
    const power = term.exponents[index];
    if (power === 0) continue;
    const exponents = [...term.exponents];
    exponents[index] = power - 1;
    const factor = BigInt(Math.round(power * ramification));
    result = ring.add(result, ring.term(exponents, term.numerator * factor, term.denominator * BigInt(ramification)));
  }
  return truncated(result, a.order - weights[index] * ramification);
}
