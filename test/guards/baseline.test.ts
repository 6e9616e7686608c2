import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { stringify } from 'yaml';
import type { Baseline, BaselineRequest } from '../../kit/change/baseline.js';
import { movedClaims } from '../../kit/change/claims.js';
import type { Problem } from '../../src/solution/problem.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { Theory } from '../../src/theory/theory.js';

/** What a solve would find, by the value of eps. */
const found = { numbers: {} as Record<string, Record<string, string>>, digits: [] as number[] };
const solve = async ({ parameters, scheme }: Problem, { digits, field }: { digits: number; field: string }) => {
  found.digits.push(digits);
  expect(field).toBe('mpfr');
  const values = found.numbers[`${parameters.values.get('eps')} ${scheme.kind}`] ?? {};
  return { quantities: new Map(Object.entries(values).map(([name, value]) => [name, { value, agreed: digits }])) };
};
/** The operations of a theory: one that all have, and one that a term in the momentum breaks. */
const lawTable = ({ definition }: Theory, absent: readonly string[]) => {
  expect(absent).toEqual([]);
  const names = definition.hamiltonian.hz.includes('px') ? ['rotation'] : ['rotation', 'mirror'];
  return { operations: names.map((name) => ({ name, map: 'm -> -m' })) };
};
/** The verdicts of a ledger with a theory in the place of its own. */
const judged = { verdicts: {} as Record<string, string>, ledgers: [] as string[] };
const verdictsUnder = async (ledger: string, { name }: Theory) => {
  judged.ledgers.push(`${ledger} ${name}`);
  return judged.verdicts;
};
const MADE_UP = {
  '../../src/solution/solve.js': { solve },
  '../../properties/catalogue/table.js': { lawTable },
  '../../kit/change/claims.js': { verdictsUnder, movedClaims },
};
type Baselines = typeof import('../../kit/change/baseline.js');
let { accepted, checkBaseline, newBaseline, readBaseline, writeBaseline } = {} as Baselines;

// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  for (const [path, module] of Object.entries(MADE_UP)) vi.doMock(path, () => module);
  ({ accepted, checkBaseline, newBaseline, readBaseline, writeBaseline } = await import(
    '../../kit/change/baseline.js'
  ));
});
afterAll(() => {
  for (const path of Object.keys(MADE_UP)) vi.doUnmock(path);
  vi.resetModules();
});

const folder = mkdtempSync(join(tmpdir(), 'diffuson-baseline-'));
const HERE = join(folder, 'baseline.json');
const set = { m: '1', alpha: '0.3', Dz: '0.1', u: '0.5' };
const request: BaselineRequest = {
  ...{ theory: 'rashba-ferromagnet', quantities: ['K.xy', 'tau.1e'], digits: 10, why: 'so', version: '1.2.3' },
  points: [{ set: { ...set, eps: '1' } }, { set: { ...set, eps: '2' }, scheme: 'born:3' }],
};
beforeEach(() => {
  found.numbers = { '1 t-matrix': { 'K.xy': '1.234567891', 'tau.1e': '-7' }, '2 born': { 'K.xy': '0' } };
  found.digits = [];
  judged.ledgers = [];
});

