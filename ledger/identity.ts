import type { Decimal } from 'decimal.js';
import { remembered, valueAt } from '../src/arithmetic/memo.js';
import type { AgreedNumber } from '../src/solution/agreement.js';
import type { Variant } from '../src/solution/problem.js';
import { readProblem } from '../src/solution/readProblem.js';
import { type Solution, solve } from '../src/solution/solve.js';
import { judge } from '../src/solution/verdict.js';
import { AccuracyError } from '../src/theory/errors.js';
import type { Theory } from '../src/theory/theory.js';
import { evaluateAt, symbolic, Wide } from './evaluate.js';
import type { Judgement } from './judgement.js';
import type { IdentityRow, Ledger } from './ledger.js';

/** Digits to which the quantities of an identity are solved, and the residuals that decide. */
export const IDENTITY_DIGITS = 30;
const BAND = { holdsBelow: 1e-24, refutedAbove: 1e-8 };

/** Solves every named point once per scheme. */
export class Points {
  private readonly solutions = new Map<string, Promise<Solution>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly theory: Theory,
    private readonly variant: Variant = {},
    private readonly digits = IDENTITY_DIGITS,
  ) {}

  at(name: string, scheme: string | undefined): Promise<Solution> {
    return remembered(this.solutions, `${name} ${scheme}`, () => {
      const problem = readProblem(this.theory, { set: this.ledger.points[name], scheme });
      return solve({ ...problem, ...this.variant }, { field: 'mpfr', digits: this.digits });
    });
  }
}

/** Judges an equation between quantities: the worst of its points decides. */
export async function judgeIdentity(row: IdentityRow, points: Points): Promise<Judgement> {
  try {
    return await measureIdentity(row, points);
  } catch (error) {
    if (!(error instanceof AccuracyError)) throw error;
    const evidence = { residual: Number.NaN, uncertainty: Number.NaN, ...BAND };
    return { row, verdict: judge(evidence), evidence, measured: 'nothing', digits: 0, reason: error.message };
  }
}

async function measureIdentity(row: IdentityRow, points: Points): Promise<Judgement> {
  let [residual, uncertainty, digits] = [0, 0, Number.POSITIVE_INFINITY];
  let worst = row.at[0];
  for (const name of row.at) {
    const solutions: (readonly [string, Solution])[] = [['', await points.at(name, row.scheme)]];
    if (row.other) solutions.push(['other_', await points.at(`${name}-${row.other}`, row.scheme)]);
    const { values, errors } = numbersOf(solutions);
    const value = (text: string, at: ReadonlyMap<string, string>): Decimal =>
      evaluateAt(symbolic(text), at, `${row.id} at ${name}`);
    const scale = value(row.scale, values).abs();
    const difference = value(`(${row.left}) - (${row.right})`, values);
    // shifting every quantity by its own error bounds what the numbers leave open
    const shifted = [...errors].reduce<Decimal>((total, [symbol, error]) => {
      if (!symbolic(`${row.left} ${row.right}`).includes(symbol)) return total;
      const moved = new Map(values).set(symbol, new Wide(valueAt(values, symbol)).plus(error).toString());
      return total.plus(value(`(${row.left}) - (${row.right})`, moved).minus(difference).abs());
    }, new Wide(0));
    const here = scale.isZero() ? Number.NaN : difference.abs().div(scale).toNumber();
    if (!(here <= residual)) [residual, worst] = [here, name];
    uncertainty = Math.max(uncertainty, shifted.div(scale).toNumber());
    digits = Math.min(digits, ...solutions.map(([, s]) => s.agreedDigits));
  }
  const evidence = { residual, uncertainty, ...BAND };
  const verdict = judge(evidence);
  const shown = residual === 0 ? `< ${Math.max(uncertainty, 1e-300).toExponential(0)}` : residual.toExponential(1);
  return {
    row,
    verdict,
    evidence,
    digits,
    measured: `residual ${shown} (worst at ${worst})`,
    ...(verdict === 'refuted' && row.correction !== undefined && { right: row.correction }),
  };
}

/** Values and error bounds by symbol. */
function numbersOf(solutions: readonly (readonly [string, Solution])[]) {
  const [values, errors] = [new Map<string, string>(), new Map<string, Decimal>()];
  for (const [prefix, { quantities }] of solutions)
    for (const [name, number] of quantities) {
      const symbol = symbolic(`${prefix}${name}`);
      values.set(symbol, number.value);
      errors.set(symbol, errorOf(number));
    }
  return { values, errors };
}

/** What is zero to rounding has its bound as error. */
function errorOf({ value, agreed, below }: AgreedNumber): Decimal {
  if (below !== undefined) return new Wide(below);
  return Number.isFinite(agreed) ? new Wide(value).abs().times(`1e-${Math.floor(agreed)}`) : new Wide(0);
}
