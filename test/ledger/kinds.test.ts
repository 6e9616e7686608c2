import { beforeAll, describe, expect, it } from 'vitest';
import { coverageOf, uncovered } from '../../ledger/coverage.js';
import type { Judgement } from '../../ledger/language/judgement.js';
import { checkedLedger } from '../../ledger/ledger.js';
import { loadLedger } from '../../ledger/ledgerFile.js';
import { verify } from '../../ledger/verify.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { Variant } from '../../src/solution/problem.js';

const ledger = loadLedger('veneri-2022');
const row = { source: { place: 'here' }, expect: { verdict: 'holds', why: 'planted' } };

/** Judgements of rows of one's own with the points of the paper, by id. */
async function judged(rows: readonly object[], variant: Variant = {}): Promise<Map<string, Judgement>> {
  const planted = checkedLedger(
    { ...ledger, contents: undefined, rows: rows.map((r) => ({ ...row, ...r })) },
    'ledger',
  );
  const { judgements } = await verify(planted, { variant, profile: 'quick' });
  return new Map(judgements.map((j) => [j.row.id, j]));
}

/** The same where rows of the paper stand beside them, which are not judged. */
async function judgedAmong(others: readonly object[], rows: readonly object[]): Promise<Map<string, Judgement>> {
  const own = rows.map((r) => ({ ...row, ...r }));
  const planted = checkedLedger({ ...ledger, contents: undefined, rows: [...others, ...own] }, 'ledger');
  const ids = new Set(planted.rows.slice(others.length).map(({ id }) => id));
  const { judgements } = await verify(planted, { profile: 'quick', only: ({ id }) => ids.has(id) });
  return new Map(judgements.map((j) => [j.row.id, j]));
}

