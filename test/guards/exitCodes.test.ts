import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Judgement } from '../../ledger/language/judgement.js';
import { LedgerError } from '../../ledger/ledger.js';
import type { Run, VerifyOptions } from '../../ledger/verify.js';
import type { LawReport } from '../../properties/law/runLaw.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';

/** What commands find is made up: their exit codes alone are tried. */
const judging = {
  verify: vi.fn(),
  selectRows: vi.fn(),
  acceptVerdicts: vi.fn(),
  loadLedger: vi.fn(),
  laws: vi.fn(),
  mutants: vi.fn(),
  symmetries: vi.fn(),
};
const others = {
  replayLaw: vi.fn(),
  expand: vi.fn(),
  discover: vi.fn(),
  compare: vi.fn(),
  consistency: vi.fn(),
  diff: vi.fn(),
  writeBaseline: vi.fn(),
  checkBaseline: vi.fn(),
  acceptBaseline: vi.fn(),
};
const MADE_UP = {
  '../../cli/public/judging.js': judging,
  '../../cli/public/deriving.js': others,
  '../../cli/public/comparing.js': others,
  '../../cli/public/changing.js': others,
  '../../cli/public/solving.js': { loadTheory: (name: string) => ({ name }) },
  '../../properties/catalogue/runLaws.js': others,
};
let run: typeof import('../cli/run.js').run;

// modules are shared between test files: those of this one are its own, and gone when it ends
beforeAll(async () => {
  vi.resetModules();
  for (const [path, module] of Object.entries(MADE_UP)) vi.doMock(path, () => module);
  ({ run } = await import('../cli/run.js'));
});
afterAll(() => {
  for (const path of Object.keys(MADE_UP)) vi.doUnmock(path);
  vi.resetModules();
});
beforeEach(() => {
  vi.stubEnv('DIFFUSON_CACHE', mkdtempSync(join(tmpdir(), 'diffuson-exits-')));
  vi.stubEnv('GITHUB_ACTIONS', undefined);
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const made of Object.values({ ...judging, ...others })) made.mockReset();
});

const code = async (...args: string[]): Promise<number> => (await run(...args)).code;

describe('an error ends a command', () => {
  const ended = async (error: unknown): Promise<[code: number, err: string]> => {
    others.expand.mockImplementation(() => {
      throw error;
    });
    const { code, err, out } = await run('expand', 'K.yx');
    expect(out).toBe('');
    return [code, err];
  };

  test('with 1 for bad input and 2 for doubt, each in one line', async () => {
    expect(await ended(new InputError('bad\n  input'))).toEqual([1, 'bad input\n']);
    expect(await ended(new NoCarriersError('none'))).toEqual([1, 'none\n']);
    expect(await ended(new AccuracyError('doubt'))).toEqual([2, 'doubt\n']);
  });

  test('with 1 for a mistake of the suite, which is called one', async () => {
    expect(await ended(new TypeError('x is not a function'))).toEqual([1, 'internal error: x is not a function\n']);
    expect(await ended('a text')).toEqual([1, 'internal error: a text\n']);
  });

  test('with a line for every fault of a file, and for no other text', async () => {
    const faults = ['one', 'two'].map((message, k) => ({ message, place: `a.yaml:${k + 1}` }));
    expect(await ended(new LedgerError(faults, 'a.yaml'))).toEqual([1, 'a.yaml:1: one\na.yaml:2: two\n']);
    expect(await ended(Object.assign(new Error('one\ntwo'), { lines: [] }))).toEqual([1, 'internal error: one two\n']);
  });

  test('without a control character', async () => {
    expect(await ended(new InputError('a\u0007b\u001b[2J'))).toEqual([1, 'a\\u{7}b\\u{1b}[2J\n']);
  });
});

