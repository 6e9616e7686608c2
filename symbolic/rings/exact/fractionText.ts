import { absolute } from '../integers.js';
import { squareRootOf } from './division.js';
import type { Fractional, FractionField } from './fractionField.js';
import type { ExactPolynomial } from './polynomial.js';

/** A fraction as text in mathjs syntax: number, powers of symbols, and the remaining polynomials in brackets. */
export function fractionText(field: FractionField, a: Fractional): string {
  if (field.isZero(a)) return '0';
  const names = field.polynomials.names;
  const { numerator, denominator, exponents, primitive } = field.polynomials.factorContent(a.numerator);
  const [above, below]: [string[], string[]] = [[], []];
  const size = absolute(numerator);
  if (size !== 1n) above.push(`${size}`);
  if (denominator !== 1n) below.push(`${denominator}`);
  exponents.forEach((e, k) => {
    if (e > 0) above.push(powerText(names[k], e));
    if (e < 0) below.push(powerText(names[k], -e));
  });
  if (!field.polynomials.isOne(primitive)) above.push(...bracketed(field, primitive, 1));
  for (const [k, n] of a.denominator) below.push(...bracketed(field, field.factors[k], n));
  const isLoneSum =
    below.length === 0 && above.length === 1 && above[0].startsWith('(') && above[0].endsWith(')') && numerator > 0n;
  if (isLoneSum && !squareRootOf(field.polynomials, primitive)) return sumText(names, primitive);
  const top = above.length === 0 ? '1' : above.join(' * ');
  const bottom = below.length > 1 ? `(${below.join(' * ')})` : below[0];
  return `${numerator < 0n ? '-' : ''}${top}${bottom ? ` / ${bottom}` : ''}`;
}

/** A polynomial to a power, written as a square if it is one. */
function bracketed(field: FractionField, p: ExactPolynomial, n: number): string[] {
  const root = squareRootOf(field.polynomials, p);
  if (root && root.terms.size > 1) return bracketed(field, root, 2 * n);
  return [`(${sumText(field.polynomials.names, p)})${n === 1 ? '' : `^${n}`}`];
}

/** A polynomial with integer coefficients as a sum. */
function sumText(names: readonly string[], p: ExactPolynomial): string {
  const terms = [...p.terms]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, { exponents, coefficient }]) => {
      const factors = exponents.flatMap((e, k) => (e === 0 ? [] : [powerText(names[k], e)]));
      const size = absolute(coefficient);
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
