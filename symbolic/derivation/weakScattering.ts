import { InputError } from '../../src/theory/errors.js';
import { PrecisionError } from '../rings/errors.js';
import type { Series, Term } from '../rings/series/series.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';
import type { Derived } from './derivation.js';
import { type Quantity, quantityNamed, quantityOf } from './quantities.js';
import { type ExpandedTerm, restoredTerm } from './restoredTerm.js';
import { type DoubleSeries, type ExpansionInput, SeriesTheory } from './seriesTheory.js';

/**
 * The terms found for one power of the impurity strength, largest first, and the weight from which on nothing is known.
 */
export interface StrengthOrder {
  readonly power: number;
  readonly terms: readonly ExpandedTerm[];
  readonly order: number;
}

export interface ExpandedQuantity {
  readonly quantity: string;
  readonly regime: string;
  /** The orders asked: the first that do not vanish. */
  readonly orders: readonly StrengthOrder[];
  /** Powers of the strength that vanish: zero to the given weight. */
  readonly vanishing: readonly { readonly power: number; readonly order: number }[];
  readonly truncation: string;
}

export interface Depth {
  /** How many powers of the impurity strength, from the first that does not vanish. */
  readonly strengthOrders: number;
  /** How many terms of each. */
  readonly terms: number;
}

/** Terms, largest first, and the weight from which on nothing is known. */
export interface KnownTerms {
  readonly terms: readonly ExpandedTerm[];
  readonly order: number;
}

/** How many vanishing powers of the strength are passed over before a quantity is said to vanish. */
const MOST_VANISHING = 5;

/** How far the order of the regime is raised before giving up, in units of the first attempt. */
const FARTHEST = 4;

/** How far a derivation goes. */
interface Orders {
  /** Weight, relative to the leading term, from which on nothing is kept. */
  readonly regime: number;
  /** Powers of the strength that are kept. */
  readonly strength: number;
}

/** The outcome of one derivation: what was asked, or which of its orders must be raised. */
type Attempt = { readonly found: ExpandedQuantity } | { readonly raise: keyof Orders };

/**
 * Derives expansions of any quantities of one theory in one regime. The truncation orders are raised until every term
 * asked is established; each derivation serves all quantities.
 */
export class WeakScatteringExpansion {
  readonly seriesTheory: SeriesTheory;
  private readonly derivations: (Orders & { readonly derived: Derived<Series> })[] = [];

  constructor(input: ExpansionInput) {
    this.seriesTheory = new SeriesTheory(input);
  }

  /**
   * No terms at all if the quantity vanishes as far as it was followed. @throws InputError if the theory is outside the
   * method
   */
  expand(name: string, depth: Depth = { strengthOrders: 1, terms: 1 }): ExpandedQuantity {
    const { input, regime } = this.seriesTheory;
    const quantity = quantityOf(input.theory, name);
    const first = this.firstOrder(quantity);
    let orders: Orders = { regime: first, strength: depth.strengthOrders + 3 };
    while (orders.regime <= FARTHEST * first) {
      const attempt = this.attempt(quantity, depth, orders);
      if ('found' in attempt) return attempt.found;
      orders =
        attempt.raise === 'regime'
          ? { ...orders, regime: Math.ceil(1.3 * orders.regime) }
          : { ...orders, strength: orders.strength + 1 };
    }
    throw new InputError(
      `${name}: the expansion does not settle in the regime "${regime.text}"; separate the scales differently`,
    );
  }

  /**
   * Every known term of one power of the strength, largest first. @throws PrecisionError if the order does not suffice
   */
  termsAt(name: string, power: number, regime: number): KnownTerms {
    const quantity = quantityNamed(name);
    const orders = { regime, strength: 4 };
    const coefficient = this.derived(orders).ring.coefficient(this.series(quantity, orders), power);
    if (!coefficient) throw new PrecisionError(`u^${power} was not reached`);
    return { terms: this.restored(quantity, coefficient, power, orders), order: coefficient.order };
  }

  /**
   * Every term that is known at given truncation orders, all powers of the strength together, and the weight where the
   * knowledge ends.
   */
  allTerms(name: string, regime: number, strength: number): KnownTerms {
    const quantity = quantityNamed(name);
    const orders = { regime, strength };
    const { coefficients, low } = this.series(quantity, orders);
    return {
      terms: coefficients.flatMap((c, k) => this.restored(quantity, c, low + k, orders)),
      order: Math.min(...coefficients.map((c) => c.order)),
    };
  }

  /** Enough for one factor of each symbol, or for two of the smallest where Eq. (4) divides by its square. */
  firstOrder(quantity: Quantity): number {
    const weights = [...this.seriesTheory.weights.values()];
    const [heaviest, together] = [Math.max(...weights), weights.reduce((a, b) => a + b)];
    const efficiency = quantity.kind === 'efficiency' && quantity.place % 2 === 1;
    return Math.ceil(efficiency ? 2.6 * heaviest : Math.max(1.55 * heaviest, 1.1 * together));
  }

