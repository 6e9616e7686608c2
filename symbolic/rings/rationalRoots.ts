import Fraction from 'fraction.js';
import { gcd, primeFactors } from './integers.js';

/** A rational root of a polynomial. */
export interface RationalRoot {
  readonly root: Fraction;
  readonly multiplicity: number;
}

/** The rational roots of a polynomial without a root at zero, lowest power first, from the divisors of its ends. */
export function rationalRoots(coefficients: readonly Fraction[]): RationalRoot[] {
  const scale = coefficients.reduce((lcm, { d }) => (lcm * d) / gcd(lcm, d), 1n);
  const [first, last] = [coefficients[0], coefficients[coefficients.length - 1]].map((c) => c.mul(scale).n);
  let rest = [...coefficients];
  const found: RationalRoot[] = [];
  for (const above of divisors(first))
    for (const below of divisors(last))
      for (const sign of [1n, -1n]) {
        const root = new Fraction(sign * above, below);
        if (found.some((f) => f.root.equals(root))) continue;
        let multiplicity = 0;
        for (let next = divided(rest, root); next && rest.length > 1; next = divided(rest, root)) {
          rest = next;
          multiplicity++;
        }
        if (multiplicity > 0) found.push({ root, multiplicity });
      }
  return found;
}

/** The quotient by x - root, if it divides. */
function divided(coefficients: readonly Fraction[], root: Fraction): Fraction[] | undefined {
  const quotient: Fraction[] = [];
  const remainder = coefficients.reduceRight((carry, c) => {
    quotient.unshift(carry);
    return carry.mul(root).add(c);
  }, new Fraction(0));
  quotient.pop();
  return remainder.equals(0) ? quotient : undefined;
}

/** The positive divisors of an integer that is not zero. */
function divisors(n: bigint): bigint[] {
  let list = [1n];
  for (const p of primeFactors(n)) list = [...new Set(list.flatMap((d) => [d, d * p]))];
  return list;
}
