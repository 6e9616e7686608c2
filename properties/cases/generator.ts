import fc from 'fast-check';
import { parseExpression, symbolsOf } from '../../src/theory/algebra.js';
import { DENSITY, FERMI_ENERGY, type Parameter, type Theory } from '../../src/theory/theory.js';
import type { Classification } from '../symmetry/classification.js';
import type { Case } from './case.js';
import { ContourProbe } from './contours.js';
import type { CutoffClass, Draw, EnergyClass, StrengthClass } from './draw.js';
import { ENERGY_WEIGHTS, EXCHANGE, HIERARCHY, STRENGTH } from './draw.js';
import { BandProbe, type Landmarks } from './landmarks.js';

/** Simple rationals, simplest first: shrinking walks to the left. */
const RATIONALS = [1, 2, 0.5, 1.5, 3, 0.25, 0.75, 0.3, 0.7, 1.25, 0.4, 0.9, 2.5, 0.6, 1.1, 0.8] as const;

const SIZE: Readonly<Record<StrengthClass, number>> = { weak: 0.05, strong: 0.7, 'very strong': 20, unitary: 1 };

/** Components of the exchange field that a class has. */
const PRESENT = { 'no exchange': '', 'out of plane': 'z', 'in plane': 'xy', 'xz plane': 'xz', 'general m': 'xyz' };

/** Raw choices; each part shrinks on its own towards its first value. */
const choicesOf = (draw: Draw, count: number, renormalisable: boolean) =>
  fc.record({
    exchange: pick(draw.exchange ?? EXCHANGE),
    energy: pick(draw.energy ?? ENERGY_WEIGHTS),
    strength: pick(draw.strength ?? STRENGTH),
    hierarchy: pick(draw.hierarchy ?? HIERARCHY),
    scheme: pick(draw.schemes ?? ['t-matrix']),
    cutoff: pick<CutoffClass>(renormalisable ? (draw.cutoffs ?? ['renormalised']) : ['hard']),
    numbers: fc.array(fc.nat(RATIONALS.length - 1), { minLength: count, maxLength: count }),
    signs: fc.nat(2 ** 16 - 1),
    spinImpurity: fc.nat(3),
    extras: fc.tuple(...Object.values(draw.extras ?? {}).map(pick)),
  });
type Choices = ReturnType<typeof choicesOf> extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(values: readonly T[]): fc.Arbitrary<T> =>
  values.length === 1 ? fc.constant(values[0]) : fc.constantFrom(...values);

/**
 * Cases of a theory for one law (with a hard cutoff where Re g needs one): physically distinct classes on purpose,
 * simple numbers, shrinkable.
 */
export function casesOf({ theory, renormalisable }: Classification, draw: Draw): fc.Arbitrary<Case> {
  const builder = new Builder(theory, draw);
  return choicesOf(draw, builder.count, renormalisable).map((choices) => builder.build(choices));
}

/** Turns choices into numerals. */
class Builder {
  readonly count: number;
  private readonly parameters: readonly Parameter[];
  private readonly exchange: readonly string[];
  /** Parameters of the impurity matrices. */
  private readonly impurity: ReadonlySet<string>;
  private readonly bands: BandProbe;
  private readonly contours: ContourProbe;
  private readonly vector: Float64Array;

  constructor(
    private readonly theory: Theory,
    private readonly draw: Draw,
  ) {
    const { exchange = [], impurities } = theory.definition;
    this.parameters = [...theory.parameters.values()];
    this.count = this.parameters.length + 1;
    this.exchange = exchange.filter((name) => theory.parameters.has(name));
    const matrices = impurities.flatMap(({ matrix }) => matrix);
    this.impurity = new Set(matrices.flatMap((text) => symbolsOf(parseExpression(text, 'matrix'))));
    this.bands = new BandProbe(theory);
    this.contours = new ContourProbe(theory);
    this.vector = new Float64Array(this.count);
  }

