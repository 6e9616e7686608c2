import type { JudgedClaim } from '../document.js';
import { latexOfFormula, mathMl } from '../typeset.js';
import { foundText } from '../words.js';
import type { Content, Piece, Template } from './template.js';

/** LaTeX, typeset; what TeX cannot read is shown as it stands. */
export function typeset(template: Template, latex: string | undefined): Piece | undefined {
  if (latex === undefined) return undefined;
  const math = mathMl(latex);
  return math === undefined ? template.element('code', latex) : template.markup('span', math);
}

/** A formula that mathjs reads, or one side and the other of an equation, typeset; else its text. */
export function typesetFormula(template: Template, text: string | null | undefined): Piece | undefined {
  if (!text) return undefined;
  const sides = text.split(/ = /).map(latexOfFormula);
  return sides.includes(undefined) ? template.element('code', text) : typeset(template, sides.join(' = '));
}

/** What a row says, as a reader wants to see it: the print, what was read out of it, or words. */
export function printOf(template: Template, { latex, read, formula, words, statement }: JudgedClaim): Content {
  return typeset(template, latex ?? read?.latex) ?? typesetFormula(template, formula) ?? words ?? statement;
}

/** What was computed, typeset if it is a formula, or why nothing was. */
export function foundOf(template: Template, claim: JudgedClaim): Content {
  const text = foundText(claim);
  return latexOfFormula(text) === undefined ? text : typesetFormula(template, text);
}
