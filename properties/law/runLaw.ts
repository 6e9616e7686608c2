import fc from 'fast-check';
import { type Case, caseText, parseCase } from '../cases/case.js';
import type { Contours } from '../cases/contours.js';
import { casesOf } from '../cases/generator.js';
import type { Facts } from '../symmetry/classification.js';
import type { Law } from './law.js';
import { type Evidence, Examiner, type Sample } from './sampleJudge.js';
import { SOUND } from './variant.js';

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Cases that were once counterexamples: judged first. */
  readonly first?: readonly Case[];
  /** Stop at the first failure without shrinking it. */
  readonly rough?: boolean;
}

/** Undecided or no effective sample is never green. */
export type LawVerdict = 'holds' | 'refuted' | 'untested';

export interface Counterexample {
  readonly case: string;
  readonly contours: Contours;
  readonly evidence?: Evidence;
  /** Residual in units of the scale times the tolerance. */
  readonly worst: number;
}

export interface LawReport {
  readonly id: string;
  readonly verdict: LawVerdict;
  /** Effective samples: judged and not vacuous. */
  readonly samples: number;
  readonly vacuous: number;
  readonly outside: number;
  readonly undecided: number;
  /** Largest residual in units of the tolerance. */
  readonly worst: number;
  readonly rejudged: number;
  readonly seed: number;
  /** How samples were spread: what was drawn and which contours were met. */
  readonly classes: Readonly<Record<string, number>>;
  readonly milliseconds: number;
  readonly counterexample?: Counterexample;
  /** Why a sample could not be decided. */
  readonly reason?: string;
}

/** Samples too close to a singular contour to be settled; more than this share of them and the law is not held to be tested. */
const UNDECIDED_SHARE = 0.02;

/** Time that shrinking may take once a failure is found. */
const SHRINK_MILLISECONDS = 6000;

/** Runs one law on one theory. MPFR must be loaded. */
export function runLaw(examiner: Examiner, law: Law, options: RunOptions): LawReport {
  const started = performance.now();
  const tally = new Tally(examiner.rejudged);
  for (const sample of options.first ?? []) tally.add(sample, examiner.examine(law, sample));
  if (!tally.failure) search(examiner, law, options, tally);
  return {
    id: law.id,
    verdict: tally.verdict,
    samples: tally.samples,
    vacuous: tally.count.vacuous,
    outside: tally.count.outside,
    undecided: tally.count.undecided,
    worst: tally.worst,
    rejudged: examiner.rejudged - tally.before,
    seed: options.seed,
    classes: Object.fromEntries([...tally.classes].sort(([a], [b]) => a.localeCompare(b))),
    milliseconds: Math.round(performance.now() - started),
    ...(tally.failure && { counterexample: tally.failure }),
    ...(tally.reason !== undefined && { reason: tally.reason }),
  };
}

function search(examiner: Examiner, law: Law, { runs, seed, rough }: RunOptions, tally: Tally): void {
  let deadline = Number.POSITIVE_INFINITY;
  let broken: unknown;
  const examine = (sample: Case): Sample => {
    try {
      return examiner.examine(law, sample);
    } catch (error) {
      broken ??= error;
      throw error;
    }
  };
  const property = fc.property(casesOf(examiner.facts, law.draw), (sample) => {
    // out of time: everything passes, so that the smallest failure found so far is kept
    if (performance.now() > deadline) return true;
    const judged = examine(sample);
    const shrinking = tally.failure !== undefined;
    tally.add(sample, judged);
    if (judged.status === 'refuted' && !shrinking) deadline = performance.now() + SHRINK_MILLISECONDS;
    fc.pre(judged.status !== 'outside');
    return judged.status !== 'refuted';
  });
  fc.check(property, { numRuns: runs, seed, endOnFailure: rough ?? false, maxSkipsPerRun: 20 });
  // a law that cannot be evaluated is a mistake of the suite, not a counterexample
  if (broken !== undefined) throw new Error(`${law.id}: ${(broken as Error).message}`, { cause: broken });
}

/** Judges one case of one law. */
export const replay = (examiner: Examiner, law: Law, text: string): Sample => examiner.examine(law, parseCase(text));

/** Counts of one law; once it failed only smaller failures are recorded. */
class Tally {
  readonly count = { holds: 0, refuted: 0, undecided: 0, vacuous: 0, outside: 0 };
  readonly classes = new Map<string, number>();
  worst = 0;
  failure: Counterexample | undefined;
  reason: string | undefined;

  constructor(readonly before: number) {}

  get samples(): number {
    return this.count.holds + this.count.refuted;
  }

  get verdict(): LawVerdict {
    if (this.failure) return 'refuted';
    return this.samples === 0 || this.count.undecided > UNDECIDED_SHARE * this.samples ? 'untested' : 'holds';
  }

  add(sample: Case, judged: Sample): void {
    if (!this.failure) {
      this.count[judged.status]++;
      if (judged.status === 'undecided') this.reason = `${judged.reason ?? ''}: ${caseText(sample)}`;
      if (judged.status === 'holds' || judged.status === 'refuted') {
        // an exact law that was re-judged is measured by the same tolerance
        if (judged.worst > this.worst) this.worst = judged.worst;
        for (const name of [...sample.classes, `contours: ${judged.contours}`])
          this.classes.set(name, (this.classes.get(name) ?? 0) + 1);
      }
    }
    if (judged.status === 'refuted')
      this.failure = {
        case: caseText(sample),
        contours: judged.contours,
        worst: judged.worst,
        ...(judged.evidence && { evidence: judged.evidence }),
      };
  }
}

/** An examiner of the suite's own pipeline. */
export const soundExaminer = (facts: Facts): Examiner => new Examiner(facts, SOUND);
