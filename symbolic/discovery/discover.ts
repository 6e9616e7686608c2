import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { decimals, logarithm } from '../../src/arithmetic/numeral.js';
import { TimeError } from '../../src/solution/deadline.js';
import type { Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { completedRegime } from '../derivation/completedRegime.js';
import { type PathInput, type PathPoint, type Point, pathPoint, weightsOnPath } from '../derivation/path.js';
import { type Quantity, quantityOf } from '../derivation/quantities.js';
import { Formula } from '../formula/formula.js';
import { type MonomialParts, monomialText } from '../formula/monomialText.js';
import { type Look, MOST_DIGITS, Observatory } from './observatory.js';
import { decimalOf, distance, nearestExponent, type Recognised, recognise } from './recognise.js';

const Wide = decimals(160);

export interface DiscoveryInput extends PathInput, Variant {
  readonly scheme?: Scheme;
  /** Called now and then; a TimeError that it throws leaves the term undecided. */
  readonly watch?: () => void;
  /** Digits of each solve that must not change with the working digits and the number of lines. */
  readonly digits?: number;
  /** Shared between discoveries of one theory, scheme and variant; its owner releases it. */
  readonly observatory?: Observatory;
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

export type Discovery = { readonly quantity: string; readonly regime: string } & (
  | {
      readonly verdict: 'found';
      readonly powers: Readonly<Record<string, string>>;
      readonly coefficient: string;
      readonly piPower: number;
      readonly formula: Formula;
      readonly evidence: Evidence;
    }
  | { readonly verdict: 'undecided'; readonly reason: string; readonly evidence: Partial<Evidence> }
);

/** Depths of the limit: t = 10^-SHALLOW and 10^-DEEP, where each symbol is t to its weight. */
const DEPTHS = [4, 8];
/** The same where corrections are so large that the coefficient is not recognised yet. */
const FURTHER_DEPTHS = [8, 16];
const WANTED_DIGITS = 24;

const FIRST_DIGITS = 330;
/** Digits beyond chance that a coefficient must have. */
const LEAST_SURPLUS = 4;

/**
 * Finds the leading monomial of a quantity from numbers alone: exponents from the response to halving each parameter,
 * the coefficient as rational * power of pi from the number itself, at two depths of the limit.
 * @throws InputError on an unknown quantity or a regime that cannot be read
 */
export async function discover(name: string, asked: DiscoveryInput): Promise<Discovery> {
  const quantity = quantityOf(asked.theory, name);
  const input = { ...asked, regime: completedRegime(asked) };
  const observatory = input.observatory ?? new Observatory(input.theory, input);
  try {
    const found = await discoverIn(observatory, quantity, input, DEPTHS);
    const isRough = found.verdict === 'undecided' && (found.evidence.surplusDigits ?? LEAST_SURPLUS) < LEAST_SURPLUS;
    return isRough ? await discoverIn(observatory, quantity, input, FURTHER_DEPTHS) : found;
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    const reason = `${error.message} before any digit of ${name} settled; give a longer --time-limit`;
    return { verdict: 'undecided', quantity: name, regime: input.regime, reason, evidence: {} };
  } finally {
    if (!input.observatory) observatory.release();
  }
}

async function discoverIn(
  observatory: Observatory,
  quantity: Quantity,
  input: DiscoveryInput,
  [near, far]: readonly number[],
): Promise<Discovery> {
  const { name } = quantity;
  if (input.scheme?.kind === 'gaussian') throw new InputError('discover needs a conserving scheme: t-matrix or born:N');
  const subject = { quantity: name, regime: input.regime };
  const undecided = (reason: string, evidence: Partial<Evidence>): Discovery => ({
    verdict: 'undecided',
    ...subject,
    reason,
    evidence,
  });
  const weights = weightsOnPath(input);
  const deep = await observeDepth(observatory, quantity, input, weights, far, FIRST_DIGITS);
  if (!deep)
    return undecided(
      `no digit of ${name} is stable up to ${MOST_DIGITS} working digits: it vanishes or the rule over ` +
        'directions fails',
      {},
    );
  const { solvedDigits, workingDigits } = deep;
  const shallow = await observeDepth(observatory, quantity, input, weights, near, Math.ceil(workingDigits * 0.6));
  if (!shallow)
    return undecided(`${name} cannot be followed to a smaller depth of the limit`, { solvedDigits, workingDigits });

  const measured = exponentsOf(deep).map(({ symbol, exponent }) => ({ symbol, ...nearestExponent(exponent) }));
  const known = { solvedDigits, workingDigits, exponentDeviation: Math.max(...measured.map((m) => m.deviation)) };
  if (known.exponentDeviation > 1e-4) {
    const texts = measured.map((m) => `${m.symbol}: ${m.exponent.toFraction()} +- ${m.deviation.toExponential(0)}`);
    return undecided(
      `the exponents do not settle on simple fractions (${texts.join(', ')}): ` +
        'the leading term is no monomial in this regime',
      known,
    );
  }
  const powers = measured.map(({ symbol, exponent }) => [symbol, exponent] as const);
  const coefficients = [shallow, deep].map(({ value, values }) => value.div(monomialAt(powers, values)));
  const recognised = recogniseSettled(coefficients);
  if (!recognised) return undecided('the coefficient has not settled between the two depths of the limit', known);
  const { coefficient, piPower, surplus } = recognised;
  const exact = decimalOf(coefficient, Wide).times(Wide.acos(-1).pow(piPower));
  const residuals = coefficients.map((c) => Number(distance(c, exact))) as [number, number];
  const evidence: Evidence = { ...known, residuals, surplusDigits: surplus };
  if (surplus < LEAST_SURPLUS)
    return undecided(
      `the coefficient ${coefficients[1].toSignificantDigits(12)} is no simple rational times a power of pi`,
      evidence,
    );
  return {
    verdict: 'found',
    ...subject,
    powers: Object.fromEntries(powers.filter(([, e]) => !e.equals(0)).map(([symbol, e]) => [symbol, e.toFraction()])),
    coefficient: coefficient.toFraction(),
    piPower,
    formula: Formula.parse(
      monomialText({ coefficient, radicand: 1n, powers: [...powers, ['pi', new Fraction(piPower)]] }),
    ),
    evidence,
  };
}

/**
 * The deeper coefficient is known to about the square of what the shallower one is. It is recognised within a power
 * above one of their distance, so that the distance from what is found falls as the limit is approached.
 */
function recogniseSettled([shallow, deep]: readonly Decimal[]): Recognised | undefined {
  const apart = distance(shallow, deep);
  const trusted = apart.isZero() ? WANTED_DIGITS : Math.min(WANTED_DIGITS, -1.6 * logarithm(apart));
  return trusted > 0 ? recognise(deep.toString(), trusted) : undefined;
}

interface Depth {
  readonly value: Decimal;
  readonly values: Point;
  readonly halved: PathPoint['halved'];
  readonly look: Look;
  readonly solvedDigits: number;
  readonly workingDigits: number;
}

/** The value at one depth, with enough working digits; undefined if no digits are stable. */
async function observeDepth(
  observatory: Observatory,
  quantity: Quantity,
  input: DiscoveryInput,
  weights: ReadonlyMap<string, number>,
  depth: number,
  start: number,
): Promise<Depth | undefined> {
  const { point, values, halved } = pathPoint(input, weights, depth);
  const settled = await observatory.settle(quantity, (look) => look(point), start, input.digits ?? WANTED_DIGITS);
  if (!settled) return undefined;
  return { ...settled, value: new Wide(settled.value), values, halved };
}

/** Logarithmic derivatives: what halving each symbol does. */
const exponentsOf = ({ value, halved, look }: Depth): { symbol: string; exponent: number }[] =>
  halved.map(({ symbol, point }) => ({ symbol, exponent: Math.log2(Number(value.div(look(point)).abs())) }));

const monomialAt = (powers: MonomialParts['powers'], values: Point): Decimal =>
  powers.reduce((product, [symbol, e]) => product.times(new Wide(valueAt(values, symbol)).pow(Number(e))), new Wide(1));
