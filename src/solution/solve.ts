import type { FieldName } from '../arithmetic/field.js';
import { loadMpfr } from '../arithmetic/mpfr.js';
import { AccuracyError } from '../theory/errors.js';
import type { Closure } from '../transport/ladder.js';
import { isPrimary, TENSORS, tensorOf } from '../transport/tensors.js';
import { type AgreedNumber, type Comparison, compareRuns, unknownIn, without } from './agreement.js';
import { Budget } from './budget.js';
import { centred } from './centred.js';
import { type OnWait, TimeError, USUAL_SECONDS } from './deadline.js';
import { type Preparation, prepare } from './forecast.js';
import { Passes } from './passes.js';
import type { Problem } from './problem.js';
import { restored, scaled, scalingOf } from './scaling.js';
import { type Plan, Schedule } from './schedule.js';

/** How far the solver may go. */
export interface Effort {
  readonly field: FieldName;
  /** Significant digits asked for. */
  readonly digits: number;
  /** Report what was reached instead of throwing when the digits are not. */
  readonly bestEffort?: boolean;
  /** Time that it may take: a minute if not said. */
  readonly seconds?: number;
  /** Lines that a run may take, if not as many as it needs. */
  readonly lines?: number;
  /** Is told of every run before it starts. */
  readonly onWait?: OnWait;
}

/** How long each of many solves may take, and who is told of waits. */
export type Patience = Pick<Effort, 'seconds' | 'onWait'>;

/** Numbers with their evidence. */
export interface Solution {
  readonly quantities: ReadonlyMap<string, AgreedNumber>;
  /** Digits shared by two runs, the worst of K, sigma, K_J and the torque that are printed and not zero. */
  readonly agreedDigits: number;
  /** How the ladder was closed. */
  readonly closure: Closure;
  /** Lines in the finer run, and its working digits. */
  readonly lines: number;
  readonly workingDigits: number;
  /** Lines tangent to a Fermi contour. */
  readonly tangents: number;
  /** What the reader must know: limits taken, quantities that do not exist. */
  readonly notes: readonly string[];
}

const MAX_LEVELS = 12;
/** If not one digit is stable by then, more precision will not help. */
const HOPELESS_LEVEL = 5;

/**
 * Solves a problem to the asked digits. Two runs of different precision and different node counts must agree; precision
 * and nodes rise until they do. The double field is judged by runs of higher precision, but reports its own numbers.
 * @throws InputError if the problem makes no sense, AccuracyError if the digits are not reached
 */
export async function solve(asked: Problem, effort: Effort): Promise<Solution> {
  await loadMpfr();
  const { field, digits, bestEffort = false, seconds = USUAL_SECONDS, onWait } = effort;
  const { lines: most = Number.POSITIVE_INFINITY } = effort;
  const scaling = scalingOf(asked);
  const budget = new Budget(asked, seconds, onWait);
  const problem = centred({ ...scaled(asked, scaling), watch: budget.watch });
  const prepared = preparedIn(problem, field, digits);
  const passes = new Passes(problem, prepared, digits);
  const schedule = new Schedule(field, digits, prepared.forecast);
  const depth = { wanted: digits, zeroDepth: prepared.forecast.zeroDepth };
  const isDouble = field === 'double';

  const started = (field: FieldName, next: Plan, level: number) => {
    if (next.lines > most)
      throw new AccuracyError(`asked ${digits} digits: ${next.lines} lines are needed, and ${most} are allowed`);
    return budget.during(field, next, () => passes.run(field, next, level));
  };

  let plan: Plan = schedule.first();
  let best: Comparison = { quantities: new Map(), agreed: 0 };
  let ended: TimeError | undefined;
  try {
    const first = started(field, plan, 0);
    let coarse = first;
    for (let level = 1; level < MAX_LEVELS; level++) {
      const next = level === 1 ? schedule.second(plan) : schedule.next(plan, best.agreed);
      if (!next || (level > 1 && next.lines > most)) break;
      const fine = started(isDouble ? 'mpfr' : field, next, level);
      plan = next;
      const compared = compareRuns(isDouble ? first : coarse, fine, depth, isDouble);
      // what double precision holds is told by the best of the runs that judge it, not by the one that flatters it
      if (isDouble || compared.agreed >= best.agreed) best = compared;
      // once the runs above double agree, more lines cannot improve the double numbers
      if (best.agreed >= digits || (isDouble && level > 1 && compareRuns(coarse, fine, depth, false).agreed >= 16))
        break;
      if (level >= HOPELESS_LEVEL && best.agreed < 1) break;
      coarse = fine;
    }
  } catch (error) {
    if (!(error instanceof TimeError)) throw error;
    ended = error;
  }
  // a number without a digit is not printed, and a torque that does not exist does not take the others with it
  const lost = unknownIn(best).filter((name) => bestEffort || isTorque(name));
  const known = without(best, lost);
  if (known.agreed === Number.POSITIVE_INFINITY || (known.agreed < digits && !bestEffort))
    throw new AccuracyError(ended ? overtime(ended, best.agreed, digits) : shortfall(best, plan, digits, isDouble));
  return {
    quantities: restored(known.quantities, scaling, asked),
    agreedDigits: Math.floor(Math.min(known.agreed, digits)),
    closure: prepared.closure,
    lines: plan.lines,
    workingDigits: isDouble ? 16 : plan.digits,
    tangents: prepared.survey.tangents.filter(({ distance }) => distance === 0).length,
    notes: [
      ...passes.notes,
      ...(lost.length > 0 ? [`${lost.join(', ')}: no digit is stable${isDouble ? ' in double precision' : ''}`] : []),
      ...edgeNotes(problem, prepared.closure, best.quantities),
    ],
  };
}

