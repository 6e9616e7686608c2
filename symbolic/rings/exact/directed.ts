import type { DirectedAlgebra } from '../algebra.js';
import { cosineMoment } from '../integers.js';
import type { Fractional, FractionFieldOptions } from './fractionField.js';
import { FractionRing } from './fractionRing.js';

/** Rational functions with a direction (cos, sin) and with logarithms that were given names. */
export class DirectedFractionRing extends FractionRing implements DirectedAlgebra<Fractional> {
  readonly cos = this.symbol('cos');
  readonly sin: Fractional;
  /** Arguments whose logarithm has a value of its own. */
  logarithms: readonly { readonly argument: Fractional; readonly value: Fractional }[] = [];

  constructor(options: FractionFieldOptions) {
    super(options);
    const { polynomials } = this;
    this.sin = this.algebraic('sin', polynomials.add(polynomials.one, polynomials.generator('cos', 2), -1n));
  }

  override log(a: Fractional): Fractional {
    return this.logarithms.find(({ argument }) => this.equal(argument, a))?.value ?? super.log(a);
  }

  /** Denominators never hold a direction here; a term with sin averages to zero. */
  directionAverage(a: Fractional): Fractional {
    const { polynomials } = this;
    const [cos, sin] = [polynomials.index('cos'), polynomials.index('sin')];
    let total = polynomials.zero;
    for (const { exponents, coefficient } of a.numerator.terms.values()) {
      if (exponents[sin]) continue;
      const [numerator, denominator] = cosineMoment(exponents[cos] ?? 0);
      const rest = exponents.map((e, k) => (k === cos ? 0 : e));
      const size = a.numerator.denominator * denominator;
      total = polynomials.add(total, polynomials.monomial(rest, coefficient * numerator, size));
    }
    return this.mul(this.of(total), { numerator: polynomials.one, denominator: a.denominator });
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
