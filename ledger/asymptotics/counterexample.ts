import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { callOf } from '../../src/theory/load.js';
import { decimalOf } from '../../symbolic/discovery/recognise.js';
import type { Monomial } from '../../symbolic/formula/monomial.js';
import type { Context } from '../language/context.js';
import { Wide } from '../language/evaluate.js';
import type { EvidenceTable } from '../language/judgement.js';
import { breachAt } from '../language/sample.js';
import { limitOf } from './derived.js';
import { numberOf } from './numbers.js';
import { type Print, withLargestExchange } from './print.js';
import type { AsymptoticRow } from './row.js';

/** Numbers at which a print fails, and the command that shows the computed one. */
export interface Counterexample {
  readonly table: EvidenceTable;
  readonly replay: string;
}

/** Ratios of neighbouring scales, and values of what sets the units: the simplest first. */
const RATIOS = ['1/10', '1/30', '1/100'];
const UNITS = ['1', '2', '3'];
const [WRONG, RIGHT] = [0.05, 0.2];

/**
 * The simplest rational point at which a print is off while what is right instead is not: the latter is nearer by far.
 * @param right in the convention of the paper
 */
export async function counterexample(
  row: AsymptoticRow,
  print: Print,
  right: readonly Monomial[],
  factor: Fraction,
  context: Context,
): Promise<Counterexample | undefined> {
  const { theory, solutions } = context;
  const limit = limitOf(row, context);
  const { length } = withLargestExchange(theory, limit.weights);
  const free = [...theory.parameters.values()].filter((p) => p.default === undefined && !limit.weights.has(p.name));
  const units = free.map(({ name }) => name).filter((name) => name !== limit.strength);
  const scheme = row.scheme === undefined ? [] : ['--scheme', row.scheme];
  const total = (terms: readonly Monomial[], point: ReadonlyMap<string, string>): Decimal =>
    terms.reduce<Decimal>((sum, term) => sum.plus(numberOf(term, point)), new Wide(0)).times(decimalOf(factor, Wide));
  for (const ratio of RATIOS)
    for (const unit of UNITS) {
      const set = pointOf(limit.weights, limit.strength, units, new Fraction(ratio), unit);
      if (breachAt(theory, set) !== undefined) continue;
      const point = numerals(set, theory.exchangeNames, length);
      try {
        const { solution } = await solutions.at({ set, scheme: row.scheme });
        const computed = new Wide(valueAt(solution.quantities, print.quantity.name).value);
        const [claimed, instead] = [print.terms, right].map((terms) => total(terms, point));
        const [wrong, rest] = [claimed, instead].map((x) => Math.abs(Number(x.div(computed).minus(1))));
        if (!(wrong > WRONG && rest < RIGHT * wrong)) continue;
        const texts = Object.entries(set).map(([name, value]) => `${name}=${value}`);
        const shown = [claimed, instead, computed].map((x) => x.toSignificantDigits(12).toString());
        return {
          table: {
            title: 'smallest counterexample',
            columns: [...Object.keys(set), 'printed', 'right', 'computed'],
            rows: [[...Object.values(set), ...shown]],
          },
          replay: ['diffuson solve', callOf(theory), '--set', ...texts, ...scheme].join(' '),
        };
      } catch (error) {
        if (!(error instanceof AccuracyError)) throw error;
      }
    }
  return undefined;
}

/** Small symbols by powers of a ratio in their order; what has no place in the order sets the units. */
function pointOf(
  weights: ReadonlyMap<string, number>,
  strength: string,
  units: readonly string[],
  ratio: Fraction,
  unit: string,
): Record<string, string> {
  const inOrder = [...weights].sort(([, a], [, b]) => a - b).map(([name]) => name);
  const small = inOrder.map((name, k) => [name, ratio.pow(k + 1)?.toFraction() ?? '0'] as const);
  return Object.fromEntries([...units.map((name) => [name, unit] as const), ...small, [strength, ratio.toFraction()]]);
}

function numerals(set: Readonly<Record<string, string>>, exchange: readonly string[], length: string | undefined) {
  const point = new Map(
    Object.entries(set).map(([name, value]) => [name, decimalOf(new Fraction(value), Wide).toString()] as const),
  );
  const square = exchange.reduce<Decimal>((sum, name) => sum.plus(new Wide(point.get(name) ?? 0).pow(2)), new Wide(0));
  return length === undefined ? point : point.set(length, square.sqrt().toString());
}
