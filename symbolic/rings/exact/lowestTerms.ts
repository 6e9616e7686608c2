import { quotientOf } from './division.js';
import type { Fractional, FractionField } from './fractionField.js';
import type { ExactPolynomial, ExactTerm } from './polynomial.js';
import type { PolynomialRing } from './polynomialRing.js';

/**
 * numerator/denominator in lowest terms: factors of the denominator are split where they share a part with the
 * numerator.
 */
export function lowestTerms(field: FractionField, a: Fractional): Fractional {
  const { polynomials } = field;
  let result = a;
  for (;;) {
    let changed = false;
    for (const [k, n] of result.denominator) {
      const factor = field.factors[k];
      const shared = greatestCommonDivisor(polynomials, polynomials.factorContent(result.numerator).primitive, factor);
      if (polynomials.isOne(shared)) continue;
      const others = new Map(result.denominator);
      if (n > 1) others.set(k, n - 1);
      else others.delete(k);
      const rest = { numerator: dividedBy(polynomials, result.numerator, shared), denominator: others };
      result = field.mul(rest, field.inverse(field.of(dividedBy(polynomials, factor, shared))));
      changed = true;
      break;
    }
    if (!changed) return result;
  }
}

/**
 * Greatest common divisor of two primitive polynomials with whole powers, by primitive remainder sequences. Primitive,
 * leading coefficient positive.
 */
function greatestCommonDivisor(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial {
  const variable = ring.names.findIndex((_, k) => degree(a, k) > 0 || degree(b, k) > 0);
  if (variable < 0) return ring.one;
  if (degree(a, variable) === 0) return greatestCommonDivisor(ring, a, contentIn(ring, b, variable));
  if (degree(b, variable) === 0) return greatestCommonDivisor(ring, contentIn(ring, a, variable), b);
  const [contentA, contentB] = [contentIn(ring, a, variable), contentIn(ring, b, variable)];
  const common = greatestCommonDivisor(ring, contentA, contentB);
  let [p, q] = [dividedBy(ring, a, contentA), dividedBy(ring, b, contentB)];
  if (degree(p, variable) < degree(q, variable)) [p, q] = [q, p];
  while (degree(q, variable) > 0) {
    const rest = pseudoRemainder(ring, p, q, variable);
    if (rest.terms.size === 0) return primitive(ring, ring.mul(common, q));
    const whole = primitive(ring, rest);
    p = q;
    q = dividedBy(ring, whole, contentIn(ring, whole, variable));
  }
  return common;
}

/** a/b where b is known to divide a. */
function dividedBy(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial {
  const quotient = quotientOf(ring, a, b);
  if (!quotient) throw new Error('a common divisor leaves a remainder');
  return quotient;
}

const degree = (p: ExactPolynomial, k: number): number => {
  let most = 0;
  for (const t of p.terms.values()) most = Math.max(most, t.exponents[k] ?? 0);
  return most;
};

const primitive = (ring: PolynomialRing, p: ExactPolynomial): ExactPolynomial => ring.factorContent(p).primitive;

/** The coefficients of the powers of one generator. */
function coefficientsIn(ring: PolynomialRing, p: ExactPolynomial, k: number): ExactPolynomial[] {
  const lists: ExactTerm[][] = Array.from({ length: degree(p, k) + 1 }, () => []);
  for (const t of p.terms.values())
    lists[t.exponents[k] ?? 0].push({
      exponents: t.exponents.map((e, j) => (j === k ? 0 : e)),
      coefficient: t.coefficient,
    });
  return lists.map((list) =>
    list.reduce((sum, t) => ring.add(sum, ring.monomial(t.exponents, t.coefficient, 1n)), ring.zero),
  );
}

function contentIn(ring: PolynomialRing, p: ExactPolynomial, k: number): ExactPolynomial {
  let content: ExactPolynomial | undefined;
  for (const c of coefficientsIn(ring, p, k)) {
    if (c.terms.size === 0) continue;
    // a monomial content is kept: the coefficients are polynomials, not Laurent polynomials
    const whole = ring.factorContent(c);
    const part = ring.mul(whole.primitive, ring.monomial(whole.exponents, 1n, 1n));
    content = content ? withMonomials(ring, content, part) : part;
    if (ring.isOne(content)) break;
  }
  return content ?? ring.one;
}

/** gcd of polynomials that may have monomial factors. */
function withMonomials(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial {
  const [x, y] = [ring.factorContent(a), ring.factorContent(b)];
  const shared = ring.names.map((_, k) => Math.min(x.exponents[k] ?? 0, y.exponents[k] ?? 0));
  return ring.mul(ring.monomial(shared, 1n, 1n), greatestCommonDivisor(ring, x.primitive, y.primitive));
}

function pseudoRemainder(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial, k: number): ExactPolynomial {
  const n = degree(b, k);
  const lead = coefficientsIn(ring, b, k)[n];
  let rest = a;
  while (rest.terms.size > 0 && degree(rest, k) >= n) {
    const m = degree(rest, k);
    const top = coefficientsIn(ring, rest, k)[m];
    const shift = ring.mul(top, ring.generator(ring.names[k], m - n));
    rest = ring.add(ring.mul(rest, lead), ring.mul(b, shift), -1n);
  }
  return rest;
}
