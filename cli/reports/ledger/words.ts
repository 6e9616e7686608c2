import type { Convention } from '../../../ledger/asymptotics/convention.js';
import type { Move } from '../../../ledger/history.js';
import type { Proposal } from '../../../ledger/language/judgement.js';
import type { Evidence, Verdict } from '../../../src/solution/verdict.js';
import type { JudgedClaim, LedgerDocument, LedgerHistory } from './document.js';
import { surprisesOf } from './groups.js';

/** `37 hold`. */
export const countText = (verdict: Verdict, count: number): string =>
  `${count} ${verdict === 'holds' ? 'hold' : verdict}`;

/** `37 hold, 5 refuted, 0 undecided`. */
export const countsText = ({ summary }: Pick<LedgerDocument, 'summary'>): string =>
  [...VERDICTS]
    .sort()
    .map((verdict) => countText(verdict, summary[verdict]))
    .join(', ');

/** Whether the verdicts are those of the ledger. */
export function surprisesText({ claims }: LedgerDocument): string {
  const ids = surprisesOf(claims).map(({ id }) => id);
  return ids.length > 0 ? `not as the ledger expects: ${ids.join(', ')}` : 'every verdict is as the ledger expects';
}

/** The factor that the rows of a convention show, and what it means. */
export const conventionText = ({ name, factor, meaning }: Convention): string =>
  `convention ${name}: factor ${factor ?? 'not shared'} (${meaning})`;

/** What the row says, as one line of text: its words, or what was read out of its print. */
export const statementOf = ({ statement, read, formula, words, latex }: JudgedClaim): string =>
  statement ?? read?.formula ?? formula ?? words ?? latex ?? '';

/** What was found, or why nothing was. */
export const foundText = ({ reason, computed, evidence }: JudgedClaim): string =>
  reason ?? computed ?? evidence.map(({ measured }) => measured).join('; ');

/** How sure it is: digits and independent routes. */
export const surenessOf = ({ digits, routes }: JudgedClaim): string =>
  [...(digits === 0 ? [] : [digitsText(digits)]), ...(routes.length > 0 ? [routes.join(' + ')] : [])].join(', ');

export const digitsText = (digits: number | 'exact'): string => (digits === 'exact' ? 'exact' : `${digits} digits`);

/** `2026-11-27: holds -> refuted`. */
export const moveText = ({ when, before, after }: Move): string =>
  `${when.slice(0, 10)}: ${before ?? 'no such row'} -> ${after ?? 'no such row'}`;

/** The rows whose verdict the last run changed. */
export const lastMoves = ({ runs, moves }: LedgerHistory): readonly Move[] =>
  moves.filter(({ when }) => when === runs[runs.length - 1]);

/** The readings of what the print leaves open; a single one is no choice. */
export const choicesOf = ({ readings }: JudgedClaim): JudgedClaim['readings'] => (readings.length > 1 ? readings : []);

/** The lines of a proposal that say something, each with its name. */
export const proposalLines = (proposal: Proposal | null): (readonly [name: string, text: string])[] => {
  const named = [
    ['right is', proposal?.formula],
    ['ratio to print', proposal?.ratio],
    ['diagnosis', proposal?.diagnosis],
    ['dimensions', proposal?.dimension],
  ] as const;
  return named.flatMap(([name, text]) => (text ? [[name, text] as const] : []));
};

/** The command that judges the whole ledger again. */
export const replayAll = ({ paper, seed }: LedgerDocument): string => `diffuson verify ${paper.id} --seed ${seed}`;

/** A residual or a bound, which may not be known. */
export const numberText = (x: number | null): string =>
  x === null || !Number.isFinite(x) ? 'unknown' : x === 0 ? '0' : x.toExponential(1);

/** The bounds that decide. */
export const boundsText = ({ holdsBelow, refutedAbove }: Evidence): string =>
  `holds up to ${numberText(holdsBelow)}, refuted from ${numberText(refutedAbove)}`;

/** In the order in which a reader wants them. */
export const VERDICTS: readonly Verdict[] = ['refuted', 'undecided', 'holds'];
