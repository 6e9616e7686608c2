import { InputError } from '../../../src/theory/errors.js';
import { exactRoot } from '../integers.js';
import type { Fractional, FractionRing } from './fractionRing.js';
import type { ExactPolynomial } from './polynomialRing.js';

/** The positive root; what is no square becomes an algebraic symbol. @throws InputError for a negative number */
export function rootOf(ring: FractionRing, a: Fractional): Fractional {
  if (ring.isZero(a)) return a;
  const { polynomials } = ring;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  const isNegative = numerator < 0n;
  if (isNegative && polynomials.isOne(primitive))
    throw new InputError('a formula contains the square root of a negative number');
  const radicand = isNegative ? polynomials.add(polynomials.zero, primitive, -1n) : primitive;
  let result = ring.mul(
    rootOfInteger(ring, isNegative ? -numerator : numerator),
    ring.inverse(rootOfInteger(ring, denominator)),
  );
  exponents.forEach((e, k) => {
    if (e !== 0) result = ring.mul(result, rootOfPower(ring, k, e));
  });
  if (!polynomials.isOne(radicand)) result = ring.mul(result, rootOfPolynomial(ring, radicand));
  for (const [k, n] of a.denominator)
    result = ring.mul(result, ring.inverse(ring.power(rootOfPolynomial(ring, ring.factors[k]), n)));
  return result;
}

function rootOfInteger(ring: FractionRing, n: bigint): Fractional {
  let [rest, result] = [n, ring.one];
  for (let p = 2n; p * p <= rest && p < 100000n; p++)
    while (rest % p === 0n) {
      result = ring.mul(result, ring.symbol(p.toString(), 1 / 2));
      rest /= p;
    }
  const root = exactRoot(rest);
  return ring.mul(result, root === undefined ? ring.symbol(rest.toString(), 1 / 2) : ring.rational(root, 1n));
}

/** Generator k to the power e/2. */
function rootOfPower(ring: FractionRing, k: number, e: number): Fractional {
  const name = ring.polynomials.names[k];
  const generator = ring.polynomials.generator(name);
  if (ring.polynomials.squareOf(k)) return ring.power(rootOfPolynomial(ring, generator), e);
  if (e % 2 !== 0 || ring.isPositive(name)) return ring.symbol(name, e / 2);
  return ring.power(modulusSymbol(ring, name, generator), e / 2);
}

/** A perfect square is recognised, anything else becomes a symbol. */
function rootOfPolynomial(ring: FractionRing, polynomial: ExactPolynomial): Fractional {
  const square = ring.polynomials.squareRoot(polynomial);
  if (square) return ring.abs(ring.of(square));
  const name = `sqrt(${ring.text(ring.of(polynomial))})`;
  ring.polynomials.algebraic(name, polynomial);
  return ring.symbol(name);
}

/** |a| where no sign is known: moduli of the factors as algebraic symbols. */
export function modulusOf(ring: FractionRing, a: Fractional): Fractional {
  const { polynomials } = ring;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  let result = ring.rational(numerator < 0n ? -numerator : numerator, denominator);
  exponents.forEach((e, k) => {
    if (e === 0) return;
    const name = polynomials.names[k];
    const isPositive = ring.isPositive(name) || name.startsWith('sqrt(') || name.startsWith('abs(');
    const factor = isPositive
      ? ring.symbol(name, e)
      : ring.power(modulusSymbol(ring, name, polynomials.generator(name)), e);
    result = ring.mul(result, factor);
  });
  const of = (p: ExactPolynomial): Fractional =>
    isSumOfPositives(ring, p) ? ring.of(p) : modulusSymbol(ring, ring.text(ring.of(p)), p);
  if (!polynomials.isOne(primitive)) result = ring.mul(result, of(primitive));
  for (const [k, n] of a.denominator) result = ring.mul(result, ring.inverse(ring.power(of(ring.factors[k]), n)));
  return result;
}

const isSumOfPositives = (ring: FractionRing, p: ExactPolynomial): boolean =>
  [...p.terms.values()].every(
    ({ exponents, coefficient }) =>
      coefficient > 0n && exponents.every((e, k) => e === 0 || ring.isPositive(ring.polynomials.names[k])),
  );

function modulusSymbol(ring: FractionRing, text: string, polynomial: ExactPolynomial): Fractional {
  const name = `abs(${text})`;
  ring.polynomials.algebraic(name, ring.polynomials.mul(polynomial, polynomial));
  return ring.symbol(name);
}

/** ln|a| as a sum of logarithms of primes, symbols and factors. */
export function logarithmOf(ring: FractionRing, a: Fractional): Fractional {
  const { polynomials } = ring;
  const { numerator, denominator, exponents, primitive } = polynomials.factorContent(a.numerator);
  const terms = [
    logOfInteger(ring, numerator < 0n ? -numerator : numerator),
    ring.neg(logOfInteger(ring, denominator)),
  ];
  exponents.forEach((e, k) => {
    if (e === 0) return;
    const square = polynomials.squareOf(k);
    const own = square
      ? ring.mul(ring.rational(1n, 2n), logarithmOf(ring, ring.of(square)))
      : ring.symbol(`log(${polynomials.names[k]})`);
    terms.push(ring.mul(ring.rational(BigInt(Math.round(12 * e)), 12n), own));
  });
  const of = (p: ExactPolynomial): Fractional => ring.symbol(`log(${ring.text(ring.of(p))})`);
  if (!polynomials.isOne(primitive)) terms.push(of(primitive));
  for (const [k, n] of a.denominator) terms.push(ring.mul(ring.rational(BigInt(-n), 1n), of(ring.factors[k])));
  return terms.reduce((x, y) => ring.add(x, y));
}

function logOfInteger(ring: FractionRing, n: bigint): Fractional {
  let [rest, result] = [n, ring.zero];
  for (let p = 2n; rest > 1n; p++) {
    if (p > 100000n) p = rest;
    while (rest % p === 0n) {
      result = ring.add(result, ring.symbol(`log(${p})`));
      rest /= p;
    }
  }
  return result;
}
