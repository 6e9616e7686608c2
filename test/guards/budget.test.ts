import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FieldName } from '../../src/arithmetic/field.js';
import { Budget } from '../../src/solution/budget.js';
import { TimeError } from '../../src/solution/deadline.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { A, rashba } from '../transport/problems.js';

/** Seconds on a clock that stands still unless it is moved. */
let clock = 0;

beforeEach(() => {
  clock = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => 1000 * clock);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const FINITE = { limit: 'finite', cutoff: '50' };
const PLAN = { digits: 30, lines: 100 };

/** What compiling the programs of a field is expected to take. */
const START = 0.1;

/** What a run is expected to take beside. */
const expected = (...given: Parameters<typeof foreseen>): number => foreseen(...given) - START;

/** All that a run is expected to take, as it is said before it starts. */
function foreseen(plan = PLAN, field: FieldName = 'mpfr', set = {}, more = {}): number {
  let said = Number.NaN;
  const budget = new Budget(rashba({ ...A, ...set }, more), Number.POSITIVE_INFINITY, (_, seconds) => {
    said = seconds;
  });
  budget.during(field, plan, () => {});
  return said;
}

describe('what a run is expected to take', () => {
  test('grows with the lines, and with the digits of a field', () => {
    expect(expected({ digits: 30, lines: 200 }) / expected()).toBeCloseTo(2, 9);
    // 150 digits take twice the time of none
    const at = (digits: number): number => expected({ digits, lines: 100 });
    expect((at(450) - at(150)) / (at(150) - at(0))).toBeCloseTo(2, 9);
    expect(at(150) / at(0)).toBeCloseTo(2, 9);
    const decimal = (digits: number): number => expected({ digits, lines: 100 }, 'decimal');
    expect([decimal(0) / at(0), decimal(40) / decimal(0)].map((x) => Number(x.toFixed(6)))).toEqual([40, 2]);
    expect(expected({ digits: 16, lines: 100 }, 'double') / at(0)).toBeCloseTo(2e-9 / 1.5e-7, 9);
    expect(expected({ digits: 16, lines: 100 }, 'double')).toBeCloseTo(
      expected({ digits: 0, lines: 100 }, 'double'),
      12,
    );
  });

  test('is a second for some million operations of MPFR, and says so in its announcement', () => {
    // the roots of a quartic on a line are 2,560 operations, the formulas at them a few thousand
    const perLine = expected({ digits: 0, lines: 1 }) / 1.5e-7;
    expect(perLine).toBeGreaterThan(2560 + 500);
    expect(perLine).toBeLessThan(2560 + 10_000);
    const said: string[] = [];
    new Budget(rashba(A), 1e9, (message) => said.push(message)).during('mpfr', PLAN, () => {});
    expect(said).toEqual([
      `waiting for: K and sigma in mpfr, 100 lines, 30 digits, about ${Number((START + expected()).toPrecision(1))} s`,
    ]);
  });

  test('is more at a finite density, and ten times more where the self-energy is iterated', () => {
    const finite = expected(PLAN, 'mpfr', { n: '0.02' }, FINITE);
    const iterated = expected(PLAN, 'mpfr', { n: '0.02' }, { ...FINITE, scheme: 'self-consistent' });
    const roots = (2560 * 100 * 1.5e-7 * (1 + 30 / 150)) as number;
    expect(finite - expected()).toBeGreaterThan(roots);
    // ten times the roots and the dressed Green function
    expect(iterated - finite).toBeGreaterThan(10 * roots);
    expect(iterated - finite).toBeLessThan(60 * roots);
  });
});

describe('the time limit', () => {
  const seconds = (): number => foreseen();
  const during = (limit: number): number => new Budget(rashba(A), limit, () => {}).during('mpfr', PLAN, () => 7);

  test('refuses what would take four times as long, before it starts', () => {
    const least = seconds() / 4;
    expect(during(least)).toBe(7);
    expect(() => during(0.999 * least)).toThrow(TimeError);
    const about = Number(seconds().toPrecision(1));
    expect(() => during(0.0001)).toThrow(
      `the time limit of 0.0001 s is too short for 100 lines, 30 digits, about ${about} s`,
    );
    let ran = false;
    const budget = new Budget(rashba(A), 0.0001, () => {});
    expect(() =>
      budget.during('mpfr', PLAN, () => {
        ran = true;
      }),
    ).toThrow(AccuracyError);
    expect(ran).toBe(false);
  });

  test('believes what was measured in the same field', () => {
    const said: number[] = [];
    const budget = new Budget(rashba(A), 115, (_, wait) => said.push(wait));
    /** @returns what was expected */
    const run = (takes: number, plan = PLAN, field: FieldName = 'mpfr'): number =>
      budget.during(field, plan, () => {
        clock += takes;
        return said.at(-1) ?? Number.NaN;
      });
    expect(run(20)).toBeCloseTo(seconds(), 9);
    // as long as the last one, and there is time for it
    expect(run(10)).toBeCloseTo(20, 9);
    expect(run(30)).toBeCloseTo(10, 9);
    // another field is another matter
    expect(run(0, PLAN, 'double')).toBeLessThan(0.2);
    // 60 s are over, and 90 s
    expect(run(30)).toBeCloseTo(30, 9);
    expect(() => run(0)).toThrow(/too short for 100 lines, 30 digits, about 30 s/);
    // a smaller one still fits: it is compiling alone
    expect(() => run(1, { digits: 30, lines: 3 })).not.toThrow();
  });

  test('ends a run that is under way', () => {
    const budget = new Budget(rashba(A), 5, () => {});
    clock += 5;
    expect(() => budget.watch()).not.toThrow();
    clock += 0.01;
    expect(() => budget.watch()).toThrow('the time limit of 5 s is over');
    expect(() => budget.watch()).toThrow(TimeError);
  });
});
