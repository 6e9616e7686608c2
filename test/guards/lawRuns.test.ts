import { describe, expect, test, vi } from 'vitest';
import { type Case, caseText, parseCase } from '../../properties/cases/case.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { type LawReport, type RunOptions, runLaw } from '../../properties/law/runLaw.js';
import type { Sample, SampleJudge } from '../../properties/law/sampleJudge.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadTheory } from '../../src/theory/load.js';

const classification = new Classification(loadTheory('rashba-ferromagnet'));
const law = valueAt(new Map(lawsOf(classification).map((l) => [l.id, l])), 'ward.ladder');

/** Runs a law whose k-th judged case has the status that is said of it. */
function run(
  judge: (k: number, sample: Case) => Partial<Sample>,
  options: Partial<RunOptions> = {},
): LawReport & { judged: string[] } {
  const judged: string[] = [];
  const fake = {
    classification,
    rejudged: 7,
    judge(_: unknown, sample: Case): Sample {
      judged.push(caseText(sample));
      this.rejudged += 2;
      return { status: 'holds', worst: 0, contours: 'one ring', digits: 16, ...judge(judged.length - 1, sample) };
    },
  };
  return { ...runLaw(fake as unknown as SampleJudge, law, { runs: 10, seed: 1, ...options }), judged };
}

describe('a run of a law', () => {
  test('judges as many cases as it is asked, the same ones for the same seed', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => run(() => ({}), { seed }));
    expect(a.judged).toHaveLength(10);
    expect(b.judged).toEqual(a.judged);
    expect(c.judged).not.toEqual(a.judged);
    expect(a).toMatchObject({ id: 'ward.ladder', verdict: 'holds', samples: 10, seed: 1, rejudged: 20 });
    expect(c.seed).toBe(2);
    for (const name of ['counterexample', 'unsettled', 'reason']) expect(a).not.toHaveProperty(name);
  });

  test('counts what was effective, vacuous, outside and undecided; what lies outside is drawn again', () => {
    const found = run((k) => ({ status: k === 3 ? 'vacuous' : k % 2 ? 'outside' : 'holds' }), { runs: 12 });
    expect(found).toMatchObject({ samples: 11, vacuous: 1, undecided: 0, verdict: 'holds' });
    expect(found.outside).toBeGreaterThan(8);
    expect(found.samples + found.vacuous + found.outside).toBe(found.judged.length);
  });

  test('gives up where everything lies outside', () => {
    const found = run(() => ({ status: 'outside' }));
    expect(found).toMatchObject({ verdict: 'untested', samples: 0 });
    expect(found.outside).toBeGreaterThan(100);
    expect(found.outside).toBeLessThan(300);
    expect(found.reason).toBe(`0 effective samples of 10: 0 vacuous, ${found.outside} outside`);
  });

  test('says how long it took', () => {
    const times = [1000];
    vi.spyOn(performance, 'now').mockImplementation(() => times.shift() ?? 3500.4);
    const { milliseconds } = run(() => ({}), { runs: 0 });
    vi.restoreAllMocks();
    expect(milliseconds).toBe(2500);
  });

  test('is as good as the worst case that says something', () => {
    const found = run((k) => [{ worst: 0.2 }, { worst: 0.7 }, { worst: 9, status: 'vacuous' as const }][k] ?? {});
    expect(found.worst).toBe(0.7);
  });

  test('says how the cases that said something were spread, by name', () => {
    const statuses = ['holds', 'vacuous', 'outside', 'undecided'] as const;
    const found = run((k) => ({ status: statuses[k] ?? 'holds', contours: k % 2 ? 'annulus' : 'two rings' }), {
      runs: 40,
    });
    const names = Object.keys(found.classes);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
    expect(found.classes['contours: annulus'] + found.classes['contours: two rings']).toBe(found.samples);
    expect(found.samples).toBeLessThan(40);
  });

  test('names the last case that was not decided, and why', () => {
    const found = run((k) => (k < 3 ? { status: 'undecided', reason: `because ${k}` } : {}), { runs: 200 });
    expect(found).toMatchObject({ verdict: 'holds', undecided: 3, unsettled: found.judged[2] });
    expect(found.reason).toBe(`because 2: ${found.judged[2]}`);
    const untested = run((k) => (k < 4 ? { status: 'undecided', reason: `because ${k}` } : {}), { runs: 10 });
    expect(untested.verdict).toBe('untested');
    expect(untested.reason).toBe(`4 undecided of 10, because 3: ${untested.judged[3]}`);
  });

  test.each([
    // one is forgiven once ten were settled
    [11, 1, 'holds'],
    [10, 1, 'untested'],
    // the vacuous are settled too
    [12, 2, 'untested'],
    [101, 2, 'untested'],
    [102, 2, 'holds'],
  ])('of %d samples with %d undecided %s', (runs, undecided, verdict) => {
    expect(run((k) => ({ status: k < undecided ? 'undecided' : 'holds' }), { runs }).verdict).toBe(verdict);
    const half = run((k) => ({ status: k < undecided ? 'undecided' : k % 2 ? 'vacuous' : 'holds' }), { runs });
    expect(half.verdict).toBe(verdict);
  });

  test.each([
    [12, 3, 'holds'],
    [12, 2, 'untested'],
  ])('of %d samples with %d effective %s', (runs, effective, verdict) => {
    const found = run((k) => ({ status: k < effective ? 'holds' : 'vacuous' }), { runs });
    expect(found.verdict).toBe(verdict);
    expect(found.reason).toBe(verdict === 'holds' ? undefined : '2 effective samples of 12: 10 vacuous, 0 outside');
  });
});

