import { InputError } from '../../src/theory/errors.js';
import type { PrintedExpansion } from '../../symbolic/derivation/expandQuantity.js';
import { latexName } from '../../symbolic/formula/latex.js';

const FORMATS = ['text', 'latex', 'json'] as const;
export type ExpansionFormat = (typeof FORMATS)[number];

/** @throws InputError naming the formats */
export function parseFormat(text: string): ExpansionFormat {
  const format = FORMATS.find((f) => f === text);
  if (!format) throw new InputError(`format "${text}": expected ${FORMATS.join(', ')}`);
  return format;
}

/** An expansion as text, LaTeX or one JSON object. */
export function formatExpansion(expansion: PrintedExpansion, format: ExpansionFormat): string {
  if (format === 'json') {
    const terms = expansion.terms.map(({ power, formula }) => ({ power, formula: formula.toString() }));
    return JSON.stringify(
      { quantity: expansion.quantity, regime: expansion.regime, terms, truncation: expansion.truncation },
      null,
      2,
    );
  }
  const formulas = expansion.compact?.terms ?? expansion.terms.map(({ formula }) => formula);
  const definitions = [...(expansion.compact?.definitions ?? [])];
  if (format === 'latex') {
    const where = definitions.map(([name, formula]) => `\\quad ${latexName(name)} = ${formula.toLatex()}`);
    return [
      `${latexQuantity(expansion.quantity)} = ${joined(formulas.map((f) => f.toLatex()))} + \\dots`,
      ...where,
    ].join('\n');
  }
  const density = /^(K|sigma)\./.test(expansion.quantity) ? 'n ' : '';
  const lines =
    formulas.length === 0
      ? [`${density}${expansion.quantity} = 0 as far as it was followed`]
      : formulas.map((formula, k) =>
          k === 0 ? `${density}${expansion.quantity} = ${formula}` : `  ${signed(formula.toString())}`,
        );
  const where = definitions.map(([name, formula]) => `  ${name} = ${formula.toString()}`);
  return [...lines, ...where, `regime: ${expansion.regime}`, `known to: ${expansion.truncation}`].join('\n');
}

/** A further term with its sign in front. */
const signed = (text: string): string => (text.startsWith('-') ? `- ${text.slice(1).trim()}` : `+ ${text}`);

const joined = (terms: readonly string[]): string =>
  (terms.length === 0 ? ['0'] : terms).reduce((text, term) => `${text} ${signed(term)}`);

/** K.xy as n K_{xy}, KJ.xy as K_{J,xy}, tau.1e as \tau_1^{\mathrm{e}}. */
function latexQuantity(name: string): string {
  const [tensor, indices] = name.split('.') as [string, string];
  if (tensor === 'tau') return `\\tau_${indices[0]}^{\\mathrm{${indices[1]}}}`;
  if (tensor === 'KJ') return `K_{J,${indices}}`;
  return `n ${latexName(tensor)}_{${indices}}`;
}
