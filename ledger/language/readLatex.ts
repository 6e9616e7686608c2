import { InputError } from '../../src/theory/errors.js';
import {
  accentOf,
  canonical,
  contentOf,
  isFont,
  type LatexNode,
  parsed,
  type SymbolTable,
  scripted,
} from './symbolTable.js';

/** Spaces and sizes, which mean nothing. */
const SILENT = /^(left|right|[bB]igg?[lr]?|,|;|:|!| |quad|qquad|displaystyle|textstyle|nonumber|limits)$/;
const FUNCTIONS: Readonly<Record<string, string>> = {
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  exp: 'exp',
  ln: 'log',
  log: 'log',
};
const PRODUCTS: ReadonlySet<string> = new Set(['cdot', 'times', '*']);
/** What ends a product. */
const ENDS = ['+', '-', '=', ')', ']', '|'];
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '|': '|' };

/**
 * Reads printed LaTeX by a table of symbols.
 * @returns the sides of the equation in the syntax of mathjs, one if there is no equals sign
 * @throws InputError with the place of what has no meaning or more than one
 */
export function readLatex(text: string, symbols: SymbolTable): string[] {
  return new LatexReader(text, symbols).sides();
}

class LatexReader {
  private nodes: readonly LatexNode[];
  private at = 0;
  /** Where the nodes begin in the text: the parser counts anew within the arguments of some macros. */
  private base = 0;

  constructor(
    private readonly text: string,
    private readonly symbols: SymbolTable,
  ) {
    this.nodes = meaningful(parsed(text));
    const last = this.nodes[this.nodes.length - 1];
    if (last?.type === 'string' && /^[.,;]$/.test(String(last.content))) this.nodes = this.nodes.slice(0, -1);
  }

  sides(): string[] {
    const sides = [this.expression()];
    while (this.take('=')) sides.push(this.expression());
    if (this.at < this.nodes.length) this.refuse('is not expected here');
    return sides;
  }

  private get next(): LatexNode | undefined {
    return this.nodes[this.at];
  }

  private is(...contents: string[]): boolean {
    const { next } = this;
    return next !== undefined && next.type !== 'group' && contents.includes(String(next.content));
  }

  private take(...contents: string[]): boolean {
    const found = this.is(...contents);
    if (found) this.at++;
    return found;
  }

  private refuse(why: string, node = this.next): never {
    if (!node) throw new InputError(`LaTeX "${this.text}": ends where a symbol or a number is expected`);
    const place = this.base + (node.position?.start.offset ?? 0);
    throw new InputError(`LaTeX "${this.text}", column ${place + 1}: ${canonical([node]) || 'this'} ${why}`);
  }

  private expression(): string {
    let sum = this.take('-') ? `-${this.product()}` : this.take('+') ? this.product() : this.product();
    for (;;) {
      if (this.take('+')) sum = `${sum} + ${this.product()}`;
      else if (this.take('-')) sum = `${sum} - ${this.product()}`;
      else return sum;
    }
  }

  private product(): string {
    const factors = [this.factor()];
    for (;;) {
      const { next } = this;
      if (!next || this.is(...ENDS)) return factors.join(' * ');
      if (this.take('/')) {
        const divided = `${factors.join(' * ')} / ${this.factor()}`;
        if (this.next && !this.is(...ENDS))
          this.refuse('follows a quotient written with "/": it is not clear whether it is divided by; write \\frac');
        return divided;
      }
      if (next.type === 'macro' && PRODUCTS.has(String(next.content))) this.at++;
      factors.push(this.factor());
    }
  }

  private factor(): string {
    const { next } = this;
    if (!next) return this.refuse('');
    if (next.type === 'string' && /^[\d.]$/.test(String(next.content))) return this.number();
    if (this.is(...Object.keys(CLOSING))) return this.bracket();
    if (next.type === 'group') {
      this.at++;
      return this.powered(`(${this.within(contentOf(next), next)})`);
    }
    if (next.type === 'macro') {
      const name = String(next.content);
      if (name === 'frac' || name === 'dfrac' || name === 'tfrac') return this.fraction(next);
      if (name === 'sqrt') return this.root(next);
      if (FUNCTIONS[name] && !this.symbols.has(`\\${name}`)) return this.function(FUNCTIONS[name]);
    }
    return this.symbol();
  }

  /** Digits side by side. */
  private number(): string {
    const start = this.next;
    let [digits, end] = ['', start?.position?.start.offset];
    for (let node = this.next; node?.type === 'string' && /^[\d.]$/.test(String(node.content)); node = this.next) {
      if (node.position?.start.offset !== end) this.refuse('stands next to another number');
      digits += String(node.content);
      end = node.position?.end.offset;
      this.at++;
    }
    if (!/^(\d+(\.\d+)?|\.\d+)$/.test(digits)) this.refuse('is not a number', start);
    return this.powered(digits);
  }

  private bracket(): string {
    const open = String(this.next?.content);
    const start = this.next;
    this.at++;
    const inner = this.expression();
    if (!this.take(CLOSING[open])) this.refuse(`opens a bracket that is not closed`, start);
    return this.powered(open === '|' ? `abs(${inner})` : `(${inner})`);
  }

