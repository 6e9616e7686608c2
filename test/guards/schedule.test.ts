import { describe, expect, test } from 'vitest';
import { type Forecast, Schedule } from '../../src/solution/schedule.js';

const PLAIN: Forecast = { rate: 0.5, least: 6, mayVanish: false, zeroDepth: 40 };
const schedule = (forecast: Partial<Forecast> = {}, field: 'mpfr' | 'double' = 'mpfr', wanted = 30): Schedule =>
  new Schedule(field, wanted, { ...PLAIN, ...forecast });

describe('the first run', () => {
  test('has 18 guard digits and the lines that the rate needs for the asked digits and 8', () => {
    expect(schedule().first()).toEqual({ digits: 48, lines: 77 });
    expect(schedule({ rate: 0.5, least: 100 }).first().lines).toBe(100);
  });

  test('has lines for the guard digits too where something may vanish, a multiple of six', () => {
    // 48/0.5 + 1 = 97
    expect(schedule({ mayVanish: true }).first()).toEqual({ digits: 48, lines: 102 });
    // what depends on no direction needs no axes
    expect(schedule({ mayVanish: true, rate: Number.POSITIVE_INFINITY, least: 8 }).first().lines).toBe(8);
  });

  test('has a few lines where double precision could not tell', () => {
    expect(schedule({ rate: undefined }).first().lines).toBe(12);
    expect(schedule({ rate: undefined, least: 20 }).first().lines).toBe(20);
  });

  test('in double precision has lines for 18 digits', () => {
    expect(schedule({}, 'double').first()).toEqual({ digits: 16, lines: 37 });
  });
});

describe('the second run', () => {
  test('has ten digits and 15 % of lines more', () => {
    expect(schedule().second({ digits: 48, lines: 77 })).toEqual({ digits: 58, lines: 90 });
  });

  test('is as deep as a zero must be where something may vanish', () => {
    // 48 + 60 digits, and lines for all of them
    expect(schedule({ mayVanish: true, zeroDepth: 60 }).second({ digits: 48, lines: 102 })).toEqual({
      digits: 108,
      lines: 222,
    });
  });

  test('judges double precision with twice its digits', () => {
    expect(schedule({}, 'double').second({ digits: 16, lines: 37 })).toEqual({ digits: 32, lines: 44 });
    expect(schedule({ mayVanish: true }, 'double').second({ digits: 16, lines: 42 })).toEqual({
      digits: 32,
      lines: 66,
    });
  });
});

describe('a further run', () => {
  const next = (agreed: number, forecast: Partial<Forecast> = {}, plan = { digits: 58, lines: 100 }) =>
    schedule(forecast).next(plan, agreed);

  test('has what is missing and 12 digits more where a few digits are missing', () => {
    expect(next(25)).toEqual({ digits: 58 + 12 + 5, lines: Math.ceil(100 * (38 / 25)) });
    // at least 1.3 and at most 2.5 times the lines
    expect(next(30)?.lines).toBe(130);
    expect(next(2.5)).toEqual({ digits: Math.ceil(58 + 12 + 27.5), lines: 250 });
  });

  test('takes a large step where nothing agrees', () => {
    expect(next(0, { rate: undefined })).toEqual({ digits: Math.ceil(1.3 * 58 + 60), lines: 150 });
    expect(next(2, { rate: undefined })?.lines).toBe(150);
    // the lines that so many digits need
    expect(next(2)).toEqual({ digits: 136, lines: 136 / 0.5 + 1 });
    expect(next(0, {}, { digits: 58, lines: 10 })?.lines).toBe(136 / 0.5 + 1);
    expect(next(3, {}, { digits: 58, lines: 10 })?.lines).toBe(25);
  });

  test('lets a zero shrink by 24 digits', () => {
    expect(next(29, { mayVanish: true })).toEqual({ digits: 58 + 24, lines: 132 });
    expect(next(10, { mayVanish: true })?.digits).toBe(58 + 32);
    // lines that axes carry into each other
    expect(next(25, { mayVanish: true })?.lines).toBe(156);
  });

  test('is not beyond all means', () => {
    expect(next(30, {}, { digits: 100, lines: 15_384 })?.lines).toBe(20_000);
    expect(next(30, {}, { digits: 100, lines: 15_385 })).toBeUndefined();
    // lines times digits
    expect(next(30, {}, { digits: 1988, lines: 7692 })).toEqual({ digits: 2000, lines: 10_000 });
    expect(next(30, {}, { digits: 1989, lines: 7692 })).toBeUndefined();
  });
});