describe('a case that was a counterexample once', () => {
  const texts = ['0.25', '0.75'].map(
    (u) => `m=1 alpha=0.3 Dx=0.1 Dy=0 Dz=0.1 u=${u} ux=0 uy=0 uz=0 eps=1 n=1 scheme=t-matrix cutoff=renormalised`,
  );
  const first = texts.map(parseCase);

  test('is judged before anything is drawn, and counts', () => {
    const found = run(() => ({}), { first });
    expect(found.judged.slice(0, 2)).toEqual(texts);
    expect(found).toMatchObject({ samples: 12, verdict: 'holds' });
    expect(found.classes.replayed).toBe(2);
  });

  test('ends the run if it is one again', () => {
    const evidence = { side: 1, left: '1', right: '2', scale: '3', lines: 8 };
    const found = run((k) => (k === 1 ? { status: 'refuted', worst: 5, evidence } : {}), { first });
    expect(found.judged).toEqual(texts);
    expect(found).toMatchObject({ verdict: 'refuted', samples: 2, worst: 5, rejudged: 4 });
    expect(found.counterexample).toEqual({ case: texts[1], contours: 'one ring', worst: 5, evidence });
  });
});

describe('a failure', () => {
  test('is shrunk: the smallest one is shown, and the counts are those up to the first', () => {
    const strength = (sample: Case): number => Number(sample.values.m);
    const failing = (_: number, sample: Case): Partial<Sample> =>
      strength(sample) > 1 ? { status: 'refuted', worst: strength(sample) } : {};
    const found = run(failing, { runs: 100 });
    expect(found.verdict).toBe('refuted');
    const seen = found.judged.map((text) => Number(/m=(\S+)/.exec(text)?.[1]));
    const failed = seen.findIndex((m) => m > 1);
    expect(found.samples).toBe(failed + 1);
    expect(found.worst).toBe(seen[failed]);
    const smallest = found.judged.filter((_, k) => seen[k] > 1).at(-1);
    expect(found.counterexample).toEqual({
      case: smallest,
      contours: 'one ring',
      worst: Number(/m=(\S+)/.exec(smallest ?? '')?.[1]),
    });
    // later cases are shrunk from it, not drawn anew
    const drawn = run(() => ({}), { runs: 100 }).judged;
    expect(drawn[failed]).toBe(found.judged[failed]);
    expect(drawn[failed + 1]).not.toBe(found.judged[failed + 1]);
    expect(found.judged.length).toBeLessThanOrEqual(failed + 1 + 150);
    expect(found.judged.length).toBeGreaterThan(failed + 2);
  });

  test('is shrunk in 150 cases, if that finds no end', () => {
    const counts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const { judged, verdict } = run((k) => ({ status: k % 20 ? 'holds' : 'refuted' }), { runs: 5, seed });
      expect(verdict).toBe('refuted');
      return judged.length;
    });
    expect(Math.min(...counts)).toBeGreaterThan(20);
    expect(Math.max(...counts)).toBe(151);
  });

  test('of the suite is no counterexample: the law is named, its cause kept, and nothing more is tried', () => {
    let judged = 0;
    const broken = (): Partial<Sample> => {
      judged++;
      throw new TypeError('not a function');
    };
    let thrown: unknown;
    try {
      run(broken);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message: 'ward.ladder: not a function', cause: expect.any(TypeError) });
    expect(judged).toBe(1);
  });
});
