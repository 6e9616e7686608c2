import fc from 'fast-check';
import { casesOf } from '../properties/cases/generator.js';
import { lawsOf } from '../properties/catalogue/catalogue.js';
import type { Law } from '../properties/law/law.js';
import { runLaw } from '../properties/law/runLaw.js';
import { SampleJudge } from '../properties/law/sampleJudge.js';
import { Classification } from '../properties/symmetry/classification.js';
import { loadMpfr } from '../src/arithmetic/mpfr.js';
import { loadTheory } from '../src/theory/load.js';
import { print } from './measure.js';

const SAMPLES = 400;
/** Enough for every program to be compiled and optimised. */
const WARM_UP = 800;

const isDilute = (law: Law): boolean => law.measurements.every((m) => m.limit !== 'finite');

/** Law samples per second in double precision on the paper's theory, and the time of the whole catalogue. */
export async function benchLaws(): Promise<void> {
  await loadMpfr();
  const classification = new Classification(loadTheory('rashba-ferromagnet'));
  const laws = lawsOf(classification);
  const rates = laws.filter(isDilute).map((law) => ({ id: law.id, seconds: secondsPerSample(classification, law) }));
  const mean = rates.reduce((total, { seconds }) => total + seconds, 0) / rates.length;
  print(`double, ${rates.length} dilute laws, mean over laws`, `${Math.round(1 / mean)} samples/s`, 'at least 3000 /s');
  for (const { id, seconds } of [...rates].sort((a, b) => b.seconds - a.seconds).slice(0, 3))
    print(`  slowest: ${id}`, `${Math.round(1 / seconds)} samples/s`);
  const started = performance.now();
  const judge = new SampleJudge(classification);
  const reports = laws.map((law) => runLaw(judge, law, { runs: 200, seed: 1 }));
  const seconds = (performance.now() - started) / 1000;
  const held = reports.filter((r) => r.verdict === 'holds').length;
  print(`catalogue, 200 samples a law, ${held} of ${laws.length} hold`, `${seconds.toFixed(1)} s`, 'under 60 s');
}

/** Drawing, solving and judging of samples that double precision decides by itself; programs are compiled before. */
function secondsPerSample(classification: Classification, law: Law): number {
  const judge = new SampleJudge(classification);
  const arbitrary = casesOf(classification, law.draw);
  for (const sample of fc.sample(arbitrary, { numRuns: WARM_UP, seed: 1 })) judge.judge(law, sample);
  const rejudged = judge.rejudged;
  let slow = 0;
  const start = performance.now();
  const samples = fc.sample(arbitrary, { numRuns: SAMPLES, seed: 2 });
  for (const sample of samples) {
    const [before, from] = [judge.rejudged, performance.now()];
    judge.judge(law, sample);
    // time at 40 digits is not double precision's
    if (judge.rejudged > before) slow += performance.now() - from;
  }
  return (performance.now() - start - slow) / 1000 / (SAMPLES - (judge.rejudged - rejudged));
}
