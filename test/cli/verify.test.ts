import { describe, expect, it } from 'vitest';
import { run } from './run.js';

interface Row {
  id: string;
  source: string;
  verdict: string;
  expect: string;
  digits: number;
  evidence: unknown;
  measured: string;
}

describe('verify', () => {
  it('judges every row of the ledger of the paper as the ledger expects', async () => {
    const { code, out, err } = await run('verify', '--json');
    expect([code, err]).toEqual([0, '']);
    const { rows, expected, theory } = JSON.parse(out) as { rows: Row[]; expected: boolean; theory: string };
    expect([expected, theory]).toEqual([true, 'rashba-ferromagnet']);
    expect(rows.length).toBeGreaterThan(20);
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
    for (const row of rows) {
      expect(['holds', 'refuted', 'undecided']).toContain(row.verdict);
      expect(row.verdict).toBe(row.expect);
      expect(row.evidence).toBeDefined();
      expect(Number(row.digits)).toBeGreaterThanOrEqual(0);
      if (row.verdict !== 'undecided') {
        expect(Number(row.digits), row.id).toBeGreaterThan(5);
        expect(row.measured.length).toBeGreaterThan(0);
      }
    }
    // the paper holds in most and is refuted somewhere: a verifier that always agrees is none
    for (const verdict of ['holds', 'refuted']) expect(rows.some((row) => row.verdict === verdict)).toBe(true);
  });
});
