import { afterEach, describe, expect, test, vi } from 'vitest';
import { type CompareOptions, compareData, type DataComparison } from '../../kit/data/compare.js';
import { comparedTensor, factorOf, type ParameterChange, RESPONSE_CHOICES } from '../../kit/data/conventions.js';
import { type Entries, Responses } from '../../kit/data/responses.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';

const theory = loadTheory('rashba-ferromagnet');
type Core = (parameters: Readonly<Record<string, string>>, change: ParameterChange) => Record<string, number>;

/** How often the core was asked, and with what effort. */
const asked = { count: 0, effort: {} as Record<string, unknown> };
const answer = (core: Core): void => {
  Object.assign(asked, { count: 0, effort: {} });
  vi.spyOn(Responses.prototype, 'at').mockImplementation(async function (this: Responses, parameters, change) {
    asked.count++;
    asked.effort = (this as unknown as { effort: Record<string, unknown> }).effort;
    const found = core(parameters, change);
    return ((entry) => found[entry] ?? Number.NaN) as Entries;
  });
};
afterEach(() => {
  vi.restoreAllMocks();
});

type Line = readonly [Record<string, string>, Record<string, number>, (Record<string, number> | undefined)?];
const compared = (lines: readonly Line[], options: Partial<CompareOptions> = {}): Promise<DataComparison> =>
  compareData(
    {
      path: 't.csv',
      rows: lines.map(([parameters, quantities, errors = {}], k) => ({
        line: k + 2,
        parameters,
        quantities: new Map(Object.entries(quantities)),
        errors: new Map(Object.entries(errors)),
      })),
      parameterNames: [...new Set(lines.flatMap(([parameters]) => Object.keys(parameters)))],
      quantityNames: [],
    },
    theory,
    { set: {}, tolerance: 0.01, ...options },
  );
const ids = ({ conventions }: DataComparison): string[] => conventions.map((set) => set.map(({ id }) => id).join(' '));
/** K.xy = -K.yx = eps, sigma.xx = 2 eps, whatever the sign of a coupling. */
const core: Core = ({ eps }) => {
  const x = Number(eps);
  return { 'K.xx': 0, 'K.xy': x, 'K.yx': -3 * x, 'K.yy': 0, 'K.zx': 0, 'K.zy': 0, 'sigma.xx': 2 * x, 'sigma.yy': 7 };
};
const at = (eps: number, quantities: Record<string, number>, errors?: Record<string, number>): Line => [
  { eps: String(eps) },
  quantities,
  errors,
];

describe('a number agrees', () => {
  const judged = async (quantities: Record<string, number>, errors?: Record<string, number>) =>
    (await compared([at(1, quantities, errors)], { asIs: true })).entries[0];

  test('within the tolerance, of its own size, with the digits that it shares', async () => {
    answer(core);
    const { verdict, conventions, groups, unexplained, unsolved, entries } = await compared([
      at(1, { 'K.xy': 1 }),
      at(2, { 'K.xy': 2.002 }),
    ]);
    expect({ verdict, conventions, groups, unexplained, unsolved }).toEqual({
      ...{ verdict: 'agree', conventions: [[]], groups: [], unexplained: [], unsolved: [] },
    });
    expect(entries).toEqual([
      { line: 2, entry: 'K.xy', given: 1, expected: 1, digits: 15, agrees: true },
      { line: 3, entry: 'K.xy', given: 2.002, expected: 2, digits: expect.closeTo(3, 9), agrees: true },
    ]);
    for (const x of [0.9901, 1.0099]) expect((await judged({ 'K.xy': x })).agrees).toBe(true);
    for (const x of [0.9899, 1.0101, -1, Number.NaN]) expect((await judged({ 'K.xy': x })).agrees).toBe(false);
    expect([(await judged({ 'K.xy': 30 })).digits, (await judged({ 'K.xy': Number.NaN })).digits]).toEqual([0, 0]);
    // what the core has not
    expect(await judged({ 'tau.1e': 1 })).toMatchObject({ expected: Number.NaN, digits: 0, agrees: false });
  });

  test('within three error bars beyond it', async () => {
    answer(core);
    expect((await judged({ 'K.xy': 1.3099 }, { 'K.xy': 0.1 })).agrees).toBe(true);
    expect((await judged({ 'K.xy': 1.3101 }, { 'K.xy': 0.1 })).agrees).toBe(false);
    expect((await judged({ 'K.xy': 1.3 }, { 'K.xx': 0.1 })).agrees).toBe(false);
  });

  test('with zero, by the tolerance of the largest entry of its tensor', async () => {
    answer(core);
    expect([await judged({ 'K.xx': 2.9e-4 }), await judged({ 'K.xx': -3.1e-4 })]).toMatchObject([
      { agrees: true, expected: 0 },
      { agrees: false, digits: expect.closeTo(1.986, 3) },
    ]);
    expect((await judged({ 'K.xx': 3e-5 })).digits).toBeCloseTo(3, 9);
  });

  test('if it can be compared at all', async () => {
    answer(core);
    await expect(judged({ 'N.xx': 1 })).rejects.toThrow(new InputError('N.xx is no quantity that can be compared'));
  });
});

