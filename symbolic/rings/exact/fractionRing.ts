import type { Algebra } from '../algebra.js';
import { type Fractional, FractionField } from './fractionField.js';
import { logarithmOf, modulusOf, rootOf, signOf } from './fractionFunctions.js';
import { fractionText } from './fractionText.js';

/**
 * Rational functions as a ring that runs the traced formulas: roots, logarithms, moduli, cosines and sines of them are
 * further symbols. Radicands are taken as positive.
 */
export class FractionRing extends FractionField implements Algebra<Fractional> {
  sqrt(a: Fractional): Fractional {
    return rootOf(this, a);
  }

  abs(a: Fractional): Fractional {
    return modulusOf(this, a);
  }

  sign(a: Fractional): -1 | 0 | 1 {
    return signOf(this, a);
  }

  log(a: Fractional): Fractional {
    return logarithmOf(this, a);
  }

  cosine(a: Fractional): Fractional {
    return this.symbol(`cos(${fractionText(this, a)})`);
  }

  sine(a: Fractional): Fractional {
    const { polynomials } = this;
    const cosine = this.cosine(a).numerator;
    const square = polynomials.add(polynomials.one, polynomials.mul(cosine, cosine), -1n);
    return this.algebraic(`sin(${fractionText(this, a)})`, square);
  }
}