describe('claims about every sample', () => {
  const LAW = { id: 'law', kind: 'law', law: 'first-born.two-rings' };

  it('hold by two vertices, and are refuted with the command that shows the case', async () => {
    const sound = valueAt(await judged([LAW]), 'law');
    expect([sound.verdict, sound.routes.map(({ name }) => name)]).toEqual(['holds', ['law', 'current vertex']]);
    const { variant } = valueAt(new Map(MUTANTS.map((m) => [m.id, m])), 'request.full-for-born');
    const wrong = valueAt(await judged([LAW], variant), 'law');
    expect(wrong.verdict).toBe('refuted');
    expect(wrong.replay).toMatch(/^diffuson laws .* --law first-born\.two-rings --replay ".*scheme=/);
  });

  it('that no second route knows are left undecided', async () => {
    const { verdict, routes } = valueAt(await judged([{ ...LAW, law: 'optical-theorem' }]), 'law');
    expect([verdict, routes.length]).toEqual(['undecided', 1]);
    const known = valueAt(await judged([{ ...LAW, law: 'optical-theorem', identity: 'optical-theorem' }]), 'law');
    expect(known.verdict).toBe('holds');
  });
});

describe('derivations', () => {
  let found: Map<string, Judgement>;
  beforeAll(async () => {
    found = await judged([
      { id: 'series', kind: 'derivation', identity: 'diffuson-series' },
      { id: 'roots', kind: 'derivation', identity: 'torque-from-efficiencies' },
      { id: 'printed', kind: 'derivation', identity: 'printed-current-ladder', derived: 'current-ladder' },
    ]);
  });

  it.each(['series', 'roots'])('%s: over symbols and in numbers', (id) => {
    const { verdict, routes } = valueAt(found, id);
    expect([verdict, routes.map(({ name }) => name)]).toEqual(['holds', ['identity', 'random point']]);
  });

  it('say what is derived in place of a print that fails', () => {
    const { verdict, proposal } = valueAt(found, 'printed');
    expect(verdict).toBe('refuted');
    expect(proposal?.diagnosis).toMatch(/T\+ G\+ s_a G- T-/);
  });

  it.each([
    [{ kind: 'law', law: 'nothing' }, /no law "nothing" is claimed/],
    [{ kind: 'derivation', identity: 'nothing' }, /unknown identity "nothing"/],
  ])('refuse what does not exist: %o', async (wrong, message) => {
    await expect(judged([{ id: 'wrong', ...wrong }])).rejects.toThrow(message);
  });
});

describe('curves', () => {
  const S = { m: '1', alpha: '0.3', Delta: '0.1', theta: '0', u: '0.5' };
  const CURVE = { kind: 'curve', set: S, sweep: { parameter: 'eps', from: 0.12, to: 0.4 }, of: 'abs(KJ.xy)' };
  const inside = { sweep: { parameter: 'eps', from: 0.01, to: 0.09 }, of: 'KJ.xx/KJ.xy' };
  const across = { sweep: { parameter: 'eps', from: 0.05, to: 0.17 }, of: 'KJ.xx' };

  it('fall, vanish, fade and stay continuous by two routes, and are refuted where they do not', async () => {
    const rows = {
      falls: { shape: { kind: 'falls' } },
      rises: { shape: { kind: 'rises' } },
      fades: { shape: { kind: 'fades' }, of: 'KJ.xx' },
      grows: { shape: { kind: 'fades' }, of: '1/KJ.xx' },
      vanishes: { shape: { kind: 'vanishes' }, ...inside },
      remains: { shape: { kind: 'vanishes' }, of: 'KJ.xx/KJ.xy' },
      reaches: { shape: { kind: 'reaches', least: 0.065, most: 0.075 }, ...inside },
      bounded: { shape: { kind: 'bounded', most: 1e-9 }, ...inside },
      unbounded: { shape: { kind: 'bounded', most: 1e-9 }, of: 'abs(KJ.xx)' },
      continuous: { shape: { kind: 'continuous' }, ...across },
      jumps: { shape: { kind: 'jumps' }, ...across },
    };
    const found = await judged(Object.entries(rows).map(([id, r]) => ({ id, ...CURVE, ...r })));
    expect(Object.fromEntries([...found].map(([id, { verdict }]) => [id, verdict]))).toEqual({
      falls: 'holds',
      rises: 'refuted',
      fades: 'holds',
      grows: 'refuted',
      vanishes: 'holds',
      remains: 'refuted',
      reaches: 'refuted',
      bounded: 'holds',
      unbounded: 'refuted',
      continuous: 'holds',
      jumps: 'refuted',
    });
    for (const { routes } of found.values())
      expect(routes.map(({ name }) => name)).toEqual(['diagrams', 'current vertex']);
  });
});

describe('shapes of curves', () => {
  const S = { m: '1', alpha: '0.3', Delta: '0.1', theta: '0', u: '0.5' };
  const base = { kind: 'curve', set: S, sweep: { parameter: 'eps', from: 0.2, to: 0.6 } };
  const LINE = { ...base, of: 'eps' };
  const PARABOLA = { ...base, of: '(eps - 0.37)^2' };
  it.each([
    ['a line is not constant', { ...LINE, shape: { kind: 'constant', within: 0.2 } }, 'refuted'],
    ['a line is constant to nine tenths', { ...LINE, shape: { kind: 'constant', within: 0.9 } }, 'holds'],
    ['a line varies by two', { ...LINE, shape: { kind: 'varies', least: 2 } }, 'holds'],
    ['a line does not vary by ten', { ...LINE, shape: { kind: 'varies', least: 10 } }, 'refuted'],
    [
      'a ratio within limits',
      { ...LINE, shape: { kind: 'ratio', places: [0.2, 0.4], least: 1.9, most: 2.1 } },
      'holds',
    ],
    ['a ratio outside', { ...LINE, shape: { kind: 'ratio', places: [0.2, 0.4], least: 2.1 } }, 'refuted'],
    ['a minimum', { ...PARABOLA, shape: { kind: 'extremum', of: 'least', least: 0.34, most: 0.4 } }, 'holds'],
    ['a minimum elsewhere', { ...PARABOLA, shape: { kind: 'extremum', of: 'least', most: 0.3 } }, 'refuted'],
    ['a crossing', { ...LINE, shape: { kind: 'crosses', value: 0.3, least: 0.29, most: 0.31 } }, 'holds'],
    ['a crossing elsewhere', { ...LINE, shape: { kind: 'crosses', value: 0.3, most: 0.25 } }, 'refuted'],
    ['no crossing', { ...LINE, shape: { kind: 'crosses', value: 7 } }, 'refuted'],
    ['two crossings', { ...PARABOLA, shape: { kind: 'crosses', value: 0.01 } }, 'refuted'],
    ['a limit', { ...base, of: '1 + 1/eps^2', shape: { kind: 'tends', to: 1 } }, 'holds'],
    ['another limit', { ...base, of: '2 + 1/eps^2', shape: { kind: 'tends', to: 1 } }, 'refuted'],
    ['a root is continuous', { ...base, of: 'sqrt(eps - 0.2)', shape: { kind: 'continuous' } }, 'holds'],
    ['a sign is not', { ...base, of: 'sign(eps - 0.3517)', shape: { kind: 'continuous' } }, 'refuted'],
  ])('%s', async (_, claim, verdict) => {
    expect(valueAt(await judged([{ id: 'shape', ...claim }]), 'shape').verdict).toBe(verdict);
  });
});

describe('equations over samples', () => {
  const EQUATION = { kind: 'equation', over: ['two-rings'], left: 'K.xx' };
  it('draw what a seed says, print it, and compare sides that are solved otherwise', async () => {
    const mirrored = { set: { theta: 'pi - theta' } };
    const found = await judged([
      { id: 'odd', ...EQUATION, beside: { other: mirrored }, right: '-other.K.xx', scale: 'K.xx' },
      { id: 'even', ...EQUATION, beside: { other: mirrored }, right: 'other.K.xx', scale: 'K.xx' },
      {
        id: 'born',
        ...EQUATION,
        scheme: 'first-born',
        beside: { whole: {} },
        right: 'whole.K.xx',
        scale: 'whole.K.xx',
      },
      { id: 'some', ...EQUATION, relation: '!=', right: '0', scale: 'K.xy' },
      { id: 'none', ...EQUATION, scheme: 'first-born', relation: '!=', right: '0', scale: 'K.xy' },
      { id: 'less', ...EQUATION, left: 'abs(K.xx)', relation: '<', right: 'abs(K.xy)' },
      { id: 'more', ...EQUATION, left: 'abs(K.xx)', relation: '>', right: 'abs(K.xy)' },
      { id: 'near', ...EQUATION, left: 'm', right: '1.0003 +- 0.0005' },
      { id: 'far', ...EQUATION, left: 'm', right: '1.0008 +- 0.0005' },
    ]);
    expect(Object.fromEntries([...found].map(([id, { verdict }]) => [id, verdict]))).toEqual({
      odd: 'holds',
      even: 'refuted',
      born: 'refuted',
      some: 'holds',
      none: 'refuted',
      less: 'holds',
      more: 'refuted',
      near: 'holds',
      far: 'refuted',
    });
    const [table] = valueAt(found, 'odd').tables ?? [];
    expect(table.rows).toHaveLength(2);
    expect(String(table.rows[0][0])).toMatch(/^two-rings 1: m=1 eps=[\d.]+ /);
    const again = await judged([{ id: 'odd', ...EQUATION, right: '0', scale: 'K.xy' }]);
    expect(valueAt(again, 'odd').tables?.[0].rows[0][0]).toBe(table.rows[0][0]);
  });

  it('a row that cannot be computed is named', async () => {
    const below = {
      kind: 'equation',
      at: ['A'],
      left: 'K.xx',
      beside: { other: { set: { eps: '-5' } } },
      right: 'other.K.xx',
    };
    await expect(judged([{ id: 'below', ...below }])).rejects.toThrow(/^row below: .*no carriers/);
  });

  it('a tolerance carries the unit of the number', async () => {
    const at = { kind: 'equation', at: ['fig3-above'], left: 'alpha' };
    const found = await judged([
      { id: 'velocity', ...at, right: '2.58e4 m/s +- 0.01e4 m/s' },
      { id: 'energy', ...at, right: '17 meV nm +- 10 ueV nm' },
      { id: 'wrong', ...at, right: '17.02 meV nm +- 10 ueV nm' },
    ]);
    expect([...found.values()].map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'refuted']);
  });
});

