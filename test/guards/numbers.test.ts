import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { agreedDigits, isRoundedZero } from '../../src/solution/agreement.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { ZERO_DEPTH } from '../../src/solution/schedule.js';
import { limitsFrom, tilted } from '../../src/solution/tilt.js';
import { judge } from '../../src/solution/verdict.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { SelfConsistency } from '../../src/transport/selfConsistency.js';
import { SELF_ENERGY } from '../../src/transport/tensors.js';

const Wide = decimals(100);

test('digits that two numbers share are a bound of their distance, and the best one', () => {
  const numeral = fc.tuple(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.integer({ min: -400, max: 400 }));
  fc.assert(
    fc.property(numeral, fc.bigInt(1n, 10n ** 25n), ([digits, exponent], shift) => {
      const [a, b] = [`${digits}e${exponent}`, `${digits + shift}e${exponent}`];
      const agreed = agreedDigits(a, b, 60);
      const [x, y] = [new Wide(a), new Wide(b)];
      const apart = x.minus(y).abs().div(Wide.max(x.abs(), y.abs()));
      // no digit is no claim
      expect(agreed === 0 || apart.lte(Wide.pow(10, -agreed).times(1 + 1e-12))).toBe(true);
      expect(agreed === 0 || apart.gte(Wide.pow(10, -agreed).times(1 - 1e-12))).toBe(true);
    }),
  );
  expect(agreedDigits('1', '1', 25)).toBe(25);
});

test('a verdict takes the uncertainty of its residual against itself, on either side', () => {
  const bounds = { holdsBelow: 1e-8, refutedAbove: 1e-2 };
  const at = (residual: number, uncertainty: number) => judge({ residual, uncertainty, ...bounds });
  expect([at(1.1e-2, 0), at(1.1e-2, 9e-4), at(1.1e-2, 1.1e-3), at(1, 1)]).toEqual([
    'refuted',
    'refuted',
    'undecided',
    'undecided',
  ]);
  expect([at(0, 0), at(9e-9, 9e-10), at(9e-9, 2e-9), at(0, 1)]).toEqual(['holds', 'holds', 'undecided', 'undecided']);
  expect([at(Number.NaN, 0), at(0, Number.NaN), at(1, Number.POSITIVE_INFINITY)]).toEqual(Array(3).fill('undecided'));
});

test('a zero shrinks by 0.8 of the gained digits, at least 20 of them, and lies deep enough', () => {
  const one = new Wide(1);
  const zero = (coarse: string, fine: string, gained: number, depth = ZERO_DEPTH) =>
    isRoundedZero(coarse, fine, gained, one, depth);
  expect([zero('1e-50', '1e-90', 20), zero('1e-50', '1e-90', 19)]).toEqual([true, false]);
  expect([zero('1e-50', '1e-82', 40), zero('1e-50', '1.1e-82', 40)]).toEqual([true, false]);
  expect([zero('1e-8', '1e-40', 40), zero('1e-8', '1.1e-40', 40)]).toEqual([true, false]);
  expect([zero('1', '0', 1), isRoundedZero('1e-50', '1e-90', 40, new Wide(0), 40)]).toEqual([true, false]);
  expect(ZERO_DEPTH).toBe(40);
});

test('a tilt keeps the size of m and its side, and what lies below its error is zero', () => {
  const turned = (set: Record<string, string>, alignment: 'out-of-plane' | 'in-plane'): number[] => {
    const point = { m: '1', eps: '1', alpha: '0.3', u: '0.5', ...set };
    const problem = tilted(readProblem(loadTheory('rashba-ferromagnet'), { set: point }), alignment, '1e-3');
    return ['Dx', 'Dy', 'Dz'].map((name) => Number(problem?.parameters.values.get(name)));
  };
  const close = (found: number[], expected: number[]): void => {
    for (const [k, x] of found.entries()) expect(x).toBeCloseTo(expected[k], 9);
  };
  const [sin, cos] = [1e-3 / (1 + 2.5e-7), (1 - 2.5e-7) / (1 + 2.5e-7)];
  close(turned({ Dz: '0.6' }, 'out-of-plane'), [0.6 * sin, 0, 0.6 * cos]);
  close(turned({ Dz: '-0.6' }, 'out-of-plane'), [0.6 * sin, 0, -0.6 * cos]);
  close(turned({ Dx: '0.3', Dy: '-0.4' }, 'in-plane'), [0.3 * cos, -0.4 * cos, 0.5 * sin]);
  const numerals = { 'tau.1e': '2', 'tau.2e': '1.9e-6', 'tau.1o': '-2.1e-6', 'tau.2o': '0' };
  expect(Object.fromEntries(limitsFrom(new Map(Object.entries(numerals)), 6))).toEqual({
    ...numerals,
    'tau.1o': '-0.0000021',
    'tau.2e': '0',
  });
});

test('a self-consistency whose steps stay above rounding errors is not settled', () => {
  const field = new DoubleField();
  const settles = (noise: number): (() => void) => {
    const selfEnergy = field.vector(SELF_ENERGY.size);
    let sign = 1;
    const iteration = new SelfConsistency(field, selfEnergy, () => {
      sign = -sign;
      for (let k = 0; k < SELF_ENERGY.size; k++) selfEnergy[k] = 1 + k + sign * noise;
    });
    return () => iteration.solve();
  };
  expect(settles(1e-5)).toThrow(AccuracyError);
  expect(settles(1e-13)).not.toThrow();
});
