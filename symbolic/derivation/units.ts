import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { FERMI_ENERGY, type Parameter, type Theory } from '../../src/theory/theory.js';
import { Formula } from '../formula/formula.js';
import type { Regime } from './regime.js';

/** A parameter that is a number in the units of a derivation. */
export interface Unit {
  readonly name: string;
  readonly dimension: Dimension;
  readonly value: Fraction;
}

/**
 * The two parameters that set the units of a derivation, energy and length: those of the largest scale, and what the
 * regime leaves out. The Fermi energy and the mass of a parabola, the velocity of a Dirac cone, or the mass and the
 * coupling where the spin-orbit energy is the largest.
 */
export type Units = readonly [Unit, Unit];

/** Where the units are looked for. */
export interface UnitInput {
  readonly theory: Theory;
  readonly regime: Regime;
  readonly variable: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A mass, whose inverse is the curvature of a band. */
const isMass = ({ positive, dimension }: Parameter): boolean =>
  positive && dimension.energy === -1 && dimension.length === -2;

/** The parameters that may set the units: those of the largest scale, and what must be given and is left out. */
export function unitCandidates({ theory, regime, variable, settings }: UnitInput): Parameter[] {
  const needed = neededOf(theory, variable);
  const largest = new Set(regime.ranks[regime.ranks.length - 1].flatMap((scale) => [...scale.keys()]));
  const inLargest = [...theory.parameters.values()].filter(({ name }) => largest.has(name) && name !== variable);
  const free = needed.filter(({ name }) => !regime.names.has(name) && !(name in settings));
  const [first, ...more] = [...inLargest, ...free.filter((p) => !inLargest.includes(p))];
  if (first === undefined || more.length > 0) return first ? [first, ...more] : [];
  // a unit may stand in the smaller scales too, or have a value that is put into the formulas afterwards
  const others = needed.filter((p) => isIndependent(first, p) && isNumber(settings[p.name] ?? '1'));
  const masses = others.filter(isMass);
  return [first, ...(masses.length > 0 ? masses : others.filter(({ name }) => !regime.names.has(name)))];
}

/** What must be given, but for the strength. */
const neededOf = (theory: Theory, variable: string): Parameter[] =>
  [...theory.parameters.values()].filter((p) => p.default === undefined && p.name !== variable);

/** Names of the two units. @throws InputError if there are fewer or more of them */
export function unitNames(input: UnitInput): readonly [string, string] {
  const { theory, regime, variable } = input;
  const fail = (message: string): never => {
    throw new InputError(`regime "${regime.text}"${message}`);
  };
  const candidates = unitCandidates(input);
  const listed = (some: readonly Parameter[]): string => some.map(({ name }) => name).join(', ');
  const [first, second, ...more] = candidates;
  if (!second) {
    const others = listed(neededOf(theory, variable).filter((p) => p !== first));
    fail(
      `: one parameter beside ${first?.name ?? 'eps'} must be left out of the order, to set the units (of ${others})`,
    );
  }
  const masses = candidates.filter(isMass);
  if (masses.length > 1)
    throw new InputError(
      `${theory.name}: the expansion starts from one dominant parabola, h0 = p^2/(2 m), and ` +
        `${masses.map(({ name }) => name).join(', ')} are masses of their own; set all but one ` +
        `(--set ${masses[1].name}=${masses[0].name}), or ask \`discover\``,
    );
  const inLargest = candidates.filter(({ name }) => regime.ranks[regime.ranks.length - 1].some((s) => s.has(name)));
  if (inLargest.length > 2)
    fail(
      `: the largest scale must set the units alone, as eps or m*alpha^2 does; of ${listed(inLargest)} at equal ` +
        'order only roots are known: put them in an order',
    );
  const open = candidates.filter((p) => !inLargest.includes(p));
  if (more.length > 0)
    fail(
      ` leaves the places of ${listed(open)} open: put them into the chain or set them (only the mass ` +
        'may stay outside)',
    );
  if (!isIndependent(first, second))
    fail(`: ${first.name} and ${second.name} together set no unit of energy and of length`);
  if (regime.hasFermiMomentum && first.name !== FERMI_ENERGY && second.name !== FERMI_ENERGY)
    fail(
      `: pF is the Fermi momentum where eps is the largest scale; write the scale with ${first.name} and ` +
        `${second.name}`,
    );
  return [first.name, second.name];
}

/** Whether a setting is a number that is not zero. */
const isNumber = (text: string): boolean => Number(text) !== 0 && Formula.parse(text).symbols.length === 0;

const isIndependent = ({ dimension: a }: Parameter, { dimension: b }: Parameter): boolean =>
  a.energy * b.length !== a.length * b.energy;

/** Exponents of both units that give a number this dimension. */
export function exponentsOf([a, b]: readonly [Dimension, Dimension], wanted: Dimension): readonly [Fraction, Fraction] {
  const determinant = a.energy * b.length - a.length * b.energy;
  return [
    new Fraction(wanted.energy * b.length - wanted.length * b.energy).div(determinant),
    new Fraction(a.energy * wanted.length - a.length * wanted.energy).div(determinant),
  ];
}

const MOMENTUM: Dimension = { energy: 0, length: -1 };

/**
 * The units in which a momentum whose square is a number becomes one, if one of them can be chosen so; without the
 * square, those in which the kinetic energy eps of a parabola is p^2/2.
 */
export function unitsOf(theory: Theory, names: readonly [string, string]): Units {
  const dimensions = names.map((name) => valueAt(theory.parameters, name).dimension) as [Dimension, Dimension];
  const isRoot = exponentsOf(dimensions, MOMENTUM).some((e) => e.d === 2n);
  return names.map((name, k) => ({
    name,
    dimension: dimensions[k],
    value: new Fraction(1, isRoot && dimensions[k].length === 0 ? 2 : 1),
  })) as unknown as Units;
}

/** Other values of the units, in which a momentum whose square is this number is one; the same if there are none. */
export function rescaled(units: Units, square: Fraction): Units {
  const [first, second] = units;
  const exponents = exponentsOf([first.dimension, second.dimension], MOMENTUM);
  const at = exponents.findLastIndex((e) => e.d === 2n && e.n === 1n);
  if (at < 0) return units;
  const factor = exponents[at].s > 0n ? square.inverse() : square;
  return units.map((unit, k) => (k === at ? { ...unit, value: unit.value.mul(factor) } : unit)) as unknown as Units;
}

/**
 * Exponents of the units, and the square of the number in front, that give a pure number the dimension asked.
 * @throws InputError if no root of a rational number does
 */
export function restoreUnits(
  [first, second]: Units,
  dimension: Dimension,
): { readonly exponents: readonly [Fraction, Fraction]; readonly square: Fraction } {
  const exponents = exponentsOf([first.dimension, second.dimension], dimension);
  const squares = [first, second].map(({ value }, k) => {
    const square = value.pow(exponents[k].mul(-2));
    if (!square)
      throw new InputError(`a quantity of the dimension energy^${dimension.energy} has no rational prefactor`);
    return square;
  });
  return { exponents, square: squares[0].mul(squares[1]) };
}
