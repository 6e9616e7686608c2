import { loadLedger } from '../../ledger/ledgerFile.js';
import { verify } from '../../ledger/verify.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { callOf } from '../../src/theory/load.js';
import type { Theory } from '../../src/theory/theory.js';

/** A row of a ledger that got another verdict; null where there is no such row. */
export interface MovedClaim {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Verdicts of a ledger judged with a theory in the place of its own, quickly.
 * @param theory as `loadTheory` finds it
 * @param watch called at every step; may throw to end the run
 * @throws InputError if a row means nothing for the theory
 */
export async function verdictsUnder(
  ledger: string,
  theory: Theory,
  watch?: () => void,
): Promise<Record<string, Verdict>> {
  const judged = { ...loadLedger(ledger), theory: callOf(theory) };
  const { judgements } = await verify(judged, { profile: 'quick', name: ledger, report: watch });
  return Object.fromEntries(judgements.map(({ row: { id }, verdict }) => [id, verdict]));
}

/** Rows whose verdict is another one. */
export const movedClaims = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): MovedClaim[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((id) => ({ id, before: before[id] ?? null, after: after[id] ?? null }))
    .filter((claim) => claim.before !== claim.after);
