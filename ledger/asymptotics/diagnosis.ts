import type Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { Theory } from '../../src/theory/theory.js';
import { DimensionError, dimensionOf } from '../../symbolic/formula/dimension.js';
import type { Monomial } from '../../symbolic/formula/monomial.js';
import { dimensionedSymbols, type Print } from './print.js';
import type { ComparedTerm } from './terms.js';

/** What went wrong, from right/printed. */
export function diagnosisOf({ printed, ratio, right, omitted }: ComparedTerm): string {
  if (printed.isZero) return `the print has zero where ${right} stands`;
  if (ratio.isZero || !right) return `no term of these powers occurs`;
  const more = omitted && !omitted.isLike(right) ? `; a larger term of the same order is left out: ${omitted}` : '';
  return `${inWords(ratio)}${more}`;
}

function inWords(ratio: Monomial): string {
  const parts: string[] = [];
  const powers = [...ratio.powers].filter(([name]) => name !== 'pi');
  const [a, b] = powers;
  if (a && b && powers.length === 2 && a[1].equals(b[1].neg())) {
    const [up, down] = a[1].s > 0n ? [a[0], b[0]] : [b[0], a[0]];
    parts.push(`${power(up, a[1].abs())} belongs where ${power(down, a[1].abs())} is printed`);
  } else
    for (const [name, e] of powers)
      parts.push(`a factor ${e.s > 0n ? power(name, e) : `1/${power(name, e.neg())}`} is missing`);
  const size = ratio.coefficient.abs();
  if (ratio.coefficient.s < 0n) parts.push('the sign is wrong');
  const pi = ratio.power('pi');
  if (!size.equals(1) || !pi.equals(0) || ratio.radicand !== 1n)
    parts.push(`a factor ${factorText(size, pi, ratio.radicand)} is missing`);
  return parts.join(', ');
}

const power = (name: string, e: Fraction): string => (e.equals(1) ? name : `${name}^${e.toFraction()}`);
const factorText = (size: Fraction, pi: Fraction, radicand: bigint): string =>
  [
    ...(size.equals(1) ? [] : [size.toFraction()]),
    ...(radicand === 1n ? [] : [`sqrt(${radicand})`]),
    ...(pi.equals(0) ? [] : [power('pi', pi)]),
  ].join(' ');

/** How a print fails dimensional analysis, charge and density included; undefined if it does not. */
export function dimensionFailure(print: Print, theory: Theory): string | undefined {
  const { quantity, formula, terms, charge, density } = print;
  const dimensions = dimensionedSymbols(theory);
  for (const term of terms) {
    const [e, n] = [term.power('e'), term.power('n')];
    if (!e.equals(charge)) return `${term} has the charge e^${e.toFraction()}, ${quantity.name} has e^${charge}`;
    if (!n.equals(density)) return `${term} has the density n^${n.toFraction()}, ${quantity.name} has n^${density}`;
  }
  try {
    if (terms.length === 0) return undefined;
    const found = dimensionOf(formula, dimensions);
    const n = valueAt(dimensions, 'n');
    const wanted = {
      energy: quantity.dimension.energy + density * n.energy,
      length: quantity.dimension.length + density * n.length,
    };
    if (found.energy === wanted.energy && found.length === wanted.length) return undefined;
    const text = (d: typeof found): string => `energy^${d.energy} length^${d.length}`;
    return `the print has the dimension ${text(found)}, ${quantity.name} has ${text(wanted)}`;
  } catch (error) {
    if (error instanceof DimensionError) return error.message;
    throw error;
  }
}
