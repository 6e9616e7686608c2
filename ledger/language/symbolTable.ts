import { parseMath } from '@unified-latex/unified-latex-util-parse';
import { remembered } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { QUANTITIES } from '../../symbolic/derivation/quantities.js';
import { latexName } from '../../symbolic/formula/latex.js';

/** A node of the parser, with the fields that nodes of its type have. */
export interface LatexNode {
  readonly type: string;
  readonly content?: string | readonly LatexNode[];
  readonly args?: readonly { readonly content: readonly LatexNode[] }[];
  readonly position?: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
}

/** Names by the canonical text of the printed symbol. */
export type SymbolTable = ReadonlyMap<string, string>;

/** Marks above a symbol that are part of its name; the wide ones are the same. */
const ACCENTS: Readonly<Record<string, string>> = {
  tilde: 'tilde',
  widetilde: 'tilde',
  bar: 'bar',
  overline: 'bar',
  hat: 'hat',
  widehat: 'hat',
  vec: 'vec',
  mathbf: 'mathbf',
  boldsymbol: 'mathbf',
  mathcal: 'mathcal',
};

/** Fonts that do not make another symbol. */
const FONTS: ReadonlySet<string> = new Set(['mathrm', 'text', 'textrm', 'mathit', 'operatorname', 'rm', 'it']);

export const accentOf = ({ type, content }: LatexNode): string | undefined =>
  type === 'macro' ? ACCENTS[String(content)] : undefined;

export const isFont = ({ type, content }: LatexNode): boolean => type === 'macro' && FONTS.has(String(content));

export const contentOf = ({ content, args }: LatexNode): readonly LatexNode[] =>
  Array.isArray(content) ? scripted(content) : (args ?? []).flatMap((a) => scripted(a.content));

/** Indices as macros with an argument: within plain braces the parser leaves them as two nodes side by side. */
export function scripted(nodes: readonly LatexNode[]): readonly LatexNode[] {
  const out: LatexNode[] = [];
  for (let k = 0; k < nodes.length; k++) {
    const node = nodes[k];
    const isScript = node.type === 'string' && (node.content === '_' || node.content === '^');
    const inner = isScript ? nodes[k + 1] : undefined;
    if (!inner) out.push(node);
    else {
      out.push({ ...node, type: 'macro', args: [{ content: inner.type === 'group' ? contentOf(inner) : [inner] }] });
      k++;
    }
  }
  return out;
}

/** One text for all ways to write the same symbol: without fonts and spaces, with braces around every index. */
export function canonical(given: readonly LatexNode[]): string {
  const nodes = scripted(given);
  let text = '';
  for (let k = 0; k < nodes.length; k++) {
    const node = nodes[k];
    const accent = accentOf(node);
    if (node.type === 'whitespace' || (isFont(node) && !node.args)) continue;
    if (accent) {
      const inner = node.args ? contentOf(node) : [nodes[++k]].filter(Boolean);
      text += `\\${accent}{${canonical(inner)}}`;
    } else if (node.type === 'group' || isFont(node)) text += canonical(contentOf(node));
    else if (node.type === 'macro' && (node.content === '_' || node.content === '^'))
      text += `${node.content}{${canonical(contentOf(node))}}`;
    else if (node.type === 'macro') text += `\\${node.content} `;
    else text += String(node.content ?? '');
  }
  return ordered(text.replace(/ (?![A-Za-z])/g, ''));
}

/** Lower index first. */
const ordered = (text: string): string => text.replace(/(\^\{[^{}]*\})(_\{[^{}]*\})/, '$2$1');

export const parsed = (text: string): readonly LatexNode[] => parseMath(text) as unknown as readonly LatexNode[];

const tables = new WeakMap<Theory, WeakMap<object, SymbolTable>>();

/** Printed symbols of a theory and its quantities as this house writes them, and those that a ledger adds. */
export const symbolTable = (theory: Theory, added: Readonly<Record<string, string>>): SymbolTable =>
  remembered(
    remembered(tables, theory, () => new WeakMap()),
    added,
    () => newTable(theory, added),
  );

function newTable(theory: Theory, added: Readonly<Record<string, string>>): SymbolTable {
  const names = [
    ...theory.parameters.keys(),
    ...theory.definition.alternatives.flatMap(({ parameters }) => Object.keys(parameters)),
  ];
  const own = [...names, 'pi', 'e'].map((name) => [latexName(name), name] as const);
  const quantities = QUANTITIES.map(({ name }) => [latexQuantity(name), name] as const);
  const table = new Map([...own, ...quantities].map(([text, name]) => [canonical(parsed(text)), name]));
  for (const [text, name] of Object.entries(added)) {
    const key = canonical(parsed(text));
    if (table.has(key) && table.get(key) !== name)
      throw new InputError(`symbols: ${text} is ${name} here and ${table.get(key)} elsewhere`);
    table.set(key, name);
  }
  return table;
}

/** A quantity as the paper prints it: K_{zy}, \tau_1^{\mathrm{o}}. */
export function latexQuantity(name: string): string {
  const [tensor, entry] = name.split('.');
  if (tensor === 'tau') return `\\tau_{${entry[0]}}^{\\mathrm{${entry[1]}}}`;
  return tensor === 'KJ' ? `K_{J,${entry}}` : `${latexName(tensor)}_{${entry}}`;
}
