import type { JudgedClaim, LedgerDocument } from './document.js';
import { groupsOf } from './groups.js';
import { latexOfFormula, mathMl } from './typeset.js';
import { statementOf } from './words.js';

/** The refuted rows as a list of errata, to be pasted into a LaTeX document. */
export function ledgerErrata({ paper, claims }: LedgerDocument): string {
  const refuted = claims.filter(({ verdict }) => verdict === 'refuted');
  const items = groupsOf(refuted).flatMap(({ place, claims: its }) => [
    `\\item ${escaped(place)}:`,
    ...its.flatMap(entry),
  ]);
  return [
    `% Errata of ${oneLine(paper.title)} (${oneLine(paper.authors)}), found by diffuson.`,
    ...(items.length > 0 ? ['\\begin{itemize}', ...items, '\\end{itemize}'] : ['% No row of the ledger is refuted.']),
    '',
  ].join('\n');
}

/** One refuted row: what is printed, what is right, and why. */
function entry(claim: JudgedClaim): string[] {
  const { id, latex, read, proposal } = claim;
  const { formula, ratio, diagnosis, dimension } = proposal ?? {};
  const print =
    displayed(latex) ?? displayed(read?.latex) ?? escaped(`\u201c${statementOf(claim)}\u201d does not hold.`);
  return [
    `  % row ${oneLine(id)}`,
    `  ${print}`,
    ...(formula ? [`  should read ${formulaOrText(formula)}`] : []),
    ...(ratio ? [`  (right over printed: $${latexOfFormula(ratio) ?? textIn(ratio)}$).`] : []),
    ...(diagnosis ? [`  Diagnosis: ${sentence(diagnosis)}`] : []),
    ...(dimension ? [`  Dimensions: ${sentence(dimension)}`] : []),
  ];
}

const formulaOrText = (text: string): string => displayed(latexOfFormula(text)) ?? `\\texttt{${escaped(text)}}`;

/** A display, if TeX can read it and no comment swallows its end. */
const displayed = (latex: string | undefined): string | undefined =>
  latex !== undefined && !/(?<!\\)%/.test(latex) && mathMl(latex) !== undefined
    ? `\\[ ${oneLine(latex)} \\]`
    : undefined;

const textIn = (text: string): string => `\\mbox{${escaped(text)}}`;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const sentence = (text: string): string => `${escaped(text)}${/[.!?]\s*$/.test(text) ? '' : '.'}`;

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '\u201c': '``',
  '\u201d': "''",
};

/** Text that TeX prints as it is. */
const escaped = (text: string): string =>
  oneLine(text).replace(/[\\~^\u201c\u201d]|[#$%&_{}]/g, (c) => SPECIAL[c] ?? `\\${c}`);
