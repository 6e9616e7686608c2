import type { Verdict } from '../../../src/solution/verdict.js';
import { colours } from './colours.js';
import type { JudgedClaim, LedgerDocument, RouteEvidence } from './document.js';
import { findingsOf, groupsOf, undecidedOf } from './groups.js';
import {
  boundsText,
  choicesOf,
  conventionText,
  countsText,
  digitsText,
  foundText,
  lastMoves,
  moveText,
  numberText,
  proposalLines,
  statementOf,
  surenessOf,
  surprisesText,
} from './words.js';

const COLOUR: Record<Verdict, (text: string) => string> = {
  holds: colours.green,
  refuted: colours.red,
  undecided: colours.yellow,
};
const mark = (verdict: Verdict, width = 9): string => COLOUR[verdict](verdict.padEnd(width));
const surprise = (claim: JudgedClaim): string =>
  claim.isExpected ? '' : ` ${colours.bold(`(the ledger expects ${claim.expect})`)}`;

export interface TerminalOptions {
  /** The evidence of every row too. */
  readonly all?: boolean;
  /** Columns; longer lines of the table are cut. */
  readonly width?: number;
}

/** Findings first, then one line a row by equation, then the counts. */
export function ledgerText(document: LedgerDocument, options: TerminalOptions = {}): string {
  const { paper, claims, conventions, history } = document;
  const moved = history ? lastMoves(history).map((move) => `${move.id} ${moveText(move)}`) : [];
  const [findings, undecided] = [findingsOf(claims), undecidedOf(claims).filter((claim) => claim.isExpected)];
  return [
    ...section('findings', findings.flatMap(findingLines)),
    ...section('not decided', undecided.flatMap(findingLines)),
    ...groupsOf(claims).flatMap(({ place, claims: its }) => section(place, tableLines(its, options))),
    ...section('changed since the run before', moved),
    '',
    ...conventions.map(conventionText),
    `${paper.id}: ${claims.length} rows: ${countsText(document)}`,
    surprisesText(document),
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', colours.bold(title), ...lines] : [];

/** A row as soon as it is judged. */
export const judgedLine = (id: string, verdict: Verdict): string => `${mark(verdict)} ${id}`;

/** A row that is not right: what is printed, what is right, how to see it again. */
function findingLines(claim: JudgedClaim): string[] {
  const { id, source, verdict, proposal, replay } = claim;
  const found = foundText(claim);
  return [
    `${mark(verdict)} ${colours.bold(id)} ${source}: ${statementOf(claim)}${surprise(claim)}`,
    ...(found ? [`    ${found}`] : []),
    ...proposalLines(proposal).map(([name, text]) => `    ${name}: ${text}`),
    ...(replay ? [`    again: ${replay}`] : []),
  ];
}

function tableLines(
  claims: readonly JudgedClaim[],
  { all = false, width = Number.POSITIVE_INFINITY }: TerminalOptions,
) {
  const longest = Math.max(...claims.map(({ id }) => id.length));
  return claims.flatMap((claim) => {
    const { id, verdict } = claim;
    const plain = [foundText(claim) || statementOf(claim), surenessOf(claim)].filter(Boolean).join('; ');
    const room = width - 9 - longest - 4;
    const line = `${mark(verdict)} ${id.padEnd(longest)}  ${cut(plain, room)}${surprise(claim)}`;
    return all ? [line, ...detailLines(claim)] : [line];
  });
}

const cut = (text: string, room: number): string =>
  text.length > room ? `${text.slice(0, Math.max(8, room - 1))}…` : text;

/** Everything that is known of one row. */
export function explainText(claim: JudgedClaim, { conventions }: Pick<LedgerDocument, 'conventions'>): string {
  const { id, source, verdict, kind, expect, why } = claim;
  const shared = conventions
    .filter(({ rows }) => rows.includes(id))
    .map((convention) => `    ${conventionText(convention)}`);
  return [
    `${colours.bold(id)}  ${source}  (${kind})`,
    `${mark(verdict)} the ledger expects ${expect}${why ? `: ${why}` : ''}`,
    ...detailLines(claim),
    ...shared,
  ].join('\n');
}

/** The evidence of a row, one line a piece. */
function detailLines(claim: JudgedClaim): string[] {
  const { statement, words, latex, formula, read, terms, evidence, proposal, tables = [], replay } = claim;
  const lines = [
    ['says', statement],
    ['words', words],
    ['printed', latex ?? formula],
    ['read as', read?.formula],
    ['found', foundText(claim)],
    ...terms.map((t) => ['term', `${mark(t.verdict, 0)} ${t.printed}${t.right ? `, right is ${t.right}` : ''}`]),
    ...choicesOf(claim).map((r) => ['reading', `${mark(r.verdict, 0)} ${r.name}${more(r.computed)}${more(r.why)}`]),
    ...proposalLines(proposal),
    ...evidence.map((route) => ['evidence', evidenceText(route)]),
    ...tables.flatMap(({ title, columns, rows }) => [
      [title, columns.join(', ')],
      ...rows.map((row) => ['', row.join(', ')]),
    ]),
    ['sure by', surenessOf(claim)],
    ['again', replay],
  ] as const;
  return lines.flatMap(([name, text]) => (text ? [`    ${name ? `${name}: ` : '    '}${text}`] : []));
}

const more = (text: string | undefined): string => (text ? `: ${text}` : '');

function evidenceText({ name, verdict, measured, evidence, digits, reason }: RouteEvidence): string {
  const residual = `residual ${numberText(evidence.residual)} +- ${numberText(evidence.uncertainty)}`;
  const sure = digitsText(digits);
  return `${mark(verdict, 0)} by ${name}: ${reason ?? measured}; ${residual} (${boundsText(evidence)}); ${sure}`;
}
