import type { Move } from '../../../../ledger/history.js';
import type { EvidenceTable } from '../../../../ledger/language/judgement.js';
import type { JudgedClaim } from '../document.js';
import { roleOf, seriesColour, tableSvg } from '../plots.js';
import { boundsText, choicesOf, moveText, numberText, surenessOf } from '../words.js';
import { foundOf, printOf, typeset, typesetFormula } from './formulas.js';
import { facts, legendEntry, link, table, verdictBadge } from './tables.js';
import type { Content, Piece, Template } from './template.js';

/** One row: a line that opens to print, reading, terms, readings, evidence, plots and the command that replays it. */
export function rowPiece(template: Template, claim: JudgedClaim, moves: readonly Move[] = []): Piece {
  const { id, kind, verdict, expect, latex, formula, read, proposal, replay, tables = [] } = claim;
  return template.make(
    'row',
    {
      verdict: verdictBadge(template, verdict),
      id,
      print: printOf(template, claim) ?? ' ',
      found: foundOf(template, claim) || ' ',
      sure: surenessOf(claim) || ' ',
      surprise: claim.isExpected ? undefined : `The ledger expects ${expect}.`,
      printed: typeset(template, latex) ?? typesetFormula(template, formula),
      read: typeset(template, read?.latex),
      right: typesetFormula(template, proposal?.formula),
      ratio: typesetFormula(template, proposal?.ratio),
      facts: facts(template, [...factsOf(template, claim), ['changed', changesOf(claim, moves)]]),
      tables: [...judgedTables(template, claim), ...tables.map((t) => evidenceTable(template, claim, t))],
      plots: tables.flatMap((t) => (t.plot && t.rows.length > 1 ? [plotOf(template, t)] : [])),
      replay,
      permalink: link(template, id, `Link to ${id}`),
    },
    { id, 'data-verdict': verdict, 'data-expect': expect, 'data-kind': kind },
  );
}

/** When the verdict changed, the last first. */
const changesOf = ({ id }: JudgedClaim, moves: readonly Move[]): string =>
  moves
    .filter((move) => move.id === id)
    .map(moveText)
    .reverse()
    .join('; ');

function factsOf(template: Template, claim: JudgedClaim): (readonly [string, Content])[] {
  const { source, words, statement, kind, expect, why, proposal } = claim;
  return [
    ['source', source],
    ['words', words],
    ['says', statement],
    ['kind', kind],
    ['found', foundOf(template, claim)],
    ['sure by', surenessOf(claim)],
    ['expected', why ? `${expect}: ${why}` : expect],
    ['diagnosis', proposal?.diagnosis],
    ['dimensions', proposal?.dimension],
  ];
}

/** Terms, readings and routes with their verdicts, where there are any. */
function judgedTables(template: Template, claim: JudgedClaim): Piece[] {
  const { id, terms, evidence } = claim;
  const tables = [
    {
      caption: `Printed terms of ${id}`,
      head: ['verdict', 'printed', 'right is', 'found'],
      rows: terms.map(({ printed, verdict, right, routes }) => [
        verdictBadge(template, verdict),
        typesetFormula(template, printed) ?? '',
        typesetFormula(template, right) ?? '',
        routes.map(({ name, measured, reason }) => `${name}: ${reason ?? measured}`).join('; '),
      ]),
    },
    {
      caption: `Readings of ${id}; the first makes the verdict`,
      head: ['verdict', 'reading', 'found', 'why'],
      rows: choicesOf(claim).map((r) => [verdictBadge(template, r.verdict), r.name, r.computed ?? '', r.why ?? '']),
    },
    {
      caption: `Routes to ${id}`,
      head: ['verdict', 'route', 'measured', 'residual', 'uncertainty', 'bounds', 'digits'],
      rows: evidence.map(({ verdict, name, measured, reason, evidence: found, digits }) => [
        ...[verdictBadge(template, verdict), name, reason ?? measured],
        ...[numberText(found.residual), numberText(found.uncertainty), boundsText(found), digits],
      ]),
    },
  ];
  return tables.flatMap(({ caption, head, rows }) => (rows.length > 0 ? [table(template, caption, head, rows)] : []));
}

const evidenceTable = (template: Template, { id }: JudgedClaim, { title, columns, rows }: EvidenceTable): Piece =>
  table(
    template,
    `${title} (${id})`,
    columns,
    rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(Number(cell.toPrecision(8))) : cell))),
  );

const plotOf = (template: Template, evidence: EvidenceTable): Piece => {
  const svg = template.markup('div', tableSvg(template.document, evidence));
  const legend = evidence.columns.slice(1).map((name, k) => legendEntry(template, name, roleOf(k), seriesColour(k)));
  return template.make('plot', { title: evidence.title, svg, legend });
};
