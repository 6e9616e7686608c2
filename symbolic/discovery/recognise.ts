import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { decimals, logarithm } from '../../src/arithmetic/numeral.js';

const Wide = decimals(120);
const PI = Wide.acos(-1);

/** A number recognised as rational * pi^power. */
export interface Recognised {
  readonly coefficient: Fraction;
  readonly piPower: number;
  /** Decimal digits to which the number agrees. */
  readonly digits: number;
  /**
   * Digits left over after paying for the size of the fraction and the choice of the power of pi: how improbable a
   * chance hit is.
   */
  readonly surplus: number;
}

const PI_POWERS = [-1, -2, 0, -3, 1, -4, 2, -5, 3, -6, 4];

/** A fraction as a decimal number. */
export const decimalOf = (f: Fraction, Context: typeof Decimal = Wide): Decimal =>
  new Context((f.s * f.n).toString()).div(f.d.toString());

/** |a/b - 1| */
export const distance = (a: Decimal, b: Decimal): Decimal => a.div(b).minus(1).abs();

/** The simplest rational * pi^k within 10^-digits of a number, whatever its merit; undefined for zero. */
export function recognise(numeral: string, digits: number): Recognised | undefined {
  const x = new Wide(numeral);
  if (x.isZero()) return undefined;
  const candidates = PI_POWERS.map((piPower) => {
    const scaled = x.div(PI.pow(piPower));
    const coefficient = simplestWithin(scaled, Wide.pow(10, -digits));
    const error = distance(decimalOf(coefficient), scaled);
    const agreed = error.isZero() ? 110 : -logarithm(error);
    const height = Math.log10(Number(coefficient.n) * Number(coefficient.d) + 1);
    const surplus = Math.min(agreed, digits) - height - Math.log10(PI_POWERS.length);
    return { coefficient, piPower, digits: agreed, surplus };
  });
  return candidates.reduce((best, c) => (c.surplus > best.surplus + 1e-9 ? c : best));
}

/** The fraction with the smallest denominator within a relative tolerance, by continued fractions. */
function simplestWithin(x: Decimal, tolerance: Decimal): Fraction {
  let [n0, d0, n1, d1] = [0n, 1n, 1n, 0n];
  let rest = new Wide(x.abs());
  for (let k = 0; k < 200; k++) {
    const whole = BigInt(rest.floor().toFixed(0));
    [n0, d0, n1, d1] = [n1, d1, whole * n1 + n0, whole * d1 + d0];
    const error = distance(new Wide(n1.toString()).div(d1.toString()), x.abs());
    const fraction = rest.minus(rest.floor());
    if (error.lte(tolerance) || fraction.isZero()) break;
    rest = new Wide(1).div(fraction);
  }
  return new Fraction(x.isNegative() ? -n1 : n1, d1);
}

/** The nearest fraction with a denominator of at most 4, and the distance. */
export function nearestExponent(measured: number): { exponent: Fraction; deviation: number } {
  const candidates = [1, 2, 3, 4].map((d) => {
    const exponent = new Fraction(Math.round(measured * d), d);
    return { exponent, deviation: Math.abs(measured - exponent.valueOf()) };
  });
  return candidates.reduce((best, c) => (c.deviation < best.deviation * 0.5 ? c : best));
}
