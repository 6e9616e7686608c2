import { InputError } from '../../src/theory/errors.js';
import { PrecisionError } from '../rings/errors.js';
import type { Series } from '../rings/series/series.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';
import type { Derived } from './derivation.js';
import { type Quantity, quantityNamed } from './quantities.js';
import { type ExpandedTerm, restoredTerm } from './restoredTerm.js';
import { type DoubleSeries, Expansion, type ExpansionInput } from './seriesTheory.js';

/** The terms found for one power of the impurity strength, largest first, and the weight from which on nothing is known. */
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

/** How many vanishing powers of the strength are passed over before a quantity is said to vanish. */
const MOST_VANISHING = 5;

/** How far the order of the regime is raised before giving up, in units of the first attempt. */
const FARTHEST = 4;

/**
 * Derives expansions of any quantities of one theory in one regime. The truncation orders are raised until every term asked is
 * established; each derivation serves all quantities.
 */
export class Expander {
  readonly expansion: Expansion;
  private readonly derivations = new Map<string, Derived<Series>>();

  constructor(input: ExpansionInput) {
    this.expansion = new Expansion(input);
  }

  /** No terms at all if the quantity vanishes as far as it was followed. @throws InputError if the theory is outside the method */
  expand(name: string, depth: Depth = { strengthOrders: 1, terms: 1 }): ExpandedQuantity {
    const quantity = quantityNamed(name);
    if (quantity.kind === 'efficiency' && !this.expansion.input.theory.hasExchange)
      throw new InputError(`${name}: ${this.expansion.input.theory.name} has no exchange field, so there is no torque`);
    let relativeOrder = this.firstOrder(quantity);
    let strengthOrders = depth.strengthOrders + 3;
    for (;;) {
      const found = this.attempt(quantity, depth, relativeOrder, strengthOrders);
      if (typeof found === 'object') return found;
      if (found === 'more orders of the regime') relativeOrder = Math.ceil(1.3 * relativeOrder);
      else strengthOrders++;
      if (relativeOrder > FARTHEST * this.firstOrder(quantity))
        throw new InputError(
          `${name}: the expansion does not settle in the regime "${this.expansion.regime.text}"; separate the scales differently`,
        );
    }
  }

  /** Every known term of one power of the strength, largest first. @throws PrecisionError if the order does not suffice */
  termsAt(name: string, power: number, relativeOrder: number): { terms: ExpandedTerm[]; order: number } {
    const quantity = quantityNamed(name);
    const strengthOrders = 4;
    const series = this.series(quantity, relativeOrder, strengthOrders);
    const { ring } = this.derived(relativeOrder, strengthOrders);
    const coefficient = ring.coefficient(series, power);
    if (!coefficient) throw new PrecisionError(`u^${power} was not reached`);
    const terms = (ring.base as SeriesRing).terms(coefficient);
    return { terms: terms.map((t) => restoredTerm(this.expansion, quantity, t, power)), order: coefficient.order };
  }

  /** Enough for one factor of each symbol, or for two of the smallest where Eq. (4) divides by its square. */
  firstOrder(quantity: Quantity): number {
    const weights = [...this.expansion.weights.values()];
    const [heaviest, together] = [Math.max(...weights), weights.reduce((a, b) => a + b)];
    const efficiency = quantity.kind === 'efficiency' && quantity.place % 2 === 1;
    return Math.ceil(efficiency ? 2.6 * heaviest : Math.max(1.55 * heaviest, 1.1 * together));
  }

  private attempt(
    quantity: Quantity,
    depth: Depth,
    relativeOrder: number,
    strengthOrders: number,
  ): ExpandedQuantity | string {
    let series: DoubleSeries;
    try {
      series = this.series(quantity, relativeOrder, strengthOrders);
    } catch (error) {
      if (error instanceof PrecisionError) return 'more orders of the regime';
      throw error;
    }
    return this.read(quantity, series, depth, relativeOrder, strengthOrders);
  }

  /** Every term that is known at given truncation orders, all powers of the strength together, and the weight where the knowledge ends. */
  allTerms(name: string, relativeOrder: number, strengthOrders: number): { terms: ExpandedTerm[]; order: number } {
    const quantity = quantityNamed(name);
    const series = this.series(quantity, relativeOrder, strengthOrders);
    const base = this.derived(relativeOrder, strengthOrders).ring.base as SeriesRing;
    const terms = series.coefficients.flatMap((c, k) =>
      base.terms(c).map((t) => restoredTerm(this.expansion, quantity, t, series.low + k)),
    );
    return { terms, order: Math.min(...series.coefficients.map((c) => c.order)) };
  }

