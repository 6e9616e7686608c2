import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { factorOf } from '../asymptotics/convention.js';
import { counterexample } from '../asymptotics/counterexample.js';
import { limitOf } from '../asymptotics/derived.js';
import { readPrint } from '../asymptotics/print.js';
import { likePrinted, proposalOf, rightTerms } from '../asymptotics/proposal.js';
import type { AsymptoticRow } from '../asymptotics/row.js';
import { compareTerms } from '../asymptotics/terms.js';
import type { Context } from '../language/context.js';
import type { Finding } from '../language/judgement.js';
import type { Vocabulary } from '../language/vocabulary.js';
import { originOf } from './substitution.js';

export { type AsymptoticRow, references, schema } from '../asymptotics/row.js';

/** What of the claim cannot be read. */
export function faults(
  row: AsymptoticRow,
  vocabulary: Vocabulary,
  theory: Theory,
): { field: string; message: string }[] {
  try {
    readPrint(row, theory, vocabulary);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ field: row.latex === undefined ? 'formula' : 'latex', message: error.message }];
  }
}

/** Judges a printed formula term by term, each derived and seen in numbers. */
export async function judge(row: AsymptoticRow, context: Context): Promise<Finding> {
  const print = readPrint(row, context.theory, context.vocabulary);
  const read = { formula: print.formula.toString(), latex: print.formula.toLatex() };
  const factor = factorOf(row.convention, context);
  if (!factor) return { routes: [], read, reason: 'the rows of this convention share no factor' };
  const compared = await compareTerms(row, print, factor, context);
  const leading = compared.find(({ right }) => right !== undefined) ?? compared[0];
  const { weights } = limitOf(row, context);
  const terms = compared.map((term) => ({
    printed: term.printed.toString(),
    verdict: term.verdict,
    routes: term.routes,
    ...(term.verdict === 'refuted' && {
      right: term.right ? likePrinted(term, term.right, context.theory, weights).toString() : '0',
    }),
  }));
  const isRefuted = terms.some(({ verdict }) => verdict === 'refuted');
  const right = rightTerms(compared, context.theory, weights);
  const shown = isRefuted ? await counterexample(row, print, right, factor, context) : undefined;
  return {
    routes: leading.routes,
    read,
    terms,
    computed: leading.right?.toString() ?? '0',
    ...(isRefuted && { proposal: proposalOf(print, compared, right, context.theory, originOf(row.id, context)) }),
    ...(shown && { tables: [shown.table], replay: shown.replay }),
  };
}
