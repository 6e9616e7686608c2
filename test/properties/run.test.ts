import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { caseText, parseCase } from '../../properties/cases/case.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { replayLaw, runLaws } from '../../properties/catalogue/runLaws.js';
import { keep, readKept } from '../../properties/law/counterexamples.js';
import type { Law } from '../../properties/law/law.js';
import { runLaw, soundExaminer } from '../../properties/law/runLaw.js';
import { Examiner } from '../../properties/law/sampleJudge.js';
import { MUTANTS } from '../../properties/mutants/all.js';
import { Facts } from '../../properties/symmetry/classification.js';
import { constant } from '../../src/arithmetic/expression.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { loadTheory } from '../../src/theory/load.js';

const theory = loadTheory('rashba-ferromagnet');
const facts = new Facts(theory);
const law = (id: string): Law => lawsOf(facts).find((l) => l.id === id)!;

beforeAll(loadMpfr);

describe('a run', () => {
  test('reports effective and vacuous samples and how they were spread', () => {
    const report = runLaw(soundExaminer(facts), law('ward.current'), { runs: 40, seed: 7 });
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
    const text = report.counterexample!.case;
    expect(report.counterexample!.evidence!.left.length).toBeGreaterThan(15);
    expect(mutated('velocity.no-anomalous').examine(law('ward.current'), parseCase(text)).status).toBe('refuted');
    expect((await replayLaw(theory, 'ward.current', text)).sample.status).toBe('holds');
    // simple numbers: at most two digits each but for the Fermi energy
    const numbers = text.split(' ').filter((word) => /^(m|alpha|u)=/.test(word));
    for (const word of numbers) expect(word.replace(/[^1-9]/g, '').length).toBeLessThanOrEqual(2);
  });

  test('a law that compares nothing is untested', () => {
    const empty: Law = {
      ...law('ward.ladder'),
      id: 'empty',
      sides: () => [{ left: constant(0), right: constant(0), scale: constant(1) }],
    };
    const report = runLaw(soundExaminer(facts), empty, { runs: 10, seed: 1 });
    expect(report).toMatchObject({ verdict: 'untested', samples: 0, vacuous: 10 });
  });

  test('a law that cannot be evaluated throws instead of being refuted', () => {
    const broken: Law = {
      ...law('ward.ladder'),
      id: 'broken',
      sides: (_, values) => [{ left: values('nothing'), right: constant(0), scale: constant(1) }],
    };
    expect(() => runLaw(soundExaminer(facts), broken, { runs: 5, seed: 1 })).toThrow('nothing');
  });

  test('the first Born zeros of K_zy need both bands: with one ring the case lies outside', () => {
    const text = 'm=1 eps=0.3 alpha=0.8 Dx=0.3 Dy=0 Dz=0.6 u=0.5 ux=0 uy=0 uz=0 n=1 scheme=born:2 cutoff=renormalised';
    expect(soundExaminer(facts).examine(law('first-born.two-rings'), parseCase(text))).toMatchObject({
      status: 'outside',
      contours: 'one ring',
    });
    const unrestricted: Law = { ...law('first-born.two-rings'), contours: ['one ring'] };
    expect(soundExaminer(facts).examine(unrestricted, parseCase(text)).status).toBe('refuted');
  });

  test('unknown laws and cases that lack a number are refused', async () => {
    await expect(runLaws(theory, { runs: 1, seed: 1, only: ['nonsense'] })).rejects.toThrow('nonsense');
    await expect(replayLaw(theory, 'ward.ladder', 'm=1 eps=1')).rejects.toThrow('alpha=VALUE');
    await expect(replayLaw(theory, 'ward.ladder', 'm 1')).rejects.toThrow('name=value');
  });
});

describe('cases', () => {
  test('survive being printed', () => {
    const text = 'm=1 alpha=-0.3 Dx=0 Dy=0 Dz=0.1 u=inf eps=1 n=1 scheme=t-matrix cutoff=250';
    expect(caseText(parseCase(text))).toBe(text);
  });

  test('are kept once', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'laws-')), 'kept.json');
    const found = { law: 'ward.ladder', theory: theory.name, case: 'm=1', note: 'a note' };
    keep(path, found);
    keep(path, found);
    expect(readKept(path)).toEqual([found]);
  });
});

const mutated = (id: string): Examiner => new Examiner(facts, MUTANTS.find((m) => m.id === id)!.subject);