describe('printed units and substitutions', () => {
  it('are judged by two routes each', async () => {
    const K = ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'].map((entry) => `eq33.${entry}`);
    const from = { kind: 'derivation', from: [...K, 'sec3.sigma'] };
    const unit = { kind: 'dimension', parameter: 'n' };
    const printed = ledger.rows.filter(({ id }) => /^eq3[34]\.|^sec3\.sigma$/.test(id) && !id.includes('from'));
    const found = await judgedAmong(printed, [
      { id: 'area', ...unit, value: '5e14 m^(-2)' },
      { id: 'line', ...unit, value: '5e14 / m' },
      { id: 'follows', ...from, of: 'eq34.1e' },
      { id: 'not', ...from, of: 'eq34.2o' },
    ]);
    expect([...found.values()].map(({ verdict, routes }) => [verdict, routes.length])).toEqual([
      ['holds', 2],
      ['refuted', 2],
      ['holds', 2],
      ['refuted', 2],
    ]);
  });
});

describe('coverage', () => {
  it('every equation, panel and sentence has a row, or a reason why it has none', () => {
    const coverage = coverageOf(ledger);
    expect(coverage.length).toBeGreaterThan(36 + 5 + 50);
    expect(uncovered(coverage)).toEqual([]);
    const without = coverageOf({ ...ledger, rows: ledger.rows.filter(({ id }) => !id.startsWith('eq32.')) });
    expect(uncovered(without).map(({ source }) => source)).toContain('Eq. (32)');
  });

  it('every row is about an equation, a panel or a sentence', () => {
    const covered = new Set(coverageOf(ledger).flatMap(({ rows }) => rows));
    expect(ledger.rows.filter(({ id }) => !covered.has(id)).map(({ id }) => id)).toEqual([]);
  });
});
