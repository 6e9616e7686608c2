import { remembered } from '../../src/arithmetic/memo.js';
import { parseScheme } from '../../src/solution/readProblem.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { completedRegime } from '../../symbolic/derivation/completedRegime.js';
import type { Quantity } from '../../symbolic/derivation/quantities.js';
import { strengthOf } from '../../symbolic/derivation/strength.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { Observatory } from '../../symbolic/discovery/observatory.js';
import { Monomial } from '../../symbolic/formula/monomial.js';
import type { Context } from '../language/context.js';
import type { AsymptoticRow } from './row.js';

/** A derived term: the exponents of the strength and of the small symbols, and its place in the order of the regime. */
export interface DerivedTerm {
  readonly power: Readonly<Record<string, number>>;
  readonly weight: number;
  readonly monomial: Monomial;
}

/** How often the order of a derivation is raised to reach a printed term. */
const MOST_ATTEMPTS = 8;

/** What is derived and observed of a theory in one regime and scheme, shared by the rows of a run. */
export class Limit {
  readonly input;
  readonly observatory: Observatory;
  private readonly expander: WeakScatteringExpansion;
  private readonly leads = new Map<string, DerivedTerm | undefined>();
  private readonly known = new Map<string, { terms: readonly DerivedTerm[]; order: number }>();

  constructor(context: Context, { regime, scheme }: Pick<AsymptoticRow, 'regime' | 'scheme'>) {
    const { theory, variant, vocabulary } = context;
    const path = { theory, regime: vocabulary.regimes[regime].chain, variable: strengthOf(theory), settings: {} };
    this.input = { ...variant, ...path, regime: completedRegime(path), scheme: parseScheme(scheme) };
    this.expander = new WeakScatteringExpansion(this.input);
    this.observatory = new Observatory(theory, this.input);
    context.atEnd(() => this.observatory.release());
  }

  /** How the small symbols go to their limits. */
  get weights(): ReadonlyMap<string, number> {
    return this.expander.seriesTheory.weights;
  }

  get strength(): string {
    return this.input.variable;
  }

  /** The largest term of a quantity; undefined if it is exactly zero, or zero as far as it can be followed. */
  lead(quantity: Quantity): DerivedTerm | undefined {
    if (!this.leads.has(quantity.name)) this.leads.set(quantity.name, this.derivedLead(quantity));
    return this.leads.get(quantity.name);
  }

  private derivedLead({ name }: Quantity): DerivedTerm | undefined {
    try {
      const [order] = this.expander.expand(name).orders;
      return order && termOf(order.terms[0]);
    } catch (error) {
      if (error instanceof AccuracyError) return undefined;
      throw error;
    }
  }

  /** Terms of one power of the strength, largest first, followed at least to a weight. */
  termsAt(quantity: Quantity, power: number, weight: number): readonly DerivedTerm[] {
    const name = `${quantity.name} ${power}`;
    let found = this.known.get(name);
    let order = this.expander.firstOrder(quantity);
    for (let k = 0; !(found && found.order > weight) && k < MOST_ATTEMPTS; k++, order = Math.ceil(1.3 * order)) {
      const { terms, order: reached } = this.expander.termsAt(quantity.name, power, order);
      found = { terms: terms.map(termOf).sort((a, b) => a.weight - b.weight), order: reached };
      this.known.set(name, found);
    }
    return found && found.order > weight ? found.terms : [];
  }

  /** Whether the terms of a power of the strength were followed to a weight. */
  reaches(quantity: Quantity, power: number, weight: number): boolean {
    this.termsAt(quantity, power, weight);
    return (this.known.get(`${quantity.name} ${power}`)?.order ?? Number.NEGATIVE_INFINITY) > weight;
  }

  /** Exponents of the symbols that are ordered in the regime, and the weight, of any term. */
  placeOf(term: Monomial): { power: Record<string, number>; weight: number } {
    const names = [this.strength, ...this.weights.keys()];
    const power = Object.fromEntries(names.map((name) => [name, Number(term.power(name))]));
    const weight = [...this.weights].reduce((sum, [name, w]) => sum + w * power[name], 0);
    return { power, weight };
  }
}

const termOf = ({
  power,
  weight,
  formula,
}: {
  power: DerivedTerm['power'];
  weight: number;
  formula: Parameters<typeof Monomial.termsOf>[0];
}): DerivedTerm => ({
  power,
  weight,
  monomial: Monomial.termsOf(formula)[0],
});

const limits = new WeakMap<Context, Map<string, Limit>>();

/** The limit of a row, made once for a run. */
export const limitOf = (row: Pick<AsymptoticRow, 'regime' | 'scheme'>, context: Context): Limit =>
  remembered(
    remembered(limits, context, () => new Map<string, Limit>()),
    `${row.regime} ${row.scheme}`,
    () => new Limit(context, row),
  );
