import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Context } from '../../ledger/language/context.js';
import type { Finding } from '../../ledger/language/judgement.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { loadTheory } from '../../src/theory/load.js';

type Values = Record<string, number>;
/** What the three ways of a curve find at a place, and who was asked for what. */
const ways = {
  double: (x: number): Values | undefined => ({ K_xy: x }),
  dressed: (x: number): Values | undefined => ({ K_xy: x }),
  precise: (x: number): Record<string, string> => ({ 'K.xy': String(x) }),
};
const seen = { made: [] as unknown[], double: [] as number[], dressed: [] as number[], asked: [] as unknown[] };
class Sweep {
  constructor(theory: { name: string }, row: object, plan: object, variant: unknown) {
    const { set, scheme, cutoff, velocity } = row as Record<string, unknown>;
    seen.made.push({ theory: theory.name, set, scheme, cutoff, velocity, plan, variant });
  }
  valuesAt(x: number): Values | undefined {
    seen.double.push(x);
    return ways.double(x);
  }
  dressedAt(x: number): Values | undefined {
    seen.dressed.push(x);
    return ways.dressed(x);
  }
  edges(): { x: number }[] {
    return [0.2, 0.3, 0.35, 0.4].map((x) => ({ x }));
  }
}
const MADE_UP = {
  '../../ledger/figures/sweep.js': { Sweep, VELOCITY: { energy: 1, length: 1 } },
  '../../ledger/language/currentVertex.js': {
    bubblesOf: (solved: unknown) => solved,
    throughCurrentVertex: ({ dressed }: { dressed: Record<string, string> }) => new Map(Object.entries(dressed)),
  },
};
type Curves = typeof import('../../ledger/kinds/curve.js');
let { judge, references, scanOf, schema } = {} as Curves;
let errors = {} as typeof import('../../src/theory/errors.js');

// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  for (const [path, module] of Object.entries(MADE_UP)) vi.doMock(path, () => module);
  ({ judge, references, scanOf, schema } = await import('../../ledger/kinds/curve.js'));
  errors = await import('../../src/theory/errors.js');
});
afterAll(() => {
  for (const path of Object.keys(MADE_UP)) vi.doUnmock(path);
  vi.resetModules();
});
beforeEach(() => {
  ways.double = (x) => ({ K_xy: x });
  ways.dressed = (x) => ({ K_xy: x });
  ways.precise = (x) => ({ 'K.xy': String(x) });
  Object.assign(seen, { made: [], double: [], dressed: [], asked: [] });
});

const rowOf = (row: Record<string, unknown>) =>
  schema.parse({
    ...{ id: 'row', kind: 'curve', source: { place: 'x' }, expect: { verdict: 'holds', why: 'y' }, set: { m: '1' } },
    ...{ sweep: { parameter: 'eps', unit: 'meV', from: 0.2, to: 0.4 }, of: 'K.xy', shape: { kind: 'rises' } },
    ...row,
  });
const PANELS = {
  fig: {
    set: { m: '7', u: '2' },
    scheme: 'born:2',
    cutoff: '9',
    velocity: '3',
    scan: { parameter: 'u', values: ['1', '4'] },
  },
  plain: { set: { u: '2' } },
};
const contextOf = (profile: 'quick' | 'full'): Context =>
  ({
    ...{ theory: loadTheory('rashba-ferromagnet'), variant: { odd: true }, profile, digits: 33 },
    vocabulary: { panels: PANELS },
    solutions: {
      at: async (request: { set: Record<string, string> }) => {
        seen.asked.push(request);
        const quantities = ways.precise(Number(request.set.eps.split(' ')[0]));
        return {
          problem: { parameters: { values: new Map([['m', '5']]) } },
          solution: { quantities: new Map(Object.entries(quantities).map(([name, value]) => [name, { value }])) },
          dressed: Object.fromEntries(Object.entries(quantities).filter(([name]) => name.startsWith('K'))),
        };
      },
    },
  }) as unknown as Context;
