import { describe, expect, test } from 'vitest';
import { decimals } from '../../src/arithmetic/numeral.js';
import {
  agreedDigits,
  type Comparison,
  compareRuns,
  isRoundedZero,
  rounded,
  unknownIn,
  without,
} from '../../src/solution/agreement.js';
import { judge } from '../../src/solution/verdict.js';

const Wide = decimals(100);
const ZERO = { value: '0', agreed: Number.POSITIVE_INFINITY };

/** Two runs that share these numbers unless a pair says otherwise: [coarse, fine]. */
function comparedRuns(
  numbers: Record<string, string | readonly [string | undefined, string | undefined]>,
  { wanted = 20, zeroDepth = 40, digits = [60, 100], isDouble = false } = {},
): Comparison {
  const run = (k: 0 | 1) => ({
    digits: digits[k],
    numerals: new Map(
      Object.entries(numbers).flatMap(([name, given]) => {
        const text = typeof given === 'string' ? given : given[k];
        return text === undefined ? [] : [[name, text] as const];
      }),
    ),
  });
  return compareRuns(run(0), run(1), { wanted, zeroDepth }, isDouble);
}

describe('the digits that two numerals share', () => {
  test.each([
    ['1', '-1', 0],
    ['1', '0', 0],
    ['0', '0', 30],
    ['1', '1.0000000001', 10],
    ['-1.0000000001e-300', '-1e-300', 10],
    ['1', '1.0000000000000000000000000000000000000001', 30],
  ])('%s and %s', (a, b, expected) => {
    expect(agreedDigits(a, b, 30)).toBeCloseTo(expected, 6);
    expect(agreedDigits(b, a, 30)).toBeCloseTo(expected, 6);
  });

  test('are printed: at least one, and none that is not whole', () => {
    expect([rounded('1.23456', 3.9), rounded('1.23456', 0), rounded('1.23456', -2)]).toEqual(['1.23', '1', '1']);
  });
});

test('a zero without a scale or without gained digits is none, unless it is exactly zero', () => {
  expect(isRoundedZero('1e-90', '0', 0, new Wide(0), 40)).toBe(true);
  expect(isRoundedZero('0', '1e-90', 40, new Wide(1), 40)).toBe(false);
  expect(isRoundedZero('-1e-50', '-1e-90', 40, new Wide(1), 40)).toBe(true);
  expect(isRoundedZero('-1e-2', '-1e-35', 40, new Wide(1), 40)).toBe(false);
});

describe('two runs', () => {
  test('share no more digits than either of them worked with', () => {
    for (const digits of [
      [30, 50],
      [50, 30],
    ])
      expect(comparedRuns({ 'K.xy': '1.5' }, { digits }).agreed).toBe(30);
  });

  test('say nothing of a number that one of them has not', () => {
    const { quantities } = comparedRuns({ 'K.xy': '1', 'tau.1e': [undefined, '1'], 'tau.2e': ['1', undefined] });
    expect([...quantities.keys()]).toEqual(['K.xy']);
    const double = comparedRuns({ 'K.xy': '1', 'tau.1e': ['1', undefined] }, { isDouble: true });
    expect([...double.quantities.keys()]).toEqual(['K.xy']);
  });

  test('report the fine one, but double precision itself', () => {
    const pair = ['1.2345678901', '1.2345678902'] as const;
    const value = (isDouble: boolean) => comparedRuns({ 'K.xy': pair }, { isDouble }).quantities.get('K.xy')?.value;
    expect([value(false), value(true)]).toEqual([pair[1], pair[0]]);
  });

  test('print two digits more than they share, and at most six more than are asked', () => {
    const long = '1.23456789012345678901234567890123456789';
    const shown = (pair: readonly [string, string], wanted: number) =>
      comparedRuns({ 'K.xy': pair }, { wanted }).quantities.get('K.xy')?.value.length;
    // the length counts the point
    expect(shown([long, long], 5)).toBe(5 + 6 + 1);
    expect(shown(['1.2345678', long], 30)).toBe(7 + 2 + 1);
  });

  test('are as good as the worst of the numbers that a solve is for', () => {
    const { agreed, quantities } = comparedRuns({
      'K.xy': ['1', '1.00001'],
      'sigma.xx': '3',
      'N.xx': ['1', '1.01'],
      'K.xx': ['0', '0'],
    });
    expect(agreed).toBeCloseTo(5, 4);
    expect(quantities.get('N.xx')?.agreed).toBeCloseTo(2, 2);
    expect(quantities.get('K.xx')).toEqual(ZERO);
    expect(comparedRuns({ 'N.xx': ['1', '2'] }).agreed).toBe(Number.POSITIVE_INFINITY);
  });

  test('name the numbers of which they share no digit, and can go on without them', () => {
    const found = comparedRuns({
      'K.xy': ['1', '1.05'],
      'tau.1e': ['1', '7'],
      // 1/10 apart: one digit is shared
      'tau.2e': ['9', '10'],
      'N.xx': ['1', '7'],
    });
    expect(unknownIn(found)).toEqual(['tau.1e']);
    const rest = without(found, ['tau.1e']);
    expect([...rest.quantities.keys()]).toEqual(['K.xy', 'tau.2e', 'N.xx']);
    expect(rest.agreed).toBe(found.quantities.get('tau.2e')?.agreed);
  });
});

