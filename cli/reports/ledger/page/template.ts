import { readFileSync } from 'node:fs';
import { parseHTML } from 'linkedom';
import { valueAt } from '../../../../src/arithmetic/memo.js';
import { packageFile } from '../../../../src/theory/packageFile.js';

/** The part of the DOM that the page is made with. */
export interface Piece {
  textContent: string | null;
  innerHTML: string;
  readonly outerHTML: string;
  append(...pieces: Piece[]): void;
  remove(): void;
  cloneNode(deep: boolean): Piece;
  closest(selector: string): Piece | null;
  querySelectorAll(selector: string): Iterable<Piece>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

/** The document that pieces belong to. */
export interface PieceDocument extends Pick<Piece, 'querySelectorAll'> {
  querySelector(selector: string): Piece | null;
  createElement(name: string): Piece;
  toString(): string;
}

/** What fills a slot: text is escaped; without content the slot goes, with the optional part around it. */
export type Content = string | number | undefined | Piece | readonly Piece[];

const asset = (name: string): string => readFileSync(packageFile(`cli/reports/ledger/page/${name}`), 'utf8');

/** Stands for markup that is put in at the end: typeset formulas and drawings never become pieces. */
const MARK = '\u{10FFFD}';

/** A page made of the pieces that `template.html` names. */
export class Template {
  readonly document: PieceDocument = parseHTML(asset('template.html')).document;
  private readonly sources = new Map<string, Piece>();
  private readonly markups: string[] = [];

  constructor() {
    for (const template of [...this.document.querySelectorAll('template')]) {
      const source = this.document.createElement('div');
      source.innerHTML = template.innerHTML.trim();
      this.sources.set(String(template.getAttribute('id')), source);
      template.remove();
    }
  }

  /** A copy of a named piece with its slots filled and attributes set; an attribute without value is left out. */
  make(
    name: string,
    slots: Readonly<Record<string, Content>>,
    attributes: Readonly<Record<string, string | undefined>> = {},
  ): Piece {
    const holder = valueAt(this.sources, name).cloneNode(true);
    const [piece] = holder.querySelectorAll('*');
    set(piece, attributes);
    fill(holder, slots);
    return piece;
  }

  /** Markup that was made by KaTeX or Plot, as a piece. */
  markup(name: string, markup: string): Piece {
    const piece = this.document.createElement(name);
    piece.textContent = `${MARK}${this.markups.push(markup) - 1}${MARK}`;
    return piece;
  }

  /** An element with text. */
  element(name: string, content: Content, attributes: Readonly<Record<string, string | undefined>> = {}): Piece {
    const piece = this.document.createElement(name);
    set(piece, attributes);
    put(piece, content);
    return piece;
  }

  /** The whole page, with its slots filled and the style, the script and the data inside. */
  page(title: string, slots: Readonly<Record<string, Content>>, data: object): string {
    const { document } = this;
    fill(document, slots);
    const inside = [
      ['title', title],
      ['style', asset('style.css')],
      ['[id="data:ledger"]', unmarked(JSON.stringify(data)).replaceAll('<', '\\u003c')],
      ['[id="page:script"]', asset('script.js')],
    ] as const;
    for (const [selector, text] of inside) {
      const place = document.querySelector(selector);
      if (place) place.textContent = text;
    }
    return `${document}\n`.replace(MARKED, (_, k) => this.markups[Number(k)]);
  }
}

function fill(root: { querySelectorAll(selector: string): Iterable<Piece> }, slots: Readonly<Record<string, Content>>) {
  for (const slot of [...root.querySelectorAll('[data-slot]')]) {
    const content = slots[String(slot.getAttribute('data-slot'))];
    slot.removeAttribute('data-slot');
    const isEmpty = content === undefined || content === '' || (Array.isArray(content) && content.length === 0);
    if (isEmpty) (slot.closest('[data-optional]') ?? slot).remove();
    else put(slot, content);
  }
}

const MARKED = new RegExp(`${MARK}(\\d+)${MARK}`, 'gu');
const unmarked = (text: string): string => text.replaceAll(MARK, '');

function put(place: Piece, content: Content): void {
  if (typeof content === 'string' || typeof content === 'number') place.textContent = unmarked(String(content));
  else if (content !== undefined) {
    place.textContent = '';
    place.append(...[content].flat());
  }
}

function set(piece: Piece, attributes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) piece.setAttribute(name, unmarked(value));
}