describe('a command line', () => {
  test('that is wrong ends with 1, and the way to help', async () => {
    expect(await run('nothing')).toMatchObject({
      code: 1,
      out: '',
      err: "unknown command 'nothing'; see diffuson --help\n",
    });
    expect(await run('help', 'nothing')).toMatchObject({ code: 1, err: 'unknown command; see diffuson --help\n' });
    expect(await run('expand')).toMatchObject({
      code: 1,
      err: "missing required argument 'quantity'; see diffuson --help\n",
    });
  });

  test('that asks for help or the version ends with 0', async () => {
    for (const args of [[], ['--help'], ['help'], ['help', 'laws'], ['laws', '--help'], ['--version']]) {
      const { code, err, out } = await run(...args);
      expect([code, err]).toEqual([0, '']);
      expect(out).not.toBe('');
    }
  });

  test('does not inherit the exit code of another one', async () => {
    process.exitCode = 3;
    expect(await code('--version')).toBe(0);
  });
});

describe('laws', () => {
  const report = (id: string, verdict: LawReport['verdict']): LawReport => ({
    ...{ id, verdict, samples: 5, vacuous: 1, outside: 0, undecided: 0, worst: 0.1, rejudged: 0, seed: 9 },
    ...{ classes: {}, milliseconds: 1 },
    ...(verdict === 'refuted' && { counterexample: { case: 'm=1', contours: 'one ring' as const, worst: 7 } }),
  });
  const tried = (...verdicts: LawReport['verdict'][]) => {
    judging.laws.mockImplementation(async (_, { onLaw }) => {
      const reports = verdicts.map((verdict, k) => report(`law${k}`, verdict));
      for (const found of reports) onLaw?.(found);
      return reports;
    });
    return run('laws', '--run', '--runs', '5');
  };

  test('exit with 0 if all hold, and only then', async () => {
    expect((await tried('holds', 'holds')).code).toBe(0);
    expect((await tried('holds', 'refuted')).code).toBe(1);
    expect((await tried('untested', 'holds')).code).toBe(1);
  });

  test('are said one by one, with the seed that was drawn; as JSON all at once', async () => {
    const { out } = await tried('holds', 'refuted');
    expect(out).toMatch(/^holds +law0 .*\nrefuted +law1 .*\nlaw1 is refuted\n/);
    expect(out).toContain(
      '1 of 2 laws hold; seed 9, again with: diffuson laws rashba-ferromagnet --run --runs 5 --seed 9',
    );
    await run('laws', '--run', '--json', '--law', 'a', 'b', '--seed', '3', '--shard', '1/2', '--keep', 'kept.json');
    const [theory, options] = judging.laws.mock.lastCall ?? [];
    expect(theory).toEqual({ name: 'rashba-ferromagnet' });
    expect(options).toMatchObject({
      ...{ runs: '100', seed: '3', law: ['a', 'b'], keep: 'kept.json', shard: '1/2', onLaw: undefined, seconds: '600' },
      onWait: expect.any(Function),
    });
  });

  test('as JSON of a part have its place and the seed, and need both', async () => {
    judging.laws.mockResolvedValue([]);
    const { code: ended, out } = await run('laws', '--run', '--shard', '1/2', '--json', '--seed', '3');
    expect([ended, JSON.parse(out)]).toEqual([
      0,
      { schema: 1, shard: '1/2', theory: 'rashba-ferromagnet', seed: 3, runs: 100, laws: [] },
    ]);
    expect(await run('laws', '--run', '--shard', '1/2', '--json')).toMatchObject({
      code: 1,
      err: '--shard needs --seed: all parts need the same\n',
    });
    expect(await run('laws', '--run', '--shard', '1/2', '--seed', '3')).toMatchObject({
      code: 1,
      err: '--shard 1/2 needs --json: diffuson merge joins the JSON of all parts\n',
    });
  });

  test('that are replayed exit with 0 if the case holds', async () => {
    for (const status of ['holds', 'refuted', 'undecided', 'vacuous', 'outside'] as const) {
      const sample = { status, worst: 2, contours: 'one ring', digits: 52 };
      others.replayLaw.mockResolvedValue({ law: { id: 'a' }, sample });
      const { code: ended, out } = await run('laws', '--law', 'a', '--replay', 'm=1', '--json');
      expect([ended, JSON.parse(out)]).toEqual([
        status === 'holds' ? 0 : 1,
        { schema: 1, law: 'a', case: 'm=1', ...sample },
      ]);
    }
    expect(others.replayLaw).toHaveBeenLastCalledWith({ name: 'rashba-ferromagnet' }, 'a', 'm=1', expect.any(Function));
    for (const more of [[], ['--law', 'a', 'b']])
      expect(await run('laws', '--replay', 'm=1', ...more)).toMatchObject({
        code: 1,
        err: '--replay needs one --law ID\n',
      });
  });

  test('without a run are a table, with what is present', async () => {
    judging.symmetries.mockReturnValue({ found: true });
    const { code: ended, out } = await run('laws', 'mine.yaml', '--with', 'ux', 'uz', '--json');
    expect([ended, JSON.parse(out)]).toEqual([0, { schema: 1, found: true }]);
    expect(judging.symmetries.mock.lastCall?.slice(0, 2)).toEqual([{ name: 'mine.yaml' }, ['ux', 'uz']]);
    expect(judging.laws).not.toHaveBeenCalled();
  });
});

