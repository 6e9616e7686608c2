import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/solution/budget.js';
import { TimeError } from '../../src/solution/deadline.js';
import type { Problem } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';

const README = { m: '1', eps: '0.3', alpha: '0.8', Dz: '0.6', u: '0.5', n: '0.02' };
const finite = (set: Record<string, string>, scheme: string, cutoff = '50') =>
  readProblem(loadTheory('rashba-ferromagnet'), { set, scheme, limit: 'finite', cutoff });

describe('finite n', () => {
  it('has 50 digits self-consistently, the ones of fewer digits first', async () => {
    const problem = finite(README, 'self-consistent');
    const few = await solve(problem, { field: 'mpfr', digits: 15 });
    const many = await solve(problem, { field: 'mpfr', digits: 50 });
    expect(many.agreedDigits).toBe(50);
    expect(many.lines).toBeLessThanOrEqual(8);
    for (const name of ['K.xy', 'K.xx', 'sigma.xx', 'sigma.xy', 'tau.1e'])
      expect(many.quantities.get(name)?.value).toContain(few.quantities.get(name)?.value.slice(0, 15));
  });

  it('takes few lines where nothing depends on the direction, at any n', async () => {
    const set = { m: '1', eps: '1', alpha: '0.3', Dz: '0.1', u: '0.5', n: '1e-5' };
    const found = await solve(finite(set, 'first-born'), { field: 'mpfr', digits: 10 });
    expect(found.agreedDigits).toBe(10);
    expect(found.lines).toBeLessThanOrEqual(8);
  });

  it('ends where Dz is far below Dx', async () => {
    const set = { m: '1.08907', alpha: '0.259986', eps: '1.0777', Dx: '0.49321', Dz: '0.0037536', u: '0.109045' };
    const problem = finite({ ...set, n: '0.00109117' }, 'self-consistent', '60');
    const found = await solve(problem, { field: 'mpfr', digits: 15 });
    expect(found.agreedDigits).toBe(15);
    expect(found.notes.join()).toContain('edge current at the cutoff');
  });
});

describe('so many impurities that no state is left at eps', () => {
  it('is no carriers, not a singular ladder', async () => {
    const set = { m: '0.4', alpha: '0.8', Dz: '0', u: '22', eps: '0.3142', n: '0.4' };
    const crowded = solve(finite(set, 'self-consistent', '18'), { field: 'mpfr', digits: 10 });
    await expect(crowded).rejects.toThrow(/no carriers.*lower n or change eps/);
  });
});

describe('more unitary impurities than states inside the cutoff', () => {
  const holes = (n: string): Problem =>
    readProblem(loadTheory('examples/heavy-holes.yaml'), {
      set: { m: '2', l: '0.9', Dx: '-1', Dy: '-1.5', Dz: '0', u: 'inf', eps: '-1.8', n },
      limit: 'finite',
      scheme: 'self-consistent',
      cutoff: '0.190626643266',
    });
  it('are refused: Sigma = -n/g has no causal solution', () => {
    expect(() => holes('0.005')).toThrow(/^n = 0.005: .* cutoff\^2\/4 pi = 0.00289 .*; lower n or raise the cutoff$/);
    expect(() => holes('0.0029')).toThrow(/lower n/);
  });
  it('are not refused below that', () => {
    expect(holes('0.0028').scheme).toEqual({ kind: 'self-consistent' });
  });
  it('leave a response that symmetry forbids: zero at every count of lines, so that no run waits for it', async () => {
    const solution = await solve(
      readProblem(loadTheory('examples/heavy-holes.yaml'), {
        set: { m: '1', l: '0.05', Dx: '0.1', Dy: '0', Dz: '0.2', u: '0.5', eps: '1', n: '0.02' },
        limit: 'finite',
        scheme: 't-matrix',
        cutoff: '4',
      }),
      { field: 'mpfr', digits: 8 },
    );
    expect(solution.quantities.get('K.xy')).toMatchObject({ value: '0', agreed: Number.POSITIVE_INFINITY });
    expect(solution.lines % 6).toBe(0);
  });
});

describe('--time-limit', () => {
  it.each(['mpfr', 'decimal'])('ends with what was reached, and says how to go on: %s', async (field) => {
    const set = Object.entries({ ...README, Dx: '0.3' }).map(([name, value]) => `${name}=${value}`);
    const options = ['--limit', 'finite', '--scheme', 'self-consistent', '--cutoff', '50', '--digits', '400'];
    const found = await run('solve', '--set', ...set, ...options, '--field', field, '--time-limit', '0.5');
    expect(found.code).toBe(2);
    expect(found.err).toMatch(/time limit of 0.5 s .*asked 400 digits, reached 0; .*--time-limit/);
  });

  it('tells of every run before it starts, and changes no number', async () => {
    const heard: string[] = [];
    const onWait = (message: string): void => void heard.push(message);
    const problem = finite({ ...README, Dx: '0.3' }, 't-matrix');
    const limited = await solve(problem, { field: 'mpfr', digits: 10, seconds: 1000, onWait });
    const free = await solve(problem, { field: 'mpfr', digits: 10 });
    expect(limited).toEqual(free);
    expect(heard.length).toBeGreaterThan(1);
    expect(heard[0]).toMatch(/^waiting for: K and sigma in mpfr, \d+ lines, \d+ digits, about .* s$/);
  });

  it('must be positive', async () => {
    const { code, err } = await run('solve', '--set', 'm=1', '--time-limit', 'soon');
    expect([code, err]).toEqual([1, 'time limit soon: a positive number of seconds is expected\n']);
  });

  it('ends a run that takes longer than was thought', () => {
    const late = new Budget(finite(README, 't-matrix'), -1, () => {});
    expect(late.watch).toThrow(TimeError);
  });
});