/** `prepare`, which may take all the time that there is. */
function preparedIn(problem: Problem, field: FieldName, digits: number): Preparation {
  try {
    return prepare(problem, field, digits);
  } catch (error) {
    throw error instanceof TimeError ? new AccuracyError(overtime(error, 0, digits)) : error;
  }
}

const TORQUES: ReadonlySet<string> = new Set(['tau', 'torqueEven', 'torqueOdd']);

const isTorque = (entry: string): boolean => TORQUES.has(tensorOf(entry)?.name ?? '');

/** How far a hard cutoff breaks charge conservation: |X J| in units of |X| |J|. */
function edgeNotes({ limit, cutoff }: Problem, closure: Closure, quantities: Comparison['quantities']): string[] {
  if (limit !== 'finite' || cutoff === 'renormalised' || closure !== 'conserved') return [];
  const largest = (names: readonly string[]): number =>
    Math.max(...names.map((name) => Math.abs(Number(quantities.get(name)?.value ?? 0))));
  const size = largest(['ward.Jx', 'ward.Jy']) / largest(TENSORS.Gamma.entries) / largest(TENSORS.J.entries);
  if (!(size > 0)) return [];
  return [
    `edge current at the cutoff: relative size ${size.toExponential(1)} of the source; it is returned to the density ` +
      'row without spin, and beyond that order K and sigma depend on this choice (a larger cutoff makes it smaller)',
  ];
}

/** What was reached when the time was over. */
function overtime({ message }: TimeError, agreed: number, digits: number): string {
  const reached = Math.floor(agreed);
  return `${message}: asked ${digits} digits, reached ${reached}; give a longer --time-limit or ask for fewer digits`;
}

function shortfall(best: Comparison, last: Plan, digits: number, isDouble: boolean): string {
  const worst = [...best.quantities]
    .filter(([name]) => isPrimary(name))
    .reduce((a, b) => (b[1].agreed < a[1].agreed ? b : a));
  if (best.agreed < 1)
    return (
      `no digit of ${worst[0]} is stable up to ${last.lines} lines and ${last.digits} working digits: the ladder ` +
      'is singular (a conserved spin component) or the Fermi contour too close to a singular shape'
    );
  const advice = isDouble
    ? 'use --field mpfr or ask for fewer digits'
    : 'ask for fewer digits, or move away from the band edge';
  return (
    `asked ${digits} digits, reached ${Math.floor(best.agreed)} (${worst[0]}, ${last.lines} lines, ` +
    `${isDouble ? 16 : last.digits} working digits); ${advice}`
  );
}
