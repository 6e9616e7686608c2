import { exactRoot } from '../integers.js';
import { compare, keyed, quotientTerm, rounded, sorted, sumOf } from './exponents.js';
import type { ExactPolynomial, ExactTerm, PolynomialRing } from './polynomialRing.js';

/** a/b if the division leaves no remainder, else undefined; b must be primitive. */
export function quotientOf(ring: PolynomialRing, a: ExactPolynomial, b: ExactPolynomial): ExactPolynomial | undefined {
  if (a.terms.size === 0) return a;
  const { numerator, denominator, exponents, primitive } = ring.factorContent(a);
  const divisor = sorted(b);
  const [lead, trail] = [divisor[0], divisor[divisor.length - 1]];
  const dividend = sorted(primitive);
  if (!quotientTerm(dividend[dividend.length - 1], trail) || !quotientTerm(dividend[0], lead)) return undefined;
  const rest = new Map(primitive.terms);
  const quotient: ExactTerm[] = [];
  while (rest.size > 0) {
    let top: ExactTerm | undefined;
    for (const t of rest.values()) if (!top || compare(t.exponents, top.exponents) > 0) top = t;
    const q = quotientTerm(top!, lead);
    if (!q) return undefined;
    quotient.push(q);
    for (const t of divisor) {
      const { key, exponents: e } = keyed(sumOf(q.exponents, t.exponents));
      const left = (rest.get(key)?.coefficient ?? 0n) - q.coefficient * t.coefficient;
      if (left === 0n) rest.delete(key);
      else rest.set(key, { exponents: e, coefficient: left });
    }
  }
  const scaled = quotient.map((t) => ({
    exponents: sumOf(t.exponents, exponents),
    coefficient: t.coefficient * numerator,
  }));
  return ring.fromTerms(scaled, denominator);
}

/** The root of a perfect square, with a positive leading coefficient; undefined for anything else. */
export function squareRootOf(ring: PolynomialRing, a: ExactPolynomial): ExactPolynomial | undefined {
  const [lead] = sorted(a);
  const first = lead && exactRoot(lead.coefficient);
  const denominator = exactRoot(a.denominator);
  if (!lead || first === undefined || denominator === undefined) return undefined;
  const top = { exponents: lead.exponents.map((e) => rounded(e / 2)), coefficient: first };
  let root = ring.fromTerms([top], denominator);
  for (let count = 0; count < a.terms.size; count++) {
    const rest = ring.add(a, ring.mul(root, root), -1n);
    const [next] = sorted(rest);
    if (!next) return root;
    const exponents = sumOf(
      next.exponents,
      top.exponents.map((e) => -e),
    );
    if (exponents.some((e) => e < 0 || !Number.isInteger(e))) return undefined;
    root = ring.add(
      root,
      ring.fromTerms([{ exponents, coefficient: next.coefficient * denominator }], rest.denominator * 2n * first),
    );
  }
  return undefined;
}
