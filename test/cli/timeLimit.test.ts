import { describe, expect, it } from 'vitest';
import { run } from './run.js';

/** A regime of which a series takes seconds. */
const HARD = ['tau.2e', '--regime', 'alpha*pF << Dx << Dz << eps'];

describe('--time-limit', () => {
  it('ends a series, and says how far it went', async () => {
    const { code, err } = await run('expand', ...HARD, '--time-limit', '0.01');
    expect(code).toBe(2);
    expect(err).toMatch(/^tau.2e: the time limit of 0.01 s is over at the relative weight \d+; give a longer --time-l/);
  });

  it('leaves a discovered term undecided', async () => {
    const { code, out } = await run('discover', ...HARD, '--time-limit', '0.01', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'undecided', reason: expect.stringContaining('0.01 s is over') });
  });

  it('ends a law with the samples that it has', async () => {
    const options = ['--law', 'boltzmann', '--seed', '1', '--runs', '100000', '--time-limit', '0.2', '--json'];
    const { code, out, err } = await run('laws', '--run', ...options);
    const [law] = JSON.parse(out).laws;
    expect(law).toMatchObject({ id: 'boltzmann', verdict: 'untested', ended: 'the time limit of 0.2 s is over' });
    expect(law.reason).toMatch(/effective samples of 100000.*; give a longer --time-limit$/);
    expect([code, err]).toEqual([1, '']);
  });
});
