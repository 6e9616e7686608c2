import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { accept } from '../../ledger/accept.js';
import { coverageOf, uncovered } from '../../ledger/coverage.js';
import { isExpected, type Judgement, type Route, verdictOf } from '../../ledger/language/judgement.js';
import { type RunKey, RunRecord } from '../../ledger/record.js';
import { patternTest, selected } from '../../ledger/selection.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { InputError } from '../../src/theory/errors.js';

const rows = (...ids: string[]) => ids.map((id) => ({ id })) as never[];
const folder = (): string => mkdtempSync(join(tmpdir(), 'diffuson-ledger-'));

describe('the verdict of a row', () => {
  const residuals = { holds: 0, refuted: 1, undecided: 0.1 } as const;
  const route = (verdict: Verdict): Route => ({
    name: 'diagrams',
    evidence: { residual: residuals[verdict], holdsBelow: 1e-6, refutedAbove: 0.5, uncertainty: 0 },
    measured: '',
    digits: 20,
  });
  const term = (verdict: Verdict) => ({ printed: '', verdict, routes: [] });
  const found = (routes: readonly Verdict[], terms?: readonly Verdict[]): Verdict =>
    verdictOf({ routes: routes.map(route), ...(terms && { terms: terms.map(term) }) });

  test.each([
    // two independent routes, and none against them
    [['holds', 'holds'], undefined, 'holds'],
    [['holds', 'holds', 'undecided'], undefined, 'holds'],
    [['holds'], undefined, 'undecided'],
    [['holds', 'undecided'], undefined, 'undecided'],
    [[], undefined, 'undecided'],
    [[], [], 'undecided'],
    // one is enough to refute, if none says the contrary
    [['refuted'], undefined, 'refuted'],
    [['refuted', 'undecided'], undefined, 'refuted'],
    [['refuted', 'holds'], undefined, 'undecided'],
    [['refuted', 'holds', 'holds'], undefined, 'undecided'],
    // every printed term
    [['holds', 'holds'], ['holds', 'holds'], 'holds'],
    [['holds', 'holds'], ['holds', 'undecided'], 'undecided'],
    [['holds', 'holds'], ['holds', 'refuted'], 'refuted'],
    [['undecided'], ['refuted'], 'refuted'],
    [['refuted', 'holds'], ['refuted'], 'undecided'],
    [[], ['holds', 'holds'], 'undecided'],
  ] as const)('of the routes %j and the terms %j is %s', (routes, terms, verdict) => {
    expect(found(routes, terms)).toBe(verdict);
  });

  test('is expected if the ledger says so', () => {
    const expected = (verdict: Verdict, expect: Verdict) =>
      isExpected({ row: { expect: { verdict: expect } }, verdict } as never);
    expect([expected('holds', 'holds'), expected('refuted', 'refuted'), expected('undecided', 'holds')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('rows by patterns', () => {
  const all = rows('eq33.xx', 'eq33.xx.dimension', 'eq34.1o', 'eq3', 'parity.zx');
  const ids = (...patterns: string[]): string[] => all.filter(selected(all, patterns)).map(({ id }) => id);

  test('are those of an id, its beginning up to a dot, or a text with *', () => {
    expect(ids()).toHaveLength(5);
    expect(ids('eq33')).toEqual(['eq33.xx', 'eq33.xx.dimension']);
    expect(ids('eq33.xx')).toEqual(['eq33.xx', 'eq33.xx.dimension']);
    expect(ids('eq3')).toEqual(['eq3']);
    expect(ids('eq3*')).toEqual(['eq33.xx', 'eq33.xx.dimension', 'eq34.1o', 'eq3']);
    expect(ids('*z*', 'eq34.1o')).toEqual(['eq34.1o', 'parity.zx']);
    expect(ids('*.dim*')).toEqual(['eq33.xx.dimension']);
  });

  test('that fit none are refused with the rows that there are', () => {
    expect(() => ids('eq3', 'nix')).toThrow(
      'no row "nix"; the rows are eq33.xx, eq33.xx.dimension, eq34.1o, eq3, parity.zx',
    );
    for (const pattern of ['q33', 'eq33.x', 'eq3?', 'eq3.', 'eq(3)', 'eq[3]3'])
      expect(() => ids(pattern)).toThrow(InputError);
    expect(patternTest('a+(b)').test('a+(b)')).toBe(true);
    expect(patternTest('a.b').test('axb')).toBe(false);
  });
});

describe('accepted verdicts', () => {
  const LEDGER = `# a ledger
rows:
  - id: one
    kind: equation
    expect: { verdict: holds, why: "because" } # a comment
    left: K.xx
  - id: two
    expect:
      verdict: refuted
      why: it was
    # another
    dimension: { verdict: holds, why: units }
  - { id: three, expect: { verdict: holds, why: y }, left: a }
  - id: a.dimension.b
    expect:
      verdict: holds
      why: it does

    # the next one
  - id: last
    expect: { verdict: holds, why: z }
`;
  const judged = (id: string, verdict: Verdict, kind = 'equation'): Judgement =>
    ({ row: { id, kind }, verdict }) as never;
  function accepted(judgements: Judgement[], why = 'a "reason" # here'): string {
    const path = join(folder(), 'ledger.yaml');
    writeFileSync(path, LEDGER);
    accept(path, judgements, why);
    return readFileSync(path, 'utf8');
  }
  const why = JSON.stringify('a "reason" # here');

  test('take the place of the old ones; all else stays', () => {
    expect(accepted([judged('two', 'undecided'), judged('one', 'refuted')])).toBe(
      LEDGER.replace('{ verdict: holds, why: "because" }', `{ verdict: refuted, why: ${why} }`)
        .replace('verdict: refuted\n', 'verdict: undecided\n')
        .replace('why: it was', `why: ${why}`),
    );
    expect(accepted([])).toBe(LEDGER);
  });

  test('of a dimension are written beside, or in the place of what the row says of it', () => {
    expect(accepted([judged('two.dimension', 'refuted', 'dimension')])).toBe(
      LEDGER.replace('{ verdict: holds, why: units }', `{ verdict: refuted, why: ${why} }`),
    );
    const block = accepted([judged('one.dimension', 'holds', 'dimension')]);
    expect(block).toContain(
      `{ verdict: holds, why: "because" }\n    dimension: { verdict: holds, why: ${why} } # a comment\n`,
    );
    const flow = accepted([judged('three.dimension', 'holds', 'dimension')]);
    expect(flow).toContain(`expect: { verdict: holds, why: y }, dimension: { verdict: holds, why: ${why} }, left: a }`);
    for (const text of [block, flow]) expect(parse(text).rows).toHaveLength(5);
    expect(accepted([judged('a.dimension.b.dimension', 'holds', 'dimension')])).toContain(
      `      why: it does\n    dimension: { verdict: holds, why: ${why} }\n\n    # the next one\n  - id: last\n`,
    );
    expect(parse(flow).rows[2].dimension).toEqual({ verdict: 'holds', why: 'a "reason" # here' });
  });

  test('of a row that is not in the file are refused, and nothing is written', () => {
    expect(() => accepted([judged('one', 'refuted'), judged('four', 'holds')])).toThrow('the ledger has no row four');
    // an id that only looks like one of a dimension
    expect(() => accepted([judged('one.dimension', 'holds')])).toThrow('the ledger has no row one.dimension');
    const path = join(folder(), 'ledger.yaml');
    for (const text of ['rows: none\n', 'rows: [a, b]\n', 'rows:\n  - { id: one, expect: { verdict: holds } }\n']) {
      writeFileSync(path, text);
      expect(() => accept(path, [judged('one', 'holds')], 'x')).toThrow(
        text.includes('expect') ? 'the ledger has a row without what is to be replaced' : 'the ledger has no row one',
      );
      expect(() => accept(path, [judged('one', 'holds')], 'x')).toThrow(InputError);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
  });
});

describe('the record of a run', () => {
  const key = (more: Partial<RunKey> = {}): RunKey => ({
    ledger: { paper: { id: 'mine' } } as never,
    digits: 30,
    profile: 'quick',
    seed: 1,
    ...more,
  });
  const judgement = (id: string, verdict: Verdict, digits = 20): Judgement =>
    ({ row: { id }, verdict, digits, routes: [] }) as never;
  let cache = '';

  beforeEach(() => {
    cache = folder();
    vi.stubEnv('DIFFUSON_CACHE', join(cache, 'deep', 'er'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('keeps what an interrupted run of the same ledger and options had finished', () => {
    const record = new RunRecord(key());
    expect(record.unfinished()).toEqual(new Map());
    record.begin();
    record.add(judgement('a', 'holds', Number.POSITIVE_INFINITY));
    record.add({ ...judgement('b', 'refuted'), reason: '' });
    expect(new RunRecord(key()).unfinished()).toEqual(
      new Map([
        ['a', judgement('a', 'holds', Number.POSITIVE_INFINITY)],
        ['b', { ...judgement('b', 'refuted'), reason: '' }],
      ]),
    );
    for (const other of [
      { digits: 31 },
      { profile: 'full' },
      { seed: 2 },
      { ledger: { paper: { id: 'mine' }, rows: [] } as never },
    ])
      expect(new RunRecord(key(other)).unfinished()).toEqual(new Map());
    // begun anew, nothing is finished
    record.begin();
    expect(record.unfinished().size).toBe(0);
    expect(readdirSync(join(cache, 'deep', 'er'))).toEqual(['mine.jsonl']);
  });

  test('has the verdicts of the last finished run, whatever its options', () => {
    const record = new RunRecord(key());
    expect(record.lastVerdicts()).toEqual(new Map());
    record.begin();
    record.add(judgement('a', 'holds'));
    expect(record.lastVerdicts()).toEqual(new Map());
    record.finish();
    const other = new RunRecord(key({ digits: 50 }));
    expect(other.lastVerdicts()).toEqual(new Map([['a', 'holds']]));
    expect(other.unfinished()).toEqual(new Map());
    expect(new RunRecord(key()).unfinished()).toEqual(new Map());
  });

  test('is not trusted where a line was cut off', () => {
    const record = new RunRecord(key());
    record.begin();
    record.add(judgement('a', 'holds'));
    const path = join(cache, 'deep', 'er', 'mine.jsonl');
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.slice(0, -5));
    expect(record.unfinished()).toEqual(new Map());
    writeFileSync(path, '');
    expect(record.unfinished()).toEqual(new Map());
    const [head] = whole.split('\n');
    for (const line of [
      '{}',
      '{"row":{},"verdict":"holds","routes":[]}',
      '{"row":{"id":"a"},"routes":[]}',
      '[]',
      '7',
    ]) {
      writeFileSync(path, `${head}\n${line}\n`);
      expect(record.unfinished()).toEqual(new Map());
    }
    writeFileSync(path, `{"key":7}\n`);
    expect(record.unfinished()).toEqual(new Map());
    writeFileSync(join(cache, 'deep', 'er', 'mine.last.jsonl'), whole.slice(0, -5));
    expect(record.lastVerdicts()).toEqual(new Map());
  });

  test('needs a folder and files that can be written', () => {
    const file = join(cache, 'file');
    writeFileSync(file, '');
    vi.stubEnv('DIFFUSON_CACHE', file);
    expect(() => new RunRecord(key())).toThrow(`DIFFUSON_CACHE ${file}: EEXIST`);
    vi.stubEnv('DIFFUSON_CACHE', cache);
    mkdirSync(join(cache, 'mine.jsonl'));
    expect(() => new RunRecord(key()).begin()).toThrow(
      new RegExp(`^${join(cache, 'mine.jsonl')}: EISDIR.*; name another folder by DIFFUSON_CACHE$`),
    );
    expect(() => new RunRecord(key()).begin()).toThrow(InputError);
    expect(new RunRecord(key()).unfinished()).toEqual(new Map());
  });

  test('is in the cache of the user if no other folder is named', () => {
    vi.stubEnv('DIFFUSON_CACHE', undefined);
    vi.stubEnv('XDG_CACHE_HOME', cache);
    new RunRecord(key()).begin();
    expect(existsSync(join(cache, 'diffuson', 'mine.jsonl'))).toBe(true);
    vi.stubEnv('XDG_CACHE_HOME', undefined);
    vi.spyOn(os, 'homedir').mockReturnValue(cache);
    syncBuiltinESMExports();
    new RunRecord(key()).begin();
    vi.restoreAllMocks();
    syncBuiltinESMExports();
    expect(existsSync(join(cache, '.cache', 'diffuson', 'mine.jsonl'))).toBe(true);
  });
});

describe('coverage', () => {
  const row = (id: string, place: string) => ({ id, source: { place } });
  const covering = {
    contents: {
      equations: 5,
      figures: ['1', '2a', '2b', '3'],
      sentences: [
        { place: 'Sec. I', words: 'first', rows: ['eq1', 'fig*'] },
        { place: 'Sec. II', words: 'second', rows: [], why: 'an opinion' },
        { place: 'Sec. III', words: 'third', rows: [] },
      ],
    },
    unchecked: [
      { place: 'Eq. (4)', why: 'a definition' },
      { place: 'Eqs. (3)-(4)', why: 'another' },
      { place: 'Fig. 3', why: 'a sketch' },
    ],
    rows: [
      row('eq1.a', 'Eq. (1a)'),
      row('eq12', 'Eqs. (1)-(2b)'),
      row('fig2', 'Fig. 2'),
      row('fig2b', 'Figs. 1 and 2b'),
      row('text', 'text after Eq. (2), Fig. 2b'),
    ],
  } as never;
  const coverage = coverageOf(covering);

  test('has every equation, panel and sentence in order, with its rows or the reason why there is none', () => {
    expect(coverage).toStrictEqual([
      { source: 'Eq. (1)', rows: ['eq1.a', 'eq12'] },
      { source: 'Eq. (2)', rows: ['eq12', 'text'] },
      { source: 'Eq. (3)', rows: [], reason: 'another' },
      { source: 'Eq. (4)', rows: [], reason: 'a definition; another' },
      { source: 'Eq. (5)', rows: [] },
      { source: 'Fig. 1', rows: ['fig2b'] },
      { source: 'Fig. 2a', rows: ['fig2'] },
      { source: 'Fig. 2b', rows: ['fig2', 'fig2b', 'text'] },
      { source: 'Fig. 3', rows: [], reason: 'a sketch' },
      { source: 'Sec. I', words: 'first', rows: ['eq1.a', 'fig2', 'fig2b'] },
      { source: 'Sec. II', words: 'second', rows: [], reason: 'an opinion' },
      { source: 'Sec. III', words: 'third', rows: [] },
    ]);
  });

  test('lacks what has neither', () => {
    expect(uncovered(coverage).map(({ source }) => source)).toEqual(['Eq. (5)', 'Sec. III']);
  });

  test('finds the equations of a range', () => {
    const equations = (place: string) =>
      coverageOf({
        contents: { equations: 12, figures: [], sentences: [] },
        unchecked: [],
        rows: [row('r', place)],
      } as never).flatMap(({ rows: found }, k) => (found.length > 0 ? [k + 1] : []));
    expect(equations('Eqs. (9b)-(12a)')).toEqual([9, 10, 11, 12]);
    expect(equations('Eqs. (10)-(12)')).toEqual([10, 11, 12]);
    expect(equations('Eqs. (1)-(2c), (11)')).toEqual([1, 2, 11]);
    expect(equations('Eq. (12)')).toEqual([12]);
  });

  test('finds the panels of a list, and no figure in a figure of another number', () => {
    const panels = (place: string, figures: string[]) =>
      coverageOf({
        contents: { equations: 0, figures, sentences: [] },
        unchecked: [],
        rows: [row('r', place)],
      } as never)
        .filter(({ rows: found }) => found.length > 0)
        .map(({ source }) => source);
    expect(panels('Figs. 3a, 3b and 4', ['3a', '3b', '3c', '4', '5'])).toEqual(['Fig. 3a', 'Fig. 3b', 'Fig. 4']);
    expect(panels('Fig. 1', ['1', '10', '11a'])).toEqual(['Fig. 1']);
    expect(panels('Fig. 12, and Figs. 14', ['1', '12', '14b', '4'])).toEqual(['Fig. 12', 'Fig. 14b']);
    expect(panels('Figs. 1 and 12', ['1', '12', '2'])).toEqual(['Fig. 1', 'Fig. 12']);
    expect(panels('figure 1', ['1'])).toEqual([]);
  });
});
