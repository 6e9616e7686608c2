import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EquationRow } from '../../ledger/kinds/equation.js';
import type { Context } from '../../ledger/language/context.js';
import type { Finding } from '../../ledger/language/judgement.js';
import type { AgreedNumber } from '../../src/solution/agreement.js';
import { loadTheory } from '../../src/theory/load.js';

/** What a solve finds, by what it is asked for, and what the other route does with it. */
type Solve = (
  asked: Record<string, unknown> & { set: Record<string, string> },
) => Record<string, Partial<AgreedNumber>>;
let solve: Solve = () => ({});
let dress: (name: string, value: string) => string = (_, value) => value;
const asked: unknown[] = [];
const solutions = {
  at: async (request: Parameters<Solve>[0]) => {
    asked.push(request);
    const quantities = Object.entries(solve(request)).map(
      ([name, number]) => [name, { value: '0', agreed: Number.POSITIVE_INFINITY, ...number }] as const,
    );
    return {
      problem: { parameters: { values: new Map(Object.entries(request.set)) } },
      solution: { agreedDigits: Number(request.set.digits ?? 30), quantities: new Map(quantities) },
    };
  },
};
const CURRENT_VERTEX = '../../ledger/language/currentVertex.js';
type Solved = Awaited<ReturnType<typeof solutions.at>>;
const currentVertex = {
  bubblesOf: (solved: Solved) => solved,
  throughCurrentVertex: ({ solution }: Solved) =>
    new Map(
      [...solution.quantities].flatMap(([name, { value }]) =>
        /^(K|sigma)\./.test(name) ? [[name, dress(name, value)] as const] : [],
      ),
    ),
};

type Equations = typeof import('../../ledger/kinds/equation.js');
let { faults, judge, references, schema } = {} as Equations;
let { AccuracyError } = {} as typeof import('../../src/theory/errors.js');
// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  vi.doMock(CURRENT_VERTEX, () => currentVertex);
  ({ faults, judge, references, schema } = await import('../../ledger/kinds/equation.js'));
  ({ AccuracyError } = await import('../../src/theory/errors.js'));
});
afterAll(() => {
  vi.doUnmock(CURRENT_VERTEX);
  vi.resetModules();
});
beforeEach(() => {
  asked.length = 0;
  solve = () => ({});
  dress = (_, value) => value;
});

const rowOf = (row: Record<string, unknown>): EquationRow =>
  schema.parse({
    ...{ id: 'row', kind: 'equation', source: { place: 'x' }, expect: { verdict: 'holds', why: 'y' }, at: ['here'] },
    ...row,
  });
const found = (row: Record<string, unknown>): Promise<Finding> =>
  judge(rowOf(row), {
    vocabulary: { points: { here: { x: '1', eps: '4' }, there: { x: '2', digits: '20' } }, ranges: {} },
    theory: loadTheory('rashba-ferromagnet'),
    ...{ solutions, seed: 1, profile: 'quick' },
  } as unknown as Context);
const routes = async (row: Record<string, unknown>) => (await found(row)).routes;
const evidence = async (row: Record<string, unknown>) => (await routes(row))[0].evidence;