describe('a convention', () => {
  const inConvention = (of: Record<string, number>, ...names: string[]): Record<string, number> => {
    const departures = RESPONSE_CHOICES.flat().filter(({ id }) => names.includes(id));
    const entries = Object.entries(of).map(([entry, x]) => {
      const tensor = comparedTensor(entry);
      return [entry, tensor ? x * factorOf(departures, tensor) : x];
    });
    return Object.fromEntries(entries);
  };
  const numbers = { 'K.xy': 1, 'K.yx': -3, 'sigma.xx': 2 };

  test('is the smallest that explains all rows, or all that are as small', async () => {
    answer(core);
    for (const names of [['half-spin'], ['charge', 'half-spin'], ['half-spin', 'planck', 'measure']])
      expect(ids(await compared([at(1, inConvention(numbers, ...names))]))).toContain(names.join(' '));
    const half = await compared([at(1, inConvention(numbers, 'half-spin')), at(2, { 'K.xy': 1 })]);
    expect([half.verdict, ids(half), half.entries[0]]).toEqual([
      'agree',
      ['half-spin'],
      { line: 2, entry: 'K.xy', given: 0.5, expected: 0.5, digits: 15, agrees: true },
    ]);
    expect(await compared([at(1, inConvention(numbers, 'half-spin'))], { asIs: true })).toMatchObject({
      ...{ verdict: 'differ', conventions: [], groups: [], unexplained: [2] },
    });
  });

  test('has at most four departures', async () => {
    // of another size in every one of them, so that no other set has the same numbers
    const all = ['charge', 'half-spin', 'planck', 'measure'];
    answer(core);
    expect(ids(await compared([at(1, inConvention(numbers, ...all))]))).toContain(all.join(' '));
    const { 'K.xy': yx, 'K.yx': xy, ...rest } = inConvention(numbers, ...all);
    answer((parameters, { flipped = [] }) => ({ ...core(parameters, {}), 'sigma.yy': flipped.length > 0 ? 8 : 7 }));
    const five = await compared([at(1, { ...rest, 'K.xy': xy, 'K.yx': yx })]);
    expect([five.verdict, five.unexplained]).toEqual(['differ', [2]]);
  });

  test('may change what the theory is asked for, once for every change', async () => {
    answer(({ eps }, { flipped = [] }) => ({ 'K.xy': Number(eps) * (flipped.includes('alpha') ? 5 : 1) }));
    expect(ids(await compared([at(1, { 'K.xy': 5 }), at(2, { 'K.xy': 10 })]))).toEqual(['sign-alpha']);
    answer(({ theta }, { degrees }) => ({ 'K.xy': Number(theta) * (degrees ? 7 : 1) }));
    expect(ids(await compared([[{ theta: '2' }, { 'K.xy': 14 }]]))).toEqual(['degrees']);
    expect((await compared([[{ eps: '2', Delta: '1' }, { 'K.xy': 14 }]])).verdict).toBe('differ');
    answer(core);
    await compared([at(1, { 'K.xy': 1 })]);
    expect(asked.count).toBe(1);
  });

  test('that gives the theory no answer explains nothing', async () => {
    answer(({ eps }, { flipped = [] }) => {
      if (flipped.length > 0) throw new AccuracyError('no digit');
      return { 'K.xy': Number(eps) };
    });
    const { verdict, unexplained, unsolved } = await compared([at(1, { 'K.xy': 0.77 })]);
    expect([verdict, unexplained, unsolved]).toEqual(['differ', [2], []]);
  });
});

describe('rows', () => {
  test('of different conventions are told apart: those that explain most first, the smaller ones first', async () => {
    answer(core);
    const lines = [1, -1, -1, 0.5, 1, -1].map((factor, k) => at(k + 1, { 'K.xy': factor * (k + 1) }));
    const mixed = await compared(lines);
    expect([mixed.verdict, mixed.conventions, mixed.unexplained]).toEqual(['mixed', [], []]);
    expect(mixed.groups.map(({ departures, lines }) => [departures.map(({ id }) => id).join(' '), lines])).toEqual([
      ['charge', [3, 4, 7]],
      ['', [2, 6]],
      ['half-spin', [5]],
    ]);
    // shown in the convention that explains most
    expect(mixed.entries.map(({ agrees }) => agrees)).toEqual([false, true, true, false, false, true]);
    const one = await compared([...lines, at(7, { 'K.xy': 0.123 })]);
    expect([one.verdict, one.unexplained]).toEqual(['differ', [8]]);
    expect(one.groups.flatMap(({ lines }) => lines).sort()).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test('at which the theory has no answer leave it open', async () => {
    const failing = (error: Error): void =>
      answer((parameters) => {
        if (parameters.eps === '2') throw error;
        return core(parameters, {});
      });
    const lines = [at(1, { 'K.xy': 1 }), at(2, { 'K.xy': 2 })];
    for (const error of [new NoCarriersError('none'), new AccuracyError('no digit'), new InputError('m = 0')]) {
      failing(error);
      const { verdict, unsolved, entries } = await compared(lines);
      expect([verdict, unsolved, entries.length]).toEqual(['undecided', [{ line: 3, reason: error.message }], 1]);
      expect((await compared([at(1, { 'K.xy': 5 }), lines[1]])).verdict).toBe('differ');
      await expect(compared([lines[1]])).rejects.toThrow(
        new InputError(`t.csv: no row can be solved: ${error.message}`),
      );
    }
    for (const error of [new InputError('unknown parameter "q"'), new TypeError('a mistake of ours')]) {
      failing(error);
      await expect(compared(lines)).rejects.toBe(error);
    }
  });

  test('are solved to two digits more than the tolerance, at least six, in the time that there is', async () => {
    answer(core);
    const effort = async (options: Partial<CompareOptions>): Promise<unknown> => {
      await compared([at(1, { 'K.xy': 1 })], options);
      return asked.effort;
    };
    expect([await effort({}), await effort({ tolerance: 1e-6 }), await effort({ tolerance: 3e-9 })]).toEqual([
      { digits: 6 },
      { digits: 8 },
      { digits: 11 },
    ]);
    const onWait = (): void => {};
    expect(await effort({ seconds: 5, onWait })).toEqual({ digits: 6, seconds: 5, onWait });
  });
});
