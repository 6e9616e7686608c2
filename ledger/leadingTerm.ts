import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import type { Variant } from '../src/solution/problem.js';
import { judge } from '../src/solution/verdict.js';
import type { Theory } from '../src/theory/theory.js';
import { type Discovery, discover } from '../symbolic/discovery/discover.js';
import { monomialText } from '../symbolic/formula/monomialText.js';
import { evaluateAt, Wide } from './evaluate.js';
import type { Judgement } from './judgement.js';
import type { LeadingTermRow, Ledger } from './ledger.js';

/** Corrections to a leading term are as small as the ratios of the regime; a wrong factor is far larger. */
const BAND = { holdsBelow: 1e-4, refutedAbove: 1e-2 };

/** A printed leading term beside the one found from numbers alone. */
export interface Measured {
  readonly row: LeadingTermRow;
  readonly discovery: Discovery;
  /** found/printed deep in the regime; undefined if nothing was found. */
  readonly ratio: Decimal | undefined;
}

/** Finds the leading term of a row by high-precision solves and compares the printed one deep in the regime. */
export async function measureLeadingTerm(
  row: LeadingTermRow,
  ledger: Ledger,
  theory: Theory,
  variant: Variant = {},
): Promise<Measured> {
  const { chain, at } = ledger.regimes[row.regime];
  const input = { theory, regime: chain, variable: 'u', settings: {}, ...variant };
  const discovery = await discover(row.quantity, input);
  if (discovery.verdict !== 'found') return { row, discovery, ratio: undefined };
  const values = new Map([...Object.entries(at), ['e', '-1']]);
  const found = evaluateAt(discovery.formula.toString(), values, row.id);
  return { row, discovery, ratio: found.div(evaluateAt(row.formula, values, row.id)) };
}

/** The factor that printed formulas share: the allowed one, if any, that more than half of them show. */
export function sharedFactor(
  ratios: readonly (Decimal | undefined)[],
  allowed: readonly string[],
): Fraction | undefined {
  const votes = allowed.map((text) => {
    const factor = new Fraction(text);
    return { factor, count: ratios.filter((r) => r && offBy(r, factor) < BAND.holdsBelow).length };
  });
  const best = votes.reduce((a, b) => (b.count > a.count ? b : a));
  return 2 * best.count > ratios.length ? best.factor : undefined;
}

const asDecimal = (x: Fraction): Decimal => new Wide(x.n.toString()).times(x.s.toString()).div(x.d.toString());
const offBy = (ratio: Decimal, factor: Fraction): number => ratio.div(asDecimal(factor)).minus(1).abs().toNumber();

/** The factor of a convention, and what it means. */
export interface Convention {
  readonly factor: Fraction | undefined;
  readonly meaning?: string;
}

/** Judges a measured row under the factor of its convention. */
export function judgeLeadingTerm({ row, discovery, ratio }: Measured, { factor, meaning }: Convention): Judgement {
  if (discovery.verdict !== 'found' || ratio === undefined || factor === undefined) {
    const reason = discovery.verdict !== 'found' ? discovery.reason : 'the rows of this convention share no factor';
    const evidence = { residual: Number.NaN, uncertainty: Number.NaN, ...BAND };
    return { row, verdict: judge(evidence), evidence, measured: 'nothing', digits: 0, reason };
  }
  const { residuals, solvedDigits } = discovery.evidence;
  const evidence = { residual: offBy(ratio, factor), uncertainty: residuals[1], ...BAND };
  const verdict = judge(evidence);
  const powers = [...Object.entries(discovery.powers), ['pi', discovery.piPower] as const];
  const right = monomialText({
    coefficient: new Fraction(discovery.coefficient).div(factor),
    radicand: 1n,
    powers: powers.map(([name, power]) => [name, new Fraction(power)] as const),
  });
  return {
    row,
    verdict,
    evidence,
    digits: solvedDigits,
    measured: `${row.quantity} = ${discovery.formula}, ratio to print ${ratio.toSignificantDigits(8)}`,
    ...(verdict === 'refuted' && { right: `${right} (e = -1, in the paper's convention)` }),
    ...(meaning && { note: `convention factor ${factor.toFraction()} (${meaning})` }),
  };
}
