import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { laws as tryLaws } from '../../cli/public/judging.js';
import { caseText, parseCase } from '../../properties/cases/case.js';
import { chosenLaws, replayLaw, runLaws } from '../../properties/catalogue/runLaws.js';
import { casesKept, keep, keptCounterexamples, readKept, readKeptIfAny } from '../../properties/law/counterexamples.js';
import { compose, type Law, type Level } from '../../properties/law/law.js';
import { type Care, DOUBLE_DIGITS, type Sample, SampleJudge } from '../../properties/law/sampleJudge.js';
import { SOUND } from '../../properties/law/variant.js';
import { type MatrixOptions, type MutantRow, matrixOf, Trial } from '../../properties/mutants/matrix.js';
import { mutantsFrom } from '../../properties/mutants/mutant.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { Deadline } from '../../src/solution/deadline.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { partOf, readShard, shardText } from '../../src/theory/shard.js';
import { Theory } from '../../src/theory/theory.js';

const theory = loadTheory('rashba-ferromagnet');
const classification = new Classification(theory);
const named = (id: string, level: Level = 'sanity'): Law =>
  compose([{ id, level, statement: '', latex: '', proof: '', source: '', domain: '', sides: () => [] }])[0];
const mutant = { id: 'wrong', change: 'a sign', variant: { ...SOUND } };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Judges as a script says: the sound theory, and a wrong one. */
function scripted(
  sound: (k: number, law: string) => Partial<Sample>,
  wrong: (k: number, law: string) => Partial<Sample>,
) {
  const counts = { sound: 0, wrong: 0 };
  const tried: Record<'sound' | 'wrong', string[]> = { sound: [], wrong: [] };
  vi.spyOn(SampleJudge.prototype, 'judge').mockImplementation(function (this: SampleJudge, law, sample) {
    const which = this.variant === SOUND ? 'sound' : 'wrong';
    tried[which].push(caseText(sample));
    const status = (which === 'sound' ? sound : wrong)(counts[which]++, law.id);
    return { status: 'holds', worst: 0, contours: 'one ring', digits: DOUBLE_DIGITS, ...status };
  });
  return tried;
}

describe('a mutant', () => {
  const row = (laws: Law[], options: Partial<MatrixOptions> = {}): Promise<MutantRow> =>
    new Trial(classification, laws, { runs: 5, seed: 1, ...options }).row(mutant);

  test('is killed by the laws that refute it, on the first case that does', async () => {
    const tried = scripted(
      () => ({}),
      (k, law) => (law === 'b' && k === 5 + 2 ? { status: 'refuted' } : {}),
    );
    const found = await row([named('a'), named('b'), named('c')]);
    expect(found).toEqual({ id: 'wrong', change: 'a sign', killedBy: ['b'], witness: tried.wrong[7] });
    // 5 of a, 3 of b, 5 of c
    expect(tried.wrong).toHaveLength(13);
  });

  test('is tried on cases that the sound theory passes at once', async () => {
    const tried = scripted(
      (k) => [{ status: 'vacuous' }, { digits: 52 }, { status: 'undecided' }][k] as never,
      () => ({}),
    );
    const found = await row([named('a')]);
    expect(found).toStrictEqual({ id: 'wrong', change: 'a sign', killedBy: [] });
    expect(tried.sound).toHaveLength(8);
    expect(tried.wrong).toEqual(tried.sound.slice(3));
    scripted(
      () => ({ status: 'outside' }),
      () => ({}),
    );
    const { length } = scripted(
      () => ({ status: 'outside' }),
      () => ({ status: 'refuted' }),
    ).wrong;
    expect([(await row([named('a')])).killedBy, length]).toEqual([[], 0]);
  });

  test('is not sought among four times as many cases in vain', async () => {
    const tried = scripted(
      () => ({ status: 'vacuous' }),
      () => ({}),
    );
    await row([named('a')]);
    expect(tried.sound).toHaveLength(20);
  });

  test('is left alone by a law that twice cannot settle it', async () => {
    for (const [undecided, killed] of [
      [1, ['a']],
      [2, []],
    ] as const) {
      scripted(
        () => ({}),
        (k) => ({ status: k < undecided ? 'undecided' : k === 3 ? 'refuted' : 'holds' }),
      );
      expect((await row([named('a')])).killedBy).toEqual(killed);
    }
  });

  test('is killed by others too, if they refute it', async () => {
    scripted(
      () => ({}),
      () => ({}),
    );
    const killer = (id: string, verdict: 'holds' | 'refuted' | 'undecided' | 'untested') => ({
      id,
      run: async () => verdict,
    });
    const killers = [killer('x', 'undecided'), killer('y', 'refuted'), killer('z', 'holds'), killer('w', 'untested')];
    expect(await row([named('a')], { killers })).toEqual({ id: 'wrong', change: 'a sign', killedBy: ['y'] });
  });
});

