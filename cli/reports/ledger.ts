import pc from 'picocolors';
import { isExpected, type Judgement } from '../../ledger/judgement.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Verdict } from '../../src/solution/verdict.js';

const MARK: Record<Verdict, (text: string) => string> = { holds: pc.green, refuted: pc.red, undecided: pc.yellow };
const INDENT = ' '.repeat(27);

/** One line of a judged row, and what is right instead if it is refuted. */
export function judgementText(judgement: Judgement): string {
  const { row, verdict, measured, digits, right, reason } = judgement;
  const unexpected = isExpected(judgement) ? '' : pc.bold(` (the ledger expects ${row.expect})`);
  const [left, equals] = row.kind === 'leading-term' ? [row.quantity, row.formula] : [row.left, row.right];
  const said = row.statement ?? `${left} = ${equals}`;
  return [
    `${MARK[verdict](verdict.padEnd(9))} ${row.id.padEnd(16)} ${row.source}: ${said}${unexpected}`,
    `${INDENT}${reason ? `undecided: ${reason}` : `${measured}; ${digits} digits`}`,
    ...(right ? [`${INDENT}right is: ${right}`] : []),
  ].join('\n');
}

/** Counts of the verdicts, conventions that the formulas share, and how many rows were not as expected. */
export function summaryText({ paper }: Ledger, judgements: readonly Judgement[]): string {
  const count = (v: Verdict): number => judgements.filter((j) => j.verdict === v).length;
  const notes = new Set(judgements.flatMap((j) => (j.note ? [j.note] : [])));
  const surprises = judgements.filter((j) => !isExpected(j)).map((j) => j.row.id);
  const verdicts = `${count('holds')} hold, ${count('refuted')} refuted, ${count('undecided')} undecided`;
  return [
    ...notes,
    `${paper.id}: ${judgements.length} rows: ${verdicts}`,
    surprises.length > 0
      ? `not as the ledger expects: ${surprises.join(', ')}`
      : 'every verdict is as the ledger expects',
  ].join('\n');
}

/** The object that `verify --json` prints; what is undefined is left out. */
export const ledgerObject = ({ paper, theory }: Ledger, judgements: readonly Judgement[]): object => ({
  paper,
  theory,
  expected: judgements.every(isExpected),
  rows: judgements.map(({ row, verdict, evidence, measured, digits, right, note, reason }) => {
    const { id, source, kind, expect } = row;
    return { id, source, kind, verdict, expect, measured, digits, evidence, right, note, reason };
  }),
});
