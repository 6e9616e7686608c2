import { InputError } from '../../../src/theory/errors.js';
import type { Fractional, FractionRing } from './fractionRing.js';
import type { ExactPolynomial } from './polynomialRing.js';

/** Double-precision value from values of the generators (roots and logarithms of symbols included, by name). */
export function fractionValue(ring: FractionRing, a: Fractional, values: ReadonlyMap<string, number>): number {
  const at = (p: ExactPolynomial): number => {
    let total = 0;
    for (const { exponents, coefficient } of p.terms.values()) {
      let product = Number(coefficient);
      exponents.forEach((e, k) => {
        if (e === 0) return;
        const name = ring.polynomials.names[k];
        const value = name === 'pi' ? Math.PI : /^\d+$/.test(name) ? Number(name) : values.get(name);
        if (value === undefined) throw new InputError(`no value for ${name}`);
        product *= value ** e;
      });
      total += product;
    }
    return total / Number(p.denominator);
  };
  let value = at(a.numerator);
  for (const [k, n] of a.denominator) value /= at(ring.factors[k]) ** n;
  return value;
}

/** A fraction as text in mathjs syntax: number, powers of symbols, and the remaining polynomials in brackets. */
export function fractionText(ring: FractionRing, a: Fractional): string {
  if (ring.isZero(a)) return '0';
  const names = ring.polynomials.names;
  const { numerator, denominator, exponents, primitive } = ring.polynomials.factorContent(a.numerator);
  const [above, below]: [string[], string[]] = [[], []];
  const size = numerator < 0n ? -numerator : numerator;
  if (size !== 1n) above.push(`${size}`);
  if (denominator !== 1n) below.push(`${denominator}`);
  exponents.forEach((e, k) => {
    if (e > 0) above.push(powerText(names[k], e));
    if (e < 0) below.push(powerText(names[k], -e));
  });
  if (!ring.polynomials.isOne(primitive)) above.push(...bracketed(ring, primitive, 1));
  for (const [k, n] of a.denominator) below.push(...bracketed(ring, ring.factors[k], n));
  const isLoneSum =
    below.length === 0 && above.length === 1 && above[0].startsWith('(') && above[0].endsWith(')') && numerator > 0n;
  if (isLoneSum && !ring.polynomials.squareRoot(primitive)) return sumText(names, primitive);
  const top = above.length === 0 ? '1' : above.join(' * ');
  const bottom = below.length > 1 ? `(${below.join(' * ')})` : below[0];
  return `${numerator < 0n ? '-' : ''}${top}${bottom ? ` / ${bottom}` : ''}`;
}

/** A polynomial to a power, written as a square if it is one. */
function bracketed(ring: FractionRing, p: ExactPolynomial, n: number): string[] {
  const root = ring.polynomials.squareRoot(p);
  if (root && root.terms.size > 1) return bracketed(ring, root, 2 * n);
  return [`(${sumText(ring.polynomials.names, p)})${n === 1 ? '' : `^${n}`}`];
}

/** A polynomial with integer coefficients as a sum. */
function sumText(names: readonly string[], p: ExactPolynomial): string {
  const terms = [...p.terms]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, { exponents, coefficient }]) => {
      const factors = exponents.flatMap((e, k) => (e === 0 ? [] : [powerText(names[k], e)]));
      const size = coefficient < 0n ? -coefficient : coefficient;
      const body = size === 1n && factors.length > 0 ? factors.join(' * ') : [`${size}`, ...factors].join(' * ');
      return { negative: coefficient < 0n, body };
    });
  return terms
    .map(({ negative, body }, k) => (k === 0 ? `${negative ? '-' : ''}${body}` : `${negative ? ' - ' : ' + '}${body}`))
    .join('');
}

function powerText(name: string, e: number): string {
  if (e === 1) return name;
  if (e === 0.5) return `sqrt(${name})`;
  return Number.isInteger(e) ? `${name}^${e}` : `${name}^(${Math.round(12 * e)}/12)`;
}
