import { AccuracyError } from '../theory/errors.js';

/** The time of some work is over. */
export class TimeError extends AccuracyError {}

/** Is told what is waited for, and how many seconds that takes or has taken. */
export type OnWait = (message: string, seconds: number) => void;

/** Seconds that a solve, or what takes its place, may take where nobody says otherwise. */
export const USUAL_SECONDS = 60;
/** What is said beside that the time is over where nothing of the work is kept. */
export const MORE_TIME = '; give a longer --time-limit';
/** Seconds after which a wait that was expected to be shorter is told all the same. */
const PATIENCE = 1;

/** The time that some work may take: it tells within a second what is waited for, and ends what takes too long. */
export class Deadline {
  private readonly started = performance.now();
  /** What is waited for, since when, if that was not told yet. */
  private silent: { readonly waiting: string; readonly since: number } | undefined;

  /**
   * @param limit seconds
   * @param more what is said beside that they are over
   */
  constructor(
    protected readonly limit: number,
    private readonly onWait: OnWait = () => {},
    private readonly more = '',
  ) {}

  protected get elapsed(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** Says what is waited for from now on, and how long that may take if it is known. */
  awaiting(waiting: string, expected?: number): void {
    this.silent = expected !== undefined && expected > PATIENCE ? undefined : { waiting, since: this.elapsed };
    if (expected !== undefined) this.onWait(`waiting for: ${waiting}`, expected);
  }

  /** To be called now and then. @throws TimeError */
  readonly watch = (): void => {
    const { elapsed, silent } = this;
    if (elapsed > this.limit) throw new TimeError(`the time limit of ${this.limit} s is over${this.more}`);
    if (!silent || elapsed - silent.since < PATIENCE) return;
    this.silent = undefined;
    this.onWait(`waiting for: ${silent.waiting}`, elapsed - silent.since);
  };
}