test('a mutant is tried within the patience that is given and the time that its theory grants a law', async () => {
  const patient: unknown[] = [];
  vi.spyOn(SampleJudge.prototype, 'judge').mockImplementation(function (this: SampleJudge) {
    if (this.variant !== SOUND) patient.push((this as unknown as { care: Care }).care.patience);
    return { status: 'holds', worst: 0, contours: 'one ring', digits: DOUBLE_DIGITS };
  });
  const tried = async (seconds: number | undefined, options: Partial<MatrixOptions> = {}): Promise<unknown[]> => {
    const limited = new Classification(
      new Theory({ ...rashbaFerromagnet, ...(seconds && { secondsPerLaw: seconds }) }),
    );
    const trial = new Trial(limited, [named('a')], { runs: 2, seed: 1, ...options });
    // the samples are known by then
    const time = vi.spyOn(performance, 'now');
    let now = 0;
    time.mockImplementation(() => {
      now += 600;
      return now;
    });
    await trial.row(mutant);
    time.mockRestore();
    return patient.splice(0);
  };
  expect([await tried(undefined), await tried(undefined, { patience: 7 })]).toEqual([
    [4, 4],
    [7, 7],
  ]);
  // each look at the clock is 0.6 s later
  expect([await tried(10), await tried(1), await tried(0.5)]).toEqual([[4, 4], [4], []]);
});

describe('a replay', () => {
  const text = 'm=1 alpha=0.3 Dx=0.1 Dy=0 Dz=0.1 u=0.5 ux=0 uy=0 uz=0 eps=1 n=1 scheme=t-matrix cutoff=renormalised';

  test('judges the case that it is given by the law that is named', async () => {
    const judged: [string, string][] = [];
    vi.spyOn(SampleJudge.prototype, 'judge').mockImplementation((law, sample) => {
      judged.push([law.id, caseText(sample)]);
      return { status: 'vacuous', worst: 0, contours: 'one ring', digits: DOUBLE_DIGITS };
    });
    const { law, sample } = await replayLaw(theory, 'ward.ladder', text);
    expect([law.id, sample.status, judged]).toEqual(['ward.ladder', 'vacuous', [['ward.ladder', text]]]);
  });

  test('of a law that is not claimed is bad input', async () => {
    await expect(replayLaw(theory, 'ward', text)).rejects.toBeInstanceOf(InputError);
    await expect(replayLaw(theory, 'ward', text)).rejects.toThrow(
      /^no law "ward" is claimed for rashba-ferromagnet; claimed are .*ward\.ladder/,
    );
  });
});

describe('the matrix', () => {
  const laws = [named('crude'), named('fine', 'independent route'), named('idle', 'limit')];
  const rows = [
    ['m1', ['crude', 'fine']],
    ['m2', ['fine']],
    ['m3', []],
    ['m4', ['fine', 'ledger:x']],
  ].map(([id, killedBy]) => ({ id, change: '', killedBy }) as MutantRow);
  const { survivors, laws: columns, seed } = matrixOf(laws, rows, 9);

  test('names what survives', () => {
    expect([survivors, seed]).toEqual([['m3'], 9]);
  });

  test('has the laws that some mutant needs: no law of a lower level refutes it', () => {
    expect(columns).toEqual([
      { id: 'crude', level: 'sanity', kills: 1, first: ['m1'], redundant: false },
      { id: 'fine', level: 'independent route', kills: 3, first: ['m2', 'm4'], redundant: false },
      { id: 'idle', level: 'limit', kills: 0, first: [], redundant: true },
    ]);
    const same = matrixOf([named('a'), named('b')], [{ id: 'm', change: '', killedBy: ['a', 'b'] }], 1);
    expect(same.laws.map(({ first }) => first)).toEqual([['m'], ['m']]);
  });

  test('and the catalogue have no two of one name', () => {
    expect(() => mutantsFrom([mutant], [mutant])).toThrow('two mutants are called "wrong"');
    expect(mutantsFrom([mutant], [{ ...mutant, id: 'other' }])).toHaveLength(2);
    expect(() => compose([named('a')], [named('b'), named('a')])).toThrow('two laws are called "a"');
    const [plain] = compose([named('a')]);
    expect(plain.claims(classification)).toBe(true);
  });
});

