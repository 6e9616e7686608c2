import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import type { Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { type Quantity, quantityNamed } from '../derivation/quantities.js';
import { Formula } from '../formula/formula.js';
import { monomialText } from '../formula/monomialText.js';
import { Observer } from './observer.js';
import { pointsOf, type Scaling, scalingOf } from './path.js';
import { nearestExponent, type Recognised, recognise } from './recognise.js';

const Wide = decimals(160);

export interface DiscoveryInput extends Variant {
  readonly theory: Theory;
  readonly regime: string;
  readonly variable: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly scheme?: Scheme;
  /** Digits of each solve that must not change with the working digits and the number of lines. */
  readonly digits?: number;
}

/** What supports, or forbids, a discovered term. */
export interface Evidence {
  /** Digits of the number that did not change with the working digits and the number of lines. */
  readonly solvedDigits: number;
  readonly workingDigits: number;
  /** Largest distance of a measured exponent from its rational value. */
  readonly exponentDeviation: number;
  /** Relative distance of the quantity from the term, at the two depths of the limit. */
  readonly residuals: readonly [number, number];
  /** Digits by which the recognised coefficient exceeds chance. */
  readonly surplusDigits: number;
}

export type Discovery =
  | {
      readonly verdict: 'found';
      readonly quantity: string;
      readonly regime: string;
      readonly powers: Readonly<Record<string, string>>;
      readonly coefficient: string;
      readonly piPower: number;
      readonly formula: Formula;
      readonly evidence: Evidence;
    }
  | {
      readonly verdict: 'undecided';
      readonly quantity: string;
      readonly regime: string;
      readonly reason: string;
      readonly evidence: Partial<Evidence>;
    };

/** Depths of the limit: t = 10^-SHALLOW and 10^-DEEP, where each symbol is t to its weight. */
const [SHALLOW, DEEP] = [4, 8];
const WANTED_DIGITS = 24;

/** More stable digits than these are not counted. */
export const MOST_STABLE_DIGITS = 140;

const FIRST_DIGITS = 330;
const MOST_DIGITS = 1400;

/**
 * Finds the leading monomial of a quantity from numbers alone: exponents from the response to halving each parameter,
 * the coefficient as rational * power of pi from the number itself, at two depths of the limit.
 * @throws InputError on an unknown quantity or a regime that cannot be read
 */
export async function discover(name: string, input: DiscoveryInput): Promise<Discovery> {
  const quantity = quantityNamed(name);
  if (quantity.kind === 'efficiency' && !input.theory.hasExchange)
    throw new InputError(`${name}: ${input.theory.name} has no exchange field, so there is no torque`);
  if (input.scheme?.kind === 'gaussian') throw new InputError('discover needs a conserving scheme: t-matrix or born:N');
  const scaling = scalingOf(input);
  const undecided = (reason: string, evidence: Partial<Evidence>): Discovery => ({
    verdict: 'undecided',
    quantity: name,
    regime: input.regime,
    reason,
    evidence,
  });

  const deep = await observeDepth(quantity, input, scaling, DEEP, FIRST_DIGITS);
  if (!deep)
    return undecided(
      `no digit of ${name} is stable up to ${MOST_DIGITS} working digits: it vanishes or the rule over ` +
        'directions fails',
      {},
    );
  const shallow = await observeDepth(quantity, input, scaling, SHALLOW, Math.ceil(deep.workingDigits * 0.6));
  const solved = { solvedDigits: deep.solvedDigits, workingDigits: deep.workingDigits };
  if (!shallow) return undecided(`${name} cannot be followed to a smaller depth of the limit`, solved);

  const measured = deep.exponents.map(([symbol, e]) => [symbol, nearestExponent(e)] as const);
  const exponentDeviation = Math.max(...measured.map(([, { deviation }]) => deviation));
  if (exponentDeviation > 1e-4)
    return undecided(
      `the exponents do not settle on simple fractions (${measured.map(exponentText).join(', ')}): ` +
        'the leading term is no monomial in this regime',
      { ...solved, exponentDeviation },
    );

  const powers = measured.map(([symbol, { exponent }]) => [symbol, exponent] as const);
  const coefficients = [shallow, deep].map(({ value, values }) => value.div(monomialAt(powers, values)));
  const apart = coefficients[0].div(coefficients[1]).minus(1).abs();
  // the deeper coefficient is known to about the square of what the shallower one is
  const trusted = apart.isZero() ? WANTED_DIGITS : Math.min(WANTED_DIGITS, -1.6 * Number(apart.log(10)));
  const recognised = trusted > 0 ? recognise(coefficients[1].toString(), trusted) : undefined;
  return judge(name, input, powers, coefficients, recognised, { ...solved, exponentDeviation }, undecided);
}

function judge(
  name: string,
  input: DiscoveryInput,
  powers: readonly (readonly [string, Fraction])[],
  coefficients: readonly Decimal[],
  recognised: Recognised | undefined,
  known: Pick<Evidence, 'solvedDigits' | 'workingDigits' | 'exponentDeviation'>,
  undecided: (reason: string, evidence: Partial<Evidence>) => Discovery,
): Discovery {
  if (!recognised) return undecided('the coefficient has not settled between the two depths of the limit', known);
  const { coefficient, piPower, surplus } = recognised;
  const exact = new Wide(coefficient.n.toString())
    .times(coefficient.s.toString())
    .div(coefficient.d.toString())
    .times(Wide.acos(-1).pow(piPower));
  const residuals = coefficients.map((c) => Number(c.div(exact).minus(1).abs())) as [number, number];
  const evidence: Evidence = { ...known, residuals, surplusDigits: surplus };
  if (surplus < 4)
    return undecided(
      `the coefficient ${coefficients[1].toSignificantDigits(12)} is no simple rational times a power of pi`,
      evidence,
    );
  const shrinks = residuals[1] <= residuals[0] ** 1.5 || residuals[1] < 1e-18;
  if (!shrinks) return undecided('the distance from the term does not fall as the limit is approached', evidence);
  const text = monomialText({ coefficient, radicand: 1n, powers: [...powers, ['pi', new Fraction(piPower)]] });
  return {
    verdict: 'found',
    quantity: name,
    regime: input.regime,
    powers: Object.fromEntries(
      powers.filter(([, e]) => e.compare(0) !== 0).map(([symbol, e]) => [symbol, e.toFraction()]),
    ),
    coefficient: coefficient.toFraction(),
    piPower,
    formula: Formula.parse(text),
    evidence,
  };
}

interface Depth {
  readonly value: Decimal;
  readonly values: ReadonlyMap<string, string>;
  readonly exponents: readonly (readonly [string, Decimal])[];
  readonly solvedDigits: number;
  readonly workingDigits: number;
}

/** Value and logarithmic derivatives at one depth, with enough working digits; undefined if no digits are stable. */
async function observeDepth(
  quantity: Quantity,
  input: DiscoveryInput,
  scaling: Scaling,
  depth: number,
  start: number,
): Promise<Depth | undefined> {
  const { base, halved } = pointsOf(input, scaling, depth);
  let lines = 6;
  for (let digits = start; digits <= MOST_DIGITS; digits = Math.ceil(1.5 * digits), lines += 2) {
    const rough = await Observer.create(input.theory, {
      ...input,
      digits: Math.ceil(0.85 * digits),
      lines: lines + 1,
    });
    const observer = await Observer.create(input.theory, { ...input, digits, lines });
    try {
      const [before] = rough.observe(base.point, [quantity]);
      const value = new Wide(observer.observe(base.point, [quantity])[0]);
      const solvedDigits = agreement(new Wide(before), value);
      if (solvedDigits < (input.digits ?? WANTED_DIGITS)) continue;
      const exponents = halved.map(({ symbol, point }) => {
        const other = new Wide(observer.observe(point, [quantity])[0]);
        return [symbol, value.div(other).abs().log(2)] as const;
      });
      return { value, values: base.values, exponents, solvedDigits, workingDigits: digits };
    } finally {
      rough.release();
      observer.release();
    }
  }
  return undefined;
}

const exponentText = ([symbol, { exponent, deviation }]: readonly [string, ReturnType<typeof nearestExponent>]) =>
  `${symbol}: ${exponent.toFraction()} +- ${deviation.toExponential(0)}`;

const agreement = (a: Decimal, b: Decimal): number => {
  if (b.isZero() || !b.isFinite()) return 0;
  const error = a.div(b).minus(1).abs();
  return error.isZero() ? MOST_STABLE_DIGITS : Math.floor(-Number(error.log(10)));
};

const monomialAt = (powers: readonly (readonly [string, Fraction])[], values: ReadonlyMap<string, string>): Decimal =>
  powers.reduce((product, [symbol, e]) => product.times(new Wide(valueAt(values, symbol)).pow(Number(e))), new Wide(1));
