import { InputError } from '../../src/theory/errors.js';
import { diluteName } from '../../src/transport/tensors.js';
import type { PrintedExpansion } from '../../symbolic/derivation/expandQuantity.js';
import { latexName } from '../../symbolic/formula/latex.js';
import { versioned } from './versioned.js';

const FORMATS = ['text', 'latex', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** @throws InputError naming the formats */
export function formatOf(text: string): Format {
  const format = FORMATS.find((f) => f === text);
  if (!format) throw new InputError(`format "${text}": expected ${FORMATS.join(', ')}`);
  return format;
}

/** The object that `expand --json` prints. */
export const expansionObject = ({ quantity, regime, terms, truncation }: PrintedExpansion): object => ({
  quantity,
  regime,
  terms: terms.map(({ power, formula }) => ({ power, formula: formula.toString() })),
  truncation,
});

/** An expansion as text, LaTeX or one JSON object. */
export function formatted(expansion: PrintedExpansion, format: Format): string {
  if (format === 'json') return JSON.stringify(versioned(expansionObject(expansion)), null, 2);
  const { quantity, regime, truncation, compact } = expansion;
  const formulas = compact?.terms ?? expansion.terms.map(({ formula }) => formula);
  const definitions = [...(compact?.definitions ?? [])];
  if (format === 'latex') {
    const where = definitions.map(([name, formula]) => `\\quad ${latexName(name)} = ${formula.toLatex()}`);
    const [first = '0', ...more] = formulas.map((f) => f.toLatex());
    return [`${[`${latexQuantity(quantity)} = ${first}`, ...more.map(signed)].join(' ')} + \\dots`, ...where].join(
      '\n',
    );
  }
  const [first = '0', ...more] = formulas.map(String);
  return [
    `${diluteName(quantity)} = ${first}`,
    ...more.map((term) => `  ${signed(term)}`),
    ...definitions.map(([name, formula]) => `  ${name} = ${formula}`),
    `regime: ${regime}`,
    `known to: ${truncation}`,
  ].join('\n');
}

/** A further term with its sign in front. */
const signed = (term: string): string => (term.startsWith('-') ? `- ${term.slice(1).trim()}` : `+ ${term}`);

/** K.xy as n K_{xy}, KJ.xy as K_{J,xy}, tau.1e as \tau_1^{\mathrm{e}}. */
function latexQuantity(name: string): string {
  const [tensor, indices] = name.split('.') as [string, string];
  if (tensor === 'tau') return `\\tau_${indices[0]}^{\\mathrm{${indices[1]}}}`;
  if (tensor === 'KJ') return `K_{J,${indices}}`;
  return `n ${latexName(tensor)}_{${indices}}`;
}
