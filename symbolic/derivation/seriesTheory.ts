import type Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import { breachText, isotropyOf, noEfficiencies } from '../../src/theory/isotropy.js';
import { DENSITY, FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Formula } from '../formula/formula.js';
import { execute } from '../rings/algebra.js';
import { type PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';
import { MonomialCode } from '../rings/series/monomials.js';
import type { Series } from '../rings/series/series.js';
import { SeriesRing } from '../rings/series/seriesRing.js';
import { BoundedSeriesRing } from './boundedRing.js';
import { seriesContours } from './contours.js';
import { cleanEnvironment, type Derived, deriveFrom, range } from './derivation.js';
import { parseRegime, type Regime, weightsOf } from './regime.js';
import { findScales, type Scales } from './scales.js';
import { isStrength } from './strength.js';

export interface ExpansionInput extends Variant {
  readonly theory: Theory;
  /** @see parseRegime */
  readonly regime: string;
  /** The impurity strength in whose powers the series is made. */
  readonly variable: string;
  /** Values that take a parameter out of the order: `0`, or an expression of the symbols such as `2*Dx`, `u/3`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly scheme: Scheme;
  /** Why a quantity is zero where only the parameters named are present, if symmetry says so. */
  readonly vanishes?: (quantity: string, present: readonly string[]) => string | undefined;
  /** Called now and then; may throw to end a derivation. */
  readonly watch?: (() => void) | undefined;
}

/** A quantity as a series in the impurity strength whose coefficients are series in the small symbols of the regime. */
export type DoubleSeries = PowerSeries<Series>;

/**
 * A theory, a regime and what every parameter is in it: a small symbol, the series variable, a unit, or an expression
 * of those.
 */
export class SeriesTheory {
  readonly regime: Regime;
  /** Positive integer weights of the small symbols. */
  readonly weights: ReadonlyMap<string, number>;
  readonly scales: Scales;
  readonly monomials: MonomialCode;
  private readonly placed: ReadonlySet<string>;
  private readonly inRing: ReadonlyMap<string, string>;

  constructor(readonly input: ExpansionInput) {
    const { theory, settings, variable } = input;
    if (!theory.parameters.has(variable))
      throw new InputError(`${theory.name} has no parameter "${variable}" in which to expand`);
    for (const name of Object.keys(settings))
      if (!theory.parameters.has(name))
        throw new InputError(
          `unknown parameter "${name}" of ${theory.name}; its parameters are ${theory.parameterNames.join(' ')}`,
        );
    this.regime = parseRegime(input.regime, theory);
    const scaleParameter = unplaced(input, this.regime.names);
    this.weights = weightsOf(this.regime, new Set([FERMI_ENERGY, DENSITY, variable, scaleParameter]));
    this.placed = new Set([FERMI_ENERGY, variable, scaleParameter, ...this.weights.keys()]);
    this.inRing = new Map(Object.entries(settings).filter(([name]) => !this.placed.has(name)));
    this.monomials = new MonomialCode(this.weights);
    const probe = new SeriesRing(this.monomials, 1);
    this.scales = findScales(theory, scaleParameter, probe, (name, unit) => this.valueOf(name, probe, unit));
  }

  /**
   * Whether a parameter stays a symbol of the formulas: a scale of the regime, a unit or the strength. Values are put
   * in afterwards.
   */
  isPlaced(name: string): boolean {
    return this.placed.has(name);
  }

  /** Whether a symbol stands for the ratio of a strength to the series variable. */
  isRatio(name: string): boolean {
    const { theory, variable } = this.input;
    return this.weights.has(name) && isStrength(theory, name) && isStrength(theory, variable);
  }

  /**
   * K, sigma, K_J and tau to the given orders, in units pF = mass = 1.
   * @param relativeOrder weight, relative to the leading term, from which on nothing is kept
   * @param strengthOrders how many powers of the strength are kept
   * @throws PrecisionError if the orders do not suffice for a division
   */
  derive(relativeOrder: number, strengthOrders: number): Derived<Series> {
    const base = new BoundedSeriesRing(this.monomials, relativeOrder, this.input.watch);
    const ring = new PowerSeriesRing<Series>(base, strengthOrders);
    const pipeline = dilutePipeline(this.input.theory, this.input.scheme, this.input);
    const environment = this.environmentIn(base, ring);
    const contours = seriesContours(pipeline, base, cleanEnvironment(this.input.theory, base, environment));
    return deriveFrom(pipeline, ring, base, environment, contours, this.input.steps ?? STEPS);
  }

  /** @throws InputError where Eq. (4) does not hold */
  demandIsotropy(): void {
    const { theory } = this.input;
    const base = new SeriesRing(this.monomials, 1);
    const ring = new PowerSeriesRing<Series>(base, 64);
    const { program, conditions } = isotropyOf(theory);
    const missed = execute(program, ring, [this.environmentIn(base, ring)], range(conditions.length));
    const broken = breachText(conditions.filter((_, k) => !ring.isZero(missed[k])));
    if (broken !== undefined) throw new InputError(noEfficiencies(theory.name, broken));
  }

  private environmentIn(base: SeriesRing, ring: PowerSeriesRing<Series>): DoubleSeries[] {
    return execute(this.input.theory.environment, ring, [[...this.parameters(base), ring.zero]]);
  }

  /** The parameters that are not zero. */
  get present(): string[] {
    const values = this.parameters(new SeriesRing(this.monomials, 1));
    return this.input.theory.parameterNames.filter((_, k) => values[k].coefficients.length > 0);
  }

  private parameters(base: SeriesRing): DoubleSeries[] {
    const { theory, variable } = this.input;
    const ring = new PowerSeriesRing<Series>(base, 64);
    const own = (name: string): DoubleSeries =>
      name === variable
        ? ring.lift(base.constant(1), 1)
        : ring.lift(this.valueOf(name, base, this.scales.value), this.isRatio(name) ? 1 : 0);
    return theory.parameterNames.map((name) => {
      const text = this.inRing.get(name);
      return text === undefined ? own(name) : this.evaluate(name, text, own, ring);
    });
  }

  /** A parameter that is given in terms of those that have a place. */
  private evaluate(
    name: string,
    text: string,
    own: (name: string) => DoubleSeries,
    ring: PowerSeriesRing<Series>,
  ): DoubleSeries {
    const formula = Formula.parse(text, name);
    const value = formula.in(ring, (other) => {
      if (this.input.theory.parameters.has(other) && !this.inRing.has(other)) return own(other);
      throw new InputError(`${name} = ${text}: "${other}" has no place in the regime "${this.regime.text}"`);
    });
    if (formula.symbols.length === 0 && !ring.isZero(value))
      throw new InputError(
        `${name} = ${text}: a number has no place in the order of the regime "${this.regime.text}"; put ${name} ` +
          'into the chain, or give it as a multiple of another parameter',
      );
    return value;
  }

  private valueOf(name: string, base: SeriesRing, unit: Fraction): Series {
    const { theory } = this.input;
    if (this.weights.has(name)) return base.symbol(name);
    if (name === FERMI_ENERGY) return base.rational(1n, 2n);
    const given = valueAt(theory.parameters, name).default;
    if (given === undefined) return base.rational(unit.n, unit.d);
    if (Number(given) !== 0 && name !== DENSITY)
      throw new InputError(`${name} has the default ${given}: give it a place in the regime or set ${name}=0`);
    return base.constant(Number(given));
  }
}

/** The one parameter that is left to set the units together with the Fermi energy. */
function unplaced({ theory, settings, variable, regime }: ExpansionInput, named: ReadonlySet<string>): string {
  const needed = [...theory.parameters.values()].filter(
    (p) => p.default === undefined && p.name !== FERMI_ENERGY && p.name !== variable,
  );
  const left = needed.map((p) => p.name).filter((name) => !named.has(name) && !(name in settings));
  if (left.length === 1) return left[0];
  const masses = needed
    .filter((p) => p.positive && p.dimension.energy === -1 && p.dimension.length === -2)
    .map((p) => p.name);
  if (masses.length === 1 && left.every((name) => name === masses[0])) return masses[0];
  const free = left.filter((name) => masses.includes(name));
  if (free.length > 1)
    throw new InputError(
      `${theory.name}: the expansion starts from one dominant parabola, h0 = p^2/(2 m), and ${free.join(', ')} are ` +
        `masses of their own; set all but one (--set ${free[1]}=${free[0]}), or ask \`discover\``,
    );
  if (left.length === 0 && masses.length === 0)
    throw new InputError(
      `${theory.name}: the expansion starts from a dominant parabola, h0 = p^2/(2 m) plus smaller terms; here h0 = ` +
        `${theory.definition.hamiltonian.h0}; ask \`solve\` for numbers`,
    );
  if (left.length === 0)
    throw new InputError(
      `regime "${regime}": one parameter beside eps must be left out of the order, to set the units (usually the mass)`,
    );
  throw new InputError(
    `regime "${regime}" leaves the places of ${left.join(', ')} open: put them into the chain ` +
      'or set them (only the mass may stay outside)',
  );
}
