import type { MathNode } from 'mathjs';

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
  const known = NAMES[name];
  if (known) return known;
  const field = /^D([xyz])$/.exec(name);
  if (field) return `\\Delta_{${field[1]}}`;
  const indexed = /^([A-Za-z]+?)_?(\d+|[xyz])$/.exec(name);
  if (indexed && indexed[1].length <= 5)
    return `${NAMES[indexed[1]] ?? (indexed[1].length === 1 ? indexed[1] : `\\mathrm{${indexed[1]}}`)}_{${indexed[2]}}`;
  return name.length === 1 ? name : `\\mathrm{${name.replace(/_/g, '\\_')}}`;
}

/** LaTeX of an expression: quotients as fractions, products by juxtaposition. */
export function latexOf(node: MathNode): string {
  const handler = (inner: MathNode, options: object): string | undefined => {
    const loose = inner as Loose;
    if (inner.type === 'SymbolNode') return latexName(loose.name ?? '');
    if (inner.type === 'OperatorNode' && loose.fn === 'multiply')
      return (loose.args ?? []).map((x, k) => factor(x, k === 0, options)).join(' ');
    return undefined;
  };
  return node.toTex({ parenthesis: 'auto', implicit: 'hide', handler }).replace(/\s+/g, ' ').trim();
}

type Loose = MathNode & { name?: string; fn?: string; args?: MathNode[]; content?: MathNode };

/** A factor of a product; sums are bracketed, a leading minus is not. */
function factor(node: MathNode, isFirst: boolean, options: object): string {
  let inner = node as Loose;
  while (inner.type === 'ParenthesisNode') inner = inner.content as Loose;
  const text = inner.toTex(options as never);
  const isOperator = inner.type === 'OperatorNode';
  const isSum =
    isOperator && (inner.fn === 'add' || inner.fn === 'subtract' || (inner.fn === 'unaryMinus' && !isFirst));
  return isSum ? `\\left(${text}\\right)` : text;
}
