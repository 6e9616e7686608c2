import type { Content, Piece, Template } from './template.js';

/** A table that scrolls by itself where it is wider than the page. */
export function table(
  template: Template,
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Content[])[],
): Piece {
  const line = (cells: readonly Content[]): Piece =>
    template.element(
      'tr',
      cells.map((cell) => template.element('td', cell)),
    );
  const names = head.map((name) => template.element('th', name, { scope: 'col' }));
  return template.make(
    'table',
    { caption, head: names, body: rows.map(line) },
    { 'aria-label': caption, tabindex: '0' },
  );
}

/** A name for each of some texts; what has no text is left out. */
export const facts = (template: Template, pairs: readonly (readonly [name: string, text: Content])[]): Piece[] =>
  pairs.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [template.make('fact', { name, text })]));

/** Links to rows of the page by their ids, and other ids as text. */
export const links = (template: Template, ids: readonly string[], known: ReadonlySet<string>): Piece[] =>
  ids.flatMap((id, k) => [
    ...(k > 0 ? [template.element('span', ', ')] : []),
    known.has(id) ? link(template, id) : template.element('span', id),
  ]);

export const link = (template: Template, id: string, text = id): Piece =>
  template.element('a', text, { href: `#${id}` });

export const verdictBadge = (template: Template, verdict: string): Piece =>
  template.element('span', verdict, { class: `badge ${verdict}` });

/** What a line of a plot is, beside a piece of it. */
export const legendEntry = (template: Template, label: string, role: string, colour: string): Piece =>
  template.make('legend-entry', { label }, { class: role, style: `--colour: ${colour}` });
