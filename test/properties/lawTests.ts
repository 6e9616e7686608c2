import { beforeAll, describe, expect, test } from 'vitest';
import { replayCommand } from '../../cli/reports/laws.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { casesKept, keptCounterexamples } from '../../properties/law/counterexamples.js';
import { type LawReport, runLaw } from '../../properties/law/runLaw.js';
import { SampleJudge } from '../../properties/law/sampleJudge.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import type { Theory } from '../../src/theory/theory.js';

/**
 * Binds every law that is claimed for a theory to Vitest: one run by the rules of `laws --run`, kept counterexamples
 * first.
 */
export function lawTests(theory: Theory, runs: number, seed: number): void {
  const judge = new SampleJudge(new Classification(theory));
  const kept = keptCounterexamples();
  beforeAll(loadMpfr);
  describe(`laws of ${theory.name}`, () => {
    for (const law of lawsOf(judge.classification))
      test(law.id, () => {
        const report = runLaw(judge, law, { runs, seed, first: casesKept(kept, law.id, theory.name) });
        expect(report.verdict, failureText(theory.name, report, runs)).toBe('holds');
      });
  });
}

/** Why a law is not green, with the commands that show it again. */
export function failureText(theory: string, report: LawReport, runs: number): string {
  const { id, verdict, reason, counterexample, unsettled, seed } = report;
  const suspect = counterexample?.case ?? unsettled;
  return [
    `${id} is ${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ...(suspect === undefined ? [] : [replayCommand(theory, id, suspect)]),
    `diffuson laws ${theory} --run --law ${id} --runs ${runs} --seed ${seed}`,
  ].join('\n');
}
