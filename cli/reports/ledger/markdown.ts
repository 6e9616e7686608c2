import type { JudgedClaim, LedgerDocument } from './document.js';
import { findingsOf, groupsOf } from './groups.js';
import {
  conventionText,
  countsText,
  foundText,
  moveText,
  proposalLines,
  replayAll,
  statementOf,
  surprisesText,
} from './words.js';

/** The judged ledger as Markdown, for a job summary or a pull request: counts, findings, a table by equation. */
export function ledgerMarkdown(document: LedgerDocument): string {
  const { paper, claims, conventions, coverage = [], history } = document;
  const open = coverage.filter(({ rows }) => rows.length === 0);
  return [
    `# ${escaped(paper.title)}`,
    '',
    `**${claims.length} rows: ${countsText(document)}.** ${escaped(capital(surprisesText(document)))}.`,
    '',
    ...conventions.map((convention) => `- ${escaped(capital(conventionText(convention)))}`),
    `- Again: ${code(replayAll(document))}`,
    ...section(
      'Changed',
      [...(history?.moves ?? [])].reverse().map((move) => `- ${escaped(move.id)}: ${moveText(move)}`),
    ),
    ...section('Findings', findingsOf(claims).map(findingText)),
    ...section(
      'Claims',
      groupsOf(claims).flatMap(({ place, claims: its }) => ['', `### ${escaped(place)}`, '', ...table(its)]),
    ),
    ...section(
      'Not judged',
      open.map((x) => `- ${escaped(x.source)}: ${escaped(x.reason ?? x.words ?? '')}`),
    ),
    '',
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? ['', `## ${title}`, '', ...lines] : [];

function findingText(claim: JudgedClaim): string {
  const { id, source, verdict, proposal, replay } = claim;
  const surprise = claim.isExpected ? '' : ` (the ledger expects ${claim.expect})`;
  const lines = proposalLines(proposal).map(([name, text]) => `  - ${escaped(name)}: ${code(text)}`);
  return [
    `- **${verdict}** ${escaped(id)}, ${escaped(source)}: ${code(statementOf(claim))}${surprise}`,
    ...lines,
    ...(replay ? [`  - again: ${code(replay)}`] : []),
  ].join('\n');
}

const table = (claims: readonly JudgedClaim[]): string[] => [
  '| verdict | row | says | found | digits | routes |',
  '|---|---|---|---|---|---|',
  ...claims.map((claim) => {
    const { verdict, id, digits, routes } = claim;
    const cells = [code(statementOf(claim)), escaped(foundText(claim)), digits, escaped(routes.join(', '))];
    return `| ${verdict}${claim.isExpected ? '' : ' (!)'} | ${escaped(id)} | ${cells.join(' | ')} |`;
  }),
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Text that Markdown leaves as it is. */
const escaped = (text: string): string =>
  oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~#$]/g, '\\$&');

/** A code span, fenced by more backticks than the text contains; bars would end a cell of a table. */
function code(text: string): string {
  const inside = oneLine(text).replaceAll('|', '\\|');
  if (inside === '') return '';
  const longest = Math.max(0, ...[...inside.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${inside} ${fence}` : `${fence}${inside}${fence}`;
}