const found = (row: Record<string, unknown>, profile: 'quick' | 'full' = 'quick'): Promise<Finding> =>
  judge(rowOf(row), contextOf(profile));
const residuals = ({ routes }: Finding): number[] => routes.map(({ evidence }) => evidence.residual);

describe('a curve', () => {
  test('is followed on two routes, with the digits of each', async () => {
    const quick = await found({});
    expect(quick.routes.map(({ name, digits }) => [name, digits])).toEqual([
      ['diagrams', 10],
      ['current vertex', 10],
    ]);
    expect([residuals(quick), seen.double.length, seen.dressed.length, seen.asked.length]).toEqual([[0, 0], 49, 25, 0]);
    expect(quick.computed).toBe(quick.routes[0].measured);
    expect(quick.tables).toEqual([
      { title: 'K.xy', columns: ['eps meV', 'K.xy'], rows: seen.double.map((x) => [x, x]), plot: 'linear' },
    ]);
    const full = await found({}, 'full');
    expect(full.routes.map(({ name, digits }) => [name, digits])).toEqual([
      ['diagrams', 10],
      ['current vertex', 33],
    ]);
    expect([seen.double.length, seen.dressed.length, seen.asked.length]).toEqual([49 + 97, 25, 17]);
  });

  test('is judged by each route alone', async () => {
    ways.double = (x) => ({ K_xy: -x });
    const [first, second] = residuals(await found({}));
    expect([first > 0, second]).toEqual([true, 0]);
    ways.double = (x) => ({ K_xy: x });
    ways.dressed = (x) => ({ K_xy: -x });
    expect(residuals(await found({}))[1]).toBeGreaterThan(0);
    ways.precise = (x) => ({ 'K.xy': String(-x) });
    expect(residuals(await found({}, 'full'))[1]).toBeGreaterThan(0);
  });

  test('has no value where a route has none', async () => {
    ways.double = () => undefined;
    expect(residuals(await found({}))).toEqual([Number.NaN, 0]);
    ways.double = (x) => ({ K_xy: x });
    ways.dressed = () => undefined;
    expect(residuals(await found({}))).toEqual([0, Number.NaN]);
    for (const error of [new errors.AccuracyError('no digit'), new errors.NoCarriersError('none')]) {
      ways.precise = () => {
        throw error;
      };
      expect(residuals(await found({}, 'full'))).toEqual([0, Number.NaN]);
    }
    ways.precise = () => {
      throw new errors.InputError('wrong');
    };
    await expect(found({}, 'full')).rejects.toThrow('wrong');
  });

  test('is solved precisely once a place, with the parameters and the velocity of the row', async () => {
    ways.precise = (x) => ({ 'K.xy': String(x), 'N.xx': '10' });
    ways.double = (x) => ({ K_xy: x, N_xx: 10, m: 5, v: 3 });
    const row = {
      of: 'K.xy + N.xx*m*v',
      velocity: '3',
      scheme: 'born:3',
      cutoff: '8',
      shape: { kind: 'bounded', least: 150 },
    };
    expect(residuals(await found(row, 'full'))).toEqual([0, 0]);
    expect(residuals(await found({ ...row, shape: { kind: 'bounded', most: 100 } }, 'full'))[1]).toBeGreaterThan(0.5);
    expect(seen.asked[0]).toEqual({
      ...{ set: { m: '1', eps: expect.stringMatching(/^0\.2\d* meV$/) }, scheme: 'born:3', cutoff: '8' },
    });
    seen.asked = [];
    await found({ sweep: { parameter: 'eps', from: 0.2, to: 0.4 } }, 'full');
    expect(seen.asked[0]).toMatchObject({ set: { eps: expect.stringMatching(/^0\.2\d*$/) } });
    expect(new Set(seen.asked.map((request) => JSON.stringify(request))).size).toBe(seen.asked.length);
  });

  test('jumps at the edges inside its range alone', async () => {
    const places = async (kind: string): Promise<number[]> => {
      seen.double = [];
      await found({ shape: { kind } });
      return seen.double;
    };
    const near = (list: readonly number[], x: number): boolean => list.some((y) => y !== x && Math.abs(y - x) < 1e-4);
    const asked = await places('jumps');
    expect([0.2, 0.3, 0.35, 0.4].map((x) => near(asked, x))).toEqual([false, true, true, false]);
    expect(near(await places('rises'), 0.3)).toBe(false);
  });

  test('lies inside the bounds of the theory, with both of its ends', async () => {
    const { Theory } = await import('../../src/theory/theory.js');
    const at = (from: number, to: number) => {
      const ranges = { eps: { from: 0.0002, to: 0.0004 } };
      const theory = new Theory({ ...rashbaFerromagnet, ranges });
      const set = { m: '1 m_e', alpha: '1 eV nm', u: '1 eV nm^2' };
      return judge(rowOf({ set, sweep: { parameter: 'eps', unit: 'meV', from, to } }), {
        ...contextOf('quick'),
        theory,
      });
    };
    await expect(at(0.2, 0.4)).resolves.toBeDefined();
    for (const [from, to, eps] of [
      [0.1, 0.4, '0.0001'],
      [0.2, 0.5, '0.0005'],
    ] as const)
      await expect(at(from, to)).rejects.toMatchObject({
        name: 'InputError',
        message:
          `row: its sweep lies outside the bounds of rashba-ferromagnet: eps = ${eps} is outside its range, ` +
          '0.0002 to 0.0004',
      });
  });

  test('is shared by rows that sweep the same', async () => {
    const context = contextOf('quick');
    const made = async (row: Record<string, unknown>, where = context): Promise<number> => {
      seen.made = [];
      await judge(rowOf(row), where);
      return seen.made.length;
    };
    expect([await made({}), await made({ of: '2*K.xy' }), await made({ shape: { kind: 'falls' } })]).toEqual([1, 0, 0]);
    const other = { sweep: { parameter: 'eps', unit: 'meV', from: 0.2, to: 0.5 } };
    for (const row of [{ set: { m: '2' } }, { scheme: 'born:3' }, { cutoff: '8' }, { velocity: '2' }, other])
      expect([await made(row), await made(row)]).toEqual([1, 0]);
    expect(await made({}, contextOf('quick'))).toBe(1);
  });
});

