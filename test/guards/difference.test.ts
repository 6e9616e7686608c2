import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { movedClaims } from '../../kit/change/claims.js';
import type { TheoryDifference } from '../../kit/change/diff.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { Theory } from '../../src/theory/theory.js';

/** What is found of a theory by its name, and of two. */
interface Found {
  operations: Record<string, string[]>;
  laws: Record<string, string[]>;
  verdicts: Record<string, Record<string, string>>;
  terms: unknown[];
  numbers: { changes: unknown[] };
}
const nothing = (): Found => ({ operations: {}, laws: {}, verdicts: {}, terms: [], numbers: { changes: [] } });
let found = nothing();
const asked: unknown[] = [];
const MADE_UP = {
  '../../properties/catalogue/table.js': {
    lawTable: ({ name }: Theory, absent: readonly string[]) => ({
      operations: (found.operations[name] ?? ['C4']).map((id) => ({ name: id, map: absent.join('m -> -m') })),
      laws: (found.laws[name] ?? ['ward']).map((id) => ({ id })),
    }),
  },
  '../../kit/change/terms.js': {
    termChanges: (before: Theory, after: Theory) => {
      asked.push([before, after].map(callOf));
      return found.terms;
    },
  },
  '../../kit/change/numbers.js': {
    numberChanges: ({ name }: Theory, after: Theory, { samples, seed }: { samples: number; seed: number }) => {
      asked.push([name, after.name, samples, seed]);
      return found.numbers;
    },
  },
  '../../kit/change/claims.js': {
    movedClaims,
    verdictsUnder: async (ledger: string, { name }: Theory) => {
      asked.push([ledger, name]);
      return found.verdicts[name] ?? {};
    },
  },
};
type Module = typeof import('../../kit/change/diff.js');
let { differenceOf } = {} as Module;
let callOf: typeof import('../../src/theory/load.js').callOf;

// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  for (const [path, module] of Object.entries(MADE_UP)) vi.doMock(path, () => module);
  ({ differenceOf } = await import('../../kit/change/diff.js'));
  ({ callOf } = await import('../../src/theory/load.js'));
});
afterAll(() => {
  for (const path of Object.keys(MADE_UP)) vi.doUnmock(path);
  vi.resetModules();
});
beforeEach(() => {
  found = nothing();
  asked.length = 0;
});

const OPTIONS = { samples: 12, seed: 5 };
const theory = (name: string, more: object = {}) => ({ name, data: { ...rashbaFerromagnet, name, ...more } });
const between = async (more: object = {}, ledger?: string): Promise<TheoryDifference> =>
  (await differenceOf(theory('a'), theory('b', more), { ...OPTIONS, ledger })) as TheoryDifference;
const bad = (message: string) => expect.objectContaining({ name: 'InputError', message });

