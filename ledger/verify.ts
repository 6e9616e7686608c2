import Fraction from 'fraction.js';
import { valueAt } from '../src/arithmetic/memo.js';
import type { Variant } from '../src/solution/problem.js';
import { loadTheory } from '../src/theory/load.js';
import { IDENTITY_DIGITS, judgeIdentity, Points } from './identity.js';
import type { Judgement } from './judgement.js';
import { judgeLeadingTerm, type Measured, measureLeadingTerm, sharedFactor } from './leadingTerm.js';
import type { Ledger, Row } from './ledger.js';

/** Progress of a run: a row was measured, or judged. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly row: Row;
}

/** How a ledger is run. */
export interface VerifyOptions {
  /** Called after each row is measured. */
  readonly report?: ((progress: Progress) => void) | undefined;
  /** Deliberately changed formulas, to see which rows notice. */
  readonly variant?: Variant;
  /** Only the rows that pass; the others get no judgement. */
  readonly only?: ((row: Row) => boolean) | undefined;
  /** Digits to which the quantities of identities are solved. */
  readonly digits?: number | undefined;
}

/** Judges the rows of a ledger, in their order. */
export async function verify(
  ledger: Ledger,
  { report = () => {}, variant = {}, only = () => true, digits = IDENTITY_DIGITS }: VerifyOptions = {},
): Promise<Judgement[]> {
  const theory = loadTheory(ledger.theory);
  const points = new Points(ledger, theory, variant, digits);
  const rows = ledger.rows.filter(only);
  const found: (Judgement | Measured)[] = [];
  for (const row of rows) {
    found.push(
      row.kind === 'identity'
        ? await judgeIdentity(row, points)
        : await measureLeadingTerm(row, ledger, theory, variant),
    );
    report({ done: found.length, total: rows.length, row });
    // let a live display draw
    await new Promise((resolve) => setImmediate(resolve));
  }
  const conventions = new Map(
    Object.entries(ledger.conventions).map(([name, { factors, meaning }]) => {
      const ratios = found.flatMap((m) => ('discovery' in m && m.row.convention === name ? [m.ratio] : []));
      return [name, { factor: sharedFactor(ratios, factors), meaning }];
    }),
  );
  return found.map((result) => {
    if (!('discovery' in result)) return result;
    const { convention } = result.row;
    const shared = convention === undefined ? { factor: new Fraction(1) } : valueAt(conventions, convention);
    return judgeLeadingTerm(result, shared);
  });
}
