import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import { DENSITY, type Theory } from '../../src/theory/theory.js';
import { tensorOf } from '../../src/transport/tensors.js';
import { type Quantity, quantityOf } from '../../symbolic/derivation/quantities.js';
import { Formula } from '../../symbolic/formula/formula.js';
import { Monomial } from '../../symbolic/formula/monomial.js';
import { readLatex } from '../language/readLatex.js';
import { symbolTable } from '../language/symbolTable.js';
import type { Vocabulary } from '../language/vocabulary.js';
import type { AsymptoticRow } from './row.js';

export const CHARGE = 'e';

/** A printed formula as the machine reads it. */
export interface Print {
  readonly quantity: Quantity;
  readonly formula: Formula;
  /** Its terms multiplied out; none for a printed zero. */
  readonly terms: readonly Monomial[];
  /** Powers of the charge and of the impurity density that the quantity has. */
  readonly charge: number;
  readonly density: number;
}

/**
 * Reads what a row prints. With LaTeX K and sigma are those of the paper, with their 1/n; a plain formula means n K and
 * n sigma, as `solve` does.
 * @throws InputError on what cannot be read
 */
export function readPrint(row: AsymptoticRow, theory: Theory, { symbols }: Pick<Vocabulary, 'symbols'>): Print {
  if ((row.latex === undefined) === (row.formula === undefined))
    throw new InputError('give the claim either as "latex" or as "formula"');
  const sides = row.latex === undefined ? [row.formula ?? ''] : readLatex(row.latex, symbolTable(theory, symbols));
  const [left, right] = sides.length === 2 ? sides : [undefined, sides[0]];
  if (sides.length > 2) throw new InputError('an asymptotic formula has one equals sign at most');
  if (left !== undefined && row.quantity !== undefined && left !== row.quantity)
    throw new InputError(`the LaTeX is about ${left}, and "quantity" about ${row.quantity}`);
  const name = row.quantity ?? left;
  if (name === undefined) throw new InputError('a quantity is missing: give the LaTeX a left-hand side');
  const quantity = quantityOf(theory, name);
  const formula = Formula.parse(right, 'the claim');
  const known = dimensionedSymbols(theory);
  const unknown = formula.symbols.find((symbol) => symbol !== CHARGE && !known.has(symbol));
  if (unknown) throw new InputError(`"${unknown}" is no parameter; known: ${[...known.keys(), CHARGE].join(' ')}`);
  const { charge = 0, perDensity = 0 } = tensorOf(name)?.unit ?? {};
  const density = row.latex === undefined ? 0 : -perDensity;
  return { quantity, formula, terms: Monomial.termsOf(formula), charge, density };
}

/** Parameters of a theory, in any of the ways to give them, with their dimensions. */
export const dimensionedSymbols = ({ parameters, definition }: Theory) =>
  new Map(
    [...definition.alternatives.flatMap((a) => Object.entries(a.parameters)), ...parameters].map(
      ([name, { dimension }]) => [name, dimension] as const,
    ),
  );

/** A term of the core, found with e = -1 and without density, with the powers of both that it has in print. */
export const asPrinted = (term: Monomial, { charge, density }: Print): Monomial =>
  term
    .scaled(new Fraction(charge % 2 === 0 ? 1 : -1))
    .times(Monomial.symbol(CHARGE).raised(new Fraction(charge)))
    .times(Monomial.symbol(DENSITY).raised(new Fraction(density)));

/** The length of the exchange field of a theory, if it has a name, and its components. */
function exchangeLength({ definition, exchangeNames }: Theory): string | undefined {
  const [polar] = definition.alternatives.filter(({ defines }) => exchangeNames.every((name) => name in defines));
  return Object.entries(polar?.parameters ?? {}).find(([, { dimension }]) => dimension.energy === 1)?.[0];
}

/** Where the length of the exchange field stands, its largest component in the regime, which it is to leading order. */
export function withLargestExchange(theory: Theory, weights: ReadonlyMap<string, number>) {
  const length = exchangeLength(theory);
  const present = theory.exchangeNames.filter((name) => weights.has(name));
  const [largest] = [...present].sort((a, b) => valueAt(weights, a) - valueAt(weights, b));
  return {
    length,
    largest,
    reduced: (term: Monomial): Monomial =>
      length === undefined || largest === undefined ? term : term.substitute(length, Monomial.symbol(largest)),
  };
}