describe('two theories', () => {
  test('are equal if nothing distinguishes them', async () => {
    const none = { gained: [], lost: [] };
    expect(await between()).toEqual({
      ...{ kind: 'theories', equal: true, terms: [], parameters: none, bounds: none, symmetries: none, laws: none },
      ...{ claims: [], numbers: { changes: [] } },
    });
    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b', 12, 5],
    ]);
  });

  test('are not if anything does', async () => {
    const { parameters } = rashbaFerromagnet;
    const { ux: _, ...less } = parameters;
    expect(await between({ parameters: { ...parameters, q: parameters.ux } })).toMatchObject({
      ...{ equal: false, parameters: { gained: ['q'], lost: [] } },
    });
    expect(await between({ parameters: less, impurities: [{ matrix: ['u', '0', 'uy', 'uz'] }] })).toMatchObject({
      equal: false,
      parameters: { gained: [], lost: ['ux'] },
    });
    const ranges = { m: { from: 1 }, eps: { to: 2 }, alpha: { from: -1, to: 1 } };
    expect(await between({ ranges, constraints: ['Dx < eps'] })).toMatchObject({
      ...{ equal: false, bounds: { gained: ['m 1..', 'eps ..2', 'alpha -1..1', 'Dx < eps'], lost: [] } },
    });
    found.operations = { a: ['C4', 'mirror'], b: ['C4', 'reversal'] };
    expect(await between()).toMatchObject({
      ...{ equal: false, symmetries: { gained: ['reversal: '], lost: ['mirror: '] } },
    });
    found = { ...nothing(), laws: { a: ['ward', 'onsager'], b: ['ward'] } };
    expect(await between()).toMatchObject({ equal: false, laws: { gained: [], lost: ['onsager'] } });
    found = { ...nothing(), terms: [{ words: 'a sign' }] };
    expect(await between()).toMatchObject({ equal: false, terms: [{ words: 'a sign' }] });
    found = { ...nothing(), numbers: { changes: [{ entry: 'K.xy' }] } };
    expect(await between()).toMatchObject({ equal: false, numbers: { changes: [{ entry: 'K.xy' }] } });
  });

  test('are judged by a ledger if there is one', async () => {
    found.verdicts = { a: { row: 'holds' }, b: { row: 'refuted' } };
    expect(await between()).toMatchObject({ equal: true, claims: [] });
    asked.length = 0;
    expect(await between({}, 'paper')).toMatchObject({
      ...{ equal: false, claims: [{ id: 'row', before: 'holds', after: 'refuted' }] },
    });
    found.numbers = { changes: [{ entry: 'K.xy' }] };
    expect(await between({}, 'paper')).toMatchObject({ equal: false });
    expect(asked.slice(1, 3)).toEqual([
      ['paper', 'a'],
      ['paper', 'b'],
    ]);
  });

  test('are known by what they are called, and refused by it', async () => {
    const of = (name: string, data: unknown) => differenceOf({ name, data }, theory('b'), OPTIONS);
    await expect(of('mine.yaml', { hamiltonian: 7 })).rejects.toThrow(/^mine\.yaml: theory: /);
    await expect(of('mine.yaml', { hamiltonian: 7 })).rejects.toMatchObject({ name: 'InputError' });
    // what is built in is not read again
    await expect(of('massive-dirac', { hamiltonian: 7 })).resolves.toMatchObject({ kind: 'theories' });
    asked.length = 0;
    await differenceOf({ ...theory('a'), name: 'HEAD:a.yaml' }, theory('b'), OPTIONS);
    expect(asked[0]).toEqual(['HEAD:a.yaml', 'b']);
  });
});

describe('two files', () => {
  const data = (name: string, value: unknown) => ({ name, data: value });

  test('are equal if all of their values are', async () => {
    const a = data('a', { rows: [{ id: 'x', verdict: 'holds' }] });
    expect(await differenceOf(a, data('b', structuredClone(a.data)), OPTIONS)).toEqual({
      ...{ kind: 'data', equal: true, verdicts: [], leaves: [] },
    });
    expect(await differenceOf(a, data('b', { rows: [{ id: 'x', verdict: 'refuted' }] }), OPTIONS)).toMatchObject({
      ...{ kind: 'data', equal: false, verdicts: [{ id: 'x', before: 'holds', after: 'refuted' }], leaves: [{}] },
    });
    for (const value of [null, 7, 'hamiltonian', []])
      expect(await differenceOf(data('a', value), data('b', value), OPTIONS)).toMatchObject({
        equal: true,
        kind: 'data',
      });
  });

  test('are of one kind, and take no ledger', async () => {
    const file = data('file', {});
    await expect(differenceOf(theory('a'), file, OPTIONS)).rejects.toThrow(bad('a is a theory, file is not'));
    await expect(differenceOf(file, theory('a'), OPTIONS)).rejects.toThrow(bad('a is a theory, file is not'));
    await expect(differenceOf(file, file, { ...OPTIONS, ledger: 'x' })).rejects.toThrow(
      bad('a ledger is for two theories'),
    );
  });
});
