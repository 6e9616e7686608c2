import { exactRoot } from '../integers.js';
import { collect, type ExactPolynomial, type ExactTerm, leading, quotientTerm, rounded, sumOf } from './polynomial.js';
import type { PolynomialRing } from './polynomialRing.js';

/** a/b if the division leaves no remainder, else undefined; b must be primitive. */
export function quotientOf(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial | undefined {
  if (a.terms.size === 0) return a;
  const { numerator, denominator, exponents, primitive } = ring.factorContent(a);
  const [lead, trail, last] = [leading(b.terms), leading(b.terms, -1), leading(primitive.terms, -1)];
  if (!lead || !trail || !last || !quotientTerm(last, trail)) return undefined;
  const rest = new Map(primitive.terms);
  const quotient: ExactTerm[] = [];
  for (let top = leading(rest); top; top = leading(rest)) {
    const q = quotientTerm(top, lead);
    if (!q) return undefined;
    quotient.push({ exponents: sumOf(q.exponents, exponents), coefficient: q.coefficient * numerator });
    for (const t of b.terms.values()) collect(rest, sumOf(q.exponents, t.exponents), -q.coefficient * t.coefficient);
  }
  return ring.fromTerms(quotient, denominator);
}

/** The root of a perfect square, with a positive leading coefficient; undefined for anything else. */
export function squareRootOf(ring: PolynomialRing, a: ExactPolynomial): ExactPolynomial | undefined {
  const lead = leading(a.terms);
  const first = lead && exactRoot(lead.coefficient);
  const denominator = exactRoot(a.denominator);
  if (!lead || first === undefined || denominator === undefined) return undefined;
  const top = lead.exponents.map((e) => rounded(e / 2));
  let root = ring.monomial(top, first, denominator);
  for (let count = 0; count < a.terms.size; count++) {
    const rest = ring.add(a, ring.mul(root, root), -1n);
    const next = leading(rest.terms);
    if (!next) return root;
    const exponents = sumOf(next.exponents, top, -1);
    if (exponents.some((e) => e < 0 || !Number.isInteger(e))) return undefined;
    root = ring.add(root, ring.monomial(exponents, next.coefficient * denominator, rest.denominator * 2n * first));
  }
  return undefined;
}
