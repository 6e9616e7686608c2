import type { Decimal } from 'decimal.js';
import { valueAt } from '../arithmetic/memo.js';
import { decimals } from '../arithmetic/numeral.js';
import { TENSORS } from '../transport/tensors.js';
import type { Numerals } from './agreement.js';
import type { Problem } from './problem.js';

const Wide = decimals(1200);

/**
 * The same problem with m tilted by h from the z axis towards x, or out of the plane, |Delta| kept. Where Eq. (4) holds
 * the mirror makes it even in h, so that one tilt approaches its limit as h^2.
 * @returns undefined if the exchange field of the theory is not three plain parameters
 */
export function tilted(problem: Problem, alignment: 'out-of-plane' | 'in-plane', h: string): Problem | undefined {
  const names = problem.theory.exchangeNames;
  if (names.length === 0) return undefined;
  const [x, y, z] = names.map((name) => new Wide(valueAt(problem.parameters.values, name)));
  const tilt = new Wide(h);
  // (1 - t^2)/(1 + t^2), 2t/(1 + t^2): exact cosine and sine of the tilt 2 arctan t
  const t = tilt.div(2);
  const [cos, sin] = [new Wide(1).minus(t.times(t)).div(t.times(t).plus(1)), tilt.div(t.times(t).plus(1))];
  const turned =
    alignment === 'out-of-plane'
      ? [z.abs().times(sin), new Wide(0), z.times(cos)]
      : [x.times(cos), y.times(cos), x.times(x).plus(y.times(y)).sqrt().times(sin)];
  const changed = names.map((name, k) => [name, turned[k].toString()] as const);
  const values = new Map([...problem.parameters.values, ...changed]);
  return { ...problem, parameters: { ...problem.parameters, values } };
}

/** The torque efficiencies at a tilt of 10^-exponent as their limits: what lies below its error, h^2, is zero. */
export function limitsFrom(numerals: Numerals, exponent: number): Map<string, string> {
  const values = TENSORS.tau.entries.map((entry) => [entry, new Wide(valueAt(numerals, entry))] as const);
  const scale = values.reduce<Decimal>((max, [, x]) => Wide.max(max, x.abs()), new Wide(0));
  const zero = scale.times(`1e-${2 * exponent - 6}`);
  return new Map(values.map(([entry, x]) => [entry, x.abs().lte(zero) ? '0' : x.toString()]));
}
