import type { MathNode } from 'mathjs';
import type { AnyNode } from './node.js';

const NAMES: Readonly<Record<string, string>> = {
  alpha: '\\alpha',
  beta: '\\beta',
  eps: '\\varepsilon',
  pi: '\\pi',
  theta: '\\theta',
  phi: '\\phi',
  Delta: '\\Delta',
  sigma: '\\sigma',
  tau: '\\tau',
  kappa: '\\kappa',
  Lambda: '\\Lambda',
  lp: 'l_+',
  lm: 'l_-',
};

/** A symbol as LaTeX: Greek names, Dx as \Delta_x, trailing digits and letters after _ as indices. */
export function latexName(name: string): string {
  if (NAMES[name]) return NAMES[name];
  const field = /^D([xyz])$/.exec(name);
  if (field) return `\\Delta_{${field[1]}}`;
  const indexed = /^([A-Za-z]{1,5}?)_?(\d+|[xyz])$/.exec(name);
  if (indexed) return `${NAMES[indexed[1]] ?? upright(indexed[1])}_{${indexed[2]}}`;
  return upright(name);
}

const upright = (name: string): string => (name.length === 1 ? name : `\\mathrm{${name.replace(/_/g, '\\_')}}`);

/** LaTeX of an expression: quotients as fractions, products by juxtaposition. */
export function latexOf(node: MathNode): string {
  const handler = ({ type, name, fn, args }: AnyNode, options: object): string | undefined => {
    if (type === 'SymbolNode') return latexName(name);
    if (type === 'OperatorNode' && fn === 'multiply') return args.map((x, k) => factor(x, k === 0, options)).join(' ');
    return undefined;
  };
  return node.toTex({ parenthesis: 'auto', implicit: 'hide', handler }).replace(/\s+/g, ' ').trim();
}

/** A factor of a product; sums are bracketed, a leading minus is not. */
function factor(node: AnyNode, isFirst: boolean, options: object): string {
  if (node.type === 'ParenthesisNode') return factor(node.content, isFirst, options);
  const text = node.toTex(options);
  const isSum =
    node.type === 'OperatorNode' &&
    (node.fn === 'add' || node.fn === 'subtract' || (node.fn === 'unaryMinus' && !isFirst));
  return isSum ? `\\left(${text}\\right)` : text;
}
