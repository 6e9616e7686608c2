import type { DirectedAlgebra } from '../algebra.js';
import { cosineMoment, gcd } from '../integers.js';
import { COS } from './monomials.js';
import { Accumulator, type Series } from './series.js';
import { SeriesArithmetic } from './seriesArithmetic.js';
import { angleOf, inverseOf, logarithmOf, type NamedLogarithm, rootOf } from './seriesFunctions.js';

/** Truncated series as a ring that runs the traced formulas and averages over directions. */
export class SeriesRing extends SeriesArithmetic implements DirectedAlgebra<Series> {
  /** Monomials whose logarithm is a symbol, or counts as zero. */
  logarithms: readonly NamedLogarithm[] = [];

  inverse(a: Series): Series {
    return inverseOf(this, a);
  }

  sqrt(a: Series): Series {
    return rootOf(this, a);
  }

  log(a: Series): Series {
    return logarithmOf(this, a, this.logarithms);
  }

  angle(y: Series, x: Series): Series {
    return angleOf(this, y, x);
  }

  power(a: Series, n: number): Series {
    if (!Number.isInteger(n)) return this.power(this.sqrt(a), 2 * n);
    if (n < 0) return this.power(this.inverse(a), -n);
    let result = this.one;
    for (let k = 0; k < n; k++) result = this.mul(result, a);
    return result;
  }

  sign(a: Series): -1 | 0 | 1 {
    if (this.isZero(a)) return 0;
    return this.leading(a, 'the sign').numerator < 0n ? -1 : 1;
  }

  isNothing(a: Series): boolean {
    return a.codes.length === 0;
  }

  directionAverage(a: Series): Series {
    const { monomials } = this;
    // a term with sin averages to zero, as one with an odd power of cos
    const powers = a.codes.map((code, k) => (a.odd[k] ? 1 : monomials.decode(code)[COS]));
    const moments = powers.map(cosineMoment);
    const common = moments.reduce((lcm, [, denominator]) => (lcm * denominator) / gcd(lcm, denominator), 1n);
    const terms = new Accumulator();
    moments.forEach(([numerator, denominator], k) => {
      const value = (a.coefficients[k] * numerator * common) / denominator;
      terms.add(a.codes[k] - powers[k] * monomials.unit(COS), a.weights[k], 0, value);
    });
    return terms.finish(a.extents, a.denominator * common, a.order);
  }
}