describe('a panel', () => {
  test('gives its parameters, unless the row has its own', async () => {
    await found({ panel: 'fig', set: { m: '1' } });
    await found({ panel: 'fig', set: {}, scheme: 'born:4', cutoff: '5', velocity: '6' });
    await found({ panel: 'plain' });
    const plan = { parameter: 'eps', unit: 'meV', from: 0.2, to: 0.4, points: 2 };
    const usual = { theory: 'rashba-ferromagnet', variant: { odd: true }, plan };
    expect(seen.made).toEqual([
      { ...usual, set: { m: '1', u: '2' }, scheme: 'born:2', cutoff: '9', velocity: '3' },
      { ...usual, set: { m: '7', u: '2' }, scheme: 'born:4', cutoff: '5', velocity: '6' },
      { ...usual, set: { m: '1', u: '2' }, scheme: undefined, cutoff: undefined, velocity: undefined },
    ]);
  });

  test('is referred to, and scanned over what its caption does not give', () => {
    expect([references(rowOf({})), references(rowOf({ panel: 'fig' }))]).toEqual([
      [],
      [{ table: 'panels', name: 'fig' }],
    ]);
    const scan = (row: Record<string, unknown>) => scanOf(rowOf(row), { panels: PANELS } as never);
    expect([scan({}), scan({ panel: 'plain' }), scan({ panel: 'none' })]).toEqual([[], [], []]);
    expect(scan({ panel: 'fig' })).toEqual([
      { name: 'u = 1', with: { set: { m: '1', u: '1' } } },
      { name: 'u = 4', with: { set: { m: '1', u: '4' } } },
    ]);
  });
});