describe('mutants', () => {
  test('exit with 1 if one lives', async () => {
    const row = { id: 'wrong', change: 'a sign', killedBy: ['a'] };
    const tried = (survivors: string[], ...more: string[]) => {
      judging.mutants.mockImplementation(async (_, { onMutant }) => {
        onMutant?.(row);
        return { seed: 1, mutants: [row], laws: [], survivors };
      });
      return run('mutants', ...more);
    };
    const killed = await tried([]);
    expect(killed).toMatchObject({ code: 0, err: '' });
    expect(killed.out).toMatch(/^killed wrong +a sign\n/);
    expect((await tried(['wrong'])).code).toBe(1);
    const part = await tried([], '--json', '--shard', '2/3', '--no-ledger');
    expect(JSON.parse(part.out)).toEqual({ schema: 1, shard: '2/3', seed: 1, mutants: [row], laws: [], survivors: [] });
    expect(judging.mutants.mock.lastCall).toMatchObject([
      'rashba-ferromagnet',
      { runs: '10', seed: '1', jobs: '2', shard: '2/3', ledger: false, onMutant: expect.any(Function) },
    ]);
    expect((await tried([], '--shard', '2/3')).err).toMatch(/^--shard 2\/3 needs --json/);
  });
});

describe('verify', () => {
  const ledger = { paper: { id: 'mine', title: 'T' }, theory: 'rashba-ferromagnet', rows: [] };
  const judgement = (id: string, verdict: Verdict, expected: Verdict = 'holds'): Judgement =>
    ({
      row: { id, kind: 'law', source: { place: 'Eq. (1)' }, expect: { verdict: expected, why: 'so' }, statement: 's' },
      ...{ verdict, readings: [], routes: [], digits: 20 },
    }) as never;
  /** The judgements that `verify` makes, as far as they are selected. */
  function judged(...judgements: Judgement[]): void {
    judging.loadLedger.mockReturnValue(ledger);
    judging.selectRows.mockImplementation(
      (_, patterns: string[]) =>
        ({ id }: { id: string }) =>
          patterns.includes(id),
    );
    judging.verify.mockImplementation(async (_, { report, only = () => true }: VerifyOptions): Promise<Run> => {
      const chosen = judgements.filter(({ row }) => only(row as never));
      for (const [k, found] of chosen.entries())
        report?.({ done: k + 1, total: chosen.length, row: found.row as never, judgement: found });
      return { ledger: ledger as never, seed: 4, judgements: chosen, conventions: [], coverage: [] };
    });
  }

  test('exits with 0 if every verdict is the expected one, and only then', async () => {
    judged(judgement('a', 'holds'), judgement('b', 'refuted', 'refuted'), judgement('c', 'undecided', 'undecided'));
    const { code: ended, out } = await run('verify', 'x');
    expect(ended).toBe(0);
    expect(out).toContain('mine: 3 rows: 1 hold, 1 refuted, 1 undecided\nevery verdict is as the ledger expects\n');
    for (const wrong of ['refuted', 'undecided'] as const) {
      judged(judgement('a', 'holds'), judgement('b', wrong));
      expect(await code('verify', 'x')).toBe(1);
    }
    judged(judgement('a', 'holds', 'refuted'));
    expect(await code('verify', 'x')).toBe(1);
  });

  test('tells of every row where no one sits at a terminal, in the order of the ledger', async () => {
    const { judgedLine } = await import('../../cli/reports/ledger/terminal.js');
    const told = `${judgedLine('a', 'holds')}\n${judgedLine('b', 'refuted')}\n`;
    const [a, b] = [judgement('a', 'holds'), judgement('b', 'refuted')];
    judged(b, a);
    judging.loadLedger.mockReturnValue({ ...ledger, rows: [a.row, b.row] });
    judging.selectRows.mockReturnValue(() => true);
    const terminal = Object.getOwnPropertyDescriptor(process.stdout, 'isTTY');
    for (const [isTTY, CI] of [
      [undefined, undefined],
      [undefined, '1'],
      [true, '1'],
    ] as const) {
      vi.stubEnv('CI', CI);
      Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
      expect((await run('verify', 'x')).out.slice(0, told.length)).toBe(told);
      expect((await run('verify', 'x', '--review')).out).not.toContain(told);
    }
    Object.defineProperty(process.stdout, 'isTTY', terminal ?? { value: undefined, configurable: true });
  });

  test('refuses a history that is none before anything is judged', async () => {
    judged(judgement('a', 'holds'));
    const path = join(mkdtempSync(join(tmpdir(), 'diffuson-history-')), 'history.json');
    writeFileSync(path, '{}');
    const { code: ended, err } = await run('verify', 'x', '--history', path);
    expect([ended, err]).toEqual([1, expect.stringMatching(/no file that verify --history wrote\n$/)]);
    expect(judging.verify).not.toHaveBeenCalled();
  });

  test('adds whole runs to a history, and shows what it has', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'diffuson-history-')), 'history.json');
    const [a, b] = [judgement('a', 'holds'), judgement('b', 'refuted')];
    const history = async (...found: Judgement[]) => {
      judged(...found);
      const whole = { ...ledger, rows: found.map(({ row }) => row) };
      const made = { ledger: whole, seed: 4, judgements: found, conventions: [], coverage: [] };
      judging.verify.mockResolvedValue(made as never);
      const { out } = await run('verify', 'x', '--history', path, '--profile', 'full', '--json');
      return JSON.parse(out).history;
    };
    const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(await history(a, b)).toMatchObject({ runs: [ISO] });
    const { runs, moves } = await history(judgement('a', 'undecided'));
    expect([runs, moves]).toEqual([
      [ISO, ISO],
      expect.arrayContaining([
        { id: 'a', when: runs[1], before: 'holds', after: 'undecided' },
        { id: 'b', when: runs[1], before: 'refuted', after: null },
      ]),
    ]);
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      paper: 'mine',
      runs: [
        { version, seed: 4, profile: 'full', verdicts: { a: 'holds', b: 'refuted' } },
        { version, seed: 4, profile: 'full', verdicts: { a: 'undecided', b: null } },
      ],
    });
    expect(JSON.parse((await run('verify', 'x', '--json')).out)).not.toHaveProperty('history');
  });

  test('tells of what holds in short, unless all is asked for', async () => {
    const details = { readings: [{ name: 'r', verdict: 'holds' }], reason: 'because of it' };
    judged({ ...judgement('a', 'holds'), ...details } as never);
    const [short, long] = [(await run('verify', 'x')).out, (await run('verify', 'x', '--all')).out];
    expect(long.length).toBeGreaterThan(short.length);
    expect((await run('verify', 'x', '--review')).out).toMatch(/^(no verdict changed since the last run|a: .*)\n$/);
  });

  test('judges what is asked for, and records whole runs alone', async () => {
    judged(judgement('a', 'holds'), judgement('b', 'refuted'));
    expect(await code('verify', 'x', '--only', 'a')).toBe(0);
    expect(await code('verify', 'x', '--only', 'b')).toBe(1);
    const options = ['--digits', '40', '--seed', '7', '--profile', 'full', '--workers', '3'];
    await run('verify', 'x', '--shard', '1/2', '--json', ...options);
    expect(judging.verify.mock.lastCall?.[1]).toMatchObject({
      ...{ digits: '40', seed: '7', profile: 'full', workers: '3', name: 'x', shard: '1/2' },
    });
    // nothing was recorded
    expect((await run('verify', 'x', '--review')).out).toMatch(/^no verdict changed since the last run\n/);
    expect(judging.verify.mock.lastCall?.[1]).not.toHaveProperty('shard', '1/2');
    expect((await run('verify', 'x', '--shard', '1/2')).err).toMatch(/^--shard 1\/2 needs --json/);
    expect(await run('verify', 'x', '--profile', 'slow')).toMatchObject({
      code: 1,
      err: '--profile slow: expected quick or full\n',
    });
  });

  test('reviews what changed since the last run, and what is not expected', async () => {
    judged(judgement('a', 'holds'), judgement('b', 'holds'));
    await run('verify', 'x');
    judged(judgement('a', 'holds'), judgement('b', 'refuted'), judgement('c', 'undecided'));
    const { code: ended, out } = await run('verify', 'x', '--review');
    expect([ended, out]).toEqual([
      1,
      'b: holds -> refuted\nc: not judged -> undecided\n\n' +
        'not as expected; --accept ID... --why TEXT writes the new expectation:\n' +
        'b: refuted, the ledger expects holds (so)\nc: undecided, the ledger expects holds (so)\n',
    ]);
    const again = JSON.parse((await run('verify', 'x', '--review', '--json')).out);
    expect(again.changes).toEqual([]);
    expect(JSON.parse((await run('verify', 'x', '--json')).out)).not.toHaveProperty('changes');
  });

  test('goes on with an interrupted run of the same ledger and options if that is asked', async () => {
    judged(judgement('a', 'holds'), judgement('b', 'holds'));
    judging.verify.mockImplementationOnce(async (_, { report }: VerifyOptions) => {
      report?.({ done: 1, total: 2, row: {} as never, judgement: judgement('a', 'holds') });
      report?.({ done: 1, total: 2, row: {} as never, step: 'solving' });
      throw new AccuracyError('the machine stopped');
    });
    const known = (): string[] => [...((judging.verify.mock.lastCall?.[1].known ?? []) as Map<string, unknown>).keys()];
    const listening = process.listenerCount('SIGINT');
    expect(await code('verify', 'x')).toBe(2);
    await run('verify', 'x', '--resume', '--seed', '2');
    expect(known()).toEqual([]);
    judging.verify.mockImplementationOnce(async (_, { report }: VerifyOptions) => {
      report?.({ done: 1, total: 2, row: {} as never, judgement: judgement('a', 'holds') });
      throw new AccuracyError('the machine stopped');
    });
    await run('verify', 'x');
    await run('verify', 'x', '--resume');
    expect(known()).toEqual(['a']);
    await run('verify', 'x');
    expect(known()).toEqual([]);
    expect(process.listenerCount('SIGINT')).toBe(listening);
  });

  test('accepts whole rows with a reason', async () => {
    judged(judgement('a', 'refuted'), judgement('b', 'holds'));
    const accepted = await run('verify', 'x', '--accept', 'a', '--why', 'a misprint');
    expect(accepted).toMatchObject({ code: 0, out: 'a: refuted is expected from now on\n' });
    expect(judging.acceptVerdicts).toHaveBeenCalledExactlyOnceWith(
      'x',
      [expect.objectContaining({ verdict: 'refuted' })],
      'a misprint',
    );
    for (const why of [[], ['--why', ' ']])
      expect(await run('verify', 'x', '--accept', 'a', ...why)).toMatchObject({
        code: 1,
        err: '--accept needs --why TEXT: the reason for the verdict\n',
      });
    expect(await run('verify', 'x', '--accept', 'a', 'c', '--why', 'y')).toMatchObject({
      code: 1,
      err: '--accept c: give the whole id of a row\n',
    });
    expect(judging.acceptVerdicts).toHaveBeenCalledTimes(1);
  });

  test('explains one row, and exits with 0 if it is as expected', async () => {
    judged(judgement('a', 'holds'), judgement('b', 'refuted'));
    const { code: ended, out } = await run('explain', 'a', 'x');
    expect(ended).toBe(0);
    expect(out).toMatch(/^a {2}Eq. \(1\) {2}\(law\)\n/);
    expect(await code('explain', 'b', 'x')).toBe(1);
    expect(await run('explain', 'c', 'x')).toMatchObject({ code: 1, err: 'c: give the whole id of a row\n' });
    await run('explain', 'a', 'x', '--profile', 'full', '--seed', '8', '--digits', '9');
    expect(judging.verify.mock.lastCall?.[1]).toMatchObject({ digits: '9', seed: '8', profile: 'full', name: 'x' });
  });
});

