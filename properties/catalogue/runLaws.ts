import { existsSync } from 'node:fs';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { Deadline, MORE_TIME, type OnWait } from '../../src/solution/deadline.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { partOf, type Shard, WHOLE } from '../../src/theory/shard.js';
import { Theory } from '../../src/theory/theory.js';
import { type Case, parseCase } from '../cases/case.js';
import { sampleNames } from '../law/compiledLaw.js';
import { casesKept, type Kept, keptCounterexamples } from '../law/counterexamples.js';
import type { Law } from '../law/law.js';
import { type LawReport, runLaw } from '../law/runLaw.js';
import { type Sample, SampleJudge } from '../law/sampleJudge.js';
import { Classification } from '../symmetry/classification.js';
import { lawsOf } from './catalogue.js';
import { inOrder } from './inOrder.js';
import { inThreads } from './threads.js';

export interface CatalogueRun {
  readonly runs: number;
  readonly seed: number;
  /** Ids or beginnings of ids; all laws if empty. */
  readonly only?: readonly string[];
  /** Only this part of them. */
  readonly shard?: Shard | undefined;
  readonly kept?: readonly Kept[];
  /** Threads; the reports do not depend on it. */
  readonly workers?: number;
  readonly onLaw?: (report: LawReport) => void;
  /** Time that a law may take, endless if not said, and who is told of long ones. */
  readonly seconds?: number;
  readonly onWait?: OnWait | undefined;
}

/** What a thread needs to know. */
export interface LawOrders extends Pick<CatalogueRun, 'runs' | 'seed'> {
  readonly theory: TheoryInput;
  readonly kept: readonly Kept[];
  /** Time that a law may take; endless if not said. */
  readonly seconds?: number;
}

/** What a thread answers: a report, or what it waits for and for how long. */
export type LawAnswer = LawReport | { readonly wait: string; readonly seconds: number };

/**
 * Runs laws of a theory by their ids.
 * @param theory what the orders define, where it is there already
 */
export async function lawRunner(
  { theory: definition, runs, seed, kept, seconds = Number.POSITIVE_INFINITY }: LawOrders,
  onWait?: OnWait,
  theory = new Theory(definition),
): Promise<(id: string) => LawReport> {
  await loadMpfr();
  const judge = new SampleJudge(new Classification(theory, new Deadline(seconds, onWait, MORE_TIME).watch));
  const laws = new Map(lawsOf(judge.classification).map((law) => [law.id, law]));
  return (id) => {
    const deadline = new Deadline(seconds, onWait);
    deadline.awaiting(`samples of ${id}`);
    const law = valueAt(laws, id);
    const first = casesKept(kept, id, theory.name).map((sample) => taken(law, theory, sample));
    return runLaw(judge, law, { runs, seed, first, deadline });
  };
}

/** Runs the laws that are claimed for a theory. @throws InputError if no law has an asked id */
export async function runLaws(theory: Theory, options: CatalogueRun): Promise<LawReport[]> {
  const { runs, seed, only = [], shard = WHOLE, kept = keptCounterexamples(), workers = 1, onLaw = () => {} } = options;
  const { seconds = Number.POSITIVE_INFINITY, onWait } = options;
  const { watch } = new Deadline(seconds, onWait, MORE_TIME);
  const chosen = partOf(chosenLaws(lawsOf(new Classification(theory, watch)), only, theory), shard);
  const orders: LawOrders = { theory: theory.definition, runs, seed, kept, seconds };
  const reports = new Map<string, LawReport>();
  const tell = inOrder(
    chosen.map(({ id }) => id),
    onLaw,
  );
  const add = (report: LawReport): void => {
    reports.set(report.id, report);
    tell(report.id, report);
  };
  if (workers > 1 && chosen.length >= FEW && existsSync(THREAD)) {
    const ids = [...chosen].sort((a, b) => effortOf(b) - effortOf(a)).map(({ id }) => id);
    const answered = (answer: LawAnswer): void =>
      'wait' in answer ? onWait?.(answer.wait, answer.seconds) : add(answer);
    await inThreads({ script: THREAD, data: orders, orders: ids, threads: workers }, answered);
  } else {
    const run = await lawRunner(orders, onWait, theory);
    for (const { id } of chosen) {
      add(run(id));
      // let signals and closed pipes be heard
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return chosen.map(({ id }) => valueAt(reports, id));
}

/** Built beside this file; where TypeScript runs unbuilt there is none. */
const THREAD = new URL('./lawThread.js', import.meta.url);
/** Laws for which no second thread is started. */
const FEW = 6;

/** Roughly how long a law takes: finite densities are dressed, and the longest must not come last. */
const effortOf = ({ measurements }: Law): number =>
  measurements.reduce((total, { limit }) => total + (limit === 'finite' ? 10 : 1), 0);

/**
 * Judges one case of one law.
 * @param watch called now and then; may throw to end that
 * @throws InputError if the law is not claimed for the theory or the case lacks a number
 */
export async function replayLaw(
  theory: Theory,
  id: string,
  text: string,
  watch = (): void => {},
): Promise<{ law: Law; sample: Sample }> {
  await loadMpfr();
  const judge = new SampleJudge(new Classification(theory, watch));
  judge.watch = watch;
  const laws = lawsOf(judge.classification);
  const law = laws.find((l) => l.id === id);
  if (!law) throw unknown(id, laws, theory);
  return { law, sample: judge.judge(law, taken(law, theory, parseCase(text))) };
}

/** A case of a law. @throws InputError on a number that the law does not take */
function taken(law: Law, theory: Theory, sample: Case): Case {
  const names = sampleNames(theory, law).filter((name) => name !== 'cutoff');
  const unknown = Object.keys(sample.values).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InputError(
      `replay: ${law.id} of ${theory.name} takes no "${unknown}"; it takes ${names.join(' ')} scheme cutoff`,
    );
  const endless = sample.infinite.find((name) => theory.parameters.get(name)?.infinite !== true);
  if (endless !== undefined) throw new InputError(`replay: ${endless} = inf: a finite number is expected`);
  return sample;
}

export function chosenLaws(laws: readonly Law[], only: readonly string[], theory: Theory): Law[] {
  for (const id of only) if (!laws.some((law) => matches(law.id, id))) throw unknown(id, laws, theory);
  return laws.filter((law) => only.length === 0 || only.some((id) => matches(law.id, id)));
}

const matches = (id: string, asked: string): boolean => id === asked || id.startsWith(`${asked}.`);

const unknown = (id: string, laws: readonly Law[], theory: Theory): InputError =>
  new InputError(`no law "${id}" is claimed for ${theory.name}; claimed are ${laws.map((law) => law.id).join(' ')}`);
