import type { Decimal } from 'decimal.js';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { remembered, valueAt } from '../../src/arithmetic/memo.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import type { Point } from '../derivation/path.js';
import type { ExpandedTerm } from '../derivation/restoredTerm.js';

const DIGITS = 330;
const Wide = decimals(DIGITS);

/** A point of a scan: each symbol is 10^-exponent; eps and the mass are 1. */
export type Exponents = ReadonlyMap<string, number>;

export interface ScanOptions {
  /** Small symbols, largest first: the regime read from the right. */
  readonly chain: readonly string[];
  readonly strength: string;
  /** The symbol that runs. */
  readonly symbol: string;
  readonly decades: number;
}

/**
 * Exponents of the ratio to the next larger scale: of the running symbol at its start, of the others, and of the
 * strength.
 */
const [NEAR, FAR, FAR_STRENGTH] = [3, 30, 150];

/**
 * Points at which one symbol runs through decades while all others stay, so much smaller ratios apart that its
 * corrections dominate.
 */
export function scanPoints({ chain, strength, symbol, decades }: ScanOptions): Exponents[] {
  return Array.from({ length: decades + 1 }, (_, j) => {
    const point = new Map<string, number>();
    let place = 0;
    for (const name of chain) {
      place += name === symbol ? NEAR : FAR;
      point.set(name, name === symbol ? place + j : place);
      if (name === symbol) place += decades;
    }
    return point.set(strength, symbol === strength ? NEAR + j : FAR_STRENGTH);
  });
}

export const pointOf = (exponents: Exponents): Point =>
  new Map([['m', '1'], ['eps', '1'], ...[...exponents].map(([name, e]) => [name, `1e-${e}`] as const)]);

/** How the relative difference between a quantity and its expansion falls while one symbol goes to zero. */
export interface Convergence {
  /** Relative differences at the points. */
  readonly differences: readonly number[];
  /** The largest term that was left out, relative to the leading one, at the points: what the differences must be. */
  readonly predicted: readonly number[];
  /** Power of the symbol by which the difference must fall, and the powers measured from decade to decade. */
  readonly power: number;
  readonly measured: readonly number[];
}

/**
 * Compares observed numbers with all terms up to the leading power of one symbol; the next power predicts what is left.
 * Undefined where no further power of the symbol is known.
 * @param observed one numeral per point
 */
export function convergence(
  terms: readonly ExpandedTerm[],
  symbol: string,
  points: readonly Exponents[],
  observed: readonly string[],
): Convergence | undefined {
  const numbers = terms.map(coefficientOf);
  const values = points.map((point) => terms.map((t, k) => numbers[k].times(Wide.pow(10, -shift(t, point)))));
  const lead = largest(values[0]);
  if (lead < 0) return undefined;
  const order = terms[lead].power[symbol];
  const kept = terms.map((t) => t.power[symbol] <= order);
  const next = largest(values[0].map((x, k) => (kept[k] ? new Wide(0) : x)));
  if (kept[next]) return undefined;
  const relative = (x: Decimal, j: number): Decimal => x.div(values[j][lead]).abs();
  const differences = points.map((_, j) => {
    const sum = values[j].reduce((total, x, k) => (kept[k] ? total.plus(x) : total), new Wide(0));
    return relative(new Wide(observed[j]).minus(sum), j);
  });
  const logarithms = differences.map((x) => Number(x.log(10)));
  return {
    differences: differences.map(Number),
    predicted: points.map((_, j) => Number(relative(values[j][next], j))),
    power: terms[next].power[symbol] - order,
    measured: logarithms.slice(1).map((x, j) => logarithms[j] - x),
  };
}

const largest = (values: readonly Decimal[]): number =>
  values.reduce((best, x, k) => (best < 0 || x.abs().gt(values[best].abs()) ? k : best), -1);

const shift = (t: ExpandedTerm, point: Exponents): number =>
  Object.entries(t.power).reduce((total, [name, e]) => total + e * valueAt(point, name), 0);

const coefficients = new WeakMap<ExpandedTerm, Decimal>();
const field = new DecimalField(DIGITS);

/** The number in front of a term: its formula with every symbol set to one. */
const coefficientOf = (term: ExpandedTerm): Decimal =>
  remembered(coefficients, term, () => {
    const ones = Object.fromEntries(term.formula.symbols.map((name) => [name, 1]));
    return new Wide(term.formula.on(field)(ones));
  });

/**
 * The relative size below which an expansion that is known to a relative weight says nothing at a point: the largest
 * monomial of that weight.
 * @param ratios weight and exponent of each ratio of neighbouring scales
 */
export const blindBelow = (
  ratios: readonly { readonly weight: number; readonly exponent: number }[],
  relativeWeight: number,
): number =>
  10 ** -Math.min(300, relativeWeight * Math.min(...ratios.map(({ weight, exponent }) => exponent / weight)));
