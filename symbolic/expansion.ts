import Fraction from 'fraction.js';
import type { Dimension } from '../src/theory/definition.js';
import { InputError } from '../src/theory/errors.js';
import type { Derived } from './derivation.js';
import { Formula } from './formula/formula.js';
import { monomialText } from './formula/monomialText.js';
import { type DoubleSeries, Expansion, type ExpansionInput } from './problem.js';
import { type Quantity, quantityNamed } from './quantities.js';
import { PrecisionError } from './ring/errors.js';
import { exactRoot } from './ring/integers.js';
import { piPower, type Series, type Term } from './ring/series.js';
import type { SeriesRing } from './ring/seriesRing.js';
import { restoreUnits } from './scales.js';

/** One term of an expansion. */
export interface ExpandedTerm {
  /** Exponents of the impurity strength and of the small symbols. */
  readonly power: Readonly<Record<string, number>>;
  readonly formula: Formula;
  /** Weight in the order of the regime. */
  readonly weight: number;
}

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
  /** Powers of the strength before the first that does not vanish: zero to the given weight. */
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
    }
  }

  /** Enough for one factor of each symbol, or for two of the smallest where Eq. (4) divides by its square. */
  private firstOrder(quantity: Quantity): number {
    const weights = [...this.expansion.weights.values()];
    const [heaviest, together] = [Math.max(...weights), weights.reduce((a, b) => a + b)];
    const efficiency = quantity.kind === 'efficiency' && quantity.index % 2 === 1;
    return Math.ceil(efficiency ? 2.6 * heaviest : Math.max(1.55 * heaviest, 1.1 * together));
  }

  private attempt(quantity: Quantity, depth: Depth, relativeOrder: number, strengthOrders: number): ExpandedQuantity | string {
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
    const terms = series.coefficients.flatMap((c, k) => base.terms(c).map((t) => this.term(quantity, t, series.low + k)));
    return { terms, order: Math.min(...series.coefficients.map((c) => c.order)) };
  }

  /** The series of a quantity at given truncation orders, in units of the derivation. */
  series(quantity: Quantity, relativeOrder: number, strengthOrders: number): DoubleSeries {
    const derived = this.derived(relativeOrder, strengthOrders);
    return quantity.kind === 'result' ? derived.result[quantity.offset]! : derived.efficiency(quantity.index);
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

  private read(quantity: Quantity, series: DoubleSeries, depth: Depth, relativeOrder: number, strengthOrders: number): ExpandedQuantity | string {
    const base = this.derived(relativeOrder, strengthOrders).ring.base as SeriesRing;
    // beyond this depth a coefficient that has run out of terms is taken to have no more of any interest
    const deepest = (this.expansion.weights.size <= 3 ? 1.6 : 1.2) * this.firstOrder(quantity);
    const orders: StrengthOrder[] = [];
    const vanishing: { power: number; order: number }[] = [];
    const known = Math.min(series.order, series.low + series.coefficients.length);
    for (let power = series.low; power < known && orders.length < depth.strengthOrders; power++) {
      const coefficient = series.coefficients[power - series.low]!;
      const terms = base.terms(coefficient);
      if (terms.length === 0 && orders.length === 0) vanishing.push({ power, order: coefficient.order });
      else if (terms.length === 0) continue;
      else {
        if (terms.length < depth.terms && coefficient.order !== Number.POSITIVE_INFINITY && relativeOrder < deepest)
          return 'more orders of the regime';
        orders.push({ power, terms: terms.slice(0, depth.terms).map((t) => this.term(quantity, t, power)), order: coefficient.order });
      }
    }
    const lightest = Math.min(...orders.map((o) => o.terms[0]!.weight));
    // a power of u that seems to vanish must have been followed further than the terms that are printed
    if (orders.length > 0 && vanishing.some((v) => v.order <= lightest)) return 'more orders of the regime';
    if (orders.length === 0 && relativeOrder < deepest) return 'more orders of the regime';
    if (orders.length < depth.strengthOrders && strengthOrders < depth.strengthOrders + MOST_VANISHING) return 'more powers of the strength';
    return { quantity: quantity.name, regime: this.expansion.regime.text, orders, vanishing, truncation: this.truncation(orders, vanishing) };
  }

  private truncation(orders: readonly StrengthOrder[], vanishing: readonly { power: number; order: number }[]): string {
    const { variable } = this.expansion.input;
    const last = (orders[orders.length - 1] ?? vanishing[vanishing.length - 1])!.power;
    const scale = [...this.expansion.weights].map(([name, weight]) => `${name} ~ t^${weight}`).join(', ');
    const zeros = vanishing.map(({ power, order }) => `${variable}^${power}: 0 + O(t^${order})`);
    const rest = orders.map(({ power, order }) => `${variable}^${power}: O(t^${order})`);
    return `${[...zeros, ...rest].join('; ')}; O(${variable}^${last + 1}); with ${scale}`;
  }

  /** A term with its units restored. */
  private term(quantity: Quantity, term: Term, power: number): ExpandedTerm {
    const { input, weights, scales } = this.expansion;
    const exponents = new Map<string, Fraction>();
    let strengthPower = new Fraction(power);
    [...weights.keys()].forEach((name, k) => {
      const e = new Fraction(term.exponents[k + 3]!);
      exponents.set(name, e);
      // the symbol of a second strength stands for its ratio to the first
      if (this.expansion.isRatio(name)) strengthPower = strengthPower.sub(e);
    });
    const dimension = missingDimension(input.theory.parameters, quantity.dimension, [[input.variable, strengthPower], ...exponents]);
    const { eps, parameter, square } = restoreUnits(scales, dimension);
    const root = rootOf(square);
    const powers: [string, Fraction][] = [
      [scales.parameter, parameter],
      ...[...exponents].filter(([, e]) => e.compare(0) !== 0),
      [input.variable, strengthPower],
      ['eps', eps],
      ['pi', new Fraction(piPower(term))],
    ];
    const text = monomialText({ coefficient: new Fraction(term.numerator, term.denominator).mul(root.coefficient), radicand: root.radicand, powers });
    return {
      power: Object.fromEntries([[input.variable, Number(strengthPower)], ...[...exponents].map(([name, e]) => [name, Number(e)] as const)]),
      formula: Formula.parse(text),
      weight: term.weight,
    };
  }
}

/** What eps and the scale parameter must supply so that the monomial has the dimension of the quantity. */
function missingDimension(
  parameters: ReadonlyMap<string, { readonly dimension: Dimension }>,
  target: Dimension,
  powers: readonly (readonly [string, Fraction])[],
): Dimension {
  let [energy, length] = [new Fraction(target.energy), new Fraction(target.length)];
  for (const [name, e] of powers) {
    const d = parameters.get(name)!.dimension;
    energy = energy.sub(e.mul(d.energy));
    length = length.sub(e.mul(d.length));
  }
  return { energy: Number(energy), length: Number(length) };
}

/** sqrt(x) as coefficient * sqrt(square-free integer). */
function rootOf(x: Fraction): { coefficient: Fraction; radicand: bigint } {
  let [inside, outside] = [x.n * x.d, 1n];
  for (let p = 2n; p * p <= inside && p < 1000n; p++)
    while (inside % (p * p) === 0n) {
      inside /= p * p;
      outside *= p;
    }
  const rest = exactRoot(inside);
  if (rest !== undefined) [inside, outside] = [1n, outside * rest];
  return { coefficient: new Fraction(outside, x.d), radicand: inside };
}
