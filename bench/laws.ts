import fc from 'fast-check';
import { casesOf } from '../properties/cases/generator.js';
import { lawsOf } from '../properties/catalogue/catalogue.js';
import type { Law } from '../properties/law/law.js';
import { runLaw } from '../properties/law/runLaw.js';
import { SampleJudge } from '../properties/law/sampleJudge.js';
import { Classification } from '../properties/symmetry/classification.js';
import { loadMpfr } from '../src/arithmetic/mpfr.js';
import { loadTheory } from '../src/theory/load.js';
import { cpuSeconds, print } from './measure.js';

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
  print(
    `double, ${rates.length} dilute laws, mean over laws`,
    `${Math.round(1 / mean)} samples/s`,
    'at least 10000 /s',
  );
  for (const { id, seconds } of [...rates].sort((a, b) => b.seconds - a.seconds).slice(0, 3))
    print(`  slowest: ${id}`, `${Math.round(1 / seconds)} samples/s`);
  const started = cpuSeconds();
  const judge = new SampleJudge(classification);
  const reports = laws.map((law) => runLaw(judge, law, { runs: 200, seed: 1 }));
  const seconds = cpuSeconds() - started;
  const held = reports.filter((r) => r.verdict === 'holds').length;
  print(
    `catalogue, 200 samples a law, ${held} of ${laws.length} hold`,
    `${seconds.toFixed(1)} s`,
    'under 16 s of both cores',
  );
}

/** Drawing, solving and judging of samples that double precision decides by itself; programs are compiled before. */
function secondsPerSample(classification: Classification, law: Law): number {
  const judge = new SampleJudge(classification);
  const arbitrary = casesOf(classification, law.draw);
  for (const sample of fc.sample(arbitrary, { numRuns: WARM_UP, seed: 1 })) judge.judge(law, sample);
  const start = cpuSeconds();
  const samples = fc.sample(arbitrary, { numRuns: SAMPLES, seed: 2 });
  const drawing = (cpuSeconds() - start) / SAMPLES;
  // time at 40 digits is not double precision's
  const easy = samples.filter((sample) => {
    const before = judge.rejudged;
    judge.judge(law, sample);
    return judge.rejudged === before;
  });
  const from = cpuSeconds();
  for (const sample of easy) judge.judge(law, sample);
  return drawing + (cpuSeconds() - from) / easy.length;
}
