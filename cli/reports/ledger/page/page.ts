import type { Verdict } from '../../../../src/solution/verdict.js';
import { versioned } from '../../versioned.js';
import type { LedgerDocument } from '../document.js';
import { countsText, countText, replayAll, surprisesText, VERDICTS } from '../words.js';
import { claimsPanel } from './claims.js';
import { figuresPanel } from './figures.js';
import { coveragePanel, historyPanel, lawsPanel, mutantsPanel } from './panels.js';
import { type Piece, Template } from './template.js';

/** The report as one page that needs nothing else: no network, no fonts; its data are embedded as JSON. */
export function ledgerPage(document: LedgerDocument): string {
  const template = new Template();
  const { paper, theory, summary, claims, figures = [], laws = [], mutants = [], coverage = [], history } = document;
  const parts: (readonly [name: string, count: number, content: Piece])[] = [
    ['claims', claims.length, claimsPanel(template, document)],
    ['figures', figures.length, figuresPanel(template, document)],
    ['laws', laws.length, lawsPanel(template, document)],
    ['mutants', mutants.length, mutantsPanel(template, document)],
    ['coverage', coverage.length, coveragePanel(template, document)],
    ['history', history?.moves.length ?? 0, historyPanel(template, document)],
  ];
  const slots = {
    title: paper.title,
    authors: paper.authors,
    theory,
    replay: replayAll(document),
    bar: VERDICTS.filter((verdict) => summary[verdict] > 0).map((verdict) =>
      segment(template, verdict, summary[verdict]),
    ),
    outcome: `${claims.length} rows: ${countsText(document)}; ${surprisesText(document)}.`,
    tabs: parts.map(([name, count]) =>
      template.make('tab', { name, count }, { id: `tab:${name}`, 'aria-controls': `panel:${name}` }),
    ),
    panels: parts.map(([name, , content]) =>
      template.make('panel', { content }, { id: `panel:${name}`, 'aria-labelledby': `tab:${name}` }),
    ),
  };
  template.document.querySelector('.bar')?.setAttribute('aria-label', countsText(document));
  return template.page(`${paper.id}: ${countsText(document)}`, slots, versioned(document));
}

const segment = (template: Template, verdict: Verdict, count: number): Piece =>
  template.make('segment', { name: countText(verdict, count) }, { class: verdict, style: `flex-grow: ${count}` });
