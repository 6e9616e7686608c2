import type { LedgerDocument } from '../document.js';
import { numberText } from '../words.js';
import { typeset } from './formulas.js';
import { links, table, verdictBadge } from './tables.js';
import type { Piece, Template } from './template.js';

const idsOf = ({ claims }: LedgerDocument): Set<string> => new Set(claims.map(({ id }) => id));

/** The laws of the catalogue that were tried. */
export function lawsPanel(template: Template, { laws = [] }: LedgerDocument): Piece {
  if (laws.length === 0) return template.make('lead', { text: 'No law was tried in this run: diffuson laws --run.' });
  const rows = laws.map(
    ({ id, statement, latex, source, level, verdict, samples, worst, counterexample, reason, replay }) => [
      verdictBadge(template, verdict),
      template.element('code', id),
      statement,
      typeset(template, latex) ?? '',
      source,
      level,
      samples,
      numberText(worst),
      counterexample ?? reason ?? '',
      template.element('code', replay, { class: 'command' }),
    ],
  );
  const head = [
    'verdict',
    'law',
    'says',
    'formula',
    'source',
    'level',
    'samples',
    'worst of the tolerance',
    'failed at',
    'again',
  ];
  return table(template, 'Laws of the catalogue', head, rows);
}

/** Deliberately wrong theories, with the laws and rows that notice. */
export function mutantsPanel(template: Template, document: LedgerDocument): Piece {
  const { mutants = [] } = document;
  if (mutants.length === 0)
    return template.make('lead', {
      text: 'No wrong theory was tried: diffuson mutants --json > mutants.json, then verify --mutants mutants.json.',
    });
  const known = idsOf(document);
  const rows = mutants.map(({ id, change, killedBy }) => [
    template.element('code', id),
    change,
    killedBy.length > 0 ? links(template, killedBy, known) : template.element('strong', 'none'),
  ]);
  return table(template, 'Wrong theories and what refutes them', ['mutant', 'change', 'refuted by'], rows);
}

/** When rows got other verdicts, the last first. */
export function historyPanel(template: Template, document: LedgerDocument): Piece {
  const { history } = document;
  if (!history)
    return template.make('lead', { text: 'No history was kept: diffuson verify --history history.json --report ...' });
  const { runs, moves } = history;
  const span = `${runs.length} runs from ${runs[0]} to ${runs[runs.length - 1]}`;
  if (moves.length === 0) return template.make('lead', { text: `${span}: no verdict changed.` });
  const known = idsOf(document);
  const rows = [...moves]
    .reverse()
    .map(({ id, when, before, after }) => [
      when,
      links(template, [id], known),
      ...[before, after].map((verdict) => (verdict === null ? 'no such row' : verdictBadge(template, verdict))),
    ]);
  return table(template, `Changed verdicts: ${span}`, ['when', 'row', 'before', 'after'], rows);
}

/** Every passage of the paper with the rows that judge it, or the reason why none can. */
export function coveragePanel(template: Template, document: LedgerDocument): Piece {
  const { coverage = [] } = document;
  if (coverage.length === 0) return template.make('lead', { text: 'This ledger lists no passages.' });
  const known = idsOf(document);
  const rows = coverage.map(({ source, words = '', rows: ids, reason = '' }) => [
    source,
    words,
    links(template, ids, known),
    reason,
  ]);
  return table(template, 'Passages of the paper and their rows', ['where', 'words', 'rows', 'why none'], rows);
}
