import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { prepare } from '../../src/solution/forecast.js';
import { Pass } from '../../src/solution/pass.js';
import { Passes } from '../../src/solution/passes.js';
import type { Forecast } from '../../src/solution/schedule.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { RESPONSE } from '../../src/transport/tensors.js';
import { A, rashba } from '../transport/problems.js';

beforeAll(loadMpfr);
afterEach(() => {
  vi.restoreAllMocks();
});

/** The forecast of runs on 8, 16, 32, ... lines that differ by these errors. */
function forecastOf(errors: readonly number[], zero?: number): Forecast {
  let [runs, value] = [0, 1];
  vi.spyOn(Pass.prototype, 'solve').mockImplementation(() => {
    const response = new Float64Array(RESPONSE.size).fill(value);
    if (zero !== undefined) response[zero] = 1e-12;
    value += errors[runs++] ?? 0;
    return response as never;
  });
  return prepare(rashba(A), 'mpfr', 15).forecast;
}

describe('the rate of convergence', () => {
  const rateOf = (...errors: number[]): number | undefined => forecastOf(errors).rate;

  test('is the digits per line of the first run that is good to six', () => {
    expect(rateOf(1e-8)).toBeCloseTo(8 / 8, 3);
    expect(rateOf(1e-2, 1e-3, 1e-7)).toBeCloseTo(7 / 32, 3);
    expect(rateOf(1.1e-6, 1e-10)).toBeCloseTo(10 / 16, 3);
  });

  test('is bounded by what double precision can see', () => {
    expect([rateOf(1e-15), rateOf(1e-3, 0)]).toEqual([13 / 8, 13 / 16]);
  });

  test('is unknown where more lines do not lower the errors, three times and more', () => {
    expect(rateOf(1e-3, 1e-3, 1e-3, 1e-8)).toBeCloseTo(8 / 64, 3);
    expect(rateOf(1e-3, 1e-3, 1e-3, 1e-3, 1e-8)).toBeUndefined();
    expect(rateOf(1e-1, 1e-2, 1e-3, 0.6e-3, 1e-8)).toBeUndefined();
    expect(rateOf(1e-1, 1.9e-3, 1e-2, 1e-3, 1e-8)).toBeUndefined();
    expect(rateOf(1e-3, 1e-2, 4e-3, 1e-3, 1e-8)).toBeCloseTo(8 / 128, 3);
    expect(forecastOf([1e-3, 1e-3, 1e-3, 1e-3]).mayVanish).toBe(true);
  });

  test('is low where two thousand lines are not enough', () => {
    const slow = forecastOf([1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-9]);
    expect([slow.rate, slow.mayVanish]).toEqual([6 / 2048, true]);
  });
});

describe('a component that may vanish', () => {
  const mayVanish = (tensor: 'K' | 'sigma', k: number): boolean =>
    forecastOf([1e-8], RESPONSE.places(tensor)[k]).mayVanish;

  test('is one of K or sigma that is zero to rounding, but not by the closure of the ladder', () => {
    expect(forecastOf([1e-8]).mayVanish).toBe(false);
    expect([mayVanish('K', 2), mayVanish('K', 7), mayVanish('sigma', 0), mayVanish('sigma', 3)]).toEqual(
      Array(4).fill(true),
    );
    // the response of the density
    expect([mayVanish('K', 0), mayVanish('K', 1)]).toEqual([false, false]);
  });
});

test('how the ladder is closed is said where the scheme does not conserve charge, and at a finite density', () => {
  const notes = (scheme: string, closure: 'full' | 'conserved', n?: string): string[] => {
    const problem = rashba({ ...A, ...(n && { n }) }, { scheme, ...(n && { limit: 'finite', cutoff: '50' }) });
    return [...new Passes(problem, { ...prepare(rashba(A), 'mpfr', 15), closure }, 15).notes];
  };
  expect([notes('gaussian', 'full'), notes('gaussian', 'conserved')]).toEqual([
    ['the Gaussian self-energy breaks charge conservation here: all four rows of the ladder are solved'],
    ['the spin part of Im g vanishes, so Gaussian equals first Born here'],
  ]);
  expect([notes('t-matrix', 'conserved'), notes('t-matrix', 'full'), notes('gaussian', 'full', '0.1')]).toEqual([
    [],
    [],
    [],
  ]);
  expect(notes('self-consistent', 'conserved', '0.1')).toEqual(['the density row closes the ladder (K_0b = 0)']);
});

test('what double precision does not resolve is prepared with more digits, and other errors are errors', () => {
  const failing = (error: Error) => () => {
    vi.restoreAllMocks();
    const digits: number[] = [];
    const survey = Pass.prototype.survey;
    vi.spyOn(Pass.prototype, 'survey').mockImplementation(function (this: Pass<never>) {
      digits.push(Math.floor(this.field.digits));
      if (this.field.name === 'double') throw error;
      return survey.call(this);
    });
    return { digits, found: prepare(rashba(A), 'mpfr', 20).forecast };
  };
  const { digits, found } = failing(new AccuracyError('no digit'))();
  expect([digits.length, digits[1] >= 80, found.rate, found.mayVanish]).toEqual([2, true, undefined, true]);
  expect(failing(new InputError('wrong'))).toThrow('wrong');
});
