import { type MovedClaim, movedClaims } from './claims.js';

/**
 * Verdicts of laws, claims and wrong theories by their ids, anywhere in the data of a result or a ledger: what was
 * found, or in a ledger what is expected.
 */
export function verdictsIn(data: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (x: unknown): void => {
    if (typeof x !== 'object' || x === null) return;
    const verdict = 'id' in x && typeof x.id === 'string' ? verdictOf(x) : undefined;
    if (verdict !== undefined && 'id' in x) found[String(x.id)] = verdict;
    for (const inner of Object.values(x)) visit(inner);
  };
  visit(data);
  return found;
}

function verdictOf(item: object): string | undefined {
  if ('verdict' in item && typeof item.verdict === 'string') return item.verdict;
  if ('killedBy' in item && Array.isArray(item.killedBy)) return item.killedBy.length > 0 ? 'refuted' : 'survives';
  if (!('expect' in item)) return undefined;
  const { expect } = item;
  if (typeof expect === 'string') return expect;
  return typeof expect === 'object' && expect !== null && 'verdict' in expect ? String(expect.verdict) : undefined;
}

/** What got another verdict from one file to the other. */
export const movedVerdicts = (before: unknown, after: unknown): MovedClaim[] =>
  movedClaims(verdictsIn(before), verdictsIn(after));
