import { describe, expect, test } from 'vitest';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { TENSORS } from '../../src/transport/tensors.js';
import {
  type AlignedLimit,
  alignedLimit,
  alignmentOf,
  leastTilt,
  turned,
  type Values,
} from '../../sweep/points/alignedLimit.js';
import { leastOf, reasonOf, unanswered } from '../../sweep/points/deepPoint.js';
import {
  digitsOf,
  ErrorBounds,
  emptyEstimate,
  MOST_DIGITS,
  OFFERED_LAYOUT,
  relativeError,
  SHIFT,
  sharedFor,
} from '../../sweep/points/doubleErrors.js';
import { type OfferedTensor, selectQuantities } from '../../sweep/points/selection.js';

const at = (entry: string): number => {
  const [tensor, index] = entry.split('.') as [OfferedTensor, string];
  return OFFERED_LAYOUT.at(tensor) + TENSORS[tensor].entries.indexOf(`${tensor}.${index}`);
};

interface Seen {
  /** Entries that are not one. */
  readonly values?: Readonly<Record<string, number>>;
  /** By how much entries change when the point is moved by rounding; others do not. */
  readonly changes?: Readonly<Record<string, number>>;
  readonly digits?: number;
  readonly residual?: number;
  readonly mx?: number;
  readonly mz?: number;
}

/** The error that is claimed for an entry of a point at which every tensor has entries of one size. */
function errorOf(entry: string, { values = {}, changes = {}, digits = 15, residual = 0, mx = 1, mz = 1 }: Seen = {}) {
  const tensor = entry.slice(0, entry.indexOf('.')) as OfferedTensor;
  const estimate = { ...emptyEstimate(), relative: relativeError(digits, residual) };
  estimate.values.fill(1);
  estimate.changes.fill(0);
  for (const [name, x] of Object.entries(values)) estimate.values[at(name)] = x;
  for (const [name, x] of Object.entries(changes)) estimate.changes[at(name)] = x;
  const bounds = new ErrorBounds([tensor]);
  bounds.load(estimate, mx, mz);
  return bounds.of(tensor, at(entry));
}

describe('the error of double precision', () => {
  test('is sixteen times what is seen, at least some units in the last place', () => {
    expect(SHIFT).toBe(2 ** -50);
    expect(errorOf('K.xx')).toBe(16 * SHIFT);
    expect(errorOf('K.xx', { values: { 'K.zy': -8 } })).toBe(16 * SHIFT * 8);
    expect(errorOf('sigma.xx', { values: { 'K.zy': 8 } })).toBe(16 * SHIFT);
  });

  test('is what two numbers of lines leave open: less where they agree as far as lines can make them', () => {
    expect(errorOf('K.xx', { digits: 6 }) / 16e-6).toBeCloseTo(1, 9);
    expect(errorOf('K.xx', { digits: 9.9 }) / (16 * 10 ** -9.9)).toBeCloseTo(1, 9);
    expect(errorOf('K.xx', { digits: 10 }) / (16 * 10 ** -12.5)).toBeCloseTo(1, 9);
  });

  test('asks two rules for a digit more than a row, or for as many as lines can make them share', () => {
    expect([1, 8, 9, 10, 15].map(sharedFor)).toEqual([10, 10, 10, 11, 11]);
  });

  test('is what charge conservation is missed by', () => {
    expect(errorOf('K.xx', { residual: 1e-7 }) / 16e-7).toBeCloseTo(1, 9);
  });

  test('is what moved values change, of any entry', () => {
    const changes = { 'K.zy': 1e-6 };
    expect(errorOf('K.xx', { changes }) / 16e-6).toBeCloseTo(1, 9);
    expect(errorOf('K.xx', { changes: { 'K.zy': -1e-6 } }) / 16e-6).toBeCloseTo(1, 9);
    expect(errorOf('sigma.xx', { changes })).toBe(16 * SHIFT);
  });

  test('of a part of the torque is that of K_J and of both parts', () => {
    for (const part of ['torqueEven', 'torqueOdd'] as const) {
      for (const other of ['torqueEven', 'torqueOdd', 'KJ'] as const)
        expect(errorOf(`${part}.xx`, { changes: { [`${other}.yy`]: 1e-6 } }) / 16e-6).toBeCloseTo(1, 9);
      expect(errorOf(`${part}.xx`, { values: { 'KJ.zx': 32 } })).toBe(16 * SHIFT * 32);
    }
    expect(errorOf('KJ.xx', { changes: { 'torqueEven.xx': 1e-6 } })).toBe(16 * SHIFT);
  });

  test('of an efficiency is that of K_J by its divisor, or its own change', () => {
    const divided = { mx: 0.5, mz: 0.25 };
    expect(['1e', '2e', '1o', '2o'].map((name) => errorOf(`tau.${name}`, divided) / (16 * SHIFT))).toEqual([
      4, 16, 4, 16,
    ]);
    const changes = { 'tau.1o': 1e-6 };
    expect(errorOf('tau.1o', { ...divided, changes }) / 16e-6).toBeCloseTo(1, 6);
    expect(errorOf('tau.1e', { ...divided, changes })).toBe(16 * SHIFT * 4);
    // tau of its neighbours is no error of K_J
    expect(errorOf('KJ.xx', { changes: { 'tau.1e': 1 } })).toBe(16 * SHIFT);
  });

  test('leaves whole digits, at most fifteen, and none of what is no number', () => {
    expect([digitsOf(1, 1e-8 / 1.01), digitsOf(-1, 1e-8 * 1.01), digitsOf(1, 0), digitsOf(1, 1e-30)]).toEqual([
      8, 7, 15, 15,
    ]);
    expect([digitsOf(1, 2), digitsOf(0, 1), digitsOf(Number.NaN, 1e-9), digitsOf(1, Number.NaN)]).toEqual([0, 0, 0, 0]);
    expect([digitsOf(10.1, 1), digitsOf(9.9, 1), MOST_DIGITS]).toEqual([1, 0, 15]);
  });
});

