import { describe, expect, it } from 'vitest';
import { run } from './run.js';

interface Row {
  id: string;
  source: string;
  verdict: string;
  kind: string;
  expect: string;
  digits: number | 'exact';
  evidence: unknown;
  routes: string[];
  proposal: { diagnosis: string } | null;
}

describe('verify', () => {
  // the curves of the figures are judged by `npm run verify`, in half a minute
  it('judges the equations of the paper as the ledger expects', async () => {
    const { code, out, err } = await run('verify', '--json', '--profile', 'quick', '--only', 'eq*', 'sec*', 'fba*');
    expect([code, err]).toEqual([0, '']);
    const { claims: rows, expected, theory } = JSON.parse(out) as { claims: Row[]; expected: boolean; theory: string };
    expect([expected, theory]).toEqual([true, 'rashba-ferromagnet']);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    for (const row of rows) {
      expect(['holds', 'refuted', 'undecided']).toContain(row.verdict);
      expect(row.verdict).toBe(row.expect);
      expect(row.evidence).toBeDefined();
      expect(row.digits === 'exact' || row.digits >= 0, row.id).toBe(true);
      if (row.verdict !== 'undecided') {
        // the trend of a law towards its limit is known to its own tolerance, numbers to more
        if (row.digits !== 'exact') expect(row.digits, row.id).toBeGreaterThan(row.kind === 'law' ? 1 : 5);
        expect(row.routes.length, row.id).toBeGreaterThan(1);
      }
    }
    // the paper holds in most and is refuted somewhere: a verifier that always agrees is none
    for (const verdict of ['holds', 'refuted']) expect(rows.some((row) => row.verdict === verdict)).toBe(true);
    // where a print follows from other prints, its fault is theirs; where it does not, it is its own
    const diagnosis = (id: string): string => rows.find((row) => row.id === id)?.proposal?.diagnosis ?? '';
    expect(diagnosis('eq36.2o')).toMatch(/; Eq\. \(4\) makes it of eq35\.xx, .* as printed, which leave out terms/);
    expect(diagnosis('eq34.2o')).toBe('a factor 1/eps is missing');
  }, 240_000);
});
