import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { type Evidence, judge } from '../../src/solution/verdict.js';
import { discover } from '../../symbolic/discovery/discover.js';
import { Monomial } from '../../symbolic/formula/monomial.js';
import type { Context } from '../language/context.js';
import { type Route, verdictOf } from '../language/judgement.js';
import { type DerivedTerm, type Limit, limitOf } from './derived.js';
import { numberOf, type Removed, remainder } from './numbers.js';
import { asPrinted, type Print, withLargestExchange } from './print.js';
import type { AsymptoticRow } from './row.js';
import { zeroRoutes } from './zero.js';

/** A wrong coefficient is off by far more than the corrections to a term deep in the limit. */
const BAND = { holdsBelow: 1e-3, refutedAbove: 1e-2 };

/** A printed term beside what belongs in its place. */
export interface ComparedTerm {
  readonly printed: Monomial;
  readonly routes: readonly Route[];
  readonly verdict: ReturnType<typeof verdictOf>;
  /**
   * The term of the same powers, or the largest of its order in the strength, in the convention of the paper; undefined
   * where nothing belongs.
   */
  readonly right: Monomial | undefined;
  /** What belongs there, or the leading term, over the print; the exchange field by its largest component. */
  readonly ratio: Monomial;
  /** Derived terms of the same order in the strength that are larger than a correction and not printed. */
  readonly omitted?: Monomial;
}

/** The terms of a print in the order of the regime. */
export interface Ordered {
  readonly printed: Monomial;
  readonly reduced: Monomial;
  readonly power: Readonly<Record<string, number>>;
  readonly weight: number;
}

/** Largest first: the lower power of the strength, then the lower weight. */
export function inOrder({ terms }: Print, limit: Limit, context: Context): Ordered[] {
  const { reduced } = withLargestExchange(context.theory, limit.weights);
  return terms
    .map((printed) => {
      const plain = reduced(printed);
      return { printed, reduced: plain, ...limit.placeOf(plain) };
    })
    .sort((a, b) => a.power[limit.strength] - b.power[limit.strength] || a.weight - b.weight);
}

const isSame = (a: Ordered['power'], b: Ordered['power']): boolean => Object.keys(a).every((n) => a[n] === b[n]);

/** core/print of the leading terms, exactly; undefined if one of them is zero. */
export function leadingRatio(row: AsymptoticRow, print: Print, context: Context): Monomial | undefined {
  const limit = limitOf(row, context);
  const derived = limit.lead(print.quantity);
  const [first] = inOrder(print, limit, context);
  return derived && first && asPrinted(derived.monomial, print).over(first.reduced);
}

/** Compares every term of a print with derivation and numbers. */
export async function compareTerms(
  row: AsymptoticRow,
  print: Print,
  factor: Fraction,
  context: Context,
): Promise<ComparedTerm[]> {
  const limit = limitOf(row, context);
  const ordered = inOrder(print, limit, context);
  const zero = await zeroRoutes(row, print.quantity.name, context);
  if (zero.every(({ evidence }) => judge(evidence) === 'holds')) return againstZero(ordered, zero);
  const lead = limit.lead(print.quantity);
  if (ordered.length === 0) return [printedZero(print, zero, lead, factor)];
  const compared: ComparedTerm[] = [];
  // the print of the leading term: what stands before it is larger than anything that occurs
  const leading = Math.max(
    0,
    ordered.findIndex((term) => lead && isSame(term.power, lead.power)),
  );
  for (const [k, term] of ordered.entries()) {
    context.progress(`term ${k + 1} of ${ordered.length}`);
    if (k > leading && lead) compared.push(await correction(print, term, ordered, lead, factor, limit));
    else {
      const found = await leadingTerm(row, print, term, lead, factor, context);
      compared.push(k < leading ? { ...found, right: undefined } : found);
    }
  }
  return compared;
}

const ZERO = Monomial.number(new Fraction(0));

/** A quantity that is exactly zero: a printed zero holds, and every printed term is one too many. */
function againstZero(ordered: readonly Ordered[], zero: readonly Route[]): ComparedTerm[] {
  const routes = zero.map((route) => ({ ...route, evidence: { ...route.evidence, residual: 1 } }));
  if (ordered.length === 0)
    return [{ printed: ZERO, routes: zero, verdict: verdictOf({ routes: zero }), right: ZERO, ratio: ZERO }];
  return ordered.map(({ printed }) => ({
    printed,
    routes,
    verdict: verdictOf({ routes }),
    right: undefined,
    ratio: ZERO,
  }));
}

/** A printed zero where something stands. */
function printedZero(
  print: Print,
  zero: readonly Route[],
  lead: DerivedTerm | undefined,
  factor: Fraction,
): ComparedTerm {
  const right = lead && asPrinted(lead.monomial, print).scaled(factor.inverse());
  return { printed: ZERO, routes: zero, verdict: verdictOf({ routes: zero }), right, ratio: ZERO };
}

/** How far a ratio of core and print is from the factor; a ratio that varies is taken at a generic point. */
function offBy(ratio: Monomial, factor: Fraction): number {
  const generic = new Map([...ratio.powers.keys()].sort().map((name, k) => [name, `0.${[137, 291, 433, 571][k % 4]}`]));
  return Math.min(1e300, Math.abs(Number(numberOf(ratio.scaled(factor.inverse()), generic)) - 1));
}

