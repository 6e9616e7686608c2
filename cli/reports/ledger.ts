import pc from 'picocolors';
import type { Judgement } from '../../ledger/judgement.js';
import { isExpected } from '../../ledger/judgement.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { Verdict } from '../../src/solution/verdict.js';

const MARK: Record<Verdict, (text: string) => string> = { holds: pc.green, refuted: pc.red, undecided: pc.yellow };

/** One line of a judged row, and what is right instead if it is refuted. */
export function judgementText(judgement: Judgement): string {
  const { row, verdict, measured, digits, right, reason } = judgement;
  const unexpected = isExpected(judgement) ? '' : pc.bold(` (the ledger expects ${row.expect})`);
  const said =
    row.statement ??
    `${row.kind === 'leading-term' ? `${row.quantity} = ${row.formula}` : `${row.left} = ${row.right}`}`;
  const lines = [
    `${MARK[verdict](verdict.padEnd(9))} ${row.id.padEnd(16)} ${row.source}: ${said}${unexpected}`,
    `${' '.repeat(27)}${reason ? `undecided: ${reason}` : `${measured}; ${digits} digits`}`,
  ];
  if (right) lines.push(`${' '.repeat(27)}right is: ${right}`);
  return lines.join('\n');
}

/** Counts of the verdicts, conventions that the formulas share, and how many rows were not as expected. */
export function summaryText(ledger: Ledger, judgements: readonly Judgement[]): string {
  const count = (v: Verdict): number => judgements.filter((j) => j.verdict === v).length;
  const notes = [...new Set(judgements.flatMap((j) => (j.note ? [j.note] : [])))];
  const surprises = judgements.filter((j) => !isExpected(j)).map((j) => j.row.id);
  return [
    ...notes,
    `${ledger.paper.id}: ${judgements.length} rows: ${count('holds')} hold, ${count('refuted')} refuted, ${count('undecided')} undecided`,
    surprises.length === 0
      ? 'every verdict is as the ledger expects'
      : `not as the ledger expects: ${surprises.join(', ')}`,
  ].join('\n');
}

/** The object that `verify --json` prints. */
export function ledgerObject(ledger: Ledger, judgements: readonly Judgement[]): Record<string, unknown> {
  return {
    paper: ledger.paper,
    theory: ledger.theory,
    expected: judgements.every(isExpected),
    rows: judgements.map(({ row, verdict, evidence, measured, digits, right, note, reason }) => ({
      id: row.id,
      source: row.source,
      kind: row.kind,
      verdict,
      expect: row.expect,
      measured,
      digits,
      evidence,
      ...(right !== undefined && { right }),
      ...(note !== undefined && { note }),
      ...(reason !== undefined && { reason }),
    })),
  };
}