  build(choices: Choices): Case {
    const { energy, exchange, strength, hierarchy, scheme } = choices;
    const { fixed = {}, extras = {}, reach = 1000 } = this.draw;
    const sizes = choices.numbers.map((k) => RATIONALS[k]);
    const values: Record<string, string> = {};
    for (const [k, parameter] of this.parameters.entries())
      values[parameter.name] = this.number(parameter, sizes[k], (choices.signs >> (k % 16)) & 1 ? -1 : 1, choices);
    this.separate(values);
    for (const [k, { name }] of this.parameters.entries()) this.confine(name, values, sizes[k]);
    Object.assign(values, fixed);
    for (const [k, name] of Object.keys(extras).entries()) values[name] = choices.extras[k];
    const landmarks = this.bands.find(this.vectorOf(values));
    if (fixed[FERMI_ENERGY] === undefined) values[FERMI_ENERGY] = this.energy(landmarks, energy, sizes);
    this.confine(FERMI_ENERGY, values, sizes[this.parameters.findIndex(({ name }) => name === FERMI_ENERGY)]);
    const edge = Math.min(sizes[this.count - 1] * reach, landmarks.barrier.momentum);
    const cutoff = choices.cutoff === 'hard' ? edge : Number.POSITIVE_INFINITY;
    this.scaleImpurities(values, landmarks, cutoff);
    for (const [k, parameter] of this.parameters.entries())
      if (this.scatters(parameter)) this.confine(parameter.name, values, sizes[k]);
    if ('density' in values) this.confine(DENSITY, values, sizes[this.count - 1], 'density');
    return {
      values,
      infinite: this.parameters
        .filter((p) => p.infinite && this.strength(p, choices) === 'unitary')
        .map(({ name }) => name),
      scheme,
      cutoff: choices.cutoff === 'hard' ? text(cutoff) : 'renormalised',
      classes: [energy, exchange, strength, hierarchy],
    };
  }

  /** No two couplings of one size: equal ones may conserve a spin, and then the ladder has no finite solution. */
  private separate(values: Record<string, string>): void {
    const seen = new Set<number>();
    for (const parameter of this.parameters) {
      const { name, dimension } = parameter;
      const free = parameter.default === undefined && !parameter.positive && name !== FERMI_ENERGY;
      if (!free || this.scatters(parameter) || this.exchange.includes(name)) continue;
      const key = (x: number): number => Math.abs(x) + 1e6 * dimension.energy + 1e9 * dimension.length;
      let value = Number(values[name]);
      while (seen.has(key(value))) value = Number((1.4 * value).toPrecision(6));
      seen.add(key(value));
      values[name] = text(value);
    }
  }

  /** Moves a number into the range that the theory states for it, unless the law fixes it. */
  private confine(name: string, values: Record<string, string>, size: number, under = name): void {
    const wanted = Number(values[under]);
    const x = this.theory.bounds.inside(name, wanted, size);
    if (x !== wanted && this.draw.fixed?.[under] === undefined) values[under] = text(x);
  }

  private scatters({ name, infinite }: Parameter): boolean {
    return infinite || this.impurity.has(name);
  }

  private number(parameter: Parameter, size: number, sign: 1 | -1, choices: Choices): string {
    const { name, positive, default: usual } = parameter;
    if (name === DENSITY || name === FERMI_ENERGY) return '1';
    if (this.scatters(parameter)) {
      const strength = this.strength(parameter, choices);
      if (strength === undefined) return '0';
      // beyond second order a truncated series at |u g| ~ 1 has rates of either sign, and the ladder no solution
      const high = /^born:([3-9]|\d\d)/.test(choices.scheme) && strength !== 'weak';
      const damping = high ? (strength === 'strong' ? 0.3 : 0.02) : 1;
      return text(size * sign * SIZE[strength] * damping * (usual === undefined ? 1 : 0.4));
    }
    if (this.exchange.includes(name)) return this.field(this.exchange.indexOf(name), size * sign, choices);
    if (positive) return text(size);
    return usual ?? text(size * sign * (choices.hierarchy === 'small spin-orbit' ? 0.02 : 1));
  }

