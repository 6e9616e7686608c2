import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bubblesOf, throughCurrentVertex } from '../../ledger/language/currentVertex.js';
import { checkedLedger, type Row } from '../../ledger/ledger.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { verify } from '../../ledger/verify.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';
import { folder } from '../cli/samples.js';

const path = (name: string): string => `examples/textbook/${name}.yaml`;

/** A row that holds with its claim made wrong; laws and rows that are refuted as they stand have none. */
function spoiled(row: Row): object[] {
  if (row.expect.verdict !== 'holds' || row.kind === 'law') return [];
  const common = { ...row, id: `spoiled.${row.id}` };
  if (row.kind === 'asymptotic') return [{ ...common, latex: `${row.latex}\\cdot 3`, convention: undefined }];
  if (row.kind !== 'equation') throw new Error(`${row.id}: rows of the kind ${row.kind} are not spoiled here`);
  if (row.relation === '!=') return [{ ...common, right: row.left }];
  const right = row.right === '0' ? `1e-3*(${row.scale})` : `1.001*(${row.right})`;
  return [{ ...common, right }];
}

describe.each(['edelstein', 'dirac', 'heavy-holes'])('textbook results: %s', (name) => {
  it('have the verdicts that are expected, and every row can fail', async () => {
    const ledger = loadLedger(path(name));
    const wrong = ledger.rows.flatMap(spoiled);
    const planted = checkedLedger({ ...ledger, contents: undefined, rows: [...ledger.rows, ...wrong] }, name);
    const { judgements } = await verify(planted, { profile: 'quick' });
    const verdicts = new Map(judgements.map(({ row, verdict }) => [row.id, verdict]));
    for (const { id, expect: expected } of ledger.rows) expect([id, verdicts.get(id)]).toEqual([id, expected.verdict]);
    expect(ledger.rows.map(({ expect: { verdict } }) => verdict)).toContain('refuted');
    expect(wrong.length).toBeGreaterThan(4);
    for (const { id } of planted.rows.slice(ledger.rows.length))
      expect([id, verdicts.get(id)]).toEqual([id, 'refuted']);
  });
});

describe('a ledger whose theory is a file', () => {
  it('names it relative to itself, wherever the command runs', async () => {
    const beside = join(folder, 'beside');
    mkdirSync(join(beside, 'claims'), { recursive: true });
    copyFileSync('examples/heavy-holes.yaml', join(beside, 'heavy-holes.yaml'));
    copyFileSync(path('heavy-holes'), join(beside, 'claims', 'ledger.yaml'));
    const { out, code } = await run('verify', join(beside, 'claims', 'ledger.yaml'), '--only', 'no-hall');
    expect([code, out.includes('every verdict is as the ledger expects')]).toEqual([0, true]);
  });
});

describe('the current vertex at a finite density', () => {
  const dirac = { set: { v: '1', M: '0.3', eps: '1', u: '0.5', n: '0.05' }, cutoff: '20' };
  const rashba = { set: { m: '1', eps: '1', alpha: '0.3', Dx: '0.2', Dz: '0.1', u: '0.9', n: '0.05' }, cutoff: '30' };
  it.each([
    ['massive-dirac', dirac, 't-matrix'],
    ['rashba-ferromagnet', rashba, 't-matrix'],
    ['rashba-ferromagnet', rashba, 'self-consistent'],
  ])('gives K and sigma of the spin vertex: %s', async (name, texts, scheme) => {
    const problem = readProblem(loadTheory(name), { ...texts, limit: 'finite', scheme });
    const solution = await solve(problem, { field: 'mpfr', digits: 20 });
    const dressed = throughCurrentVertex(bubblesOf({ problem, solution }));
    for (const entry of ['K.xx', 'K.xy', 'K.yx', 'K.zy', 'sigma.xx', 'sigma.xy', 'KJ.yx']) {
      const [own, other] = [Number(valueAt(solution.quantities, entry).value), Number(valueAt(dressed, entry))];
      expect(other, entry).toBeCloseTo(own, 10 - Math.ceil(Math.log10(Math.abs(own) + 1)));
    }
  });
});
