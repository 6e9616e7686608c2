import Fraction from 'fraction.js';
import { loadTheory } from '../theory/load.js';
import type { Steps } from '../transport/steps.js';
import { judgeIdentity, Points } from './identity.js';
import type { Judgement } from './judgement.js';
import { judgeLeadingTerm, type Measured, measureLeadingTerm, sharedFactor } from './leadingTerm.js';
import type { LeadingTermRow, Ledger, Row } from './ledger.js';

/** Progress of a run: a row was measured, or judged. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly row: Row;
}

/**
 * Judges every row of a ledger, in the order of the rows.
 * @param steps deliberately changed formulas, to see which rows notice
 * @param report called after each row is measured
 */
export async function verify(ledger: Ledger, report: (progress: Progress) => void = () => {}, steps?: Steps): Promise<Judgement[]> {
  const theory = loadTheory(ledger.theory);
  const points = new Points(ledger, theory, steps);
  const found = new Map<string, Judgement | Measured>();
  let done = 0;
  for (const row of ledger.rows) {
    found.set(row.id, row.kind === 'identity' ? await judgeIdentity(row, points) : await measureLeadingTerm(row, ledger, theory, steps));
    done++;
    report({ done, total: ledger.rows.length, row });
    // let a live display draw
    await new Promise((resolve) => setImmediate(resolve));
  }
  const factors = new Map(
    Object.entries(ledger.conventions).map(([name, { factors: allowed }]) => {
      const ratios = [...found.values()].filter((m): m is Measured => 'discovery' in m && m.row.convention === name).map((m) => m.ratio);
      return [name, sharedFactor(ratios, allowed)];
    }),
  );
  return ledger.rows.map((row) => {
    const result = found.get(row.id)!;
    return 'discovery' in result
      ? judgeLeadingTerm(result, factorOf(row as LeadingTermRow, factors), meaningOf(row as LeadingTermRow, ledger))
      : result;
  });
}

const factorOf = (row: LeadingTermRow, factors: ReadonlyMap<string, Fraction | undefined>): Fraction | undefined =>
  row.convention === undefined ? new Fraction(1) : factors.get(row.convention);

const meaningOf = (row: LeadingTermRow, ledger: Ledger): string | undefined =>
  row.convention === undefined ? undefined : ledger.conventions[row.convention]!.meaning;