  private attempt(quantity: Quantity, depth: Depth, orders: Orders): Attempt {
    try {
      return this.read(quantity, depth, orders);
    } catch (error) {
      if (error instanceof PrecisionError) return { raise: 'regime' };
      throw error;
    }
  }

  /** The series of a quantity at given truncation orders, in units of the derivation. */
  private series(quantity: Quantity, orders: Orders): DoubleSeries {
    const { response, efficiency } = this.derived(orders);
    return quantity.kind === 'response' ? response[quantity.place] : efficiency(quantity.place);
  }

  /** A derivation that reaches at least these orders: one made earlier may serve. */
  private derived(orders: Orders): Derived<Series> {
    const made = this.derivations.find((d) => d.regime >= orders.regime && d.strength >= orders.strength);
    if (made) return made.derived;
    const derived = this.seriesTheory.derive(orders.regime, orders.strength);
    this.derivations.push({ ...orders, derived });
    return derived;
  }

  private termsOf(coefficient: Series, orders: Orders): Term[] {
    return (this.derived(orders).ring.base as SeriesRing).terms(coefficient);
  }

  private restored(quantity: Quantity, coefficient: Series, power: number, orders: Orders): ExpandedTerm[] {
    return this.termsOf(coefficient, orders).map((t) => restoredTerm(this.seriesTheory, quantity, t, power));
  }

  private read(quantity: Quantity, depth: Depth, orders: Orders): Attempt {
    const series = this.series(quantity, orders);
    // beyond this depth a coefficient that has run out of terms is taken to have no more of any interest
    const deepest = (this.seriesTheory.weights.size <= 3 ? 1.6 : 1.2) * this.firstOrder(quantity);
    const isShallow = orders.regime < deepest;
    const found: StrengthOrder[] = [];
    const vanishing: { power: number; order: number }[] = [];
    const known = Math.min(series.order, series.low + series.coefficients.length);
    for (let power = series.low; power < known && found.length < depth.strengthOrders; power++) {
      const coefficient = series.coefficients[power - series.low];
      const { order } = coefficient;
      const terms = this.termsOf(coefficient, orders);
      if (terms.length === 0) {
        vanishing.push({ power, order });
        continue;
      }
      if (terms.length < depth.terms && order !== Number.POSITIVE_INFINITY && isShallow) return { raise: 'regime' };
      const largest = withTies(terms, depth.terms).map((t) => restoredTerm(this.seriesTheory, quantity, t, power));
      found.push({ power, terms: largest, order });
    }
    const lightest = Math.min(...found.map((o) => o.terms[0].weight));
    // a power of u that seems to vanish must have been followed further than the terms that are printed
    const first = found[0]?.power ?? Number.NEGATIVE_INFINITY;
    if (vanishing.some((v) => v.power < first && v.order <= lightest)) return { raise: 'regime' };
    if (found.length === 0 && isShallow) return { raise: 'regime' };
    if (found.length < depth.strengthOrders && orders.strength < depth.strengthOrders + MOST_VANISHING)
      return { raise: 'strength' };
    const truncation = this.truncation(found, vanishing);
    const regime = this.seriesTheory.regime.text;
    return { found: { quantity: quantity.name, regime, orders: found, vanishing, truncation } };
  }

  private truncation(orders: readonly StrengthOrder[], vanishing: ExpandedQuantity['vanishing']): string {
    const { input, weights } = this.seriesTheory;
    if (orders.length === 0 && vanishing.length === 0) return 'exactly zero';
    const bound = (order: number): string => (order === Number.POSITIVE_INFINITY ? 'exact' : `O(t^${order})`);
    const lines = [
      ...orders.map(({ power, order }) => ({ power, text: bound(order) })),
      ...vanishing.map(({ power, order }) => ({ power, text: `0 + ${bound(order)}` })),
    ].sort((x, y) => x.power - y.power);
    const known = lines.map(({ power, text }) => `${input.variable}^${power}: ${text}`);
    const next = `O(${input.variable}^${lines[lines.length - 1].power + 1})`;
    return [...known, next, `with ${scalesText(weights)}`].join('; ');
  }
}

/** How every symbol goes to its limit. */
export const scalesText = (weights: ReadonlyMap<string, number>): string =>
  [...weights].map(([name, weight]) => `${name} ~ t^${weight}`).join(', ');

/** The first terms, and those that are as large as the last of them. */
function withTies<T extends { readonly weight: number }>(terms: readonly T[], count: number): T[] {
  const last = terms[Math.min(count, terms.length) - 1];
  return terms.filter((t, k) => k < count || t.weight === last?.weight);
}
