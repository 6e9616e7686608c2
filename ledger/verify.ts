import Fraction from 'fraction.js';
import type { Variant } from '../src/solution/problem.js';
import { loadTheory } from '../src/theory/load.js';
import { IDENTITY_DIGITS, judgeIdentity, Points } from './identity.js';
import type { Judgement } from './judgement.js';
import { judgeLeadingTerm, type Measured, measureLeadingTerm, sharedFactor } from './leadingTerm.js';
import type { LeadingTermRow, Ledger, Row } from './ledger.js';

/** Progress of a run: a row was measured, or judged. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly row: Row;
}

/** How a ledger is run. */
export interface VerifyOptions {
  /** Called after each row is measured. */
  readonly report?: (progress: Progress) => void;
  /** Deliberately changed formulas, to see which rows notice. */
  readonly variant?: Variant;
  /** Only the rows that pass; the others get no judgement. */
  readonly only?: (row: Row) => boolean;
  /** Digits to which the quantities of identities are solved. */
  readonly digits?: number;
}

/** Judges the rows of a ledger, in their order. */
export async function verify(
  ledger: Ledger,
  { report = () => {}, variant = {}, only = () => true, digits = IDENTITY_DIGITS }: VerifyOptions = {},
): Promise<Judgement[]> {
  const theory = loadTheory(ledger.theory);
  const points = new Points(ledger, theory, variant, digits);
  const rows = ledger.rows.filter(only);
  const found = new Map<string, Judgement | Measured>();
  for (const row of rows) {
    found.set(
      row.id,
      row.kind === 'identity'
        ? await judgeIdentity(row, points)
        : await measureLeadingTerm(row, ledger, theory, variant),
    );
    report({ done: found.size, total: rows.length, row });
    // let a live display draw
    await new Promise((resolve) => setImmediate(resolve));
  }
  const factors = new Map(
    Object.entries(ledger.conventions).map(([name, { factors: allowed }]) => {
      const ratios = [...found.values()]
        .filter((m): m is Measured => 'discovery' in m && m.row.convention === name)
        .map((m) => m.ratio);
      return [name, sharedFactor(ratios, allowed)];
    }),
  );
  return rows.map((row) => {
    const result = found.get(row.id)!;
    return 'discovery' in result
      ? judgeLeadingTerm(result, factorOf(row as LeadingTermRow, factors), meaningOf(row as LeadingTermRow, ledger))
      : result;
  });
}

const factorOf = (row: LeadingTermRow, factors: ReadonlyMap<string, Fraction | undefined>): Fraction | undefined =>
  row.convention === undefined ? new Fraction(1) : factors.get(row.convention);

const meaningOf = (row: LeadingTermRow, ledger: Ledger): string | undefined =>
  row.convention === undefined ? undefined : ledger.conventions[row.convention].meaning;