describe('laws by their names', () => {
  const laws = [named('ward.current'), named('ward'), named('wardrobe')];
  const ids = (...only: string[]): string[] => chosenLaws(laws, only, theory).map(({ id }) => id);

  test('are an id or its beginning up to a dot', () => {
    expect([ids(), ids('ward'), ids('ward.current', 'wardrobe')]).toEqual([
      ['ward.current', 'ward', 'wardrobe'],
      ['ward.current', 'ward'],
      ['ward.current', 'wardrobe'],
    ]);
    for (const unknown of ['war', 'current', 'ward.', 'ward.curr'])
      expect(() => ids('ward', unknown)).toThrow(
        `no law "${unknown}" is claimed for rashba-ferromagnet; claimed are ward.current ward wardrobe`,
      );
  });

  test('are divided into parts that have each of them once', () => {
    const items = Array.from({ length: 17 }, (_, k) => k);
    for (const of of [1, 2, 5, 17, 40]) {
      const parts = Array.from({ length: of }, (_, k) => partOf(items, readShard(`${k + 1}/${of}`)));
      expect(parts.flat()).toEqual(items);
      expect(Math.max(...parts.map((part) => part.length))).toBe(Math.ceil(17 / of));
    }
    for (const text of ['1', '1/2/3', ''])
      expect(() => readShard(text)).toThrow(new InputError(`--shard ${text}: expected K/N, such as 1/16`));
    for (const text of ['0/2', '3/2', '1/0', 'a/2', '1/100001', '/2', '1/'])
      expect(() => readShard(text)).toThrow(/^--shard .*: [KN] /);
    expect(shardText(readShard('2/5'))).toBe('2/5');
  });
});

describe('counterexamples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diffuson-kept-'));
  const found = { law: 'a', theory: 'mine', case: 'm=1', note: 'n' };

  test('are added to a file, each once, by law, theory and case', () => {
    const path = join(folder, 'kept.json');
    expect(readKeptIfAny(path)).toEqual([]);
    const all = [found, { ...found, law: 'b' }, { ...found, theory: 'other' }, { ...found, case: 'm=2' }];
    for (const one of [...all, { ...found, note: 'another' }]) keep(path, one);
    expect(readKept(path)).toEqual(all);
    expect(readFileSync(path, 'utf8')).toMatch(/^\[\n {2}\{\n.*\n\]\n$/s);
    expect(casesKept(all, 'a', 'mine').map(({ values }) => values)).toEqual([{ m: '1' }, { m: '2' }]);
    expect(() => keep(join(folder, 'no', 'where.json'), found)).toThrow(
      /where.json cannot be written.*; not kept: a at m=1$/,
    );
  });

  test('of a file that is none are refused', () => {
    const path = join(folder, 'wrong.json');
    for (const [text, fault] of [
      ['{}', /^counterexamples .*wrong.json: Invalid input: expected array/],
      ['[{"law": "a"}]', /^counterexamples .*wrong.json: 0.theory: /],
      ['[1', /^counterexamples .*wrong.json: /],
    ] as const) {
      writeFileSync(path, text);
      expect(() => readKept(path)).toThrow(fault);
      expect(() => readKeptIfAny(path)).toThrow(InputError);
    }
    expect(keptCounterexamples().length).toBeGreaterThan(3);
  });

  test('of a run are tried first and kept with their seed, if a file is named', async () => {
    const text = 'm=1 alpha=0.3 Dx=0.1 Dy=0 Dz=0.1 u=0.5 ux=0 uy=0 uz=0 eps=1 n=1 scheme=t-matrix cutoff=renormalised';
    const path = join(folder, 'run.json');
    keep(path, { law: 'ward.ladder', theory: theory.name, case: text, note: 'before' });
    const tried = scripted(
      (k) => ({ status: k === 0 ? 'refuted' : 'holds' }),
      () => ({}),
    );
    const options = { law: ['ward.ladder'], seed: 5, runs: 3 };
    const [report] = await tryLaws(theory, { ...options, keep: path });
    expect([tried.sound[0], report.verdict]).toEqual([text, 'refuted']);
    expect(readKept(path)).toHaveLength(1);
    const other = join(folder, 'other.json');
    // the kept ones of the suite hold, and so does what is smaller than the first that is drawn
    const known = casesKept(keptCounterexamples(), 'ward.ladder', theory.name).length;
    scripted(
      (k) => ({ status: k === known ? 'refuted' : 'holds' }),
      () => ({}),
    );
    await tryLaws(theory, { ...options, keep: other });
    expect(readKept(other)).toMatchObject([{ law: 'ward.ladder', theory: theory.name, note: 'found with seed 5' }]);
    scripted(
      () => ({}),
      () => ({}),
    );
    await tryLaws(theory, { ...options, keep: join(folder, 'none.json') });
    expect(existsSync(join(folder, 'none.json'))).toBe(false);
  });

  test('that come with the suite are tried first in every run', async () => {
    const [{ law, case: text }] = keptCounterexamples().filter((kept) => kept.theory === theory.name);
    const first = caseText(parseCase(text));
    for (const run of [
      () => runLaws(theory, { runs: 1, seed: 1, only: [law] }),
      () => tryLaws(theory, { law: [law], runs: 1 }),
    ]) {
      const tried = scripted(
        () => ({}),
        () => ({}),
      );
      await run();
      expect(tried.sound[0]).toBe(first);
      vi.restoreAllMocks();
    }
  });
});

