import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect } from 'vitest';
import { replayCommand } from '../../cli/reports/laws.js';
import { caseText } from '../../properties/cases/case.js';
import { casesOf } from '../../properties/cases/generator.js';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { casesKept, keptCounterexamples } from '../../properties/law/counterexamples.js';
import { soundExaminer } from '../../properties/law/runLaw.js';
import type { Examiner } from '../../properties/law/sampleJudge.js';
import { Facts } from '../../properties/symmetry/classification.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import type { Theory } from '../../src/theory/theory.js';

/** Binds every law that is claimed for a theory to Vitest: one property per law, kept counterexamples first. */
export function lawTests(theory: Theory, numRuns: number): void {
  const facts = new Facts(theory);
  let examiner: Examiner;
  beforeAll(async () => {
    await loadMpfr();
    examiner = soundExaminer(facts);
  });
  describe(`laws of ${theory.name}`, () => {
    for (const law of lawsOf(facts)) {
      let effective = 0;
      const kept = casesKept(keptCounterexamples(), law.id, theory.name).map((sample) => [sample] as [typeof sample]);
      test.prop([casesOf(facts, law.draw)], { numRuns, examples: kept })(law.id, (sample) => {
        const judged = examiner.examine(law, sample);
        fc.pre(judged.status !== 'outside');
        expect(judged.status, replayCommand(theory.name, law.id, caseText(sample))).not.toBe('refuted');
        if (judged.status === 'holds') effective++;
      });
      test(`${law.id} was tested`, () => {
        expect(effective).toBeGreaterThan(0);
      });
    }
  });
}
