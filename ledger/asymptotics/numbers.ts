import type { Decimal } from 'decimal.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { decimals, logarithm } from '../../src/arithmetic/numeral.js';
import { type Point, pathPoint, weightsOnPath } from '../../symbolic/derivation/path.js';
import type { Quantity } from '../../symbolic/derivation/quantities.js';
import type { Look } from '../../symbolic/discovery/observatory.js';
import { decimalOf } from '../../symbolic/discovery/recognise.js';
import type { Monomial } from '../../symbolic/formula/monomial.js';
import type { DerivedTerm, Limit } from './derived.js';

const Wide = decimals(1000);

/** How deep in the limit corrections are looked at: t = 10^-depth. */
const DEPTH = 5;
const [FIRST_DIGITS, SPARE_DIGITS] = [300, 12];

/** Powers of a symbol that are removed from a quantity by combining its values at the symbol and its halves. */
export type Removed = ReadonlyMap<string, readonly number[]>;

/** The value of a monomial of the core at a point, with e = -1 and n = 1. */
export const numberOf = (term: Monomial, point: Point): Decimal =>
  [...term.powers].reduce<Decimal>(
    (product, [name, exponent]) => {
      const base = name === 'pi' ? Wide.acos(-1) : name === 'e' ? new Wide(-1) : new Wide(point.get(name) ?? 1);
      return product.times(base.pow(Number(exponent)));
    },
    decimalOf(term.coefficient, Wide).times(new Wide(term.radicand.toString()).sqrt()),
  );

/** What the removal leaves of a term. */
const leftOf = (power: Readonly<Record<string, number>>, removed: Removed): Decimal =>
  [...removed].reduce<Decimal>(
    (factor, [name, powers]) =>
      powers.reduce<Decimal>((f, p) => f.times(new Wide(1).minus(new Wide(2).pow(p - power[name]))), factor),
    new Wide(1),
  );

/** Sum over the halvings: prod_s prod_p (1 - 2^p H_s) q, where H_s halves the symbol s. */
function combined(look: Look, point: Point, removed: Removed): Decimal {
  const steps = [...removed].flatMap(([name, powers]) => powers.map((p) => [name, p] as const));
  const [step, ...rest] = steps;
  if (!step) return look(point);
  const [name, p] = step;
  const left = new Map([...removed].map(([n, powers]) => [n, n === name ? powers.slice(1) : powers] as const));
  const fewer = rest.length === 0 ? new Map() : left;
  const half = new Map(point).set(name, new Wide(valueAt(point, name)).div(2).toString());
  return new Wide(combined(look, point, fewer)).minus(new Wide(2).pow(p).times(combined(look, half, fewer)));
}

/** What numbers say of a correction. */
export interface Remainder {
  /** (What is left of the quantity after the larger terms)/(claimed term). */
  readonly ratio: Decimal;
  readonly digits: number;
}

/**
 * A correction seen in numbers alone: the powers of the symbols that the leading term has are removed by halving these
 * symbols, and the derived terms that are larger than the claimed one are subtracted.
 * @param larger derived terms of the powers that remain, above the claimed one
 * @returns undefined if no digit settles
 */
export async function remainder(
  limit: Limit,
  quantity: Quantity,
  claimed: { readonly monomial: Monomial; readonly power: Readonly<Record<string, number>> },
  larger: readonly DerivedTerm[],
  removed: Removed,
): Promise<Remainder | undefined> {
  const { point } = pathPoint(limit.input, weightsOnPath(limit.input), DEPTH);
  const sizes = [claimed, ...larger].map((t) => logarithm(numberOf(t.monomial, point)));
  const wanted = Math.ceil(Math.max(...sizes) - sizes[0]) + SPARE_DIGITS;
  const settled = await limit.observatory.settle(
    quantity,
    (look) => combined(look, point, removed),
    FIRST_DIGITS,
    wanted,
  );
  if (!settled) return undefined;
  const share = (t: { monomial: Monomial; power: Readonly<Record<string, number>> }): Decimal =>
    numberOf(t.monomial, point).times(leftOf(t.power, removed));
  const rest = larger.reduce<Decimal>((left, t) => left.minus(share(t)), new Wide(settled.value));
  return { ratio: rest.div(share(claimed)), digits: settled.solvedDigits };
}
