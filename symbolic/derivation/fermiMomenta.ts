import Fraction from 'fraction.js';
import { InputError } from '../../src/theory/errors.js';
import type { NamedLogarithm } from '../rings/series/seriesFunctions.js';
import type { SeriesRing } from '../rings/series/seriesRing.js';
import type { LeadingMomentum } from './leadingMomenta.js';

/** A number times powers of the small symbols. */
export interface LeadingMonomial {
  readonly coefficient: Fraction;
  /** Of pi, cos, sin and the symbols. */
  readonly exponents: readonly number[];
  readonly weight: number;
}

/** A root of D(p) on every ray: where it is to leading order, and what it stands for. */
export interface FermiMomentum {
  /** Its modulus. */
  readonly lead: LeadingMonomial;
  /** One contour, those of two bands that are split only by smaller terms, or a pair off the real axis. */
  readonly kind: 'single' | 'double' | 'imaginary';
  /** Whether it lies beyond the cutoff, where no states are. */
  readonly isBeyond: boolean;
}

/** A logarithm that is a symbol: ln of the ratio of two momenta, the larger one above. */
export interface RatioLogarithm {
  readonly name: string;
  readonly above: LeadingMonomial;
  readonly below: LeadingMonomial;
}

/** The first square of a momentum that is no square of a rational number, nor times powers of symbols. */
export const irrationalSquare = (momenta: readonly LeadingMomentum[]): Fraction | undefined =>
  momenta.map(({ square }) => square.abs()).find((square) => square.pow(new Fraction(1, 2)) === null);

/**
 * The momenta from their squares. @param cutoff the cutoff of the momenta, if there is one
 * @throws InputError where a root is no series, or the cutoff is of the order of a contour
 */
export function fermiMomenta(
  name: string,
  names: readonly string[],
  squares: readonly LeadingMomentum[],
  cutoff: LeadingMonomial | undefined,
): readonly FermiMomentum[] {
  return squares.map(({ square, exponents, weight, isDouble }): FermiMomentum => {
    const coefficient = square.abs().pow(new Fraction(1, 2));
    const odd = names.filter((_, k) => !Number.isInteger(exponents[k] / 2));
    if (!coefficient || odd.length > 0) {
      const roots = [...(coefficient ? [] : [square.toFraction()]), ...odd].join(' ');
      throw new InputError(
        `${name}: the Fermi momentum goes with the root of ${roots}, which is no power series; write the regime with ` +
          'scales whose products are squares, or ask `discover`',
      );
    }
    const lead = { coefficient, exponents: exponents.map((e) => e / 2), weight: weight / 2 };
    if (cutoff && lead.weight === cutoff.weight)
      throw new InputError(`${name}: a Fermi contour is of the order of the cutoff; put the cutoff between contours`);
    const isBeyond = cutoff !== undefined && lead.weight < cutoff.weight;
    return { lead, kind: square.s < 0n ? 'imaginary' : isDouble ? 'double' : 'single', isBeyond };
  });
}

/** The logarithms of g: of every momentum below the largest one, and of the largest one below the cutoff. */
export function ratioLogarithms(
  momenta: readonly FermiMomentum[],
  cutoff: LeadingMonomial | undefined,
): readonly RatioLogarithm[] {
  const [largest, ...smaller] = distinctLeads(momenta);
  const ratios = [
    ...(cutoff ? [{ above: cutoff, below: largest }] : []),
    ...smaller.map((below) => ({ above: largest, below })),
  ];
  return ratios.map((ratio, k) => ({ name: `log${k + 1}`, ...ratio }));
}

/**
 * What the arguments of the logarithms of g mean in a ring. Without a cutoff the logarithm of the largest momentum
 * counts as zero: where g converges, the residues add up to nothing.
 */
export function namedLogarithms(
  ring: SeriesRing,
  momenta: readonly FermiMomentum[],
  logarithms: readonly RatioLogarithm[],
  cutoff: LeadingMonomial | undefined,
): NamedLogarithm[] {
  const sum = (parts: readonly RatioLogarithm[], factor: number) =>
    parts
      .map(({ name }) => ring.mul(ring.constant(factor), ring.symbol(name)))
      .reduce((a, b) => ring.add(a, b), ring.zero);
  return distinctLeads(momenta).flatMap((lead) =>
    [2, 4].map((power) => {
      const own = logarithms.filter(({ above, below }) => below === lead || above === cutoff);
      const argument = cutoff ? quotient(cutoff, lead, power) : raised(lead, power);
      return { argument, value: sum(own, cutoff ? power : -power) };
    }),
  );
}

/** The momenta below the cutoff, each once, the largest first. */
function distinctLeads(momenta: readonly FermiMomentum[]): LeadingMonomial[] {
  const inside = momenta.filter(({ isBeyond }) => !isBeyond).map(({ lead }) => lead);
  const distinct = inside.filter((lead, k) => inside.findIndex((other) => isSame(lead, other)) === k);
  return distinct.sort((a, b) => a.weight - b.weight || b.coefficient.compare(a.coefficient));
}

const isSame = (a: LeadingMonomial, b: LeadingMonomial): boolean =>
  a.coefficient.equals(b.coefficient) && a.exponents.every((e, k) => e === b.exponents[k]);

const raised = ({ coefficient, exponents }: LeadingMonomial, n: number): NamedLogarithm['argument'] => {
  const power = coefficient.pow(n) ?? coefficient;
  return { numerator: power.n, denominator: power.d, exponents: exponents.map((e) => n * e) };
};

const quotient = (a: LeadingMonomial, b: LeadingMonomial, n: number): NamedLogarithm['argument'] =>
  raised(ratioOf(a, b), n);

/** The quotient of two monomials. */
export const ratioOf = (a: LeadingMonomial, b: LeadingMonomial): LeadingMonomial => ({
  coefficient: a.coefficient.div(b.coefficient),
  exponents: a.exponents.map((e, k) => e - b.exponents[k]),
  weight: a.weight - b.weight,
});
