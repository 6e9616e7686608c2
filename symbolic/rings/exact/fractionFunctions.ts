import { InputError } from '../../../src/theory/errors.js';
import { absolute, primeFactors } from '../integers.js';
import { squareRootOf } from './division.js';
import { type Fractional, type FractionField, numberNamed } from './fractionField.js';
import { fractionText } from './fractionText.js';
import type { ExactPolynomial } from './polynomial.js';

/** The positive root; what is no square becomes an algebraic symbol. @throws InputError for a negative number */
export function rootOf(field: FractionField, a: Fractional): Fractional {
  if (field.isZero(a)) return a;
  const { polynomials } = field;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  const isNegative = numerator < 0n;
  if (isNegative && polynomials.isOne(primitive))
    throw new InputError('a formula contains the square root of a negative number');
  const radicand = isNegative ? polynomials.add(polynomials.zero, primitive, -1n) : primitive;
  let result = field.mul(rootOfInteger(field, absolute(numerator)), field.inverse(rootOfInteger(field, denominator)));
  exponents.forEach((e, k) => {
    if (e !== 0) result = field.mul(result, rootOfPower(field, k, e));
  });
  if (!polynomials.isOne(radicand)) result = field.mul(result, rootOfPolynomial(field, radicand));
  for (const [k, n] of a.denominator)
    result = field.mul(result, field.inverse(field.power(rootOfPolynomial(field, field.factors[k]), n)));
  return result;
}

const rootOfInteger = (field: FractionField, n: bigint): Fractional =>
  primeFactors(n).reduce((root, p) => field.mul(root, field.symbol(`${p}`, 1 / 2)), field.one);

/** Generator k to the power e/2. */
function rootOfPower(field: FractionField, k: number, e: number): Fractional {
  const name = field.polynomials.names[k];
  const generator = field.polynomials.generator(name);
  if (field.polynomials.squareOf(k)) return powerOf(field, rootOfPolynomial(field, generator), e);
  if (e % 2 !== 0 || field.isPositive(name)) return field.symbol(name, e / 2);
  return powerOf(field, modulusSymbol(field, name, generator), e / 2);
}

/** A multiple of a half as power, or of half of that and so on. */
function powerOf(field: FractionField, a: Fractional, n: number): Fractional {
  if (Number.isInteger(n)) return field.power(a, n);
  return n < 0 ? powerOf(field, field.inverse(a), -n) : powerOf(field, rootOf(field, a), 2 * n);
}

/** A perfect square is recognised, anything else becomes a symbol. */
function rootOfPolynomial(field: FractionField, polynomial: ExactPolynomial): Fractional {
  const root = squareRootOf(field.polynomials, polynomial);
  if (root) return modulusOf(field, field.of(root));
  return field.algebraic(`sqrt(${fractionText(field, field.of(polynomial))})`, polynomial);
}

/** |a|: with the sign at the sample point, else from moduli of the factors as algebraic symbols. */
export function modulusOf(field: FractionField, a: Fractional): Fractional {
  if (field.isZero(a)) return a;
  if (field.options.sample) return signOf(field, a) < 0 ? field.neg(a) : a;
  const { polynomials } = field;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  let result = field.rational(absolute(numerator), denominator);
  exponents.forEach((e, k) => {
    if (e === 0) return;
    const name = polynomials.names[k];
    const isPositive = field.isPositive(name) || name.startsWith('sqrt(') || name.startsWith('abs(');
    const factor = isPositive
      ? field.symbol(name, e)
      : powerOf(field, modulusSymbol(field, name, polynomials.generator(name)), e);
    result = field.mul(result, factor);
  });
  const of = (p: ExactPolynomial): Fractional =>
    isSumOfPositives(field, p) ? field.of(p) : modulusSymbol(field, fractionText(field, field.of(p)), p);
  if (!polynomials.isOne(primitive)) result = field.mul(result, of(primitive));
  for (const [k, n] of a.denominator) result = field.mul(result, field.inverse(field.power(of(field.factors[k]), n)));
  return result;
}

const isSumOfPositives = (field: FractionField, p: ExactPolynomial): boolean =>
  [...p.terms.values()].every(
    ({ exponents, coefficient }) =>
      coefficient > 0n && exponents.every((e, k) => e === 0 || field.isPositive(field.polynomials.names[k])),
  );

function modulusSymbol(field: FractionField, text: string, polynomial: ExactPolynomial): Fractional {
  return field.algebraic(`abs(${text})`, field.polynomials.mul(polynomial, polynomial));
}

/** ln|a| as a sum of logarithms of primes, symbols and factors. */
export function logarithmOf(field: FractionField, a: Fractional): Fractional {
  const { polynomials } = field;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  const terms = [logOfInteger(field, absolute(numerator)), field.neg(logOfInteger(field, denominator))];
  exponents.forEach((e, k) => {
    if (e === 0) return;
    const square = polynomials.squareOf(k);
    const own = square
      ? field.mul(field.rational(1n, 2n), logarithmOf(field, field.of(square)))
      : field.symbol(`log(${polynomials.names[k]})`);
    terms.push(field.mul(field.rational(BigInt(Math.round(12 * e)), 12n), own));
  });
  const of = (p: ExactPolynomial): Fractional => field.symbol(`log(${fractionText(field, field.of(p))})`);
  if (!polynomials.isOne(primitive)) terms.push(of(primitive));
  for (const [k, n] of a.denominator) terms.push(field.mul(field.rational(BigInt(-n), 1n), of(field.factors[k])));
  return terms.reduce((x, y) => field.add(x, y));
}

const logOfInteger = (field: FractionField, n: bigint): Fractional =>
  primeFactors(n).reduce((sum, p) => field.add(sum, field.symbol(`log(${p})`)), field.zero);

/** The sign at the sample point. @throws InputError without one, or where the value there is zero */
export function signOf(field: FractionField, a: Fractional): -1 | 0 | 1 {
  if (field.isZero(a)) return 0;
  if (!field.options.sample) throw new InputError('the sign of a formula is not known without values');
  const value = valueAtPoint(field, a, field.options.sample);
  if (Math.abs(value) < 1e-12) throw new InputError('the sign of a formula cannot be read off at the sample point');
  return value < 0 ? -1 : 1;
}

/** Double-precision value from values of the generators (roots and logarithms of symbols included, by name). */
function valueAtPoint(field: FractionField, a: Fractional, values: ReadonlyMap<string, number>): number {
  const at = (p: ExactPolynomial): number => {
    let total = 0;
    for (const { exponents, coefficient } of p.terms.values()) {
      let product = Number(coefficient);
      exponents.forEach((e, k) => {
        if (e === 0) return;
        const name = field.polynomials.names[k];
        const value = numberNamed(name) ?? values.get(name);
        if (value === undefined) throw new InputError(`no value for ${name}`);
        product *= value ** e;
      });
      total += product;
    }
    return total / Number(p.denominator);
  };
  let value = at(a.numerator);
  for (const [k, n] of a.denominator) value /= at(field.factors[k]) ** n;
  return value;
}