describe('a row', () => {
  test('holds the digits of the worst of what it has', () => {
    expect([leastOf([9, 7, Number.NaN]), leastOf([Number.NaN]), leastOf([])]).toEqual([7, Number.NaN, Number.NaN]);
  });

  test('without an answer says why, if the point is to blame', () => {
    expect(reasonOf(new NoCarriersError('none at eps = 1'))).toBe('no carriers: no band crosses the Fermi energy');
    expect([reasonOf(new InputError('a')), reasonOf(new AccuracyError('b')), reasonOf(new TypeError('c'))]).toEqual([
      'a',
      'b',
      undefined,
    ]);
    const { values, held, reason } = unanswered([{}, {}] as never, 'so');
    expect([values, held, reason]).toEqual([[Number.NaN, Number.NaN], [Number.NaN, Number.NaN], 'so']);
  });
});

describe('quantities by patterns', () => {
  const theory = loadTheory('rashba-ferromagnet');
  const names = (...patterns: string[]): string[] => selectQuantities(theory, patterns, false).map(({ name }) => name);

  test('are a name, a tensor or a text with *, each once, in the order in which they are asked', () => {
    expect(names('sigma.xy', 'K.zx,K.zy')).toEqual(['sigma.xy', 'K.zx', 'K.zy']);
    expect(names('tau')).toEqual(['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o']);
    expect(names('K')).toEqual(['K.xx', 'K.xy', 'K.yx', 'K.yy', 'K.zx', 'K.zy']);
    expect(names('*.zx', 'K.z*')).toEqual(['K.zx', 'KJ.zx', 'torqueEven.zx', 'torqueOdd.zx', 'K.zy']);
    expect(names(' K.xx , K.xx')).toEqual(['K.xx']);
    expect(selectQuantities(theory, ['tau.1o', 'KJ.zy'], false)).toEqual([
      { name: 'tau.1o', tensor: 'tau', place: 2 },
      { name: 'KJ.zy', tensor: 'KJ', place: 7 },
    ]);
  });

  test.each(['N', 'K.0x', 'KJ.0y', 'K.x', 'K?xx', 'k.xx', 'xK.xx', '', 'K.xx.', 'g.x.im'])(
    'refuses %j with what there is',
    (pattern) => {
      expect(() => names('K.xx', pattern)).toThrow(
        `--quantities ${pattern}: rashba-ferromagnet has K.* (K.zy ...), sigma.* (sigma.yy ...), KJ.* (KJ.zy ...), ` +
          'tau.* (tau.2o ...), torqueEven.* (torqueEven.zy ...), torqueOdd.* (torqueOdd.zy ...)',
      );
      expect(() => names(pattern)).toThrow(InputError);
    },
  );

  test('of a theory without m have no torque, and say so', () => {
    const { exchange: _, ...rest } = rashbaFerromagnet;
    const plain = new Theory({ ...rest, name: 'plain' });
    expect(selectQuantities(plain, ['K*'], false)).toHaveLength(12);
    for (const torque of ['tau', 'torqueEven.xx', 'torqueOdd'])
      expect(() => selectQuantities(plain, [torque], false)).toThrow(
        `--quantities ${torque}: plain has K.* (K.zy ...), sigma.* (sigma.yy ...), KJ.* (KJ.zy ...); ` +
          'it names no exchange field, so there is no torque',
      );
    expect(() => names('nix')).toThrow(/torqueOdd\.\* \(torqueOdd\.zy \.\.\.\)$/);
  });

  test('that need a cutoff are refused where sigma diverges', () => {
    expect(selectQuantities(theory, ['K'], true)).toHaveLength(6);
    for (const name of ['sigma.xx', 'KJ.xx', 'tau.1e', 'torqueEven.xx'])
      expect(() => selectQuantities(theory, ['K', name], true)).toThrow(
        `--quantities ${name}: at finite n it needs a hard cutoff, since the bare current bubble diverges; give ` +
          '--cutoff VALUE, or ask for K',
      );
  });
});

