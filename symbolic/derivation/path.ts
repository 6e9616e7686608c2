import { DecimalField } from '../../src/arithmetic/decimal.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import type { Theory } from '../../src/theory/theory.js';
import { Formula } from '../formula/formula.js';
import { CUTOFF, parseRegime, weightsOf } from './regime.js';
import type { ExpansionInput } from './seriesTheory.js';
import { isStrength } from './strength.js';
import { unitCandidates } from './units.js';

/** Numbers as decimal numerals, by parameter name. */
export type Point = ReadonlyMap<string, string>;

/** A theory, and how its parameters go to their limits. */
export type PathInput = Pick<ExpansionInput, 'theory' | 'regime' | 'variable' | 'settings'>;

/** A point on the way to the limit. */
export interface PathPoint {
  readonly point: Point;
  /** Values of the symbols whose exponents are measured. */
  readonly values: Point;
  /** For each symbol, the point where it is halved. */
  readonly halved: readonly { readonly symbol: string; readonly point: Point }[];
}

const Wide = decimals(60);
const SETTING_DIGITS = 400;

/**
 * How each parameter goes to its limit: value = t^weight, and the units have the weight zero. These are the symbols
 * whose exponents are measured: those of the regime, the strength (smaller than all of them), eps and what else must be
 * given.
 */
export function weightsOnPath(input: PathInput): ReadonlyMap<string, number> {
  const { theory, variable, settings } = input;
  const regime = parseRegime(input.regime, theory);
  const candidates = unitCandidates({ ...input, regime }).map(({ name }) => name);
  const units = theory.parameterNames.filter((name) => candidates.includes(name));
  const raw = weightsOf(regime, new Set([...units, variable]));
  const lightest = Math.min(...[...raw.values()].map(Math.abs));
  const smallest = Math.max(0, ...raw.values()) / lightest + 1;
  const isRatio = (name: string): boolean => isStrength(theory, name) && isStrength(theory, variable);
  return new Map([
    ...units.filter((name) => !(name in settings)).map((name) => [name, 0] as const),
    ...[...raw].map(([name, weight]) => [name, weight / lightest + (isRatio(name) ? smallest : 0)] as const),
    [variable, smallest],
  ]);
}

/** What a theory is solved with at a point: its parameters in their order, then the cutoff. */
export const parameterValues = (theory: Theory, point: Point): string[] => [
  ...theory.parameterNames.map((name) => point.get(name) ?? theory.parameters.get(name)?.default ?? '0'),
  cutoffAt(theory, point) ?? '0',
];

/** The cutoff at a point, if it has one. */
export const cutoffAt = (theory: Theory, point: Point): string | undefined =>
  theory.parameters.has(CUTOFF) ? undefined : point.get(CUTOFF);

/** The point of a depth, t = 10^-depth. */
export function pathPoint(
  { theory, regime, settings }: PathInput,
  weights: ReadonlyMap<string, number>,
  depth: number,
): PathPoint {
  const field = Object.keys(settings).length > 0 ? new DecimalField(SETTING_DIGITS) : undefined;
  const complete = (chosen: Point): Point => {
    const set = Object.entries(settings).filter(([name]) => !chosen.has(name));
    if (!field) return chosen;
    const given = Object.fromEntries(chosen);
    return new Map([...chosen, ...set.map(([name, text]) => [name, Formula.parse(text).on(field)(given)] as const)]);
  };
  const { negative } = parseRegime(regime, theory);
  const values = new Map(
    [...weights].map(([name, weight]) => {
      const size = Wide.pow(10, -Math.round(depth * weight));
      return [name, (negative.has(name) ? size.neg() : size).toString()];
    }),
  );
  const halved = [...values.keys()].map((symbol) => {
    const half = new Wide(valueAt(values, symbol)).div(2).toString();
    return { symbol, point: complete(new Map(values).set(symbol, half)) };
  });
  return { point: complete(values), values, halved };
}
