import { TimeError } from '../../src/solution/deadline.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { PrecisionError } from '../rings/errors.js';
import type { Series, Term } from '../rings/series/series.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';
import type { Derived } from './derivation.js';
import { type Quantity, quantityNamed, quantityOf } from './quantities.js';
import { orderedRegimes } from './regime.js';
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

/** How many vanishing powers of the strength are passed over before only the order of the regime is raised. */
const MOST_VANISHING = 5;

/** How far the order of the regime is raised before giving up, in units of the first attempt. */
const FARTHEST = 4;

/** By how much it is raised at a time; the work grows with about the sixth power of it. */
const STEPS_UP = { shallow: 1.3, deep: 1.15 };

/** How far a derivation goes. */
interface Orders {
  /** Weight, relative to the leading term, from which on nothing is kept. */
  readonly regime: number;
  /** Powers of the strength that are kept. */
  readonly strength: number;
}

/** The outcome of one derivation: what was asked, or which of its orders must be raised. */
type Attempt =
  | { readonly found: ExpandedQuantity }
  | { readonly raise: readonly (keyof Orders)[]; readonly vanishing?: ExpandedQuantity['vanishing'] };

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
   * No terms at all if the quantity is exactly zero; the truncation says why. @throws InputError if the theory is
   * outside the method, AccuracyError if no term is reached within the bound of work
   */
  expand(name: string, depth: Depth = { strengthOrders: 1, terms: 1 }): ExpandedQuantity {
    const { input, regime } = this.seriesTheory;
    const quantity = quantityOf(input.theory, name);
    const first = this.firstOrder(quantity);
    let orders: Orders = { regime: first, strength: depth.strengthOrders + 3 };
    while (orders.regime <= FARTHEST * first) {
      const attempt = this.attempt(quantity, depth, orders);
      if ('found' in attempt) return attempt.found;
      const { raise, vanishing } = attempt;
      const reason = vanishing && input.vanishes?.(name, this.seriesTheory.present);
      if (reason) return this.nothing(quantity, vanishing, `exactly zero by symmetry (${reason})`);
      const step = orders.regime < this.deepest(quantity) ? STEPS_UP.shallow : STEPS_UP.deep;
      orders = {
        regime: raise.includes('regime') ? Math.ceil(step * orders.regime) : orders.regime,
        strength: raise.includes('strength') ? orders.strength + 1 : orders.strength,
      };
    }
    throw new AccuracyError(
      `${name}: no term settles up to the relative weight ${orders.regime} in the regime "${regime.text}": ` +
        'it may be exactly zero; separate the scales differently, or ask `discover` for the leading term',
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
    const weights = [...this.seriesTheory.weights.values()].map(Math.abs);
    const [heaviest, together] = [Math.max(...weights), weights.reduce((a, b) => a + b)];
    const efficiency = quantity.kind === 'efficiency' && quantity.place % 2 === 1;
    return Math.ceil(efficiency ? 2.6 * heaviest : Math.max(1.55 * heaviest, 1.1 * together));
  }

  /** Beyond this order a coefficient that has run out of terms is taken to have no more of any interest. */
  private deepest(quantity: Quantity): number {
    return (this.seriesTheory.weights.size <= 3 ? 1.6 : 1.2) * this.firstOrder(quantity);
  }

  private attempt(quantity: Quantity, depth: Depth, orders: Orders): Attempt {
    try {
      return this.read(quantity, depth, orders);
    } catch (error) {
      if (error instanceof PrecisionError) return { raise: ['regime'], vanishing: [] };
      if (error instanceof TimeError)
        throw new TimeError(
          `${quantity.name}: ${error.message} at the relative weight ${orders.regime}; give a longer --time-limit, ` +
            'put fewer scales into the regime, or ask `discover` for the leading term',
        );
      if (error instanceof AccuracyError) throw new AccuracyError(`${quantity.name}: ${error.message}`);
      const ordered = orderedRegimes(this.seriesTheory.regime);
      if (error instanceof InputError && ordered.length > 0)
        throw new InputError(
          `${quantity.name}: ${error.message}; scales of equal order may enter by a root or a quotient, which is no ` +
            `series: take ${ordered.map((text) => `"${text}"`).join(' or ')}, or fix a ratio whose squares add up ` +
            'to a square (as --set Dx=3/4*Dz, with Dx out of the chain)',
        );
      throw error;
    }
  }

  /** The series of a quantity at given truncation orders, in units of the derivation. */
  private series(quantity: Quantity, orders: Orders): DoubleSeries {
    if (quantity.kind === 'efficiency') this.seriesTheory.demandIsotropy();
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
    const isShallow = orders.regime < this.deepest(quantity);
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
      if (terms.length < depth.terms && order !== Number.POSITIVE_INFINITY && isShallow) return { raise: ['regime'] };
      const largest = withTies(terms, depth.terms).map((t) => restoredTerm(this.seriesTheory, quantity, t, power));
      found.push({ power, terms: largest, order });
    }
    const hasRoom = orders.strength < depth.strengthOrders + MOST_VANISHING;
    if (found.length === 0) {
      if (this.derived(orders).ring.isZero(series)) return { found: this.nothing(quantity, [], 'exactly zero') };
      return { raise: hasRoom ? ['regime', 'strength'] : ['regime'], vanishing };
    }
    const lightest = Math.min(...found.map((o) => o.terms[0].weight));
    // a power of u that seems to vanish must have been followed further than the terms that are printed
    if (vanishing.some((v) => v.power < found[0].power && v.order <= lightest)) return { raise: ['regime'] };
    if (found.length < depth.strengthOrders && hasRoom) return { raise: ['strength'] };
    const truncation = this.truncation(found, vanishing);
    const regime = this.seriesTheory.regime.text;
    return { found: { quantity: quantity.name, regime, orders: found, vanishing, truncation } };
  }

  private nothing(quantity: Quantity, vanishing: ExpandedQuantity['vanishing'], why: string): ExpandedQuantity {
    const truncation = vanishing.length === 0 ? why : `${why}; ${this.truncation([], vanishing)}`;
    return { quantity: quantity.name, regime: this.seriesTheory.regime.text, orders: [], vanishing, truncation };
  }

  private truncation(orders: readonly StrengthOrder[], vanishing: ExpandedQuantity['vanishing']): string {
    const { input, weights } = this.seriesTheory;
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
