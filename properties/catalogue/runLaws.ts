import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { casesKept, type Kept, keptCounterexamples } from '../law/counterexamples.js';
import type { Law } from '../law/law.js';
import { type LawReport, replay, runLaw, soundExaminer } from '../law/runLaw.js';
import type { Sample } from '../law/sampleJudge.js';
import { Facts } from '../symmetry/classification.js';
import { lawsOf } from './catalogue.js';

export interface SessionOptions {
  readonly runs: number;
  readonly seed: number;
  /** Ids or beginnings of ids; all laws if empty. */
  readonly only?: readonly string[];
  readonly kept?: readonly Kept[];
  readonly onLaw?: (report: LawReport) => void;
}

/** Runs the laws that are claimed for a theory. @throws InputError if no law has an asked id */
export async function runLaws(theory: Theory, options: SessionOptions): Promise<LawReport[]> {
  await loadMpfr();
  const facts = new Facts(theory);
  const examiner = soundExaminer(facts);
  const kept = options.kept ?? keptCounterexamples();
  return chosenLaws(lawsOf(facts), options.only ?? [], theory).map((law) => {
    const report = runLaw(examiner, law, {
      runs: options.runs,
      seed: options.seed,
      first: casesKept(kept, law.id, theory.name),
    });
    options.onLaw?.(report);
    return report;
  });
}

/** Judges one case of one law. @throws InputError if the law is not claimed for the theory or the case lacks a number */
export async function replayLaw(theory: Theory, id: string, text: string): Promise<{ law: Law; sample: Sample }> {
  await loadMpfr();
  const facts = new Facts(theory);
  const law = lawsOf(facts).find((l) => l.id === id);
  if (!law) throw unknown(id, lawsOf(facts), theory);
  return { law, sample: replay(soundExaminer(facts), law, text) };
}

export function chosenLaws(laws: readonly Law[], only: readonly string[], theory: Theory): Law[] {
  for (const id of only) if (!laws.some((law) => matches(law.id, id))) throw unknown(id, laws, theory);
  return only.length === 0 ? [...laws] : laws.filter((law) => only.some((id) => matches(law.id, id)));
}

const matches = (id: string, asked: string): boolean => id === asked || id.startsWith(`${asked}.`);

const unknown = (id: string, laws: readonly Law[], theory: Theory): InputError =>
  new InputError(`no law "${id}" is claimed for ${theory.name}; claimed are ${laws.map((law) => law.id).join(' ')}`);