describe('what is compared', () => {
  test('discover exits with 2 if nothing is settled', async () => {
    const subject = { quantity: 'K.yx', regime: 'a << b', evidence: {} };
    others.discover.mockResolvedValue({ ...subject, verdict: 'undecided', reason: 'no digit' });
    expect(await code('discover', 'K.yx')).toBe(2);
    others.discover.mockResolvedValue({
      ...subject,
      verdict: 'found',
      powers: {},
      coefficient: '1',
      piPower: 0,
      formula: '1',
    });
    expect(await code('discover', 'K.yx', '--json')).toBe(0);
    const usual = { theory: { name: 'rashba-ferromagnet' }, set: {}, scheme: 't-matrix', seconds: '60' };
    expect(others.discover).toHaveBeenLastCalledWith('K.yx', {
      ...{ ...usual, regime: undefined, in: undefined, digits: '24', onWait: expect.any(Function) },
    });
    const given = ['--regime', 'a << b', '--in', 'u', '--set', 'uz=u/3', '--scheme', 'born:3', '--time-limit', '9'];
    await run('discover', 'K.yx', 'mine', ...given, '--digits', '30', '--json');
    expect(others.discover).toHaveBeenLastCalledWith('K.yx', {
      ...{ theory: { name: 'mine' }, regime: 'a << b', in: 'u', set: { uz: 'u/3' }, scheme: 'born:3' },
      ...{ seconds: '9', digits: '30', onWait: expect.any(Function) },
    });
  });

  test('expand asks for orders and terms, and prints what was found', async () => {
    const expansion = { quantity: 'K.yx', regime: 'a << b', terms: [{ power: '1', formula: 'x' }], truncation: 'u^2' };
    others.expand.mockReturnValue(expansion);
    expect(await run('expand', 'K.yx')).toMatchObject({
      ...{ code: 0, out: 'n K.yx = x\nregime: a << b\nknown to: u^2\n' },
    });
    expect(others.expand.mock.lastCall).toMatchObject(['K.yx', { orders: '1', terms: '1', scheme: 't-matrix' }]);
    expect(JSON.parse((await run('expand', 'K.yx', '--orders', '2', '--terms', '3', '--json')).out)).toMatchObject(
      expansion,
    );
    expect(others.expand.mock.lastCall?.[1]).toMatchObject({ orders: '2', terms: '3' });
    expect(JSON.parse((await run('expand', 'K.yx', '--format', 'json')).out)).toMatchObject(expansion);
    expect(await run('expand', 'K.yx', '--format', 'x')).toMatchObject({
      ...{ code: 1, err: 'format "x": expected text, latex, json\n' },
    });
  });

  test('waits of a second or more are announced', async () => {
    others.discover.mockImplementation((_, { onWait }) => {
      onWait('for long', 1);
      onWait('not so long', 0.99);
      return { quantity: 'K.yx', regime: 'a', evidence: {}, verdict: 'undecided', reason: 'none' };
    });
    expect((await run('discover', 'K.yx', '--json')).err).toBe('for long\n');
  });

  test('compare exits with 0 if theory and data agree, 2 if that is open, 1 else', async () => {
    const verdicts = { agree: 0, differ: 1, convention: 1, undecided: 2 };
    for (const [verdict, ends] of Object.entries(verdicts)) {
      others.compare.mockResolvedValue({ verdict });
      expect(await code('compare', 'data.csv', '--theory', 'mine', '--json'), verdict).toBe(ends);
    }
    const given = [
      '--columns',
      'eps = E, K.xy=Kxy',
      '--units',
      'eps=meV',
      '--errors',
      'K.xy=d',
      '--as-is',
      '--set',
      'm=1',
    ];
    await run(
      'compare',
      'data.csv',
      '--theory',
      'mine',
      ...given,
      '--limit',
      'finite',
      '--cutoff',
      '9',
      '--scheme',
      'born:3',
      '--time-limit',
      '7',
    );
    expect(others.compare).toHaveBeenLastCalledWith('data.csv', {
      columns: { eps: 'E', 'K.xy': 'Kxy' },
      units: { eps: 'meV' },
      errors: { 'K.xy': 'd' },
      ...{ tolerance: '1e-3', limit: 'finite', scheme: 'born:3', cutoff: '9', asIs: true },
      ...{ theory: { name: 'mine' }, set: { m: '1' }, seconds: '7', onWait: expect.any(Function) },
    });
    await run('compare', 'data.csv', '--theory', 'mine');
    expect(Object.keys(others.compare.mock.lastCall?.[1])).toEqual([
      'columns',
      'units',
      'errors',
      'tolerance',
      'theory',
      'set',
      'seconds',
      'onWait',
    ]);
  });

  test('data without a theory exit with 1 if they violate something', async () => {
    for (const [violations, ends] of [
      [[], 0],
      [[{}], 1],
    ] as const) {
      others.consistency.mockReturnValue({ violations });
      expect(await code('compare', 'data.csv', '--json', '--group', 'C4v')).toBe(ends);
    }
    expect(others.consistency.mock.lastCall?.[1]).toEqual({
      columns: {},
      units: {},
      errors: {},
      tolerance: '1e-3',
      group: 'C4v',
    });
    await run('compare', 'data.csv', '--json');
    expect(others.consistency.mock.lastCall?.[1]).not.toHaveProperty('group');
  });

  test.each([
    [['--limit', 'finite'], '--limit needs --theory'],
    [['--scheme', 'born:3'], '--scheme needs --theory'],
    [['--cutoff', '3'], '--cutoff needs --theory'],
    [['--as-is'], '--as-is needs --theory'],
    [['--set', 'm=1'], '--set needs --theory'],
    [['--theory', 'x', '--group', 'C4v'], '--group is for data without --theory'],
    [['--columns', 'eps'], '--columns "eps": expected name=column, such as "eps=E, K.xy=Kxy"'],
    [['--units', 'a=b, eps='], '--units "eps=": expected name=column, such as "eps=E, K.xy=Kxy"'],
    [['--errors', '=b'], '--errors "=b": expected name=column, such as "eps=E, K.xy=Kxy"'],
    [['--errors', 'a=b=c'], '--errors "a=b=c": expected name=column, such as "eps=E, K.xy=Kxy"'],
  ])('compare refuses %j', async (more, message) => {
    expect(await run('compare', 'data.csv', ...more)).toMatchObject({ code: 1, out: '', err: `${message}\n` });
  });

  test('diff exits with 0 if both are equal', async () => {
    for (const equal of [true, false]) {
      others.diff.mockReturnValue({ equal });
      expect(await code('diff', 'a', 'b', '--samples', '7', '--seed', '2', '--json')).toBe(equal ? 0 : 1);
    }
    expect(others.diff).toHaveBeenLastCalledWith('a', 'b', {
      ...{ samples: '7', seed: '2', ledger: undefined },
      ...{ seconds: '3600', onWait: expect.any(Function) },
    });
  });
});

