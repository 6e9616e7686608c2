import { InputError } from '../../src/theory/errors.js';
import { quantityNamed } from './quantities.js';
import type { ExpandedTerm } from './restoredTerm.js';
import type { WeakScatteringExpansion } from './weakScattering.js';

/** The leading terms of each power of one small symbol, in the first power of the strength that does not vanish. */
export interface SymbolExpansion {
  readonly strengthPower: number;
  readonly groups: readonly { readonly power: number; readonly terms: readonly ExpandedTerm[] }[];
  /** Weight from which on nothing is known. */
  readonly order: number;
}

/** How many times the truncation is raised in search of a further power of the symbol. */
const ATTEMPTS = 5;

/**
 * Expands in powers of a small symbol such as Dx (the order in m_x).
 * @throws InputError if the symbol has no place in the regime, or if so many powers are not found
 */
export function expandInSymbol(
  expander: WeakScatteringExpansion,
  name: string,
  symbol: string,
  count: number,
  terms: number,
): SymbolExpansion {
  const weight = expander.seriesTheory.weights.get(symbol);
  if (weight === undefined)
    throw new InputError(`--in ${symbol}: it has no place in the regime "${expander.seriesTheory.regime.text}"`);
  const { orders, truncation } = expander.expand(name);
  const [first] = orders;
  if (!first) throw new InputError(`${name} is ${truncation}`);
  let relativeOrder = expander.firstOrder(quantityNamed(name));
  for (let attempt = 0; attempt < ATTEMPTS; attempt++, relativeOrder += weight) {
    const known = expander.termsAt(name, first.power, relativeOrder);
    const powers = [...new Set(known.terms.map((t) => t.power[symbol]))].sort((a, b) => a - b);
    if (powers.length < count) continue;
    const groups = powers
      .slice(0, count)
      .map((power) => ({ power, terms: known.terms.filter((t) => t.power[symbol] === power).slice(0, terms) }));
    return { strengthPower: first.power, groups, order: known.order };
  }
  throw new InputError(
    `${name}: only fewer than ${count} powers of ${symbol} were found up to relative weight ${relativeOrder}`,
  );
}
