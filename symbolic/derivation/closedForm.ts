import { trace } from '../../src/arithmetic/expression.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
import { parseExpression, toPolynomial } from '../../src/theory/algebra.js';
import { InputError } from '../../src/theory/errors.js';
import { FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import { ROW } from '../../src/transport/pipeline.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Formula } from '../formula/formula.js';
import { execute } from '../rings/algebra.js';
import { DirectedFractionRing } from '../rings/exact/directed.js';
import type { Fractional } from '../rings/exact/fractionField.js';
import { fractionText } from '../rings/exact/fractionText.js';
import { lowestTerms } from '../rings/exact/lowestTerms.js';
import { PowerSeriesRing } from '../rings/powerSeries.js';
import { type Contour, cleanEnvironment, type Derived, deriveFrom, range } from './derivation.js';
import { type IsotropicSplitting, isotropicSplitting } from './isotropic.js';
import { quantityNamed } from './quantities.js';

/** Whether the Fermi energy lies above the spin gap (two rings) or in it (one ring; the other crossing is at an imaginary momentum). */
export type Rings = 'two rings' | 'one ring';

export interface ClosedFormInput extends Variant {
  readonly scheme: Scheme;
  readonly theory: Theory;
  readonly variable: string;
  /** Parameters taken out: everything in the plane must be 0. */
  readonly settings: Readonly<Record<string, string>>;
  readonly rings: Rings;
}

/** One coefficient of the series in the impurity strength, exact in everything else. */
export interface ClosedCoefficient {
  readonly power: number;
  /** In lp, lm (l+ and l-), L = ln|x+/x-| and the parameters. */
  readonly compact: Formula;
  /** In the parameters of the theory alone. */
  readonly formula: Formula;
}

/** Powers of the strength looked at beyond those asked before a coefficient is said to vanish. */
const DEEPER = 4;

/** l+ and l- as symbols. */
const [PLUS, MINUS, LOGARITHM] = ['lp', 'lm', 'L'];

/**
 * The expansion in the impurity strength alone, for an exchange field out of the plane and any ratio of spin-orbit to exchange splitting.
 * With l± = |h| on the two contours everything but one logarithm is rational: kappa p^2 = eps -+ l±, and |h|^2 = slope p^2 + gap gives
 * slope = kappa (l- - l+), eps = (l+ l- - gap)/(l- - l+).
 */
export class ClosedForm {
  private readonly ring: DirectedFractionRing;
  /** The coupling whose square is the slope; it is kappa (l- - l+) to the power one half. */
  private readonly coupling: string;
  private readonly splitting: IsotropicSplitting;
  private readonly values: ReadonlyMap<string, Fractional>;
  private readonly contours: readonly Contour<Fractional>[];
  private readonly environment: ReturnType<PowerSeriesRing<Fractional>['lift']>[];
  private readonly derivations = new Map<number, Derived<Fractional>>();

  constructor(private readonly input: ClosedFormInput) {
    const { theory } = input;
    const probe = new DirectedFractionRing({});
    const open = this.parametersIn(probe);
    const split = isotropicSplitting(theory, probe, this.baseEnvironment(probe, open));
    this.coupling = couplingOf(theory, probe, split.slope);

    const two = input.rings === 'two rings';
    const sample = sampleOf(theory, two);
    this.ring = new DirectedFractionRing({ positive: () => true, sample });
    const ring = this.ring;
    const [lp, lm] = [ring.symbol(PLUS), ring.symbol(MINUS)];
    const first = this.parametersIn(ring);
    const again = isotropicSplitting(theory, ring, this.baseEnvironment(ring, first));
    const difference = ring.sub(lm, lp);
    // from here on the coupling is an algebraic symbol and eps a rational one
    ring.polynomials.algebraic(this.coupling, ring.mul(again.kappa, difference).numerator);
    const eps = ring.mul(ring.sub(ring.mul(lp, lm), again.gap), ring.inverse(difference));
    this.values = new Map([...this.parametersIn(ring), [FERMI_ENERGY, eps]]);
    this.splitting = again;
    const series = new PowerSeriesRing<Fractional>(ring, 64);
    this.environment = this.environmentIn(series, ring, this.values);
    this.contours = this.makeContours(two);
  }

  /** The first coefficients that do not vanish. @throws InputError for the torques, which need m_x */
  expand(name: string, count: number): ClosedCoefficient[] {
    const quantity = quantityNamed(name);
    if (quantity.kind !== 'response')
      throw new InputError(
        `${name}: Eq. (4) divides by the in-plane component of m, which is zero here; expand K or KJ instead (with m along z, tau.1e is KJ.yy and tau.1o is KJ.xy)`,
      );
    for (const orders of [count + 2, count + DEEPER]) {
      const series = this.derived(orders).response[quantity.place];
      const found = range(series.coefficients.length)
        .map((k) => ({ power: series.low + k, value: series.coefficients[k] }))
        .filter(({ power, value }) => power < series.order && !this.ring.isZero(value));
      if (found.length >= count || (found.length > 0 && orders === count + DEEPER))
        return found.slice(0, count).map(({ power, value }) => this.read(power, value));
    }
    throw new InputError(`${name} vanishes at every power of ${this.input.variable} that was looked at`);
  }

  /** Everything to a number of powers of the strength. */
  derived(orders: number): Derived<Fractional> {
    let derived = this.derivations.get(orders);
    if (!derived) {
      const series = new PowerSeriesRing<Fractional>(this.ring, orders);
      derived = deriveFrom(
        dilutePipeline(this.input.theory, this.input.scheme, this.input),
        series,
        this.ring,
        this.environment,
        this.contours,
        this.input.steps ?? STEPS,
      );
      this.derivations.set(orders, derived);
    }
    return derived;
  }

  private read(power: number, value: Fractional): ClosedCoefficient {
    const strength = `${this.input.variable}^${power < 0 ? `(${power})` : power}`;
    const text = fractionText(this.ring, lowestTerms(this.ring, value));
    const compact = Formula.derived(power === 0 ? text : `(${text}) * ${strength}`);
    return { power, compact, formula: compact.substitute(this.definitions()) };
  }

  /** l± = root -+ slope/(2 kappa) with root^2 = slope^2/(4 kappa^2) + slope eps/kappa + gap; L = ln|x+/x-|. */
  definitions(): ReadonlyMap<string, Formula> {
    const plain = new DirectedFractionRing({});
    const { kappa, slope, gap } = isotropicSplitting(
      this.input.theory,
      plain,
      this.baseEnvironment(plain, this.parametersIn(plain)),
    );
    const half = plain.mul(slope, plain.inverse(plain.mul(plain.constant(2), kappa)));
    const square = plain.add(
      plain.add(plain.mul(half, half), plain.mul(plain.constant(2), plain.mul(half, plain.symbol(FERMI_ENERGY)))),
      gap,
    );
    const [halfText, root, gapText] = [
      fractionText(plain, half),
      `sqrt(${fractionText(plain, square)})`,
      fractionText(plain, gap),
    ];
    const [lp, lm] = [`(${root} - ${halfText})`, `(${root} + ${halfText})`];
    const logarithm = `log(abs((${lp}^2 - ${gapText}) / (${lm}^2 - ${gapText})))`;
    return new Map([
      [PLUS, Formula.parse(lp)],
      [MINUS, Formula.parse(lm)],
      [LOGARITHM, Formula.parse(logarithm)],
    ]);
  }

  private makeContours(two: boolean): Contour<Fractional>[] {
    const { ring } = this;
    const clean = cleanEnvironment(this.input.theory, ring, this.environment);
    const pipeline = dilutePipeline(this.input.theory, this.input.scheme, this.input);
    const inverseCoupling = ring.inverse(ring.symbol(this.coupling));
    const momenta = [PLUS, MINUS].map((l, k) => {
      // slope p^2 = l^2 - gap
      const square = ring.sub(ring.mul(ring.symbol(l), ring.symbol(l)), this.splitting.gap);
      ring.polynomials.algebraic(`w${k}`, square.numerator);
      return ring.mul(ring.symbol(`w${k}`), inverseCoupling);
    });
    // only ln(p+^2/p-^2) occurs, since the logarithmic divergences cancel
    ring.logarithms = momenta.map((p, k) => ({
      argument: ring.mul(p, p),
      value: k === 0 ? ring.symbol(LOGARITHM) : ring.zero,
    }));
    const line = [ring.cos, ring.sin, ring.mul(ring.constant(2), ring.pi())];
    const before = range(ROW.size).map(() => ring.zero);
    const rows = momenta.map((p, k) => {
      const carries = two || k === 1;
      const wanted = carries ? range(ROW.size) : [...ROW.places('g').slice(0, 4), ...ROW.places('divergence')];
      const values = execute(pipeline.crossing, ring, [clean, line, [p], before], wanted);
      const row = range(ROW.size).map(() => ring.zero);
      wanted.forEach((at, j) => {
        row[at] = values[j];
      });
      if (carries && !ring.equal(ROW.entries(row, 'momentum')[0], p))
        throw new InputError(`${this.input.theory.name}: the contours are not rings of the closed form`);
      return { row, carries };
    });
    const [, ...divergences] = [0, 1, 2, 3].map((i) =>
      rows.map(({ row }) => ring.directionAverage(row[8 + i])).reduce((a, b) => ring.add(a, b)),
    );
    if (divergences.some((x) => !ring.isZero(x)))
      throw new InputError('Re g diverges with the cutoff in a spin component');
    return rows;
  }

  private parametersIn(ring: DirectedFractionRing): Map<string, Fractional> {
    const { theory, settings, variable } = this.input;
    const given = (name: string): Fractional | undefined => {
      const text = settings[name] ?? theory.parameters.get(name)!.default;
      if (text === undefined || name === variable) return undefined;
      const node = parseExpression(text, name);
      const program = trace([], () => toPolynomial(node, new Map(), name, false).terms.map((t) => t.coefficient));
      return execute(program, ring, [])[0] ?? ring.zero;
    };
    const isGap = (name: string): boolean => theory.definition.exchange?.[2] === name && !(name in settings);
    return new Map(
      theory.parameterNames.map((name) => [name, isGap(name) ? ring.symbol(name) : (given(name) ?? ring.symbol(name))]),
    );
  }

  private environmentIn(
    series: PowerSeriesRing<Fractional>,
    ring: DirectedFractionRing,
    values: ReadonlyMap<string, Fractional>,
  ) {
    const { theory, variable } = this.input;
    const inputs = theory.parameterNames.map((name) =>
      name === variable ? series.lift(ring.one, 1) : series.lift(values.get(name)!),
    );
    return execute(theory.environment, series, [[...inputs, series.zero]]);
  }

  private baseEnvironment(ring: DirectedFractionRing, values: ReadonlyMap<string, Fractional>): Fractional[] {
    const series = new PowerSeriesRing<Fractional>(ring, 64);
    return cleanEnvironment(this.input.theory, ring, this.environmentIn(series, ring, values));
  }
}

/** The one parameter whose square is the slope. */
function couplingOf(theory: Theory, ring: DirectedFractionRing, slope: Fractional): string {
  const coupling = theory.parameterNames.find((name) => ring.equal(slope, ring.symbol(name, 2)));
  if (!coupling)
    throw new InputError(
      `${theory.name}: the closed form needs a spin splitting linear in p with one coupling; |h|^2 grows with p^2 times ${fractionText(ring, slope)}`,
    );
  return coupling;
}

/** Numbers at which signs are read off: l- > l+ > gap for two rings, l+ below the gap for one. */
function sampleOf(theory: Theory, two: boolean): Map<string, number> {
  const sample = new Map<string, number>(theory.parameterNames.map((name) => [name, 1]));
  const gap = theory.definition.exchange?.[2];
  if (gap) sample.set(gap, 0.7);
  sample.set(PLUS, two ? 1.1 : 0.4);
  sample.set(MINUS, 2.3);
  return sample;
}