describe('what rounds to zero in two runs', () => {
  const around = { 'N.xx': '1e6', 'sigma.xx': '1e2' };

  test('is measured by the size of its tensor', () => {
    const found = (fine: string, neighbour: string) =>
      comparedRuns({ 'sigma.xy': ['1e-40', fine], 'sigma.xx': neighbour }).quantities.get('sigma.xy');
    // wanted 20 and 40 more: below 1e-60 of sigma.xx; the runs gain 40 digits: by 1e-32
    expect(found('1e-72', '1')).toEqual({ ...ZERO, below: '1e-40' });
    expect(found('1e-72', '-1')).toEqual({ ...ZERO, below: '1e-40' });
    expect(found('1e-72', '1e-12')).toEqual({ ...ZERO, below: '1e-40' });
    expect(found('1e-72', '1e-13')).toMatchObject({ value: '1e-72', agreed: 0 });
    expect(found('1e-71', '1')).toMatchObject({ value: '1e-71', agreed: 0 });
  });

  test.each([
    ['K.zx', 1e4],
    ['KJ.zx', 1e2],
    ['tau.1e', 1e2],
    ['torqueEven.xx', 1e2],
    ['torqueOdd.xx', 1e2],
    // what no answer is judged by is noise below the asked digits
    ['ward.x', 1e4],
    ['KJreversed.zx', 1e2],
  ])('%s has the natural scale %d if nothing else of its tensor is there', (name, scale) => {
    const judgesAnswers = !/^(ward|KJreversed)/.test(name);
    const value = (size: number): string | undefined => {
      const [coarse, fine] = judgesAnswers ? [1e-20, size * scale * 1e-60] : [size * scale * 1e-20, scale * 1e-21];
      return comparedRuns({ ...around, [name]: [`${coarse}`, `${fine}`] }).quantities.get(name)?.value;
    };
    // K and the residuals of conservation: sqrt(N sigma); per current: sqrt(N/sigma)
    expect(value(0.99)).toBe('0');
    expect(value(1.01)).not.toBe('0');
  });

  test('is no zero of a tensor without a natural scale that has nothing else', () => {
    expect(comparedRuns({ ...around, 'J.zx': ['1e-20', '1e-90'] }).quantities.get('J.zx')?.value).toBe('1e-90');
  });

  test('has the size of its own tensor where that is larger', () => {
    const value = (name: string, other: string) =>
      comparedRuns({ ...around, [name]: ['1e-20', '1e-54'], [other]: '1e6' }).quantities.get(name)?.value;
    expect([value('K.zx', 'K.xy'), value('KJ.zx', 'KJ.xy'), value('J.zx', 'J.xy')]).toEqual(['0', '0', '0']);
  });

  test('per current is measured by itself where no current flows', () => {
    const found = comparedRuns({ 'N.xx': '1e6', 'sigma.xx': '0', 'KJ.zx': ['1e-20', '1e-70'] }).quantities;
    expect(found.get('KJ.zx')?.value).toBe('1e-70');
  });

  test('is no zero once the asked digits are shared, however small', () => {
    const tiny = '1.2345678901234567890123456789e-400';
    const { quantities, agreed } = comparedRuns({ ...around, 'K.zx': tiny });
    expect(quantities.get('K.zx')?.value).toBe('1.2345678901234567890123457e-400');
    expect(agreed).toBe(60);
    const asked = comparedRuns({ ...around, 'K.zx': ['1', '1.00000000000000000001'] }, { wanted: 20 });
    expect(asked.quantities.get('K.zx')?.agreed).toBeCloseTo(20, 9);
  });

  test('is bounded by the larger of both runs, to two digits', () => {
    const below = (coarse: string, fine: string) =>
      comparedRuns({ ...around, 'K.zx': [coarse, fine] }).quantities.get('K.zx')?.below;
    expect(below('-1.237e-40', '1e-90')).toBe('1.2e-40');
    expect(below('1.237e-40', '-1e-90')).toBe('1.2e-40');
    const noise = comparedRuns({ 'N.xx': '1', 'N.xy': ['1e-30', '-3.21e-25'] }, { wanted: 20 }).quantities;
    expect(noise.get('N.xy')).toEqual({ ...ZERO, below: '3.2e-25' });
  });

  test('below all asked digits is a zero where no answer is judged by it, and only there', () => {
    const found = (name: string, coarse: string, fine: string) => {
      const tensor = name.slice(0, name.indexOf('.'));
      return comparedRuns({ [`${tensor}.xx`]: '1', [name]: [coarse, fine] }, { wanted: 20 }).quantities.get(name);
    };
    expect(found('N.xy', '1e-21', '9e-21')).toEqual({ ...ZERO, below: '9e-21' });
    expect(found('N.xy', '1e-21', '-1e-20')).toEqual({ ...ZERO, below: '1e-20' });
    expect(found('N.xy', '1e-21', '1.1e-20')?.value).not.toBe('0');
    // both runs must lie below
    expect(found('N.xy', '1.1e-20', '1e-21')?.value).not.toBe('0');
    // a digit is shared
    expect(found('N.xy', '9e-22', '1e-21')?.value).toBe('1e-21');
    expect(found('sigma.xy', '1e-21', '9e-21')?.value).not.toBe('0');
  });

  test('in double precision: at its rounding errors, where the exact run is far below', () => {
    const found = (coarse: string, fine: string, wanted = 8) =>
      comparedRuns(
        { 'sigma.xx': '1', 'sigma.xy': [coarse, fine] },
        { isDouble: true, digits: [16, 32], wanted },
      ).quantities.get('sigma.xy');
    expect(found('-1e-13', '1e-25')).toEqual({ ...ZERO, below: '1e-13' });
    expect(found('1e-13', '-1e-25')).toEqual({ ...ZERO, below: '1e-13' });
    expect(found('1.1e-13', '1e-25')?.value).toBe('1.1e-13');
    expect(found('1e-13', '1.1e-25')?.value).toBe('1e-13');
    // the asked digits are shared
    expect(found('1e-26', '1e-26', 16)).toEqual({ value: '1e-26', agreed: 16 });
    expect(found('1e-26', '1e-26', 17)).toEqual({ ...ZERO, below: '1e-26' });
    // gained 16 digits: the rule of the other fields would say no
    expect(found('1e-14', '0')).toEqual(ZERO);
  });
});

