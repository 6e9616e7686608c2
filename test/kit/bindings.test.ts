import { describe, expect, it } from 'vitest';
import { lawTests, ledgerTests, matchers } from '../../cli/vitest.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { LEDGER, THEORY, written } from '../cli/samples.js';

expect.extend(matchers);

lawTests(written(THEORY), { runs: 3, seed: 2, only: ['optical-theorem'] });
ledgerTests(written(LEDGER));

it('have more time than Vitest gives by itself: five seconds are few for a law on a busy machine', ({ task }) => {
  const tests = task.file.tasks.flatMap((part) => ('tasks' in part ? part.tasks : []));
  const bound = tests.filter(({ name }) => ['optical-theorem', 'term', 'same'].includes(name));
  expect(bound.map((found) => found.name)).toEqual(['optical-theorem', 'term', 'same']);
  for (const found of bound) expect(found).toMatchObject({ timeout: 300_000 });
});

describe('matchers', () => {
  it('compare digits', async () => {
    const problem = readProblem(loadTheory(written(THEORY)), { set: { m: '1', a: '0.3', u: '0.5', eps: '1' } });
    const { quantities } = await solve(problem, { field: 'mpfr', digits: 20 });
    // n sigma of two Rashba bands differs from eps/(pi m u^2) only by the coupling
    expect(quantities.get('K.xy')).toAgree(quantities.get('K.xy')?.value ?? '', { digits: 20 });
    expect('0.123456').toAgree(0.123457, { digits: 5 });
    expect(() => expect('0.123456').toAgree(0.123457, { digits: 6 })).toThrow(/share 5 digits, 6 are asked/);
    expect(() => expect(undefined).toAgree(1)).toThrow(/no number/);
  });

  it('try laws', async () => {
    await expect(written(THEORY)).toObey('optical-theorem', { runs: 3 });
    await expect(expect(loadTheory('massive-dirac')).toObey('nothing')).rejects.toThrow(/no law "nothing"/);
  });
});
