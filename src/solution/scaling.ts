import type { Decimal } from 'decimal.js';
import { valueAt } from '../arithmetic/memo.js';
import { decimals } from '../arithmetic/numeral.js';
import type { Dimension } from '../theory/definition.js';
import { DENSITY } from '../theory/theory.js';
import { tensorOf, type Unit } from '../transport/tensors.js';
import type { AgreedNumber } from './agreement.js';
import type { Problem } from './problem.js';

/** Powers of ten by which energies and lengths are divided before a problem is solved. */
export interface Scaling {
  readonly energy: number;
  readonly length: number;
}

const Wide = decimals(1200);
/** Powers of ten of the parameters within which double precision holds every product of a solve. */
const COMFORTABLE = 12;

/** Decimal exponents of the finite parameters that are not zero; the dilute limit knows no density. */
export const sizesOf = ({ parameters, limit }: Problem): { name: string; power: number }[] =>
  [...parameters.values].flatMap(([name, text]) => {
    const value = new Wide(text);
    const counts = !value.isZero() && !parameters.infinite.has(name) && (limit === 'finite' || name !== DENSITY);
    return counts ? [{ name, power: value.e }] : [];
  });

/**
 * Units in which the parameters of a problem are of order one; none where they are so already. Powers of ten are exact,
 * so the digits of an answer do not depend on the units in which its problem was given.
 */
export function scalingOf(problem: Problem): Scaling {
  const { theory, cutoff } = problem;
  const sizes = sizesOf(problem).flatMap(({ name, power }) => {
    const { dimension } = valueAt(theory.parameters, name);
    return dimension.energy === 0 && dimension.length === 0 ? [] : [{ ...dimension, power }];
  });
  if (cutoff !== 'renormalised') sizes.push({ energy: 0, length: -1, power: new Wide(cutoff).e });
  if (sizes.every(({ power }) => Math.abs(power) <= COMFORTABLE)) return { energy: 0, length: 0 };
  // least squares of power = energy * a + length * b
  const sum = (f: (s: (typeof sizes)[number]) => number): number => sizes.reduce((total, s) => total + f(s), 0);
  const [ee, el, ll] = [sum((s) => s.energy ** 2), sum((s) => s.energy * s.length), sum((s) => s.length ** 2)];
  const [ep, lp] = [sum((s) => s.energy * s.power), sum((s) => s.length * s.power)];
  const determinant = ee * ll - el * el;
  if (determinant === 0) return { energy: ee > 0 ? Math.round(ep / ee) : 0, length: 0 };
  return {
    energy: Math.round((ep * ll - lp * el) / determinant),
    length: Math.round((lp * ee - ep * el) / determinant),
  };
}

const MOMENTUM: Dimension = { energy: 0, length: -1 };

const powerOf = ({ energy, length }: Scaling, dimension: Dimension): number =>
  energy * dimension.energy + length * dimension.length;

const shifted = (text: string, power: number): string =>
  power === 0 ? text : (new Wide(text).times(`1e${power}`) as Decimal).toString();

/** The same problem in other units. */
export function scaled(problem: Problem, scaling: Scaling): Problem {
  if (scaling.energy === 0 && scaling.length === 0) return problem;
  const { theory, parameters, cutoff, centre } = problem;
  const inUnits = (text: string, dimension: Dimension): string => shifted(text, -powerOf(scaling, dimension));
  const momentum = (p: number): number => Number(inUnits(String(p), MOMENTUM));
  const values = [...theory.parameters.values()].map(
    ({ name, dimension }) => [name, inUnits(valueAt(parameters.values, name), dimension)] as const,
  );
  return {
    ...problem,
    parameters: { ...parameters, values: new Map(values) },
    cutoff: cutoff === 'renormalised' ? cutoff : inUnits(cutoff, MOMENTUM),
    ...(centre && { centre: [momentum(centre[0]), momentum(centre[1])] }),
  };
}

/** Numbers of a scaled problem in its own units. */
export function restored(
  quantities: ReadonlyMap<string, AgreedNumber>,
  scaling: Scaling,
  { limit, observables = [] }: Problem,
): ReadonlyMap<string, AgreedNumber> {
  if (scaling.energy === 0 && scaling.length === 0) return quantities;
  const unitOf = (entry: string): Unit | undefined =>
    tensorOf(entry)?.unit ?? observables.find(({ tensor }) => tensor.entries.includes(entry))?.tensor.unit;
  return new Map(
    [...quantities].map(([entry, number]) => {
      const { energy, length, perDensity } = unitOf(entry) ?? { energy: 0, length: 0, perDensity: 0 };
      const dilute = limit === 'dilute' ? perDensity : 0;
      const power = powerOf(scaling, { energy, length: length - 2 * dilute });
      const { value, below } = number;
      return [
        entry,
        { ...number, value: shifted(value, power), ...(below !== undefined && { below: shifted(below, power) }) },
      ];
    }),
  );
}
