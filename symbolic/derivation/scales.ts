import Fraction from 'fraction.js';
import { trace } from '../../src/arithmetic/expression.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { execute } from '../rings/algebra.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';

/**
 * The units of a derivation: the bare Fermi momentum pF and the mass of the dominant parabola h_0 = kappa p^2 are one,
 * so eps = kappa = 1/2. One parameter sets kappa = kappa1 * parameter^power.
 */
export interface Scales {
  /** The parameter that sets the parabola, such as the mass. */
  readonly parameter: string;
  readonly power: 1 | -1;
  readonly kappa1: Fraction;
  /** Its value in these units. */
  readonly value: Fraction;
}

/**
 * Finds the dominant parabola of a theory.
 * @param parameter the candidate: the one parameter beside eps that has neither a value nor a place in the regime
 * @throws InputError if h_0 has no isotropic p^2 term that dominates
 */
export function findScales(
  theory: Theory,
  parameter: string,
  ring: SeriesRing,
  unitValueOf: (name: string, unit: Fraction) => ReturnType<SeriesRing['symbol']>,
): Scales {
  if (theory.degree > 2)
    throw new InputError(
      `${theory.name}: H has terms of degree ${theory.degree} in the momentum; the expansion about a parabola ` +
        'covers degree 2 (from degree 3 on Re g also has crossings far from pF, at momenta of the inverse coupling)',
    );
  const quadratic = trace([theory.environmentSize], (block) => {
    const { h } = theory.expressions(block);
    const of = (i: number, j: number) => h[0].terms.filter((t) => t.i === i && t.j === j).map((t) => t.coefficient);
    return [...of(2, 0), ...of(0, 2)];
  });
  const kappaAt = (unit: Fraction): Fraction => {
    const inputs = theory.parameterNames.map((name) => unitValueOf(name, unit));
    const environment = execute(theory.environment, ring, [[...inputs, ring.zero]]);
    const values = execute(quadratic, ring, [environment]).map((series) => {
      const [first] = ring.terms(series);
      return first?.weight === 0 && first.exponents.every((e) => e === 0)
        ? new Fraction(first.numerator, first.denominator)
        : undefined;
    });
    const [xx, yy] = values;
    if (!xx || !yy || !xx.equals(yy) || xx.compare(0) <= 0)
      throw new InputError(
        `${theory.name}: the expansion needs a dominant parabola, h0 = p^2/(2 m) plus smaller terms; here h0 = ` +
          `${theory.definition.hamiltonian.h0}`,
      );
    return xx;
  };
  const kappa1 = kappaAt(new Fraction(1));
  const ratio = kappaAt(new Fraction(2)).div(kappa1);
  const power = ratio.equals(2) ? 1 : ratio.equals(new Fraction(1, 2)) ? -1 : undefined;
  if (!power)
    throw new InputError(`${theory.name}: the curvature of h0 must be proportional to ${parameter} or to its inverse`);
  const half = new Fraction(1, 2).div(kappa1);
  return { parameter, power, kappa1, value: power === 1 ? half : half.inverse() };
}

/**
 * Exponents of eps and of the scale parameter, and the exact number in front, that give a pure number the dimension
 * asked.
 */
export function restoreUnits(
  scales: Scales,
  { energy, length }: Dimension,
): { eps: Fraction; parameter: Fraction; square: Fraction } {
  // (2 eps)^energy (eps parameter^-power / kappa1)^(-length/2); the number is returned squared, so that it stays
  // rational
  const [a, b] = [new Fraction(energy), new Fraction(length).div(-2)];
  return {
    eps: a.add(b),
    parameter: b.mul(-scales.power),
    square: rationalPower(new Fraction(2), a.mul(2)).div(rationalPower(scales.kappa1, b.mul(2))),
  };
}

function rationalPower(x: Fraction, n: Fraction): Fraction {
  if (n.d !== 1n)
    throw new InputError(`a quantity of the dimension energy^${n.toFraction()} has no rational prefactor`);
  return x.pow(n) ?? x;
}
