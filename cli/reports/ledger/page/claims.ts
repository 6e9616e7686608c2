import type { Convention } from '../../../../ledger/asymptotics/convention.js';
import type { JudgedClaim, LedgerDocument } from '../document.js';
import { findingsOf, groupsOf, undecidedOf } from '../groups.js';
import { conventionText, foundText, VERDICTS } from '../words.js';
import { foundOf, printOf, typesetFormula } from './formulas.js';
import { rowPiece } from './row.js';
import { link, table, verdictBadge } from './tables.js';
import type { Piece, Template } from './template.js';

/** Findings, what was not decided, conventions, and every row by equation. */
export function claimsPanel(template: Template, { claims, conventions, summary, history }: LedgerDocument): Piece {
  const kinds = [...new Set(claims.map(({ kind }) => kind))];
  return template.make('claims', {
    findings: findingsOf(claims).map((claim) => finding(template, claim)),
    undecided: undecidedOf(claims).map((claim) =>
      template.make('item', { link: link(template, claim.id), text: `${claim.source}: ${foundText(claim)}` }),
    ),
    conventions: conventions.map((convention) => conventionPiece(template, convention)),
    filters: VERDICTS.map((name) =>
      template.make('filter', { name, count: summary[name] }, { class: name, 'data-verdict': name }),
    ),
    kinds: [
      template.make('option', { name: 'all' }, { value: '' }),
      ...kinds.map((name) => template.make('option', { name }, { value: name })),
    ],
    groups: groupsOf(claims).map(({ place, claims: its }) =>
      template.make('group', { place, rows: its.map((claim) => rowPiece(template, claim, history?.moves)) }),
    ),
  });
}

/** A row that is not right, in short: the print, what is right, the ratio. */
function finding(template: Template, claim: JudgedClaim): Piece {
  const { id, source, verdict, expect, proposal } = claim;
  return template.make('finding', {
    verdict: verdictBadge(template, verdict),
    link: link(template, id),
    source,
    surprise: claim.isExpected ? undefined : `The ledger expects ${expect}.`,
    print: printOf(template, claim),
    right: typesetFormula(template, proposal?.formula),
    ratio: typesetFormula(template, proposal?.ratio),
    found: foundOf(template, claim),
    diagnosis: proposal?.diagnosis,
    dimension: proposal?.dimension,
  });
}

/** A convention with the factors that the readings of the paper's definitions imply. */
function conventionPiece(template: Template, convention: Convention): Piece {
  const { name, factor, readings, rows } = convention;
  const cells = readings.map((reading) => [
    reading.name,
    reading.factor ?? 'none',
    reading.factor !== undefined && reading.factor === factor ? 'yes' : 'no',
  ]);
  const head = ['definitions', 'factor that they imply', 'the rows show it'];
  return template.make('convention', {
    text: `${conventionText(convention)}; ${rows.length} rows`,
    readings: cells.length > 0 ? table(template, `Readings of the convention ${name}`, head, cells) : undefined,
  });
}