async function leadingTerm(
  row: AsymptoticRow,
  print: Print,
  { printed, reduced }: Ordered,
  lead: DerivedTerm | undefined,
  factor: Fraction,
  context: Context,
): Promise<ComparedTerm> {
  const { quantity } = print;
  const limit = limitOf(row, context);
  const right = asPrinted(lead?.monomial ?? ZERO, print).scaled(factor.inverse());
  const ratio = right.over(reduced);
  const derivation: Route = {
    name: 'derivation',
    evidence: { residual: ratio.isZero ? 1 : offBy(ratio, new Fraction(1)), uncertainty: 0, ...BAND },
    measured: `${quantity.name} = ${lead?.monomial ?? 0}`,
    digits: Number.POSITIVE_INFINITY,
  };
  const routes = [derivation, ...(lead ? [await discovered(print, reduced, factor, limit)] : [])];
  return { printed, routes, verdict: verdictOf({ routes }), right, ratio };
}

/** The leading term from numbers alone. */
async function discovered(print: Print, reduced: Monomial, factor: Fraction, limit: Limit): Promise<Route> {
  const name = 'discovery';
  const discovery = await discover(print.quantity.name, { ...limit.input, observatory: limit.observatory });
  if (discovery.verdict !== 'found') {
    const evidence: Evidence = { residual: Number.NaN, uncertainty: Number.NaN, ...BAND };
    return { name, evidence, measured: 'nothing', digits: 0, reason: discovery.reason };
  }
  const { residuals, solvedDigits } = discovery.evidence;
  const ratio = asPrinted(Monomial.termsOf(discovery.formula)[0], print).over(reduced);
  return {
    name,
    evidence: { residual: offBy(ratio, factor), uncertainty: residuals[1], ...BAND },
    measured: `${print.quantity.name} = ${discovery.formula}, ${ratio} times the print`,
    digits: solvedDigits,
  };
}

/** A correction by its own coefficient. */
async function correction(
  print: Print,
  term: Ordered,
  ordered: readonly Ordered[],
  lead: DerivedTerm,
  factor: Fraction,
  limit: Limit,
): Promise<ComparedTerm> {
  const { quantity } = print;
  const power = term.power[limit.strength];
  const known = limit.termsAt(quantity, power, term.weight);
  const inPrint = (t: DerivedTerm): Monomial => asPrinted(t.monomial, print).scaled(factor.inverse());
  const own = known.find((t) => isSame(t.power, term.power));
  const others = known.filter(
    (t) =>
      t !== own &&
      t.weight <= term.weight &&
      !ordered.some((o) => isSame(o.power, t.power)) &&
      !isSame(t.power, lead.power),
  );
  const ownRatio = own ? inPrint(own).over(term.reduced) : ZERO;
  const routes: Route[] = [];
  if (limit.reaches(quantity, power, term.weight))
    routes.push({
      name: 'derivation',
      evidence: { residual: own ? offBy(ownRatio, new Fraction(1)) : 1, uncertainty: 0, ...BAND },
      measured: own
        ? `${quantity.name} has ${own.monomial}`
        : `${quantity.name} has no term in ${powersText(term.power)}`,
      digits: Number.POSITIVE_INFINITY,
    });
  routes.push(await seen(print, term, lead, known, factor, limit));
  const instead = own ?? others[0];
  return {
    printed: term.printed,
    routes,
    verdict: verdictOf({ routes }),
    right: instead && inPrint(instead),
    ratio: instead ? inPrint(instead).over(term.reduced) : ZERO,
    ...(others[0] && { omitted: inPrint(others[0]) }),
  };
}

const powersText = (power: Ordered['power']): string =>
  Object.entries(power)
    .flatMap(([name, e]) => (e === 0 ? [] : [e === 1 ? name : `${name}^${e}`]))
    .join(' ');

/** A correction in numbers. */
async function seen(
  print: Print,
  term: Ordered,
  lead: DerivedTerm,
  known: readonly DerivedTerm[],
  factor: Fraction,
  limit: Limit,
): Promise<Route> {
  const removed: Removed = new Map(
    Object.keys(term.power).flatMap((name) => {
      const powers = between(lead.power[name], term.power[name]);
      return powers.length > 0 ? [[name, powers] as const] : [];
    }),
  );
  const claimed = { monomial: term.reduced.scaled(factor), power: term.power };
  const larger = known.filter((t) => t.weight <= term.weight && !isSame(t.power, term.power));
  const found = await remainder(limit, print.quantity, claimed, larger, removed);
  const evidence = {
    residual: found ? Math.abs(Number(found.ratio.minus(1))) : Number.NaN,
    uncertainty: found ? 0 : Number.NaN,
    ...BAND,
  };
  return {
    name: 'remainder',
    evidence,
    measured: found ? `what the larger terms leave is ${shown(found.ratio)} times the print` : 'nothing',
    digits: found?.digits ?? 0,
    ...(!found && { reason: 'no digit of the remainder settles' }),
  };
}

const shown = (x: Decimal): string => x.toSignificantDigits(8).toString();

/** Whole steps from one power up to, and without, another. */
const between = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil(to - from)) }, (_, k) => from + k);
