import type { Decimal } from 'decimal.js';
import type { MathJsInstance, Unit } from 'mathjs';
import { once } from '../arithmetic/memo.js';
import { decimals } from '../arithmetic/numeral.js';
import { decimalMathematics, OPERATORS } from './algebra.js';
import type { Dimension } from './definition.js';
import { InputError } from './errors.js';

/** The angstrom: its letter and its sign look the same. */
const ANGSTROM = ['\u00c5', '\u212b'];

/** SI values of the internal units: energies in eV, lengths in nm, hbar = |e| = 1. */
const ELEMENTARY_CHARGE = '1.602176634e-19';
const PLANCK = '6.62607015e-34';

/** What a text with units may name besides them. */
const NAMED: ReadonlySet<string> = new Set([...OPERATORS, 'pi', 'i']);

/** mathjs with the units of this suite; loaded by the first text that has one. */
const measures = once((): MathJsInstance => {
  const math = decimalMathematics();
  // no text can name anything else of mathjs, such as a function that would change its units
  const { mathWithTransform } = (math as unknown as { expression: { mathWithTransform: Record<string, unknown> } })
    .expression;
  for (const name of Object.keys(mathWithTransform)) if (!NAMED.has(name)) delete mathWithTransform[name];
  // beside the underscore of m_e and the angstrom; mathjs allows letters of ASCII only by default
  const units = (math as unknown as { Unit: { isValidAlpha(c: string): boolean } }).Unit;
  const isLetter = units.isValidAlpha;
  units.isValidAlpha = (c) => c === '_' || ANGSTROM.includes(c) || isLetter(c);
  // electron mass, CODATA 2022
  math.createUnit('m_e', { definition: '9.1093837139e-31 kg' });
  for (const name of ANGSTROM) math.createUnit(name, { definition: '1 angstrom' });
  // the electronvolt of mathjs is that of CODATA 2010
  math.createUnit('eV', { definition: `${ELEMENTARY_CHARGE} J`, prefixes: 'short' }, { override: true });
  math.createUnit('electronvolt', { definition: `${ELEMENTARY_CHARGE} J`, prefixes: 'long' }, { override: true });
  return math;
});

/**
 * The value of a text with units, whatever that is.
 * @throws what mathjs throws at names and units that it does not know
 */
export const evaluateMeasure = (text: string): unknown => measures().evaluate(text);

/** Whether a value of `evaluateMeasure` carries a unit. */
export const isMeasure = (value: unknown): value is Unit => measures().isUnit(value);

const Wide = decimals(600);
/** Of a converted value: the last ones are rounding, so that 1 eV is 1. */
const DIGITS = 580;

/** 1 kg, 1 m, 1 s, 1 A in powers of eV, nm and |e| with hbar = 1. */
const siInNatural = once((): readonly Decimal[] => {
  const charge = new Wide(ELEMENTARY_CHARGE);
  const hbar = new Wide(PLANCK).div(Wide.acos(-1)).div(2).div(charge); // eV s
  const metre = new Wide('1e9');
  const second = new Wide(1).div(hbar);
  const joule = new Wide(1).div(charge);
  const kilogram = joule.times(second).times(second).div(metre).div(metre);
  const ampere = joule.div(second);
  return [kilogram, metre, second, ampere];
});

/** A measured quantity in natural units (eV, nm, |e|, hbar = 1). */
export interface NaturalQuantity {
  readonly value: string;
  readonly energy: number;
  readonly length: number;
  readonly charge: number;
  /** The same in SI base units. */
  readonly si: string;
}

/**
 * Converts a mathjs unit; powers of hbar are filled in as the dimension demands. Throws InputError on kelvin, mole,
 * candela, bit.
 */
export function toNatural(unit: Unit, given: string): NaturalQuantity {
  const { dimensions, value } = unit as unknown as { dimensions: number[]; value: unknown };
  const [a, b, c, d, ...others] = dimensions as [number, number, number, number, ...number[]];
  // others: temperature, luminous intensity, amount of substance, angle, bit; an angle is a pure number
  if (others.some((power, k) => power !== 0 && k !== 3))
    throw new InputError(`"${given}": a unit of mechanics or electricity is expected`);
  const natural = siInNatural();
  const converted = [a, b, c, d].reduce<Decimal>(
    (x, power, k) => x.times(natural[k].pow(power)),
    new Wide(String(value ?? 1)),
  );
  const si = new Wide(String(value ?? 1)).toString();
  // M = hbar^2/(E L^2), T = hbar/E, I = e E/hbar
  return {
    value: converted.toSignificantDigits(DIGITS).toString(),
    energy: -a - c + d,
    length: b - 2 * a,
    charge: d,
    si,
  };
}

const WORDS: Record<string, { words: string; example: string }> = {
  '0,0': { words: 'a pure number', example: '0.5 or 30 deg' },
  '1,0': { words: 'energy', example: '10 meV' },
  '0,1': { words: 'length', example: '2 nm' },
  '1,1': { words: 'energy x length', example: '1.7e-11 eV m' },
  '1,2': { words: 'energy x area', example: '1.2 eV nm^2' },
  '-1,-2': { words: 'mass', example: '0.8 m_e' },
  '0,-2': { words: '1/area', example: '5e14 / m^2' },
  '0,-1': { words: '1/length', example: '5 / nm' },
};

/** A dimension in words. */
export const describe = ({ energy, length }: Dimension, charge = 0): string => {
  const words = WORDS[`${energy},${length}`]?.words ?? `energy^${energy} length^${length}`;
  return charge === 0 ? words : `${words} x charge^${charge}`;
};

/** An example of a quantity of this dimension. */
export const example = ({ energy, length }: Dimension): string =>
  WORDS[`${energy},${length}`]?.example ?? `1 eV^${energy} nm^${length}`;
