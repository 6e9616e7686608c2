import fc from 'fast-check';
import { type Deadline, TimeError } from '../../src/solution/deadline.js';
import { type Case, caseText } from '../cases/case.js';
import type { Contours } from '../cases/contours.js';
import { casesOf } from '../cases/generator.js';
import type { Law } from './law.js';
import type { Evidence, Sample, SampleJudge } from './sampleJudge.js';

export interface RunOptions {
  readonly runs: number;
  readonly seed: number;
  /** Cases that were once counterexamples: judged first. */
  readonly first?: readonly Case[];
  /** The time of one law: what was judged by then counts. */
  readonly deadline?: Deadline;
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
  /** Said where the time was over before all samples were drawn. */
  readonly ended?: string;
  readonly counterexample?: Counterexample;
  /** The last case that could not be decided. */
  readonly unsettled?: string;
  /** Why a law is untested, or a sample undecided. */
  readonly reason?: string;
}

/**
 * When the samples of a law are a test of it. At least this share of those asked for is effective, and of those judged
 * at most this share is undecided (too close to a singular contour to settle); where that is less than one sample, one
 * is forgiven once so many were settled.
 */
const TESTED = { effectiveShare: 0.25, undecidedShare: 0.02, forgivingFrom: 10 } as const;

/** Cases that shrinking may try once a failure is found. */
const SHRINK_CASES = 150;

/** Runs one law on one theory. MPFR must be loaded. */
export function runLaw(judge: SampleJudge, law: Law, { runs, seed, first = [], deadline }: RunOptions): LawReport {
  judge.watch = deadline?.watch ?? (() => {});
  const [started, rejudged] = [performance.now(), judge.rejudged];
  const tally = new Tally();
  let over: string | undefined;
  const { seconds = Number.POSITIVE_INFINITY } = judge.classification.theory.bounds;
  const hasTime = (): boolean => seconds === Number.POSITIVE_INFINITY || performance.now() - started < 1000 * seconds;
  try {
    for (const sample of first) tally.add(sample, judge.judge(law, sample));
    if (!tally.failure) search(judge, law, { runs, seed, hasTime }, tally);
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    over = error.message;
  }
  if (!hasTime()) tally.outOfTime = seconds;
  const { samples, count, failure, unsettled, worst, classes } = tally;
  const untested = withReason(tally.untested(runs), over);
  const reason = untested ?? unsettled?.reason;
  return {
    id: law.id,
    verdict: failure ? 'refuted' : untested === undefined ? 'holds' : 'untested',
    samples,
    vacuous: count.vacuous,
    outside: count.outside,
    undecided: count.undecided,
    worst,
    rejudged: judge.rejudged - rejudged,
    seed,
    classes: Object.fromEntries([...classes].sort(([a], [b]) => a.localeCompare(b))),
    milliseconds: Math.round(performance.now() - started),
    ...(failure && { counterexample: failure }),
    ...(unsettled && { unsettled: unsettled.case }),
    ...(over !== undefined && { ended: over }),
    ...(reason !== undefined && { reason }),
  };
}

const withReason = (untested: string | undefined, over: string | undefined): string | undefined =>
  untested !== undefined && over !== undefined ? `${untested}, ${over}; give a longer --time-limit` : untested;

interface Search {
  readonly runs: number;
  readonly seed: number;
  /** Whether the theory grants the law more time. */
  readonly hasTime: () => boolean;
}

function search(judge: SampleJudge, law: Law, { runs, seed, hasTime }: Search, tally: Tally): void {
  let left = SHRINK_CASES;
  let broken: unknown;
  const property = fc.property(casesOf(judge.classification, law.draw), (sample) => {
    // enough tried, or broken: everything passes, so that the smallest failure found so far is kept
    if (left === 0 || broken !== undefined || !hasTime()) return true;
    if (tally.failure) left--;
    let judged: Sample;
    try {
      judged = judge.judge(law, sample);
    } catch (error) {
      broken = error;
      return false;
    }
    tally.add(sample, judged);
    fc.pre(judged.status !== 'outside');
    return judged.status !== 'refuted';
  });
  fc.check(property, { numRuns: runs, seed, maxSkipsPerRun: 20 });
  if (broken instanceof TimeError) throw broken;
  // a law that cannot be evaluated is a mistake of the suite, not a counterexample
  if (broken !== undefined) throw new Error(`${law.id}: ${(broken as Error).message}`, { cause: broken });
}

/** Counts of one law; once it failed only smaller failures are recorded. */
class Tally {
  readonly count = { holds: 0, refuted: 0, undecided: 0, vacuous: 0, outside: 0 };
  readonly classes = new Map<string, number>();
  worst = 0;
  /** Seconds after which the theory ended the search. */
  outOfTime: number | undefined;
  failure: Counterexample | undefined;
  unsettled: { readonly case: string; readonly reason: string } | undefined;
  /** Why the last case outside was none of the law. */
  private lastOutside: string | undefined;

  get samples(): number {
    return this.count.holds + this.count.refuted;
  }

  /** Why these samples are no test of the law when so many were asked for, if they are none. */
  untested(asked: number): string | undefined {
    const { samples } = this;
    const { undecided, vacuous, outside } = this.count;
    const settled = samples + vacuous;
    if (undecided > Math.max(TESTED.undecidedShare * settled, settled < TESTED.forgivingFrom ? 0 : 1))
      return `${undecided} undecided of ${settled + undecided}, ${this.unsettled?.reason}`;
    return samples < TESTED.effectiveShare * asked
      ? `${samples} effective samples of ${asked}: ${vacuous} vacuous, ${outside} outside${this.ended}`
      : undefined;
  }

  private get ended(): string {
    const why = this.lastOutside === undefined ? '' : ` (${this.lastOutside})`;
    return this.outOfTime === undefined ? why : `${why}; the time of the law (${this.outOfTime} s) was over`;
  }

  add(sample: Case, judged: Sample): void {
    const { status, contours, worst, evidence, reason } = judged;
    const text = caseText(sample);
    if (!this.failure) {
      this.count[status]++;
      if (status === 'outside') this.lastOutside = reason;
      if (status === 'undecided') this.unsettled = { case: text, reason: `${reason}: ${text}` };
      if (status === 'holds' || status === 'refuted') {
        // an exact law that was re-judged is measured by the same tolerance
        this.worst = Math.max(this.worst, worst);
        for (const name of [...sample.classes, `contours: ${contours}`])
          this.classes.set(name, (this.classes.get(name) ?? 0) + 1);
      }
    }
    if (status === 'refuted') this.failure = { case: text, contours, worst, ...(evidence && { evidence }) };
  }
}
