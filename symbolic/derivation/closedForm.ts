import { remembered } from '../../src/arithmetic/memo.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
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
import { type PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';
import { demandConvergence } from './contours.js';
import { type Contour, cleanEnvironment, type Derived, deriveFrom, range } from './derivation.js';
import {
  exactEnvironment,
  exactParameters,
  type IsotropicSplitting,
  isotropicSplitting,
  type SymbolicTheory,
} from './exactTheory.js';
import { quantityNamed } from './quantities.js';

/**
 * Whether the Fermi energy lies above the spin gap (two rings) or in it (one ring; the other crossing is at an
 * imaginary momentum).
 */
export type Rings = 'two rings' | 'one ring';

export interface ClosedFormInput extends SymbolicTheory, Variant {
  readonly scheme: Scheme;
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

/** l+, l- and ln|x+/x-| as symbols. */
const SYMBOL = { plus: 'lp', minus: 'lm', logarithm: 'L' } as const;

/**
 * The expansion in the impurity strength alone, for an exchange field out of the plane and any ratio of spin-orbit to
 * exchange splitting. With l± = |h| on the two contours everything but one logarithm is rational: kappa p^2 = eps -+
 * l±, and |h|^2 = slope p^2 + gap gives slope = kappa (l- - l+), eps = (l+ l- - gap)/(l- - l+).
 */
export class ClosedForm {
  /** What l+, l- and L are in the parameters of the theory. */
  readonly definitions: ReadonlyMap<string, Formula>;
  private readonly ring: DirectedFractionRing;
  private readonly contours: readonly Contour<Fractional>[];
  private readonly environment: readonly PowerSeries<Fractional>[];
  private readonly derivations = new Map<number, Derived<Fractional>>();

  constructor(private readonly input: ClosedFormInput) {
    const { theory } = input;
    const plain = new DirectedFractionRing({});
    const open = isotropicSplitting(input, plain, exactParameters(input, plain));
    const coupling = couplingOf(theory, plain, open.slope);
    this.definitions = definitionsOf(plain, open);

    const ring = new DirectedFractionRing({ positive: () => true, sample: sampleOf(input) });
    const parameters = exactParameters(input, ring);
    const { kappa, gap } = isotropicSplitting(input, ring, parameters);
    const [lp, lm] = [ring.symbol(SYMBOL.plus), ring.symbol(SYMBOL.minus)];
    const difference = ring.sub(lm, lp);
    // from here on the coupling is an algebraic symbol, the root of kappa (l- - l+), and eps a rational one
    ring.polynomials.algebraic(coupling, ring.mul(kappa, difference).numerator);
    const eps = ring.mul(ring.sub(ring.mul(lp, lm), gap), ring.inverse(difference));
    this.ring = ring;
    this.environment = exactEnvironment(input, ring, new Map([...parameters, [FERMI_ENERGY, eps]]));
    // slope p^2 = l^2 - gap
    const momenta = [lp, lm].map((l, k) => {
      ring.polynomials.algebraic(`w${k}`, ring.sub(ring.mul(l, l), gap).numerator);
      return ring.mul(ring.symbol(`w${k}`), ring.inverse(ring.symbol(coupling)));
    });
    this.contours = this.contoursAt(momenta);
  }

  /** The first coefficients that do not vanish. @throws InputError for the torques, which need m_x */
  expand(name: string, count: number): ClosedCoefficient[] {
    const quantity = quantityNamed(name);
    if (quantity.kind !== 'response')
      throw new InputError(
        `${name}: Eq. (4) divides by the in-plane component of m, which is zero here; expand K or KJ instead ` +
          '(with m along z, tau.1e is KJ.yy and tau.1o is KJ.xy)',
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
    return remembered(this.derivations, orders, () => {
      const { input, ring, environment, contours } = this;
      const series = new PowerSeriesRing<Fractional>(ring, orders);
      const pipeline = dilutePipeline(input.theory, input.scheme, input);
      return deriveFrom(pipeline, series, ring, environment, contours, input.steps ?? STEPS);
    });
  }

  private read(power: number, value: Fractional): ClosedCoefficient {
    const strength = `${this.input.variable}^${power < 0 ? `(${power})` : power}`;
    const text = fractionText(this.ring, lowestTerms(this.ring, value));
    const compact = Formula.derived(power === 0 ? text : `(${text}) * ${strength}`);
    return { power, compact, formula: compact.substitute(this.definitions) };
  }

  /** The rows of both contours; inside the gap that of l+ lies at an imaginary momentum. */
  private contoursAt(momenta: readonly Fractional[]): Contour<Fractional>[] {
    const { ring, input } = this;
    const { theory } = input;
    // only ln(p+^2/p-^2) occurs, since the logarithmic divergences cancel
    ring.logarithms = momenta.map((p, k) => ({
      argument: ring.mul(p, p),
      value: k === 0 ? ring.symbol(SYMBOL.logarithm) : ring.zero,
    }));
    const clean = cleanEnvironment(theory, ring, this.environment);
    const { crossing } = dilutePipeline(theory, input.scheme, input);
    const line = [ring.cos, ring.sin, ring.mul(ring.constant(2), ring.pi())];
    const before = range(ROW.size).map(() => ring.zero);
    const rows = momenta.map((p, k) => {
      const carries = input.rings === 'two rings' || k === 1;
      const wanted = carries ? range(ROW.size) : [...ROW.places('g').slice(0, 4), ...ROW.places('divergence')];
      const row = [...before];
      for (const [j, x] of execute(crossing, ring, [clean, line, [p], before], wanted).entries()) row[wanted[j]] = x;
      if (carries && !ring.equal(ROW.entries(row, 'momentum')[0], p))
        throw new InputError(`${theory.name}: the contours are not rings of the closed form`);
      return { row, carries };
    });
    demandConvergence(ring, rows);
    return rows;
  }
}

/** l± = root -+ slope/(2 kappa) with root^2 = slope^2/(4 kappa^2) + slope eps/kappa + gap; L = ln|x+/x-|. */
function definitionsOf(ring: DirectedFractionRing, { kappa, slope, gap }: IsotropicSplitting): Map<string, Formula> {
  const half = ring.mul(slope, ring.inverse(ring.mul(ring.constant(2), kappa)));
  const linear = ring.mul(ring.constant(2), ring.mul(half, ring.symbol(FERMI_ENERGY)));
  const square = ring.add(ring.add(ring.mul(half, half), linear), gap);
  const [halfText, root, gapText] = [
    fractionText(ring, half),
    `sqrt(${fractionText(ring, square)})`,
    fractionText(ring, gap),
  ];
  const [lp, lm] = [`(${root} - ${halfText})`, `(${root} + ${halfText})`];
  const texts = {
    [SYMBOL.plus]: lp,
    [SYMBOL.minus]: lm,
    [SYMBOL.logarithm]: `log(abs((${lp}^2 - ${gapText}) / (${lm}^2 - ${gapText})))`,
  };
  return new Map(Object.entries(texts).map(([name, text]) => [name, Formula.parse(text)]));
}

/** The one parameter whose square is the slope. */
function couplingOf(theory: Theory, ring: DirectedFractionRing, slope: Fractional): string {
  const coupling = theory.parameterNames.find((name) => ring.equal(slope, ring.symbol(name, 2)));
  if (!coupling)
    throw new InputError(
      `${theory.name}: the closed form needs a spin splitting linear in p with one coupling; |h|^2 grows with ` +
        `p^2 times ${fractionText(ring, slope)}`,
    );
  return coupling;
}

/** Numbers at which signs are read off: l- > l+ > gap for two rings, l+ below the gap for one. */
const sampleOf = ({ theory, rings }: ClosedFormInput): Map<string, number> =>
  new Map([
    ...theory.parameterNames.map((name) => [name, name === theory.definition.exchange?.[2] ? 0.7 : 1] as const),
    [SYMBOL.plus, rings === 'two rings' ? 1.1 : 0.4],
    [SYMBOL.minus, 2.3],
  ]);