describe('the difference of two sides', () => {
  test('is measured against the size of both, or against what the row says', async () => {
    solve = () => ({ 'K.xy': { value: '3' }, 'K.yx': { value: '-5' }, 'sigma.xx': { value: '-16' } });
    const sides = { left: 'K.xy', right: 'K.yx' };
    const bounds = { holdsBelow: 1e-24, refutedAbove: 1e-8, uncertainty: 0 };
    expect(await evidence(sides)).toEqual({ residual: 1, ...bounds });
    expect(await evidence({ ...sides, scale: 'sigma.xx' })).toEqual({ residual: 0.5, ...bounds });
    expect(await evidence({ ...sides, right: '-K.yx' })).toEqual({ residual: 0.25, ...bounds });
    expect((await evidence({ ...sides, scale: '0' })).residual).toBeNaN();
  });

  test('is as uncertain as the numbers that it mentions', async () => {
    solve = () => ({
      'K.xy': { value: '-3', agreed: 10.7 },
      'K.yx': { value: '5', agreed: 9 },
      'K.xx': { value: '0', below: '1e-9' },
      'sigma.xx': { value: '1', agreed: 2 },
    });
    const open = async (left: string, right: string): Promise<number> =>
      (await evidence({ left, right, scale: '1' })).uncertainty;
    expect(await open('K.xy', 'K.yx')).toBeCloseTo(3e-10 + 5e-9, 14);
    expect(await open('2*K.xy', '1')).toBeCloseTo(6e-10, 14);
    expect(await open('K.xx', '0')).toBeCloseTo(1e-9, 14);
    expect(await open('x', '1')).toBe(0);
    expect((await evidence({ left: 'K.xx', right: '0', scale: '10' })).uncertainty).toBeCloseTo(1e-10, 14);
  });

  test('from a printed number is measured in its tolerance', async () => {
    solve = () => ({ 'K.xy': { value: '2.5', agreed: 10 } });
    const printed = { left: 'K.xy', right: '3 +- 0.25' };
    expect(await evidence(printed)).toEqual({
      ...{ residual: 2, holdsBelow: 1, refutedAbove: 1, uncertainty: expect.closeTo(1e-9, 14) },
    });
    const [{ measured }] = await routes(printed);
    expect(measured).toBe('off by -2.0e+0 tolerances (1 places, the worst is here: x=1 eps=4)');
  });

  test('says how large it is, or what it is below', async () => {
    solve = ({ set }) => ({ 'K.xy': { value: set.x, agreed: 12 } });
    const { computed, tables, routes: both } = await found({ left: '3*K.xy', right: '1', scale: '4' });
    expect([computed, both[0].measured]).toEqual(
      Array(2).fill('off by 5.0e-1 (1 places, the worst is here: x=1 eps=4)'),
    );
    expect(tables).toEqual([
      {
        title: 'where it was tried',
        columns: ['place', '3*K.xy', '1', 'off by'],
        rows: [['here: x=1 eps=4', '3.00000000000', '1.00000000000', 0.5]],
      },
    ]);
    expect((await routes({ left: 'K.xy', right: '1' }))[0].measured).toMatch(/^off by < 5e-13 \(/);
    expect((await routes({ left: 'x', right: '1' }))[0].measured).toMatch(/^off by < 1e-300 \(/);
  });
});

describe('a relation', () => {
  const at = (relation: string, x: string, more: object = {}) => {
    solve = () => ({ 'K.xy': { value: x, ...more } });
    return evidence({ left: 'K.xy', right: '0', scale: '1', relation });
  };

  test('that orders both sides has a sign', async () => {
    const band = { holdsBelow: -1e-24, refutedAbove: 0, uncertainty: 0 };
    expect([await at('<', '-0.5'), await at('<', '0.5')]).toEqual([
      { residual: -0.5, ...band },
      { residual: 0.5, ...band },
    ]);
    expect([await at('>', '-0.5'), await at('>', '0.5')]).toEqual([
      { residual: 0.5, ...band },
      { residual: -0.5, ...band },
    ]);
    expect((await at('>', '0.5', { agreed: 3 })).uncertainty).toBeCloseTo(5e-4, 14);
  });

  test('that sides differ is the nearer to refutation the nearer they are', async () => {
    const band = { holdsBelow: 1e8, refutedAbove: 1 / 1e-24 };
    expect(await at('!=', '-0.5')).toEqual({ residual: 2, uncertainty: 0, ...band });
    const open = await at('!=', '0.5', { agreed: 1 });
    expect([open.residual, open.uncertainty]).toEqual([2, expect.closeTo(1 / 0.45 - 2, 12)]);
    // lost in what the numbers leave open: as near as that
    expect(await at('!=', '0', { below: '1e-9' })).toEqual({
      residual: expect.closeTo(1e9, 0),
      uncertainty: 0,
      ...band,
    });
    expect((await at('!=', '0')).residual).toBe(1 / 1e-300);
  });
});

describe('places', () => {
  const two = { at: ['here', 'there'], left: 'K.xy', right: '1', scale: '1' };

  test('are judged by the worst of them, in either order', async () => {
    for (const places of [two.at, [...two.at].reverse()]) {
      solve = ({ set }) => ({ 'K.xy': { value: set.x, agreed: set.x === '1' ? 2 : 9 } });
      const [{ evidence: worst, digits, measured }] = await routes({ ...two, at: places });
      expect([worst.residual, worst.uncertainty, digits]).toEqual([1, expect.closeTo(2e-9, 14), 20]);
      expect(measured).toBe('off by 1.0e+0 (2 places, the worst is there: x=2 digits=20)');
      // of places that are as bad, the less certain one counts
      solve = ({ set }) => ({
        'K.xy': { value: set.x === '1' ? '0' : '2', agreed: 3, ...(set.x === '1' && { below: '1e-9' }) },
      });
      expect((await routes({ ...two, at: places }))[0].evidence.uncertainty).toBeCloseTo(2e-3, 12);
      // what is no number is worse than any
      solve = ({ set }) => ({ 'K.xy': { value: '7' }, 'K.xx': { value: set.x === '1' ? '0' : '1' } });
      expect((await routes({ ...two, at: places, scale: 'K.xx' }))[0].evidence.residual).toBeNaN();
    }
  });

  test('are solved as the row says, and otherwise beside it', async () => {
    solve = ({ set, scheme }) => ({ 'K.xy': { value: scheme === undefined ? '10' : set.x } });
    const beside = { other: { set: { x: '6', eps: '3 eps' }, scheme: 'born:3' }, plain: {} };
    const row = { ...two, at: ['here'], set: { eps: '2 eps' }, limit: 'finite', cutoff: '9', beside };
    expect(await evidence({ ...row, right: 'other.K.xy + plain.K.xy + other.x', scale: '1' })).toMatchObject({
      // 10 of the row, 6 of the one with a scheme, 10 of the plain one, and x = 6
      residual: 12,
    });
    expect(asked).toStrictEqual([
      { set: { x: '1', eps: '2 (4)' }, limit: 'finite', cutoff: '9' },
      { set: { x: '6', eps: '3 (4)' }, scheme: 'born:3' },
      { set: { x: '1', eps: '4' } },
    ]);
  });

  test('are solved in the scheme of the row', async () => {
    solve = () => ({ 'K.xy': { value: '1' } });
    await evidence({ ...two, at: ['here'], scheme: 'born:2' });
    expect(asked).toStrictEqual([{ set: { x: '1', eps: '4' }, scheme: 'born:2' }]);
  });

  test('that cannot be solved leave the row open', async () => {
    solve = () => {
      throw new AccuracyError('no digit');
    };
    expect(await found(two)).toEqual({ routes: [], reason: 'no digit' });
  });
});

test('the second route has its own K and sigma, and the rest of the solve', async () => {
  solve = () => ({ 'K.xy': { value: '2', agreed: 5 }, 'N.xx': { value: '7', agreed: 5 } });
  dress = (_, value) => String(2 * Number(value));
  const [spin, current] = await routes({ left: 'K.xy + N.xx', right: '0', scale: '1' });
  expect([spin.name, spin.evidence.residual, current.name, current.evidence.residual]).toEqual([
    ...['diagrams', 9, 'current vertex', 11],
  ]);
  // with the digits of the solve
  expect(spin.evidence.uncertainty).toBeCloseTo(9e-5, 12);
  expect(current.evidence.uncertainty).toBeCloseTo(4e-30 + 7e-5, 12);
});

describe('a row', () => {
  test('has a right side that can be read, and places', () => {
    const wrong = (row: Record<string, unknown>) => faults(rowOf({ left: '1', right: '1', ...row }));
    expect([wrong({}), wrong({ at: [], over: ['r'] })]).toEqual([[], []]);
    expect(wrong({ at: [] })).toEqual([{ field: 'at', message: 'give points (at) or ranges of samples (over)' }]);
    expect(wrong({ right: '1 +- ' })).toEqual([
      { field: 'right', message: expect.stringMatching(/^right: "1 \+- ": a value/) },
    ]);
    expect(references(rowOf({ left: '1', right: '1', at: ['a', 'b'], over: ['c'] }))).toEqual([
      { table: 'points', name: 'a' },
      { table: 'points', name: 'b' },
      { table: 'ranges', name: 'c' },
    ]);
  });

  test.each([
    { beside: { '1a': {} } },
    { beside: { 'a-b': {} } },
    { beside: { a: { more: '1' } } },
    { relation: '<=' },
    { more: 1 },
    { kind: 'curve' },
  ])('is refused with %j', (row) => {
    expect(() => rowOf({ left: '1', right: '1', ...row })).toThrow();
  });
});
