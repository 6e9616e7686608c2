import type { FieldName } from '../arithmetic/field.js';
import { Deadline, type OnWait, TimeError } from './deadline.js';
import { type Problem, pipelineOf } from './problem.js';
import type { Plan } from './schedule.js';

/** Seconds of one operation of a field: at few digits, and how many digits double it. */
const OPERATION: Readonly<Record<FieldName, readonly [seconds: number, doubling: number]>> = {
  double: [2e-9, Number.POSITIVE_INFINITY],
  mpfr: [1.5e-7, 150],
  decimal: [6e-6, 40],
};
/** Sweeps of a root finder on one line, operations of a sweep per pair of roots, iterations of a self-energy. */
const [SWEEPS, PER_PAIR, ITERATIONS] = [4, 40, 10];
/** Before anything was measured the estimate may be off by this factor. */
const DOUBT = 4;
/** Seconds of the first run of a field that go into compiling its programs, whatever it computes. */
const START = 0.1;

/** The time that a solve may take: ends before it starts what would take longer. */
export class Budget extends Deadline {
  /** Measured over estimated time of the last run of a field. */
  private readonly factors = new Map<FieldName, number>();

  constructor(
    private readonly problem: Problem,
    limit: number,
    onWait?: OnWait,
  ) {
    super(limit, onWait);
    this.awaiting('Fermi contours and the lines that they need');
  }

  /** One run. @throws TimeError if there is no time for it, before it starts where that can be known */
  during<T>(field: FieldName, plan: Plan, run: () => T): T {
    this.watch();
    const estimate = START + estimatedSeconds(this.problem, field, plan);
    const factor = this.factors.get(field);
    const expected = estimate * (factor ?? 1);
    const waiting = `${plan.lines} lines, ${plan.digits} digits, about ${Number(expected.toPrecision(1))} s`;
    if (this.elapsed + expected / (factor === undefined ? DOUBT : 1) > this.limit)
      throw new TimeError(`the time limit of ${this.limit} s is too short for ${waiting}`);
    const before = this.elapsed;
    this.awaiting(`K and sigma in ${field}, ${waiting}`, expected);
    const result = run();
    this.factors.set(field, (this.elapsed - before) / estimate);
    return result;
  }
}

/** What one run takes, to a small factor. */
function estimatedSeconds(problem: Problem, field: FieldName, { digits, lines }: Plan): number {
  const { pipeline, limit } = pipelineOf(problem);
  const order = 2 * pipeline.theory.degree;
  const sizeOf = (name: 'crossing' | 'bubbles' | 'dressedGreen' | 'dressedBubbles'): number =>
    order * pipeline[name].instructions.length;
  const roots = SWEEPS * PER_PAIR * order ** 2;
  const iterations = pipeline.approximation.scheme.kind === 'self-consistent' ? ITERATIONS : 0;
  const bubbles =
    limit === 'dilute'
      ? sizeOf('bubbles')
      : sizeOf('dressedBubbles') + roots + iterations * (roots + sizeOf('dressedGreen'));
  const [seconds, doubling] = OPERATION[field];
  return lines * (roots + sizeOf('crossing') + bubbles) * seconds * (1 + digits / doubling);
}
