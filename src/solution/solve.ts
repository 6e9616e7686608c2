import type { FieldName } from '../arithmetic/field.js';
import { loadMpfr } from '../arithmetic/mpfr.js';
import { AccuracyError } from '../theory/errors.js';
import type { Closure } from '../transport/ladder.js';
import { isPrimary } from '../transport/tensors.js';
import { type AgreedNumber, type Comparison, compareRuns } from './agreement.js';
import { prepare } from './forecast.js';
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
}

/** Numbers with their evidence. */
export interface Solution {
  readonly quantities: ReadonlyMap<string, AgreedNumber>;
  /** Digits shared by two runs, the worst of K, sigma, K_J and tau that are not zero. */
  readonly agreedDigits: number;
  /** How the ladder was closed. */
  readonly closure: Closure;
  /** Lines through the origin in the finer run, and its working digits. */
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
export async function solve(asked: Problem, { field, digits, bestEffort = false }: Effort): Promise<Solution> {
  await loadMpfr();
  const scaling = scalingOf(asked);
  const problem = scaled(asked, scaling);
  const prepared = prepare(problem, field, digits);
  const passes = new Passes(problem, prepared, digits);
  const schedule = new Schedule(field, digits, prepared.forecast);
  const isDouble = field === 'double';

  let plan: Plan = schedule.first();
  const first = passes.run(field, plan, 0);
  let [coarse, best] = [first, undefined as Comparison | undefined];
  for (let level = 1; level < MAX_LEVELS; level++) {
    const next = level === 1 ? schedule.second(plan) : schedule.next(plan, best?.agreed ?? 0);
    if (!next) break;
    plan = next;
    const fine = passes.run(isDouble ? 'mpfr' : field, plan, level);
    const compared = compareRuns(isDouble ? first : coarse, fine, digits, isDouble);
    if (!best || compared.agreed >= best.agreed) best = compared;
    // once the runs above double agree, more lines cannot improve the double numbers
    if (best.agreed >= digits || (isDouble && level > 1 && compareRuns(coarse, fine, digits, false).agreed >= 16))
      break;
    if (level >= HOPELESS_LEVEL && best.agreed < 1) break;
    coarse = fine;
  }
  if (!best || (best.agreed < digits && !bestEffort)) throw new AccuracyError(shortfall(best, plan, digits, isDouble));
  return {
    quantities: restored(best.quantities, scaling, asked),
    agreedDigits: Math.floor(Math.min(best.agreed, digits)),
    closure: prepared.closure,
    lines: plan.lines,
    workingDigits: isDouble ? 16 : plan.digits,
    tangents: prepared.survey.tangents.filter(({ distance }) => distance === 0).length,
    notes: [...passes.notes],
  };
}

function shortfall(best: Comparison | undefined, last: Plan, digits: number, isDouble: boolean): string {
  if (!best) return `the asked ${digits} digits are out of reach: the Fermi contour is too close to a singular shape`;
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
