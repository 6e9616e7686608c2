import type { ExactPolynomial, ExactTerm } from './polynomialRing.js';

/** Exponents are multiples of 1/12. */
export const rounded = (e: number): number => Math.round(12 * e) / 12;

/** The text of exponents, trailing zeros dropped. */
export function keyed(exponents: readonly number[]): { key: string; exponents: readonly number[] } {
  let end = exponents.length;
  while (end > 0 && exponents[end - 1] === 0) end--;
  const trimmed = end === exponents.length ? exponents : exponents.slice(0, end);
  return { key: trimmed.join(), exponents: trimmed };
}

export const sumOf = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, k) => rounded((a[k] ?? 0) + (b[k] ?? 0)));

/** Lexicographic order of exponents. */
export function compare(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < Math.max(a.length, b.length); k++) {
    const d = (a[k] ?? 0) - (b[k] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}

/** Terms from the highest to the lowest. */
export const sorted = (p: ExactPolynomial): ExactTerm[] =>
  [...p.terms.values()].sort((x, y) => compare(y.exponents, x.exponents));

/** a/b of two terms, if whole. */
export function quotientTerm(a: ExactTerm, b: ExactTerm): ExactTerm | undefined {
  if (a.coefficient % b.coefficient !== 0n) return undefined;
  const exponents = Array.from({ length: Math.max(a.exponents.length, b.exponents.length) }, (_, k) =>
    rounded((a.exponents[k] ?? 0) - (b.exponents[k] ?? 0)),
  );
  return exponents.some((e) => e < 0) ? undefined : { exponents, coefficient: a.coefficient / b.coefficient };
}