  /**
   * Of an impurity parameter, if it is there: magnetic ones only when the law admits them, and then half of the time.
   */
  private strength(parameter: Parameter, { scheme, strength, spinImpurity }: Choices): StrengthClass | undefined {
    if (!this.scatters(parameter)) return undefined;
    const optional = parameter.default !== undefined;
    if (optional && (this.draw.impurities !== 'any' || spinImpurity < 2)) return undefined;
    const full = scheme === 't-matrix' || scheme === 'self-consistent';
    const isBounded = this.theory.bounds.ranges.get(parameter.name)?.to !== undefined;
    // an infinite strength makes the whole matrix T = -1/g, so it is meant for the scalar part alone
    return strength === 'unitary' && (!full || optional || isBounded) ? 'strong' : strength;
  }

  private field(axis: number, size: number, { exchange, hierarchy }: Choices): string {
    const absent = !PRESENT[exchange].includes('xyz'[axis]);
    if (exchange === 'no exchange' || (absent && this.exchange.length === 3)) return '0';
    if (hierarchy === 'small exchange') return text(0.02 * size);
    return text(hierarchy === 'tiny in-plane field' && axis < 2 ? 0.01 * size : size);
  }

  /**
   * Impurities are weak or strong against the density of states, and few or many against the carriers: by powers of ten
   * where these are far from one. They are few against the states Lambda^2/4 pi that a cutoff leaves each band: strong
   * ones expel as many as they are, and a band without states has no self-energy.
   */
  private scaleImpurities(values: Record<string, string>, { bottom }: Landmarks, cutoff: number): void {
    const states = this.contours.density(this.vectorOf(values));
    const rescale = (name: string, factor: number): void => {
      if (factor !== 1 && name in values && this.draw.fixed?.[name] === undefined)
        values[name] = text(Number(values[name]) * factor);
    };
    for (const parameter of this.parameters)
      if (this.scatters(parameter)) rescale(parameter.name, 1 / powerOfTen(states));
    const carriers = powerOfTen(states * (Number(values[FERMI_ENERGY]) - bottom));
    const inside = 10 ** Math.floor(Math.log10(cutoff ** 2 / (4 * Math.PI)));
    rescale('density', Math.min(carriers, inside));
  }

  private vectorOf(values: Readonly<Record<string, string>>): Float64Array {
    for (const [k, { name }] of this.parameters.entries()) this.vector[k] = Number(values[name]);
    return this.vector;
  }

  /** The Fermi energy of a class, to four digits; below the barrier of a lower band that falls again. */
  private energy(landmarks: Landmarks, energy: EnergyClass, sizes: readonly number[]): string {
    const size = sizes[this.parameters.findIndex(({ name }) => name === FERMI_ENERGY)];
    const { bottom, top, barrier } = landmarks;
    const wanted = level(energy, landmarks, size);
    const highest = 0.8 * barrier.energy + 0.2 * (top < barrier.energy ? top : bottom);
    return text(Number(Math.min(wanted, highest).toPrecision(4)));
  }
}

function level(energy: EnergyClass, { bottom, centre, top, barrier }: Landmarks, size: number): number {
  const height = Number.isFinite(barrier.energy) ? 0.1 * (barrier.energy - bottom) : 1e-3;
  const scale = Math.max(Math.abs(top), top - bottom, height);
  const fraction = size / (size + 1);
  const annulus = centre - bottom > 1e-3 * scale;
  const gap = top - centre > 1e-6 * scale;
  switch (energy) {
    case 'one ring':
      return gap ? centre + (top - centre) * fraction : top + scale * size;
    case 'annulus':
      return annulus ? bottom + (centre - bottom) * fraction : bottom + (top - bottom || scale) * fraction;
    case 'near gap edge':
      return gap ? top + (top - centre) * (size > 1 ? 1e-2 : -1e-2) * size : top + scale * 0.05 * size;
    case 'displaced':
      return top + (top - bottom || scale) * 0.05 * size;
    default:
      return top + scale * size * size;
  }
}

/** The power of ten between 1 and a size; 1 for nothing. */
const powerOfTen = (size: number): number => (size > 0 ? 10 ** Math.trunc(Math.log10(size)) : 1);

const text = (x: number): string => String(Number(x.toPrecision(12)));
