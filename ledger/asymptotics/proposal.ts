import type { Theory } from '../../src/theory/theory.js';
import { Monomial } from '../../symbolic/formula/monomial.js';
import type { Proposal } from '../language/judgement.js';
import { diagnosisOf, dimensionFailure } from './diagnosis.js';
import { type Print, withLargestExchange } from './print.js';
import type { ComparedTerm } from './terms.js';

/**
 * What is right in place of a print with a refuted term: the terms that hold, and the right ones.
 * @param origin printed formulas of which Eq. (4) makes the print
 */
export function proposalOf(
  print: Print,
  compared: readonly ComparedTerm[],
  terms: readonly Monomial[],
  theory: Theory,
  origin: readonly string[],
): Proposal {
  const wrong = compared.filter((term) => term.verdict !== 'holds');
  const dimension = dimensionFailure(print, theory);
  return {
    formula: sumText(terms),
    ...(wrong[0] && !wrong[0].ratio.isZero && { ratio: wrong[0].ratio.toString() }),
    diagnosis: [
      ...wrong.map((term) => (compared.length > 1 ? `${term.printed}: ${diagnosisOf(term)}` : diagnosisOf(term))),
      ...(origin.length > 0
        ? [`Eq. (4) makes it of ${origin.join(', ')} as printed, which leave out terms that become of this order`]
        : []),
    ].join('; '),
    ...(dimension !== undefined && { dimension }),
  };
}

/** The terms that belong in the place of a print. */
export function rightTerms(
  compared: readonly ComparedTerm[],
  theory: Theory,
  weights: ReadonlyMap<string, number>,
): Monomial[] {
  const terms: Monomial[] = [];
  for (const term of compared)
    for (const right of rightOf(term))
      if (!right.isZero && !terms.some((t) => t.isLike(right))) terms.push(likePrinted(term, right, theory, weights));
  return terms;
}

/** The term itself if it holds; else what belongs there, and what is larger and was left out. */
function rightOf({ verdict, printed, right, omitted }: ComparedTerm): Monomial[] {
  if (verdict === 'holds') return [printed];
  return [...(omitted ? [omitted] : []), ...(right ? [right] : [])];
}

/** The length of the exchange field where the print has it, in place of the component that it is to leading order. */
export function likePrinted(
  { printed }: Pick<ComparedTerm, 'printed'>,
  right: Monomial,
  theory: Theory,
  weights: ReadonlyMap<string, number>,
): Monomial {
  const { length, largest } = withLargestExchange(theory, weights);
  if (length === undefined || largest === undefined) return right;
  const isSame = printed.power(length).equals(right.power(largest)) && printed.power(largest).equals(0);
  return isSame ? right.substitute(largest, Monomial.symbol(length)) : right;
}

/** Monomials as a sum. */
export const sumText = (terms: readonly Monomial[]): string =>
  terms.length === 0
    ? '0'
    : terms.map(String).reduce((sum, t) => `${sum}${t.startsWith('-') ? ` - ${t.slice(1)}` : ` + ${t}`}`);
