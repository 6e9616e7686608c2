import Fraction from 'fraction.js';

/** A monomial: number * sqrt(radicand) * product of powers. */
export interface MonomialParts {
  readonly coefficient: Fraction;
  /** Square-free part under a root, 1 if none. */
  readonly radicand: bigint;
  readonly powers: readonly (readonly [name: string, exponent: Fraction])[];
}

/** Text of a monomial as one quotient, such as `-m^2 * Dz * alpha / (2 * pi^2 * eps)`. */
export function monomialText({ coefficient, radicand, powers }: MonomialParts): string {
  const [above, below]: [string[], string[]] = [[], []];
  if (coefficient.n !== 1n) above.push(`${coefficient.n}`);
  if (coefficient.d !== 1n) below.push(`${coefficient.d}`);
  if (radicand !== 1n) above.push(`sqrt(${radicand})`);
  for (const [name, exponent] of powers) {
    if (exponent.compare(0) > 0) above.push(powerText(name, exponent));
    if (exponent.compare(0) < 0) below.push(powerText(name, exponent.neg()));
  }
  const numerator = above.length === 0 ? '1' : above.join(' * ');
  const denominator = below.length > 1 ? `(${below.join(' * ')})` : below[0];
  return `${coefficient.s < 0n ? '-' : ''}${numerator}${denominator ? ` / ${denominator}` : ''}`;
}

function powerText(name: string, exponent: Fraction): string {
  if (exponent.equals(1)) return name;
  if (exponent.equals(new Fraction(1, 2))) return `sqrt(${name})`;
  return exponent.d === 1n ? `${name}^${exponent.n}` : `${name}^(${exponent.toFraction()})`;
}
