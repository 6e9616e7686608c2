import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { parseCase } from '../cases/case.js';
import { casesKept, type Kept, keptCounterexamples } from '../law/counterexamples.js';
import type { Law } from '../law/law.js';
import { type LawReport, runLaw } from '../law/runLaw.js';
import { type Sample, SampleJudge } from '../law/sampleJudge.js';
import { Classification } from '../symmetry/classification.js';
import { lawsOf } from './catalogue.js';

export interface CatalogueRun {
  readonly runs: number;
  readonly seed: number;
  /** Ids or beginnings of ids; all laws if empty. */
  readonly only?: readonly string[];
  readonly kept?: readonly Kept[];
  readonly onLaw?: (report: LawReport) => void;
}

/** Runs the laws that are claimed for a theory. @throws InputError if no law has an asked id */
export async function runLaws(theory: Theory, options: CatalogueRun): Promise<LawReport[]> {
  const { runs, seed, only = [], kept = keptCounterexamples(), onLaw } = options;
  await loadMpfr();
  const judge = new SampleJudge(new Classification(theory));
  return chosenLaws(lawsOf(judge.classification), only, theory).map((law) => {
    const report = runLaw(judge, law, { runs, seed, first: casesKept(kept, law.id, theory.name) });
    onLaw?.(report);
    return report;
  });
}

/**
 * Judges one case of one law. @throws InputError if the law is not claimed for the theory or the case lacks a number
 */
export async function replayLaw(theory: Theory, id: string, text: string): Promise<{ law: Law; sample: Sample }> {
  await loadMpfr();
  const judge = new SampleJudge(new Classification(theory));
  const laws = lawsOf(judge.classification);
  const law = laws.find((l) => l.id === id);
  if (!law) throw unknown(id, laws, theory);
  return { law, sample: judge.judge(law, parseCase(text)) };
}

export function chosenLaws(laws: readonly Law[], only: readonly string[], theory: Theory): Law[] {
  for (const id of only) if (!laws.some((law) => matches(law.id, id))) throw unknown(id, laws, theory);
  return laws.filter((law) => only.length === 0 || only.some((id) => matches(law.id, id)));
}

const matches = (id: string, asked: string): boolean => id === asked || id.startsWith(`${asked}.`);

const unknown = (id: string, laws: readonly Law[], theory: Theory): InputError =>
  new InputError(`no law "${id}" is claimed for ${theory.name}; claimed are ${laws.map((law) => law.id).join(' ')}`);