describe('laws that run in threads', () => {
  const THREADS = '../../properties/catalogue/threads.js';
  type Work = { script: URL; data: Record<string, unknown>; orders: string[]; threads: number };
  const works: Work[] = [];
  /** Answers from the last order to the first one, each after a wait. */
  const inThreads = async (work: Work, answered: (answer: object) => void): Promise<void> => {
    works.push(work);
    for (const id of [...work.orders].reverse()) {
      answered({ wait: id, seconds: 7 });
      answered({ id, verdict: 'holds' });
    }
  };
  let run: typeof runLaws;
  let theory: Theory;
  let laws: readonly Law[];

  // modules are shared between test files: those of this one are its own, and gone when it ends
  beforeAll(async () => {
    vi.resetModules();
    vi.doMock(THREADS, () => ({ inThreads }));
    vi.doMock('node:fs', async (original) => ({
      ...(await original<typeof import('node:fs')>()),
      // as if it were built
      existsSync: (path: unknown) =>
        String(path).endsWith('/properties/catalogue/lawThread.js') || existsSync(String(path)),
    }));
    ({ runLaws: run } = await import('../../properties/catalogue/runLaws.js'));
    const { lawsOf } = await import('../../properties/catalogue/catalogue.js');
    const symmetry = await import('../../properties/symmetry/classification.js');
    theory = (await import('../../src/theory/load.js')).loadTheory('rashba-ferromagnet');
    laws = lawsOf(new symmetry.Classification(theory));
  });
  afterAll(() => {
    vi.doUnmock(THREADS);
    vi.doUnmock('node:fs');
    vi.resetModules();
  });
  beforeEach(() => {
    works.length = 0;
  });

  test('are ordered by their effort, and told and reported in the order of the catalogue', async () => {
    const [told, waits]: string[][] = [[], []];
    const options = { runs: 3, seed: 5, kept: [], seconds: 9, workers: 4 };
    const onLaw = ({ id }: { id: string }) => told.push(id);
    const reports = await run(theory, {
      ...options,
      onLaw,
      onWait: (what, seconds) => waits.push(`${what} ${seconds}`),
    });
    const ids = laws.map(({ id }) => id);
    expect([reports.map(({ id }) => id), told]).toEqual([ids, ids]);
    const [{ script, data, orders, threads }] = works;
    expect([String(script), threads]).toEqual([expect.stringMatching(/\/properties\/catalogue\/lawThread\.js$/), 4]);
    expect(data).toEqual({ theory: theory.definition, runs: 3, seed: 5, kept: [], seconds: 9 });
    // a finite density takes ten times as long
    const efforts = new Map(
      laws.map(({ id, measurements }) => [
        id,
        measurements.map(({ limit }) => (limit === 'finite' ? 10 : 1)).reduce((a, b) => a + b, 0),
      ]),
    );
    const effort = (id: string): number => efforts.get(id) ?? Number.NaN;
    expect(orders).toEqual([...ids].sort((a, b) => effort(b) - effort(a)));
    expect(orders).not.toEqual(ids);
    expect(waits).toEqual([...orders].reverse().map((id) => `${id} 7`));
    // nobody has to listen
    await expect(run(theory, options)).resolves.toHaveLength(ids.length);
  });

  test('are six at least, with more than one worker', async () => {
    const { SampleJudge: Judge } = await import('../../properties/law/sampleJudge.js');
    const sample: Sample = { status: 'holds', worst: 0, contours: 'one ring', digits: DOUBLE_DIGITS };
    vi.spyOn(Judge.prototype, 'judge').mockReturnValue(sample);
    const ids = laws.map(({ id }) => id).filter((id) => laws.every((law) => !law.id.startsWith(`${id}.`)));
    const threads = async (count: number, workers?: number): Promise<number> => {
      works.length = 0;
      const only = ids.slice(0, count);
      await run(theory, { runs: 1, seed: 1, kept: [], only, ...(workers !== undefined && { workers }) });
      return works.length;
    };
    expect([await threads(6, 2), await threads(5, 2), await threads(6, 1), await threads(6)]).toEqual([1, 0, 0, 0]);
  });
});

test('a run of laws takes them all unless some are named, and says what it waits for', async () => {
  scripted(
    () => ({}),
    () => ({}),
  );
  const awaiting = vi.spyOn(Deadline.prototype, 'awaiting');
  const reports = await runLaws(theory, { runs: 1, seed: 1, kept: [] });
  expect(reports.length).toBeGreaterThan(20);
  const waited = awaiting.mock.calls.map(([what]) => what);
  for (const { id } of reports) expect(waited).toContain(`samples of ${id}`);
});
