import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test as property } from '@fast-check/vitest';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { failureText } from '../../cli/vitest.js';
import { caseText, parseCase } from '../../properties/cases/case.js';
import { DRAWS } from '../../properties/cases/draw.js';
import { casesOf } from '../../properties/cases/generator.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { lawRunner, replayLaw, runLaws } from '../../properties/catalogue/runLaws.js';
import { keep, readKept } from '../../properties/law/counterexamples.js';
import { EXACT, type Law } from '../../properties/law/law.js';
import { runLaw } from '../../properties/law/runLaw.js';
import { SampleJudge, type Status } from '../../properties/law/sampleJudge.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { constant } from '../../src/arithmetic/expression.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { loadTheory } from '../../src/theory/load.js';

const theory = loadTheory('rashba-ferromagnet');
const classification = new Classification(theory);
const laws = new Map(lawsOf(classification).map((law) => [law.id, law]));
const law = (id: string): Law => valueAt(laws, id);
const sound = (): SampleJudge => new SampleJudge(classification);
const mutants = new Map(MUTANTS.map(({ id, variant }) => [id, variant]));
const mutated = (id: string): SampleJudge => new SampleJudge(classification, valueAt(mutants, id));

beforeAll(loadMpfr);

describe('a run', () => {
  test('reports effective and vacuous samples and how they were spread', () => {
    const report = runLaw(sound(), law('ward.current'), { runs: 40, seed: 7 });
    expect(report.verdict).toBe('holds');
    expect(report.vacuous).toBeGreaterThan(0);
    expect(report.samples + report.vacuous + report.undecided).toBe(40);
    expect(Object.keys(report.classes)).toEqual(
      expect.arrayContaining(['contours: one ring', 'contours: two rings', 'unitary', 'weak']),
    );
  });

  test('a false law is refuted at more than 40 digits, shrunk, and replays', async () => {
    const report = runLaw(mutated('velocity.no-anomalous'), law('ward.current'), { runs: 60, seed: 3 });
    expect(report.verdict).toBe('refuted');
    const text = report.counterexample?.case ?? '';
    expect(report.counterexample?.evidence?.left.length).toBeGreaterThan(15);
    expect(mutated('velocity.no-anomalous').judge(law('ward.current'), parseCase(text)).status).toBe('refuted');
    expect((await replayLaw(theory, 'ward.current', text)).sample.status).toBe('holds');
    // simple numbers: at most two digits each but for the Fermi energy
    const numbers = text.split(' ').filter((word) => /^(m|alpha|u)=/.test(word));
    for (const word of numbers) expect(word.replace(/[^1-9]/g, '').length).toBeLessThanOrEqual(2);
    // what a failing test prints
    const shown = failureText(theory.name, report, 60);
    expect(shown).toContain(`--law ward.current --replay "${text}"`);
    expect(shown).toContain('--run --law ward.current --runs 60 --seed 3');
  });

  test('the sides of a counterexample are in units of the natural scale', () => {
    const { counterexample } = runLaw(mutated('velocity.no-anomalous'), law('ward.current'), { runs: 60, seed: 3 });
    const { left, right, scale } = counterexample?.evidence ?? { left: '', right: '', scale: '1' };
    // raw sides would be off by the scale, which is far from one here
    expect(Math.abs(Math.log(Number(scale)))).toBeGreaterThan(0.1);
    expect((Math.abs(Number(left) - Number(right)) / EXACT.value / (counterexample?.worst ?? 0)).toFixed(6)).toBe(
      '1.000000',
    );
  });

  test('a law is the same after whatever laws', async () => {
    const orders = { theory: theory.definition, runs: 12, seed: 5, kept: [] };
    const [alone, after] = [await lawRunner(orders), await lawRunner(orders)];
    for (const id of ['boltzmann', 'species.split']) after(id);
    for (const id of ['dimensions', 'finite.ward']) {
      const [first, second] = [alone, after].map((run) => ({ ...run(id), milliseconds: 0 }));
      expect(second).toEqual(first);
      expect(first.verdict).toBe('holds');
    }
  });

  test('no verdict and no shrinking depends on the clock', () => {
    const run = (): unknown => {
      const { milliseconds: _, ...report } = runLaw(mutated('velocity.no-anomalous'), law('ward.current'), {
        runs: 20,
        seed: 3,
      });
      return report;
    };
    const atEase = run();
    let time = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (time += 3600_000));
    try {
      expect(run()).toEqual(atEase);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('shrinking ends after so many cases', () => {
    let judged = 0;
    const judge = {
      classification,
      rejudged: 0,
      judge: () => {
        judged++;
        return { status: (judged % 2 ? 'refuted' : 'holds') as Status, worst: 1, contours: 'other', digits: 16 };
      },
    };
    const report = runLaw(judge as unknown as SampleJudge, law('ward.ladder'), { runs: 5, seed: 1 });
    expect(report.verdict).toBe('refuted');
    expect(judged).toBeGreaterThan(2);
    expect(judged).toBeLessThanOrEqual(151);
  });

  test('a law that compares nothing is untested', () => {
    const empty: Law = {
      ...law('ward.ladder'),
      id: 'empty',
      sides: () => [{ left: constant(0), right: constant(0), scale: constant(1) }],
    };
    const report = runLaw(sound(), empty, { runs: 10, seed: 1 });
    expect(report).toMatchObject({ verdict: 'untested', samples: 0, vacuous: 10 });
  });

  test('the order of an error that is lost in rounding is no evidence', () => {
    const lost = (halvings: number) => ({
      parameters: (v: Parameters<Law['sides']>[1]) => ({ alpha: v('alpha').mul(2 ** -halvings) }),
    });
    const deaf: Law = { ...law('no-spin-orbit'), id: 'deaf', measurements: [lost(40), lost(41)] };
    expect(runLaw(sound(), deaf, { runs: 5, seed: 1 })).toMatchObject({ verdict: 'untested', samples: 0, vacuous: 5 });
  });

  test.each([
    [12, 'undecided', 1, 'holds'],
    [12, 'undecided', 2, 'untested'],
    [6, 'undecided', 1, 'untested'],
    [150, 'undecided', 3, 'untested'],
    [200, 'undecided', 3, 'holds'],
    [12, 'vacuous', 9, 'holds'],
    [12, 'vacuous', 10, 'untested'],
    [12, 'refuted', 1, 'refuted'],
  ] as const)('of %i samples, %s %i times: %s', (runs, status, times, verdict) => {
    let judged = 0;
    const judge = {
      classification,
      rejudged: 0,
      work: 0,
      judge: () => ({
        status: (judged++ < times ? status : 'holds') as Status,
        worst: 0,
        contours: 'other',
        digits: 16,
      }),
    };
    const options = { runs, seed: 1 };
    expect(runLaw(judge as unknown as SampleJudge, law('ward.ladder'), options).verdict).toBe(verdict);
  });

  test('a law that cannot be evaluated throws instead of being refuted', () => {
    const broken: Law = {
      ...law('ward.ladder'),
      id: 'broken',
      sides: (_, values) => [{ left: values('nothing'), right: constant(0), scale: constant(1) }],
    };
    expect(() => runLaw(sound(), broken, { runs: 5, seed: 1 })).toThrow('nothing');
  });

  test('the first Born zeros of K_zy need both bands: with one ring the case lies outside', () => {
    const text = 'm=1 eps=0.3 alpha=0.8 Dx=0.3 Dy=0 Dz=0.6 u=0.5 ux=0 uy=0 uz=0 n=1 scheme=born:2 cutoff=renormalised';
    expect(sound().judge(law('first-born.two-rings'), parseCase(text))).toMatchObject({
      status: 'outside',
      contours: 'one ring',
    });
    const unrestricted: Law = { ...law('first-born.two-rings'), contours: ['one ring'] };
    expect(sound().judge(unrestricted, parseCase(text)).status).toBe('refuted');
  });

  test('parameters and cutoffs that a law fixes belong to its domain', () => {
    const judged = (Dx: string, cutoff: string): Status => {
      const text = `m=1 eps=1 alpha=0.3 Dx=${Dx} Dy=0 Dz=0.1 u=0.5 ux=0 uy=0 uz=0 n=1 scheme=t-matrix cutoff=${cutoff}`;
      return sound().judge(law('principal-value'), parseCase(text)).status;
    };
    expect(judged('0', 'renormalised')).toBe('holds');
    expect(judged('0.1', 'renormalised')).toBe('outside');
    expect(judged('0', '100')).toBe('outside');
  });

  test('unknown laws and cases that lack a number are refused', async () => {
    await expect(runLaws(theory, { runs: 1, seed: 1, only: ['nonsense'] })).rejects.toThrow('nonsense');
    await expect(replayLaw(theory, 'ward.ladder', 'm=1 eps=1')).rejects.toThrow('alpha=VALUE');
    await expect(replayLaw(theory, 'ward.ladder', 'm 1')).rejects.toThrow('name=value');
  });

  test.each([
    ['foo=3', 'replay: ward.ladder of rashba-ferromagnet takes no "foo"; it takes m alpha '],
    ['density=0.1', 'replay: ward.ladder of rashba-ferromagnet takes no "density"; '],
    ['__proto__=1', 'replay: ward.ladder of rashba-ferromagnet takes no "__proto__"; '],
    ['m=2', 'replay: m stands twice (1 and 2)'],
    ['Dz=1=2', 'replay: "Dz=1=2" is not name=value'],
    ['Dz=inf', 'replay: Dz = inf: a finite number is expected'],
    ['cutoff=-3', 'replay: cutoff = "-3" is no positive momentum, nor renormalised'],
    ['cutoff=far', 'replay: cutoff = "far" is no positive momentum, nor renormalised'],
    ['scheme=born', 'scheme "born": expected '],
  ])('a case with %s is refused', async (word, message) => {
    const point = 'm=1 alpha=0.3 u=0.5 eps=1';
    expect((await replayLaw(theory, 'ward.ladder', `${point} n=1 cutoff=50`)).sample.status).toBe('holds');
    await expect(replayLaw(theory, 'ward.ladder', `${point} ${word}`)).rejects.toThrow(message);
  });

  test('a case that was kept is read as one that is replayed', async () => {
    const note = 'any';
    const kept = [{ law: 'ward.ladder', theory: theory.name, case: 'm=1 alpha=0.3 u=0.5 eps=1 foo=3', note }];
    const run = runLaws(theory, { runs: 1, seed: 1, only: ['ward.ladder'], kept });
    await expect(run).rejects.toThrow('takes no "foo"');
  });
});

describe('cases', () => {
  property.prop([casesOf(classification, DRAWS.conserving), fc.constantFrom('u', 'ux')])(
    'survive being printed',
    (drawn, name) => {
      const text = caseText({ ...drawn, infinite: [name] });
      expect(caseText(parseCase(text))).toBe(text);
    },
  );

  test('are kept beside the old ones, which a full disk does not destroy', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'laws-')), 'kept.json');
    const found = { law: 'ward.ladder', theory: theory.name, case: 'm=1', note: 'a note' };
    keep(path, found);
    keep(path, { ...found, case: 'm=2' });
    expect(readKept(path).map((kept) => kept.case)).toEqual(['m=1', 'm=2']);
    symlinkSync('/dev/full', `${path}.${process.pid}.new`);
    expect(() => keep(path, { ...found, case: 'm=3' })).toThrow(/ENOSPC.*; not kept: ward.ladder at m=3$/);
    expect(readKept(path).map((kept) => kept.case)).toEqual(['m=1', 'm=2']);
    keep(path, { ...found, case: 'm=3' });
    expect(readKept(path)).toHaveLength(3);
  });

  test('are kept once', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'laws-')), 'kept.json');
    const found = { law: 'ward.ladder', theory: theory.name, case: 'm=1', note: 'a note' };
    keep(path, found);
    keep(path, found);
    expect(readKept(path)).toEqual([found]);
  });
});
