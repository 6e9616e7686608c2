import { DecimalField } from '../../src/arithmetic/decimal.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { InputError } from '../../src/theory/errors.js';
import { FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { parseRegime, weightsOf } from '../derivation/regime.js';
import { isStrength } from '../derivation/strength.js';
import { Formula } from '../formula/formula.js';
import type { Point } from './observer.js';

/** How each parameter goes to its limit: value = t^weight; units and other parameters have the weight zero. */
export interface Scaling {
  readonly weights: ReadonlyMap<string, number>;
}

interface PathInput {
  readonly theory: Theory;
  readonly regime: string;
  readonly variable: string;
  readonly settings: Readonly<Record<string, string>>;
}

const Wide = decimals(60);
const SETTING_DIGITS = 400;

/**
 * Symbols whose exponents are measured: those of the regime, the strength (smaller than all of them), eps and what else
 * must be given.
 */
export function scalingOf({ theory, regime, variable, settings }: PathInput): Scaling {
  const parsed = parseRegime(regime);
  const named = new Set(parsed.ranks.flat().flatMap((scale) => [...scale.keys()]));
  const free = [...theory.parameters.values()].filter((p) => p.default === undefined && !(p.name in settings));
  const units = free
    .map((p) => p.name)
    .filter((name) => name === FERMI_ENERGY || valueAt(theory.parameters, name).positive || !named.has(name));
  const raw = weightsOf(parsed, new Set([FERMI_ENERGY, variable, ...units]));
  const lightest = Math.min(...raw.values());
  const ordered = new Map([...raw].map(([name, weight]) => [name, weight / lightest]));
  for (const name of ordered.keys())
    if (!theory.parameters.has(name))
      throw new InputError(`regime "${regime}": ${theory.name} has no parameter "${name}"`);
  const smallest = Math.max(...ordered.values()) + 1;
  const weights = new Map<string, number>();
  for (const name of units) if (name !== variable) weights.set(name, 0);
  for (const [name, weight] of ordered) {
    const isRatio = isStrength(theory, name) && isStrength(theory, variable);
    weights.set(name, isRatio ? weight + smallest : weight);
  }
  weights.set(variable, smallest);
  return { weights };
}

/** The point of a depth (t = 10^-depth) and, for each symbol, the point where that symbol is halved. */
export function pointsOf(
  { settings }: PathInput,
  { weights }: Scaling,
  depth: number,
): { base: { point: Point; values: ReadonlyMap<string, string> }; halved: { symbol: string; point: Point }[] } {
  const values = new Map(
    [...weights].map(([name, weight]) => [name, Wide.pow(10, -Math.round(depth * weight)).toString()]),
  );
  const complete = (chosen: ReadonlyMap<string, string>): Point => {
    const point = new Map(chosen);
    const field = new DecimalField(SETTING_DIGITS);
    for (const [name, text] of Object.entries(settings))
      if (!chosen.has(name)) point.set(name, Formula.parse(text).on(field)(Object.fromEntries(chosen)));
    return point;
  };
  const halved = [...values.keys()].map((symbol) => {
    const changed = new Map(values);
    changed.set(symbol, new Wide(valueAt(values, symbol)).div(2).toString());
    return { symbol, point: complete(changed) };
  });
  return { base: { point: complete(values), values }, halved };
}