describe('a baseline', () => {
  test('keeps what is asked for at every point, and why', async () => {
    const made = await newBaseline(HERE, request);
    expect(made).toMatchObject({ schema: 1, digits: 10, version: '1.2.3', reasons: [{ why: 'so', changed: 0 }] });
    expect(made.points).toEqual([
      { set: { ...set, eps: '1' }, values: { 'K.xy': '1.234567891', 'tau.1e': '-7' } },
      { set: { ...set, eps: '2' }, scheme: 'born:3', values: { 'K.xy': '0' } },
    ]);
    expect(found.digits).toEqual([10, 10]);
    expect(made.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(made.symmetries).toEqual(['rotation: m -> -m', 'mirror: m -> -m']);
  });

  test('keeps only what there is', async () => {
    for (const name of ['K.qq', 'Q.xx', 'K', ''])
      await expect(newBaseline(HERE, { ...request, quantities: ['K.xy', name] })).rejects.toThrow(
        `quantity "${name}": there is none; give names such as K.xy sigma.xx`,
      );
  });

  test('holds as long as every kept digit but the last is found again', async () => {
    const made = await newBaseline(HERE, request);
    const checked = async (x: string) => {
      found.numbers['1 t-matrix']['K.xy'] = x;
      return checkBaseline(HERE, made);
    };
    const same = await checked('1.234567891');
    expect(same).toMatchObject({ holds: true, changes: [], compared: 3, definitionChanged: false });
    expect(same.symmetries).toEqual({ gained: [], lost: [] });
    // 9 digits: 1.2e-9 of 1.23
    expect((await checked('1.234567892')).holds).toBe(true);
    const { holds, changes } = await checked('1.234567893');
    expect([holds, changes]).toEqual([
      false,
      [{ point: 1, entry: 'K.xy', before: '1.234567891', after: '1.234567893', digits: expect.closeTo(8.79, 2) }],
    ]);
  });

  test('notices what is gone, what is new, and what was zero', async () => {
    const made = await newBaseline(HERE, request);
    found.numbers = { '1 t-matrix': { 'K.xy': '1.234567891' }, '2 born': { 'K.xy': '1e-30', 'tau.1e': '1' } };
    const { holds, changes, compared } = await checkBaseline(HERE, made);
    expect([holds, compared]).toEqual([false, 4]);
    expect(changes).toEqual([
      { point: 1, entry: 'tau.1e', before: '-7', after: null, digits: 0 },
      { point: 2, entry: 'K.xy', before: '0', after: '1e-30', digits: 0 },
      { point: 2, entry: 'tau.1e', before: null, after: '1', digits: 0 },
    ]);
  });

  test('is renewed for a reason that is added to the others', async () => {
    const made = await newBaseline(HERE, request);
    found.numbers['1 t-matrix'] = { 'K.xy': '2', 'tau.1e': '8' };
    const renewed = await accepted(HERE, made, { why: 'a factor was missing', version: '2.0.0' });
    expect(renewed.reasons).toEqual([
      { why: 'so', changed: 0 },
      { why: 'a factor was missing', changed: 2 },
    ]);
    expect([renewed.version, renewed.points[0].values['K.xy'], renewed.points[1].scheme]).toEqual([
      '2.0.0',
      '2',
      'born:3',
    ]);
    expect((await checkBaseline(HERE, renewed)).holds).toBe(true);
  });
});

describe('the ledger of a baseline', () => {
  const points = [request.points[0]];

  test('is judged again with its theory, and what moved makes the baseline fail', async () => {
    judged.verdicts = { a: 'holds', b: 'refuted', c: 'holds' };
    const path = join(folder, 'claims.json');
    const made = await newBaseline(path, { ...request, points, ledger: 'veneri-2022' });
    expect(made.claims).toEqual({ ledger: 'veneri-2022', verdicts: judged.verdicts });
    expect(judged.ledgers).toEqual(['veneri-2022 rashba-ferromagnet']);
    writeBaseline(path, made);
    const read = readBaseline(path);
    expect(read).toEqual(made);
    expect(await checkBaseline(path, read)).toMatchObject({ holds: true, claims: [] });
    judged.verdicts = { a: 'holds', b: 'holds', d: 'undecided' };
    const moved = await checkBaseline(path, read);
    expect(moved).toMatchObject({ holds: false, changes: [] });
    expect(moved.claims).toEqual([
      { id: 'b', before: 'refuted', after: 'holds' },
      { id: 'c', before: 'holds', after: null },
      { id: 'd', before: null, after: 'undecided' },
    ]);
    found.numbers['1 t-matrix'] = { 'K.xy': '2', 'tau.1e': '8' };
    judged.verdicts = { a: 'holds', b: 'holds', c: 'refuted' };
    const both = await checkBaseline(path, read);
    expect([both.holds, both.changes.length, both.claims.length]).toEqual([false, 2, 2]);
    found.numbers['1 t-matrix'] = { 'K.xy': '1.234567891', 'tau.1e': '-7' };
    judged.verdicts = { a: 'holds', b: 'holds', d: 'undecided' };
    const renewed = await accepted(path, read, { why: 'it is so', version: '2.0.0' });
    expect(renewed.claims).toEqual({ ledger: 'veneri-2022', verdicts: judged.verdicts });
    expect(renewed.reasons[1]).toEqual({ why: 'it is so', changed: 3 });
  });

  test('is found from the file, and is not there unless it is asked for', async () => {
    writeFileSync(join(folder, 'mine.yaml'), '');
    await newBaseline(HERE, { ...request, points, ledger: 'mine.yaml' });
    expect(judged.ledgers).toEqual([`${join(folder, 'mine.yaml')} rashba-ferromagnet`]);
    const made = await newBaseline(HERE, request);
    expect(made).not.toHaveProperty('claims');
    expect((await checkBaseline(HERE, made)).claims).toEqual([]);
    expect(judged.ledgers).toHaveLength(1);
  });

  test.each([
    ['ledger', 7],
    ['verdicts', { a: 1 }],
    ['more', 1],
  ])('is refused with %s = %j', async (key, wrong) => {
    const claims = { ledger: 'x', verdicts: {}, [key]: wrong };
    const path = join(folder, 'wrong-claims.json');
    writeFileSync(path, JSON.stringify({ ...(await newBaseline(HERE, request)), claims }));
    expect(() => readBaseline(path)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});

describe('the theory of a baseline', () => {
  const file = (name: string, definition: object): string => {
    const path = join(folder, name);
    writeFileSync(path, stringify(definition));
    return path;
  };
  const made = async (definition: object): Promise<Baseline> =>
    newBaseline(HERE, { ...request, points: [], quantities: [], theory: file(`${Math.random()}.yaml`, definition) });
  const { name, title, ...rest } = rashbaFerromagnet;

  test('is known by its definition, whatever its title and the order of its fields', async () => {
    const turned = <T extends object>(record: T): T => Object.fromEntries(Object.entries(record).reverse()) as T;
    const [here, there, other] = await Promise.all([
      made({ name, title, ...rest }),
      made({ ...turned({ ...rest, parameters: turned(rest.parameters) }), name, title: 'another title' }),
      made({ name, title, ...rest, hamiltonian: { ...rest.hamiltonian, hz: '2 Dz' } }),
    ]);
    expect(there.hash).toBe(here.hash);
    expect(other.hash).not.toBe(here.hash);
    const two = [{ matrix: ['u', '0', '0', '0'] }, { matrix: ['0', '0', '0', 'u'] }];
    const [ab, ba] = await Promise.all(
      [two, [...two].reverse()].map((impurities) => made({ ...rashbaFerromagnet, impurities })),
    );
    expect(ab.hash).not.toBe(ba.hash);
  });

  test('that is another one is named, with the symmetries that it gained and lost', async () => {
    const [whole, less] = await Promise.all([
      made(rashbaFerromagnet),
      made({ ...rashbaFerromagnet, hamiltonian: { ...rest.hamiltonian, hz: 'Dz + alpha px/3' } }),
    ]);
    const lost = await checkBaseline(HERE, { ...whole, theory: less.theory });
    expect(lost.definitionChanged).toBe(true);
    expect(lost.symmetries).toEqual({ gained: [], lost: ['mirror: m -> -m'] });
    const gained = await checkBaseline(HERE, { ...less, theory: whole.theory });
    expect(gained.symmetries).toEqual({ gained: ['mirror: m -> -m'], lost: [] });
  });
});

describe('a file of a baseline', () => {
  test('is read back as it was written', async () => {
    const path = join(folder, 'kept.json');
    const made = await newBaseline(HERE, request);
    writeBaseline(path, made);
    expect(readBaseline(path)).toEqual(made);
  });

  test.each([
    ['schema', 2],
    ['digits', 0],
    ['digits', 501],
    ['digits', 1.5],
    ['quantities', []],
    ['points', []],
    ['reasons', []],
    ['reasons.0.why', ''],
    ['points.0.values.K.xy', 'abc'],
    ['hash', 7],
  ])('is refused with %s = %j', async (place, wrong) => {
    const made = JSON.parse(JSON.stringify(await newBaseline(HERE, request)));
    const keys = place === 'points.0.values.K.xy' ? ['points', '0', 'values', 'K.xy'] : place.split('.');
    const last = keys.pop() ?? '';
    keys.reduce((at, key) => at[key], made)[last] = wrong;
    const path = join(folder, 'wrong.json');
    writeFileSync(path, JSON.stringify(made));
    expect(() => readBaseline(path)).toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(() => readBaseline(path)).toThrow(`baseline ${path}: ${place}: `);
    if (place.endsWith('K.xy'))
      expect(() => readBaseline(path)).toThrow(`baseline ${path}: ${place}: expected a number in quotes`);
  });

  test('is refused as a whole if it is no record, and with a field that is unknown', async () => {
    const path = join(folder, 'wrong.json');
    writeFileSync(path, '[]');
    expect(() => readBaseline(path)).toThrow(`baseline ${path}: the file: `);
    writeFileSync(path, '[');
    expect(() => readBaseline(path)).toThrow(new RegExp(`^baseline ${path}: `));
    writeFileSync(path, JSON.stringify({ ...(await newBaseline(HERE, request)), more: 1 }));
    expect(() => readBaseline(path)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});
