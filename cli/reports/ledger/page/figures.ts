import type { Figure, Panel } from '../../../../ledger/figures/figure.js';
import type { JudgedClaim, LedgerDocument } from '../document.js';
import { placeOf } from '../groups.js';
import { coloursOf, contourSvg, curvesSvg } from '../plots.js';
import { facts, legendEntry, links } from './tables.js';
import type { Piece, Template } from './template.js';

/** The figures of the paper, drawn again from what was computed. */
export function figuresPanel(template: Template, { figures = [], claims }: LedgerDocument): Piece {
  if (figures.length === 0) return template.make('lead', { text: 'No figure was computed in this run.' });
  return template.element(
    'div',
    figures.map((figure) => {
      const isAbout = ({ source }: JudgedClaim): boolean => placeOf(source) === `Fig. ${figure.id}`;
      const rows = claims.filter(isAbout).map(({ id }) => id);
      return figurePiece(template, figure, links(template, rows, new Set(rows)));
    }),
  );
}

function figurePiece(template: Template, figure: Figure, rows: readonly Piece[]): Piece {
  const { id, title, caption, parameters, assumed, panels } = figure;
  return template.make(
    'figure',
    {
      title: `Fig. ${id}: ${title}`,
      caption,
      parameters: facts(template, Object.entries(parameters)),
      assumed: facts(template, Object.entries(assumed)),
      panels: panels.map((panel) => panelPiece(template, panel)),
      rows,
    },
    { id: `figure:${id}` },
  );
}

function panelPiece(template: Template, panel: Panel): Piece {
  const drawing = panel.kind === 'curves' ? curvesSvg(template.document, panel) : contourSvg(template.document, panel);
  return template.make('plot', {
    title: panel.title,
    svg: template.markup('div', drawing),
    legend: legendOf(template, panel),
  });
}

/** Names of the curves by colour and dash; what spins are drawn as is said in words. */
function legendOf(template: Template, panel: Panel): Piece[] {
  const words = (label: string): Piece => template.make('legend-entry', { label }, { class: 'words' });
  const spin = words('colour: spin out of the plane, red along z, blue along -z');
  if (panel.kind === 'contours') return [words('arrows: spin in the plane'), spin];
  const hasSpin = panel.curves.some(({ points }) => points.some(([, , s]) => s !== undefined));
  if (hasSpin) return [...panel.curves.map(({ label }) => words(label)), spin];
  const colours = coloursOf(panel.curves);
  return panel.curves.map(({ label, role }, k) => legendEntry(template, label, role, colours[k]));
}
