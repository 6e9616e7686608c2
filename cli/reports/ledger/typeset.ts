import katex from 'katex';
import { remembered } from '../../../src/arithmetic/memo.js';
import { Formula } from '../../../symbolic/formula/formula.js';

/** LaTeX of a formula that mathjs reads; undefined of anything else. */
export const latexOfFormula = (text: string): string | undefined =>
  remembered(LATEX, text, () => orNothing(() => Formula.parse(text).toLatex())) ?? undefined;

/** LaTeX as MathML, which needs no fonts; undefined of what is no formula. */
export const mathMl = (latex: string): string | undefined =>
  remembered(MATH, latex, () =>
    orNothing(() =>
      katex.renderToString(latex, { output: 'mathml', throwOnError: true, strict: 'ignore', maxExpand: 200 }),
    ),
  ) ?? undefined;

/** A formula stands in several places of a report. */
const [LATEX, MATH] = [new Map<string, string | null>(), new Map<string, string | null>()];

function orNothing(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}