describe('a baseline', () => {
  const found = (holds: boolean) => ({
    ...{ holds, changes: [], claims: [], compared: 3, definitionChanged: false, symmetries: { gained: [], lost: [] } },
  });

  test('exits with 0 if it holds', async () => {
    others.checkBaseline.mockResolvedValue(found(true));
    expect(await run('baseline', 'check', 'f')).toMatchObject({ code: 0, out: '3 values compared, 0 changed\n' });
    expect(others.checkBaseline).toHaveBeenLastCalledWith('f', { seconds: '60', onWait: expect.any(Function) });
    expect(await code('baseline', 'review', 'f', '--time-limit', '3')).toBe(0);
    expect(others.checkBaseline).toHaveBeenLastCalledWith('f', { seconds: '3', onWait: expect.any(Function) });
    others.checkBaseline.mockResolvedValue(found(false));
    expect(await code('baseline', 'check', 'f')).toBe(1);
  });

  test('is reviewed without a terminal, and not accepted', async () => {
    others.checkBaseline.mockResolvedValue(found(false));
    const { code: ended, out } = await run('baseline', 'review', 'f');
    expect([ended, out]).toEqual([
      1,
      '3 values compared, 0 changed\naccept with: diffuson baseline accept f --why TEXT\n',
    ]);
    expect(others.acceptBaseline).not.toHaveBeenCalled();
  });

  test('is accepted with a reason', async () => {
    others.acceptBaseline.mockResolvedValue({ reasons: [{ changed: 1 }, { changed: 2 }] });
    expect(await run('baseline', 'accept', 'f', '--why', 'so')).toMatchObject({
      code: 0,
      out: 'f: 2 new values are kept\n',
    });
    expect(others.acceptBaseline).toHaveBeenCalledWith('f', 'so', { seconds: '60', onWait: expect.any(Function) });
    expect(await run('baseline', 'accept', 'f', '--why', ' ')).toMatchObject({
      code: 1,
      err: '--why: a reason is expected\n',
    });
    expect(others.acceptBaseline).toHaveBeenCalledTimes(1);
  });

  test('is written with the points and choices that are given', async () => {
    others.writeBaseline.mockResolvedValue({ points: [{ values: { a: 1, b: 2 } }, { values: { a: 1 } }] });
    const written = await run(
      ...[
        'baseline',
        'write',
        'f',
        '--at',
        'm=1 eps=10 meV',
        ' u = 2',
        '--quantities',
        'K.xy, sigma.xx',
        '--why',
        'so',
      ],
      ...['--scheme', 'born:3'],
    );
    expect(written).toMatchObject({ code: 0, out: 'f: 3 values at 2 points\n' });
    expect(others.writeBaseline).toHaveBeenCalledWith('f', {
      ...{ seconds: '60', onWait: expect.any(Function) },
      theory: 'rashba-ferromagnet',
      points: [
        { set: { m: '1', eps: '10 meV' }, scheme: 'born:3' },
        { set: { u: ' 2' }, scheme: 'born:3' },
      ],
      ...{ quantities: ['K.xy', 'sigma.xx'], digits: '12', why: 'so' },
    });
  });
});
