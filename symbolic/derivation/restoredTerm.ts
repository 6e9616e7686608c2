import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { Dimension } from '../../src/theory/definition.js';
import { Formula } from '../formula/formula.js';
import { monomialText } from '../formula/monomialText.js';
import { rootOf } from '../rings/integers.js';
import { piPower, type Term } from '../rings/series/series.js';
import type { Quantity } from './quantities.js';
import { restoreUnits } from './scales.js';
import type { SeriesTheory } from './seriesTheory.js';

/** One term of an expansion. */
export interface ExpandedTerm {
  /** Exponents of the impurity strength and of the small symbols. */
  readonly power: Readonly<Record<string, number>>;
  readonly formula: Formula;
  /** Weight in the order of the regime. */
  readonly weight: number;
}

/**
 * A term of the series ring with its units restored: the powers of eps and of the mass that give it the dimension of
 * the quantity.
 * @param power of the impurity strength
 */
export function restoredTerm(expansion: SeriesTheory, quantity: Quantity, term: Term, power: number): ExpandedTerm {
  const { input, weights, scales } = expansion;
  const exponents = new Map<string, Fraction>();
  let strengthPower = new Fraction(power);
  [...weights.keys()].forEach((name, k) => {
    const e = new Fraction(term.exponents[k + 3]);
    exponents.set(name, e);
    // the symbol of a second strength stands for its ratio to the first
    if (expansion.isRatio(name)) strengthPower = strengthPower.sub(e);
  });
  const dimension = missingDimension(input.theory.parameters, quantity.dimension, [
    [input.variable, strengthPower],
    ...exponents,
  ]);
  const { eps, parameter, square } = restoreUnits(scales, dimension);
  const { outside, inside } = rootOf(square.n * square.d);
  const powers: [string, Fraction][] = [
    [scales.parameter, parameter],
    ...[...exponents].filter(([, e]) => e.compare(0) !== 0),
    [input.variable, strengthPower],
    ['eps', eps],
    ['pi', new Fraction(piPower(term))],
  ];
  const text = monomialText({
    coefficient: new Fraction(term.numerator, term.denominator).mul(new Fraction(outside, square.d)),
    radicand: inside,
    powers,
  });
  return {
    power: Object.fromEntries([
      [input.variable, Number(strengthPower)],
      ...[...exponents].map(([name, e]) => [name, Number(e)] as const),
    ]),
    formula: Formula.derived(text),
    weight: term.weight,
  };
}

/** What eps and the scale parameter must supply so that the monomial has the dimension of the quantity. */
function missingDimension(
  parameters: ReadonlyMap<string, { readonly dimension: Dimension }>,
  target: Dimension,
  powers: readonly (readonly [string, Fraction])[],
): Dimension {
  let [energy, length] = [new Fraction(target.energy), new Fraction(target.length)];
  for (const [name, e] of powers) {
    const d = valueAt(parameters, name).dimension;
    energy = energy.sub(e.mul(d.energy));
    length = length.sub(e.mul(d.length));
  }
  return { energy: Number(energy), length: Number(length) };
}