describe('the limit of tau where m is aligned', () => {
  const names = ['Dx', 'Dy', 'Dz'];
  /** Efficiencies by the square of the tilt of an exchange field along z; the tilts that were asked for. */
  const solver = (of: (square: number, tilt: number) => readonly number[] | undefined) => {
    const asked: number[] = [];
    const solve = ({ Dx, Dz, m }: Values) => {
      expect(m).toBe(2);
      expect(Math.hypot(Dx, Dz)).toBeCloseTo(0.3, 12);
      const tilt = Math.atan2(Dx, Dz);
      asked.push(tilt);
      return of(tilt ** 2, tilt);
    };
    return { asked, solve };
  };
  const along = { m: 2, Dx: 0, Dy: 0, Dz: 0.3 };

  test('is what a polynomial in the square of six tilts goes through on its way to zero', () => {
    const { asked, solve } = solver((x) => [1 + x, 2 - 3 * x ** 2, x ** 4, -5 + x ** 5]);
    const found = alignedLimit(along, names, solve);
    for (const [k, x] of [1, 2, 0, -5].entries()) expect(found?.tau[k]).toBeCloseTo(x, 10);
    expect([found?.reach, leastTilt(found as AlignedLimit)]).toEqual([0.2, 0.05]);
    expect(asked.map((tilt) => tilt / 0.2)).toEqual([0.25, 0.4, 0.55, 0.7, 0.85, 1].map((x) => expect.closeTo(x, 9)));
    // the last tilt changes what has the tenth power alone: by the product of the other squares
    const squares = [0.25, 0.4, 0.55, 0.7, 0.85].map((tilt) => (0.2 * tilt) ** 2);
    expect((found?.changes[3] ?? 0) / squares.reduce((a, b) => a * b)).toBeCloseTo(1, 3);
    expect(Math.max(...(found?.changes.slice(0, 3) ?? []))).toBeLessThan(1e-14);
  });

  test('is taken from smaller tilts until it is settled, and is that which the last tilt changes least', () => {
    const bent = (scale: number) => solver((x) => [1 / (1 + scale * x), 0, 0, 0]);
    const reaches = (scale: number): [number | undefined, number] => {
      const { asked, solve } = bent(scale);
      return [alignedLimit(along, names, solve)?.reach, asked.length / 6];
    };
    expect([reaches(0.01), reaches(10), reaches(1000)]).toEqual([
      [0.2, 1],
      [0.05, 2],
      [0.0125, 3],
    ]);
    const rough = solver((x, tilt) => [
      1 + x + (tilt < 0.15 && tilt > 0.03 ? 1e-6 * Math.sin(1e6 * tilt) : 0),
      0,
      0,
      0,
    ]);
    expect(alignedLimit(along, names, rough.solve)?.reach).toBe(0.0125);
    const rougher = solver((x, tilt) => [1 + x + (tilt < 0.04 ? 1e-5 : 1e-7) * Math.sin(1e6 * tilt), 0, 0, 0]);
    expect(alignedLimit(along, names, rougher.solve)?.reach).toBe(0.2);
    const { asked, solve } = bent(0.01);
    expect(alignedLimit(along, names, solve, 0.01)?.reach).toBe(0.01);
    expect(Math.max(...asked)).toBeCloseTo(0.01, 12);
  });

  test('is none where no tilt settles it, or where a tilt has no answer', () => {
    const noise = (size: number) => solver((_, tilt) => [3, 1 + size * Math.sin(1e6 * tilt), 0, 0]).solve;
    expect(alignedLimit(along, names, noise(1e-9))).toBeDefined();
    expect(alignedLimit(along, names, noise(1e-3))).toBeUndefined();
    for (const tau of [undefined, [1, Number.NaN, 0, 0], [1, Number.POSITIVE_INFINITY, 0, 0]])
      expect(alignedLimit(along, names, solver((_, tilt) => (tilt > 0.01 ? tau : [1, 1, 1, 1])).solve)).toBeUndefined();
    // beyond some tilt there is none
    const found = alignedLimit(along, names, solver((x, tilt) => (tilt > 0.1 ? undefined : [1, x, x, x])).solve);
    expect(found?.reach).toBe(0.05);
  });

  test('is sought where the exchange field is along z or in the plane', () => {
    expect(
      [
        [0, 0, 1],
        [0, 0, -1],
        [1, 0, 0],
        [0, 2, 0],
        [1, 2, 0],
      ].map(alignmentOf),
    ).toEqual([...['out-of-plane', 'out-of-plane'], ...['in-plane', 'in-plane', 'in-plane']]);
    expect(
      [
        [0, 0, 0],
        [1, 0, 1],
        [0, 1, 1],
        [1, 2, 3],
      ].map(alignmentOf),
    ).toEqual(Array(4).fill(undefined));
    const [s, c] = [Math.sin(0.1), Math.cos(0.1)];
    expect(turned([0, 0, 2], 0.1)).toEqual([2 * s, 0, 2 * c]);
    expect(turned([0, 0, -2], 0.1)).toEqual([2 * s, 0, -2 * c]);
    expect(turned([3, -4, 0], 0.1)).toEqual([3 * c, -4 * c, 5 * s]);
  });
});