describe('a verdict', () => {
  const bounds = { holdsBelow: 1e-8, refutedAbove: 1e-2 };
  const at = (residual: number, uncertainty: number, within = bounds) => judge({ residual, uncertainty, ...within });

  test('is made at the bounds themselves', () => {
    expect([at(1e-8, 0), at(1e-2, 0), at(0, 1e-8)]).toEqual(['holds', 'refuted', 'holds']);
    const one = { holdsBelow: 1e-9, refutedAbove: 1e-9 };
    expect([at(1e-10, 0, one), at(1e-8, 0, one)]).toEqual(['holds', 'refuted']);
  });

  test('is not made of what is not finite, or of bounds that contradict each other', () => {
    const endless = { holdsBelow: Number.POSITIVE_INFINITY, refutedAbove: Number.POSITIVE_INFINITY };
    expect([
      at(Number.POSITIVE_INFINITY, 0),
      at(0, Number.POSITIVE_INFINITY, endless),
      at(1, 0, { holdsBelow: 1e-2, refutedAbove: 1e-8 }),
      at(0, 0, { holdsBelow: 1e-2, refutedAbove: 1e-8 }),
      at(0, 0, { holdsBelow: 1e-2, refutedAbove: Number.NaN }),
    ]).toEqual(Array(5).fill('undecided'));
  });
});
