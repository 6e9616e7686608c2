import fc from 'fast-check';
import { parseExpression, symbolsOf } from '../../src/theory/algebra.js';
import { DENSITY, FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import type { Facts } from '../symmetry/classification.js';
import type { Case } from './case.js';
import {
  type Draw,
  ENERGY_WEIGHTS,
  type EnergyClass,
  EXCHANGE,
  type ExchangeClass,
  HIERARCHY,
  type HierarchyClass,
  STRENGTH,
  type StrengthClass,
} from './draw.js';
import { BandProbe, type Landmarks } from './landmarks.js';

/** Simple rationals, simplest first: shrinking walks to the left. */
const RATIONALS = [
  '1',
  '2',
  '0.5',
  '1.5',
  '3',
  '0.25',
  '0.75',
  '0.3',
  '0.7',
  '1.25',
  '0.4',
  '0.9',
  '2.5',
  '0.6',
  '1.1',
  '0.8',
].map(Number);

const SIZE: Readonly<Record<StrengthClass, number>> = { weak: 0.05, strong: 0.7, 'very strong': 20, unitary: 1 };

/** Raw choices; each part shrinks on its own towards its first value. */
interface Choices {
  readonly exchange: ExchangeClass;
  readonly energy: EnergyClass;
  readonly strength: StrengthClass;
  readonly hierarchy: HierarchyClass;
  readonly scheme: string;
  readonly cutoff: 'renormalised' | 'hard';
  readonly numbers: readonly number[];
  readonly signs: number;
  readonly spinImpurity: number;
  readonly extras: readonly string[];
}

/** Cases of a theory for one law (with a hard cutoff where Re g needs one): physically distinct classes on purpose, simple numbers, shrinkable. */
export function casesOf({ theory, renormalisable }: Facts, draw: Draw): fc.Arbitrary<Case> {
  const builder = new Builder(theory, draw);
  const pick = <T>(values: readonly T[]): fc.Arbitrary<T> =>
    values.length === 1 ? fc.constant(values[0]!) : fc.constantFrom(...values);
  return fc
    .tuple(
      pick(draw.exchange ?? EXCHANGE),
      pick(draw.energy ?? ENERGY_WEIGHTS),
      pick(draw.strength ?? STRENGTH),
      pick(draw.hierarchy ?? HIERARCHY),
      pick(draw.schemes ?? ['t-matrix']),
      pick<'renormalised' | 'hard'>(renormalisable ? (draw.cutoffs ?? ['renormalised']) : ['hard']),
      fc.array(fc.nat(RATIONALS.length - 1), { minLength: builder.count, maxLength: builder.count }),
      fc.nat(2 ** 16 - 1),
      fc.nat(3),
      fc.tuple(...Object.values(draw.extras ?? {}).map(pick)),
    )
    .map(([exchange, energy, strength, hierarchy, scheme, cutoff, numbers, signs, spinImpurity, extras]) =>
      builder.build({ exchange, energy, strength, hierarchy, scheme, cutoff, numbers, signs, spinImpurity, extras }),
    );
}

/** Turns choices into numerals. */
class Builder {
  readonly count: number;
  private readonly names: readonly string[];
  private readonly exchange: readonly string[];
  /** Parameters of the impurity matrices. */
  private readonly impurity: ReadonlySet<string>;
  private readonly bands: BandProbe;
  private readonly vector: Float64Array;

  constructor(
    private readonly theory: Theory,
    private readonly draw: Draw,
  ) {
    this.names = theory.parameterNames;
    this.count = this.names.length + 1;
    const named = theory.definition.exchange ?? [];
    this.exchange = named.filter((name) => theory.parameters.has(name));
    this.impurity = new Set(
      theory.definition.impurities.flatMap(({ matrix }) =>
        matrix.flatMap((text) => symbolsOf(parseExpression(text, 'matrix'))),
      ),
    );
    this.bands = new BandProbe(theory);
    this.vector = new Float64Array(this.names.length + 1);
  }

  build(choices: Choices): Case {
    const values: Record<string, string> = {};
    const infinite: string[] = [];
    this.names.forEach((name, k) => {
      const size = RATIONALS[choices.numbers[k]];
      const sign = (choices.signs >> (k % 16)) & 1 ? -1 : 1;
      values[name] = this.number(name, size, sign, choices, infinite);
    });
    this.separate(values);
    Object.assign(values, this.draw.fixed ?? {});
    const extras = Object.keys(this.draw.extras ?? {});
    extras.forEach((name, k) => {
      values[name] = choices.extras[k];
    });
    if (this.draw.fixed?.[FERMI_ENERGY] === undefined) values[FERMI_ENERGY] = this.energy(values, choices);
    const cutoff = choices.cutoff === 'hard' ? text(RATIONALS[choices.numbers[this.count - 1]] * 1000) : 'renormalised';
    const classes = [choices.energy, choices.exchange, choices.strength, choices.hierarchy];
    return { values, infinite, scheme: choices.scheme, cutoff, classes };
  }

  /** No two couplings of one size: equal ones may conserve a spin, and then the ladder has no finite solution. */
  private separate(values: Record<string, string>): void {
    const seen = new Set<number>();
    for (const name of this.names) {
      const { positive, infinite, default: usual, dimension } = this.theory.parameters.get(name)!;
      if (
        positive ||
        infinite ||
        this.impurity.has(name) ||
        usual !== undefined ||
        this.exchange.includes(name) ||
        name === FERMI_ENERGY
      )
        continue;
      const key = (x: number): number => Math.abs(x) + 1e6 * dimension.energy + 1e9 * dimension.length;
      let value = Number(values[name]);
      while (seen.has(key(value))) value = Number((1.4 * value).toPrecision(6));
      seen.add(key(value));
      values[name] = text(value);
    }
  }

  private number(name: string, size: number, sign: number, choices: Choices, infinite: string[]): string {
    const parameter = this.theory.parameters.get(name)!;
    if (name === DENSITY) return '1';
    if (name === FERMI_ENERGY) return '1';
    if (parameter.infinite || this.impurity.has(name))
      return this.strength(parameter.default !== undefined, name, size, sign, choices, infinite);
    if (this.exchange.includes(name)) return this.field(this.exchange.indexOf(name), size * sign, choices);
    if (parameter.positive) return text(size);
    if (parameter.default !== undefined) return parameter.default;
    return text(size * sign * (choices.hierarchy === 'small spin-orbit' ? 0.02 : 1));
  }

  /** Impurity strengths: magnetic ones only when the law admits them, and then half of the time. */
  private strength(
    optional: boolean,
    name: string,
    size: number,
    sign: number,
    choices: Choices,
    infinite: string[],
  ): string {
    if (optional && (this.draw.impurities !== 'any' || choices.spinImpurity < 2)) return '0';
    const full = choices.scheme === 't-matrix' || choices.scheme === 'self-consistent';
    // an infinite strength makes the whole matrix T = -1/g, so it is meant for the scalar part alone
    const strength = choices.strength === 'unitary' && (!full || optional) ? 'strong' : choices.strength;
    // beyond second order a truncated series at |u g| ~ 1 has rates of either sign, and the ladder no solution
    const damping =
      /^born:([3-9]|\d\d)/.test(choices.scheme) && strength !== 'weak' ? (strength === 'strong' ? 0.3 : 0.02) : 1;
    if (strength === 'unitary' && this.theory.parameters.get(name)!.infinite) infinite.push(name);
    return text(size * sign * SIZE[strength] * damping * (optional ? 0.4 : 1));
  }

  private field(axis: number, size: number, { exchange, hierarchy }: Choices): string {
    const present = { 'no exchange': '', 'out of plane': 'z', 'in plane': 'xy', 'xz plane': 'xz', 'general m': 'xyz' }[
      exchange
    ];
    if (!present.includes('xyz'[axis]) && this.exchange.length === 3) return '0';
    if (exchange === 'no exchange') return '0';
    if (hierarchy === 'small exchange') return text(0.02 * size);
    return text(hierarchy === 'tiny in-plane field' && axis < 2 ? 0.01 * size : size);
  }

  /** The Fermi energy of a class, to four digits. */
  private energy(values: Readonly<Record<string, string>>, choices: Choices): string {
    this.names.forEach((name, k) => {
      this.vector[k] = Number(values[name]);
    });
    const marks = this.bands.find(this.vector);
    const size = RATIONALS[choices.numbers[this.names.indexOf(FERMI_ENERGY)]];
    return text(Number(level(choices.energy, marks, size).toPrecision(4)));
  }
}

function level(energy: EnergyClass, { bottom, centre, top }: Landmarks, size: number): number {
  const scale = Math.max(Math.abs(top), top - bottom, 1e-3);
  const fraction = size / (size + 1);
  const annulus = centre - bottom > 1e-3 * scale;
  const gap = top - centre > 1e-6 * scale;
  switch (energy) {
    case 'one ring':
      return gap ? centre + (top - centre) * fraction : top + scale * size;
    case 'annulus':
      return annulus ? bottom + (centre - bottom) * fraction : bottom + (top - bottom) * fraction;
    case 'near gap edge':
      return gap ? top + (top - centre) * (size > 1 ? 1e-2 : -1e-2) * size : top + scale * 0.05 * size;
    case 'displaced':
      return top + (top - bottom || scale) * 0.05 * size;
    default:
      return top + scale * size * size;
  }
}

const text = (x: number): string => String(Number(x.toPrecision(12)));
