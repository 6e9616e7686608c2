import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import { breachText, isotropyOf, noEfficiencies } from '../../src/theory/isotropy.js';
import { DENSITY, type Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import type { Pipeline } from '../../src/transport/pipeline.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { dimensionOf } from '../formula/dimension.js';
import { Formula } from '../formula/formula.js';
import { execute } from '../rings/algebra.js';
import { type PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';
import { MonomialCode } from '../rings/series/monomials.js';
import type { Series } from '../rings/series/series.js';
import { SeriesRing } from '../rings/series/seriesRing.js';
import { BoundedSeriesRing } from './boundedRing.js';
import { seriesContours } from './contours.js';
import { cleanEnvironment, type Derived, deriveFrom, range } from './derivation.js';
import {
  type FermiMomentum,
  fermiMomenta,
  irrationalSquare,
  type LeadingMonomial,
  namedLogarithms,
  type RatioLogarithm,
  ratioLogarithms,
} from './fermiMomenta.js';
import { type LeadingMomentum, leadingMomenta } from './leadingMomenta.js';
import { CUTOFF, parseRegime, type Regime, weightsOf } from './regime.js';
import { isStrength } from './strength.js';
import { rescaled, type Units, unitNames, unitsOf } from './units.js';

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
 * A theory, a regime and what every parameter is in it: a symbol, the series variable, a unit, or an expression of
 * those; and where the Fermi contours are to leading order.
 */
export class SeriesTheory {
  readonly regime: Regime;
  /** Integer weights of the symbols: positive, but for a cutoff. */
  readonly weights: ReadonlyMap<string, number>;
  readonly units: Units;
  readonly monomials: MonomialCode;
  /** Logarithms that are symbols, behind those with weights. */
  readonly logarithms: readonly RatioLogarithm[];
  private readonly momenta: readonly FermiMomentum[];
  private readonly cutoff: LeadingMonomial | undefined;
  private readonly pipeline: Pipeline;
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
    const names = unitNames({ ...input, regime: this.regime });
    this.weights = weightsOf(this.regime, new Set([...names, DENSITY, variable]));
    this.placed = new Set([...names, variable, ...this.weights.keys()]);
    this.inRing = new Map(Object.entries(settings).filter(([name]) => !this.placed.has(name)));
    this.pipeline = dilutePipeline(theory, input.scheme, input, this.regime.cutoff ? 'hard' : 'renormalised');
    // first the units in which the momenta are rational, then the logarithms of their ratios
    this.monomials = new MonomialCode(this.weights);
    this.units = unitsOf(theory, names);
    const irrational = irrationalSquare(this.leading());
    if (irrational) this.units = rescaled(this.units, irrational);
    const cutoff = this.monomials.names.map((name) => (name === CUTOFF ? 1 : 0));
    const weight = this.weights.get(CUTOFF) ?? 0;
    if (this.regime.cutoff) this.cutoff = { coefficient: new Fraction(1), exponents: cutoff, weight };
    this.momenta = fermiMomenta(theory.name, this.monomials.names, this.leading(), this.cutoff);
    this.logarithms = ratioLogarithms(this.momenta, this.cutoff);
    if (this.logarithms.length > 0)
      this.monomials = new MonomialCode(
        this.weights,
        1,
        this.logarithms.map(({ name }) => name),
      );
  }

  /** The roots of D(p) to leading order. */
  private leading(): readonly LeadingMomentum[] {
    const { theory } = this.input;
    const base = new SeriesRing(this.monomials, 4 * Math.max(1, ...[...this.weights.values()].map(Math.abs)));
    const environment = cleanEnvironment(theory, base, this.environmentIn(base, new PowerSeriesRing(base, 64)));
    const line = [base.cos, base.sin, base.one];
    return leadingMomenta(theory.name, base, execute(this.pipeline.determinant, base, [environment, line]));
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
    const { input, logarithms, momenta, pipeline } = this;
    const base = new BoundedSeriesRing(this.monomials, relativeOrder, input.watch);
    base.logarithms = namedLogarithms(base, momenta, logarithms, this.cutoff);
    const ring = new PowerSeriesRing<Series>(base, strengthOrders);
    const environment = this.environmentIn(base, ring);
    const clean = cleanEnvironment(input.theory, base, environment);
    const contours = seriesContours(pipeline, base, clean, momenta);
    return deriveFrom(pipeline, ring, base, environment, contours, input.steps ?? STEPS);
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
    const cutoff = this.regime.cutoff ? ring.lift(base.symbol(CUTOFF)) : ring.zero;
    return execute(this.input.theory.environment, ring, [[...this.parameters(base), cutoff]]);
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
        : ring.lift(this.valueOf(name, base), this.isRatio(name) ? 1 : 0);
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
    this.demandDimension(name, formula);
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

  /** @throws InputError if a parameter is given by something of another dimension */
  private demandDimension(name: string, formula: Formula): void {
    const { parameters } = this.input.theory;
    if (!formula.symbols.every((symbol) => parameters.has(symbol)) || formula.symbols.length === 0) return;
    const given = dimensionOf(formula, new Map([...parameters].map(([key, { dimension }]) => [key, dimension])));
    const { dimension } = valueAt(parameters, name);
    if (given.energy !== dimension.energy || given.length !== dimension.length)
      throw new InputError(
        `${name} = ${formula}: the right side has the dimension energy^${given.energy} length^${given.length}, and ` +
          `${name} energy^${dimension.energy} length^${dimension.length}`,
      );
  }

  private valueOf(name: string, base: SeriesRing): Series {
    const size = this.sizeOf(name, base);
    return this.regime.negative.has(name) ? base.neg(size) : size;
  }

  private sizeOf(name: string, base: SeriesRing): Series {
    const { theory } = this.input;
    if (this.weights.has(name)) return base.symbol(name);
    const unit = this.units.find((u) => u.name === name);
    if (unit) return base.rational(unit.value.n, unit.value.d);
    const given = valueAt(theory.parameters, name).default ?? '0';
    if (Number(given) !== 0 && name !== DENSITY)
      throw new InputError(`${name} has the default ${given}: give it a place in the regime or set ${name}=0`);
    return base.constant(Number(given));
  }
}
