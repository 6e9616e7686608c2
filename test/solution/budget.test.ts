import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { Budget } from '../../src/solution/budget.js';
import { TimeError } from '../../src/solution/deadline.js';
import { prepare } from '../../src/solution/forecast.js';
import { Pass } from '../../src/solution/pass.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';

const problem = readProblem(loadTheory('rashba-ferromagnet'), {
  set: { m: '1', eps: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', u: '0.5' },
});

beforeAll(loadMpfr);

describe('the time of a solve', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is not foreseen in one field by what another field took: compiling says nothing of the work', () => {
    const told: number[] = [];
    const budget = new Budget(problem, 60, (_, seconds) => told.push(seconds));
    budget.during('double', { lines: 24, digits: 16 }, () => vi.advanceTimersByTime(900));
    expect(budget.during('mpfr', { lines: 54, digits: 32 }, () => 'done')).toBe('done');
    expect(told[1]).toBeLessThan(2);
    // a machine that is busy is slow in every run of the field
    budget.during('mpfr', { lines: 54, digits: 32 }, () => vi.advanceTimersByTime(3000));
    budget.during('mpfr', { lines: 54, digits: 32 }, () => {});
    expect(told[3]).toBeCloseTo(3, 1);
  });

  it('is told within a second of a wait that was expected to be short, and once', () => {
    const told: string[] = [];
    const budget = new Budget(problem, 60, (message, seconds) => {
      if (seconds >= 1) told.push(message);
    });
    const lines = (count: number): void => {
      for (let line = 0; line < count; line++) {
        vi.advanceTimersByTime(400);
        budget.watch();
      }
    };
    lines(7);
    expect(told).toEqual(['waiting for: Fermi contours and the lines that they need']);
    budget.during('mpfr', { lines: 54, digits: 32 }, () => lines(7));
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^waiting for: K and sigma in mpfr, 54 lines, 32 digits/);
  });

  it('is over before a run that begins after it', () => {
    const budget = new Budget(problem, 5, () => {});
    vi.advanceTimersByTime(6000);
    expect(() => budget.during('mpfr', { lines: 24, digits: 32 }, () => {})).toThrow(/^the time limit of 5 s is over$/);
  });
});

describe('a time limit', () => {
  const late = (): never => {
    throw new TimeError('late');
  };
  it('ends a survey', () => {
    expect(() => new Pass({ ...problem, watch: late }, new DoubleField()).survey()).toThrow(TimeError);
  });
  it('ends a run of the dilute limit on any of its lines', () => {
    let lines = 0;
    const watch = (): void => void (++lines > 12 && late());
    const pass = new Pass({ ...problem, watch }, new DoubleField());
    const directions = new Pass(problem, new DoubleField()).directions({ tangents: [], flat: [] } as never, 24);
    expect(() => pass.solve(directions, 'conserved')).toThrow(TimeError);
    expect(lines).toBe(13);
  });
  it('ends the preparation, which does not try again with more digits', () => {
    expect(() => prepare({ ...problem, watch: late }, 'mpfr', 15)).toThrow(TimeError);
  });
});
