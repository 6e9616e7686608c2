import type { DirectedAlgebra } from '../algebra.js';
import { type Fractional, FractionRing, type FractionRingOptions } from './fractionRing.js';
import type { ExactPolynomial } from './polynomialRing.js';

/** Rational functions with a direction (cos, sin) and with logarithms that were given names. */
export class DirectedFractionRing extends FractionRing implements DirectedAlgebra<Fractional> {
  readonly cos = this.symbol('cos');
  readonly sin: Fractional;
  /** Arguments whose logarithm has a value of its own. */
  logarithms: readonly { readonly argument: Fractional; readonly value: Fractional }[] = [];

  constructor(options: FractionRingOptions) {
    super(options);
    const { polynomials } = this;
    polynomials.algebraic('sin', polynomials.add(polynomials.one, polynomials.generator('cos', 2), -1n));
    this.sin = this.symbol('sin');
  }

  override log(a: Fractional): Fractional {
    return this.logarithms.find(({ argument }) => this.equal(argument, a))?.value ?? super.log(a);
  }

  /** <cos^n> = (n - 1)!!/n!! for even n, zero for odd n or with sin. Denominators never hold a direction here. */
  directionAverage(a: Fractional): Fractional {
    const [cos, sin] = [this.polynomials.index('cos'), this.polynomials.index('sin')];
    let total: ExactPolynomial = this.polynomials.zero;
    for (const { exponents, coefficient } of a.numerator.terms.values()) {
      const n = exponents[cos] ?? 0;
      if (n % 2 !== 0 || exponents[sin]) continue;
      let [numerator, denominator] = [coefficient, a.numerator.denominator];
      for (let j = 2; j <= n; j += 2) [numerator, denominator] = [numerator * BigInt(j - 1), denominator * BigInt(j)];
      const rest = exponents.map((e, k) => (k === cos ? 0 : e));
      total = this.polynomials.add(total, this.polynomials.monomial(rest, numerator, denominator));
    }
    return this.mul(this.of(total), { numerator: this.polynomials.one, denominator: a.denominator });
  }

  isNothing(a: Fractional): boolean {
    return this.isZero(a);
  }

  /** Names of the generators that occur. */
  namesIn(a: Fractional): string[] {
    const polynomials = [a.numerator, ...[...a.denominator.keys()].map((k) => this.factors[k])];
    return this.polynomials.names.filter((_, k) =>
      polynomials.some((p) => [...p.terms.values()].some((t) => t.exponents[k])),
    );
  }
}
