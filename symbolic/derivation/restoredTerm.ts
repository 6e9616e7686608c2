import Fraction from 'fraction.js';
import type { Dimension } from '../../src/theory/definition.js';
import { Formula } from '../formula/formula.js';
import { monomialText } from '../formula/monomialText.js';
import { rootOf } from '../rings/integers.js';
import { HEAD } from '../rings/series/monomials.js';
import { piPower, type Term } from '../rings/series/series.js';
import { type RatioLogarithm, ratioOf } from './fermiMomenta.js';
import type { Quantity } from './quantities.js';
import type { SeriesTheory } from './seriesTheory.js';
import { restoreUnits } from './units.js';

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
  const { input, weights, logarithms } = expansion;
  const exponents = new Map([...weights.keys()].map((name, k) => [name, new Fraction(term.exponents[k + HEAD])]));
  // the symbol of a second strength stands for its ratio to the first
  const ratios = [...exponents].filter(([name]) => expansion.isRatio(name));
  const strengthPower = ratios.reduce((total, [, e]) => total.sub(e), new Fraction(power));
  const logarithmPowers = logarithms.map((_, k) => Number(term.exponents[HEAD + weights.size + k]));
  const factors = logarithms.map((logarithm, k) =>
    logarithmPowers[k] === 0 ? undefined : factorOf(expansion, logarithm),
  );
  const numbers = factors.map((factor, k) => (factor?.number ?? ONE).pow(logarithmPowers[k]) ?? ONE);
  const text = restoredText(
    expansion,
    quantity.dimension,
    numbers.reduce((a, b) => a.mul(b), new Fraction(term.numerator, term.denominator)),
    [...[...exponents].filter(([, e]) => e.compare(0) !== 0), [input.variable, strengthPower]],
    [
      ['pi', new Fraction(piPower(term))],
      ...factors.flatMap((factor, k) => (factor ? [[factor.text, new Fraction(logarithmPowers[k])] as const] : [])),
    ],
  );
  return {
    power: Object.fromEntries([
      [input.variable, Number(strengthPower)],
      ...[...exponents].map(([name, e]) => [name, Number(e)] as const),
    ]),
    formula: Formula.derived(text),
    weight: term.weight,
  };
}

/** A logarithm as a number times the logarithm of a quotient without roots. */
function factorOf(expansion: SeriesTheory, { above, below }: RatioLogarithm): { number: Fraction; text: string } {
  const { coefficient, exponents } = ratioOf(above, below);
  const powers = [...expansion.weights.keys()].map((name, k) => [name, new Fraction(exponents[k + HEAD])] as const);
  const missing = missingDimension(expansion.input.theory.parameters, NUMBER, powers);
  const squares = restoreUnits(expansion.units, missing).exponents.some(({ d }) => d !== 1n) ? 2 : 1;
  const raised = powers.map(([name, e]) => [name, e.mul(squares)] as const);
  const argument = restoredText(expansion, NUMBER, coefficient.pow(squares) ?? coefficient, raised);
  return { number: new Fraction(1, squares), text: `log(${argument})` };
}

/**
 * A monomial of the ring with the powers of the units that give it a dimension.
 * @param powers of what has a dimension, and of pure numbers
 */
function restoredText(
  { input, regime, units }: SeriesTheory,
  dimension: Dimension,
  coefficient: Fraction,
  powers: readonly (readonly [string, Fraction])[],
  pure: readonly (readonly [string, Fraction])[] = [],
): string {
  const missing = missingDimension(input.theory.parameters, dimension, powers);
  const { exponents, square } = restoreUnits(units, missing);
  const { outside, inside } = rootOf(square.n * square.d);
  const [first, second] = units.map(({ name }, k) => [name, exponents[k]] as const);
  const all = [second, ...powers, first];
  // the ring knows what is negative by its modulus
  const odd = all.filter(([name, e]) => regime.negative.has(name) && e.d === 1n && e.n % 2n === 1n);
  const sign = odd.length % 2 === 0 ? 1 : -1;
  return monomialText({
    coefficient: coefficient.mul(new Fraction(outside, square.d)).mul(sign),
    radicand: inside,
    powers: [
      ...all.map(([name, e]) => [regime.negative.has(name) && e.d !== 1n ? `(-${name})` : name, e] as const),
      ...pure,
    ],
  });
}

const ONE = new Fraction(1);
const NUMBER: Dimension = { energy: 0, length: 0 };
const MOMENTUM: Dimension = { energy: 0, length: -1 };

/** What the units must supply so that the monomial has the dimension of the quantity. */
function missingDimension(
  parameters: ReadonlyMap<string, { readonly dimension: Dimension }>,
  target: Dimension,
  powers: readonly (readonly [string, Fraction])[],
): Dimension {
  let [energy, length] = [new Fraction(target.energy), new Fraction(target.length)];
  for (const [name, e] of powers) {
    const d = parameters.get(name)?.dimension ?? MOMENTUM;
    energy = energy.sub(e.mul(d.energy));
    length = length.sub(e.mul(d.length));
  }
  return { energy: Number(energy), length: Number(length) };
}