  /** The series of a quantity at given truncation orders, in units of the derivation. */
  series(quantity: Quantity, relativeOrder: number, strengthOrders: number): DoubleSeries {
    const derived = this.derived(relativeOrder, strengthOrders);
    return quantity.kind === 'response' ? derived.response[quantity.place] : derived.efficiency(quantity.place);
  }

  /** A derivation that reaches at least these orders: one made earlier may serve. */
  private derived(relativeOrder: number, strengthOrders: number): Derived<Series> {
    for (const [key, derived] of this.derivations) {
      const [weight, powers] = key.split(' ').map(Number) as [number, number];
      if (weight >= relativeOrder && powers >= strengthOrders) return derived;
    }
    const made = this.expansion.derive(relativeOrder, strengthOrders);
    this.derivations.set(`${relativeOrder} ${strengthOrders}`, made);
    return made;
  }

  private read(
    quantity: Quantity,
    series: DoubleSeries,
    depth: Depth,
    relativeOrder: number,
    strengthOrders: number,
  ): ExpandedQuantity | string {
    const base = this.derived(relativeOrder, strengthOrders).ring.base as SeriesRing;
    // beyond this depth a coefficient that has run out of terms is taken to have no more of any interest
    const deepest = (this.expansion.weights.size <= 3 ? 1.6 : 1.2) * this.firstOrder(quantity);
    const orders: StrengthOrder[] = [];
    const vanishing: { power: number; order: number }[] = [];
    const known = Math.min(series.order, series.low + series.coefficients.length);
    for (let power = series.low; power < known && orders.length < depth.strengthOrders; power++) {
      const coefficient = series.coefficients[power - series.low];
      const terms = base.terms(coefficient);
      if (terms.length === 0) vanishing.push({ power, order: coefficient.order });
      else {
        if (terms.length < depth.terms && coefficient.order !== Number.POSITIVE_INFINITY && relativeOrder < deepest)
          return 'more orders of the regime';
        orders.push({
          power,
          terms: withTies(terms, depth.terms).map((t) => restoredTerm(this.expansion, quantity, t, power)),
          order: coefficient.order,
        });
      }
    }
    const lightest = Math.min(...orders.map((o) => o.terms[0].weight));
    // a power of u that seems to vanish must have been followed further than the terms that are printed
    const first = orders[0]?.power ?? Number.NEGATIVE_INFINITY;
    if (vanishing.some((v) => v.power < first && v.order <= lightest)) return 'more orders of the regime';
    if (orders.length === 0 && relativeOrder < deepest) return 'more orders of the regime';
    if (orders.length < depth.strengthOrders && strengthOrders < depth.strengthOrders + MOST_VANISHING)
      return 'more powers of the strength';
    return {
      quantity: quantity.name,
      regime: this.expansion.regime.text,
      orders,
      vanishing,
      truncation: this.truncation(orders, vanishing),
    };
  }

  private truncation(orders: readonly StrengthOrder[], vanishing: readonly { power: number; order: number }[]): string {
    const { variable } = this.expansion.input;
    if (orders.length === 0 && vanishing.length === 0) return 'exactly zero';
    const bound = (order: number): string => (order === Number.POSITIVE_INFINITY ? 'exact' : `O(t^${order})`);
    const lines = [...orders.map((o) => ({ ...o, zero: '' })), ...vanishing.map((v) => ({ ...v, zero: '0 + ' }))].sort(
      (x, y) => x.power - y.power,
    );
    const scale = [...this.expansion.weights].map(([name, weight]) => `${name} ~ t^${weight}`).join(', ');
    const known = lines.map(({ power, order, zero }) => `${variable}^${power}: ${zero}${bound(order)}`);
    return `${known.join('; ')}; O(${variable}^${lines[lines.length - 1].power + 1}); with ${scale}`;
  }
}

/** The first terms, and those that are as large as the last of them. */
function withTies<T extends { readonly weight: number }>(terms: readonly T[], count: number): T[] {
  const last = terms[Math.min(count, terms.length) - 1];
  return terms.filter((t, k) => k < count || t.weight === last?.weight);
}