  private fraction(node: LatexNode): string {
    const [above, below] = node.args ?? [];
    if (!above?.content.length || !below?.content.length) this.refuse('needs a numerator and a denominator');
    this.at++;
    const end = node.position?.end.offset ?? 0;
    const first = this.argumentAt(this.base + end);
    const second = this.argumentAt(first + lengthOf(above.content) + 1);
    return this.powered(
      `((${this.within(above.content, node, first)}) / (${this.within(below.content, node, second)}))`,
    );
  }

  private root(node: LatexNode): string {
    const [order, inner] = node.args ?? [];
    if (order?.content.length) this.refuse('of another order than two is not read');
    if (!inner?.content.length) this.refuse('needs an argument');
    this.at++;
    return this.powered(`sqrt(${this.within(inner.content, node)})`);
  }

  private function(name: string): string {
    this.at++;
    const exponent = this.exponent();
    if (!this.next) this.refuse('');
    const isBracketed = this.is('(', '[');
    const argument = isBracketed ? this.bracket() : this.factor();
    const after = this.next;
    const isFunction = after?.type === 'macro' && FUNCTIONS[String(after.content)] !== undefined;
    if (after && !isBracketed && !isFunction && !this.is(...ENDS, '/', 'cdot', 'times'))
      this.refuse('follows an argument without brackets: it is not clear whether it belongs to it; write brackets');
    const value = `${name}(${argument})`;
    return exponent === undefined ? value : `(${value})^(${exponent})`;
  }

  /** A letter or Greek letter with its accent and indices; what is not part of its name is an exponent. */
  private symbol(): string {
    const start = this.at;
    let node = this.next;
    if (node && (accentOf(node) || (isFont(node) && !node.args)) && !node.args) this.at++;
    node = this.next;
    if (!node || (node.type === 'string' && !/^[A-Za-z]+$/.test(String(node.content)))) this.refuse('is not read here');
    this.at++;
    const base = this.nodes.slice(start, this.at);
    const scripts = new Map<string, readonly LatexNode[]>();
    for (let next = this.next; next?.type === 'macro' && /^[_^]$/.test(String(next.content)); next = this.next) {
      if (scripts.has(String(next.content))) this.refuse('stands twice');
      scripts.set(String(next.content), contentOf(next));
      this.at++;
    }
    const lower = scripts.get('_');
    const upper = meaningful(scripts.get('^') ?? []);
    const stem = canonical(base) + (lower ? `_{${canonical(lower)}}` : '');
    for (let taken = upper.length; taken >= 0; taken--) {
      const name = this.symbols.get(taken > 0 ? `${stem}^{${canonical(upper.slice(0, taken))}}` : stem);
      if (name === undefined) continue;
      const rest = upper.slice(taken);
      return rest.length > 0 ? `${name}^(${this.within(rest, base[0])})` : name;
    }
    const whole = upper.length > 0 ? `${stem}^{${canonical(upper)}}` : stem;
    return this.refuse(`is not in the table of symbols (${whole}); give it a name under "symbols"`, base[0]);
  }

  private exponent(): string | undefined {
    const { next } = this;
    if (!(next?.type === 'macro' && next.content === '^')) return undefined;
    this.at++;
    return this.within(contentOf(next), next);
  }

  private powered(base: string): string {
    const exponent = this.exponent();
    if (this.next?.type === 'macro' && this.next.content === '_') this.refuse('is an index of what is no symbol');
    return exponent === undefined ? base : `${base}^(${exponent})`;
  }

  /** Reads nodes inside another, whose places count from `base` if the parser began anew. */
  private within(nodes: readonly LatexNode[], outer: LatexNode, base = this.base): string {
    const [before, at, from] = [this.nodes, this.at, this.base];
    const isCountedAnew = (nodes[0]?.position?.start.offset ?? 0) < (outer.position?.end.offset ?? 0);
    [this.nodes, this.at, this.base] = [meaningful(nodes), 0, isCountedAnew ? base : from];
    if (!this.next) this.refuse('holds nothing', outer);
    const value = this.expression();
    if (this.next) this.refuse('is not expected here');
    [this.nodes, this.at, this.base] = [before, at, from];
    return value;
  }

  /** Where the content of the next argument begins. */
  private argumentAt(offset: number): number {
    return offset + (/^\s*\{?/.exec(this.text.slice(offset))?.[0].length ?? 0);
  }
}

const lengthOf = (nodes: readonly LatexNode[]): number => {
  const [first, last] = [nodes[0], nodes[nodes.length - 1]];
  return (last?.position?.end.offset ?? 0) - (first?.position?.start.offset ?? 0);
};

const meaningful = (nodes: readonly LatexNode[]): readonly LatexNode[] =>
  scripted(nodes).filter(
    ({ type, content }) =>
      !['whitespace', 'parbreak', 'comment'].includes(type) && !(type === 'macro' && SILENT.test(String(content))),
  );
