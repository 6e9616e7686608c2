/** One term: exponents by generator (trailing zeros dropped) and an integer coefficient. */
export interface ExactTerm {
  readonly exponents: readonly number[];
  readonly coefficient: bigint;
}

/**
 * A Laurent polynomial with rational coefficients: terms over one common denominator, by the text of their exponents.
 */
export interface ExactPolynomial {
  readonly terms: ReadonlyMap<string, ExactTerm>;
  readonly denominator: bigint;
}

/** Exponents are multiples of 1/12. */
export const rounded = (e: number): number => (Number.isInteger(e) ? e : Math.round(12 * e) / 12);

/** Exponents of a product, or of a quotient with the sign -1. */
export function sumOf(a: readonly number[], b: readonly number[], sign: 1 | -1 = 1): number[] {
  const sum: number[] = new Array(Math.max(a.length, b.length));
  for (let k = 0; k < sum.length; k++) sum[k] = rounded((a[k] ?? 0) + sign * (b[k] ?? 0));
  return sum;
}

/** Adds a term to others; what cancels is dropped. */
export function collect(terms: Map<string, ExactTerm>, exponents: readonly number[], value: bigint): void {
  let end = exponents.length;
  while (end > 0 && exponents[end - 1] === 0) end--;
  const trimmed = end === exponents.length ? exponents : exponents.slice(0, end);
  const key = trimmed.join();
  const coefficient = (terms.get(key)?.coefficient ?? 0n) + value;
  if (coefficient === 0n) terms.delete(key);
  else terms.set(key, { exponents: trimmed, coefficient });
}

/** Lexicographic order of exponents. */
function compare(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < Math.max(a.length, b.length); k++) {
    const d = (a[k] ?? 0) - (b[k] ?? 0);
    if (d !== 0) return d;
  }
  return 0;
}

/** The term with the highest exponents, or with the lowest for the sign -1. */
export function leading(terms: ExactPolynomial['terms'], sign: 1 | -1 = 1): ExactTerm | undefined {
  let top: ExactTerm | undefined;
  for (const t of terms.values()) if (!top || sign * compare(t.exponents, top.exponents) > 0) top = t;
  return top;
}

/** a/b of two terms, if whole. */
export function quotientTerm(a: ExactTerm, b: ExactTerm): ExactTerm | undefined {
  if (a.coefficient % b.coefficient !== 0n) return undefined;
  const exponents = sumOf(a.exponents, b.exponents, -1);
  return exponents.some((e) => e < 0) ? undefined : { exponents, coefficient: a.coefficient / b.coefficient };
}
