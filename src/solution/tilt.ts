import type { Decimal } from 'decimal.js';
import { decimals } from '../arithmetic/numeral.js';
import type { Problem } from './problem.js';

const Wide = decimals(1100);

/** How the direction of m makes Eq. (4) singular. */
export type Alignment = 'regular' | 'out-of-plane' | 'in-plane' | 'none';

/** The exchange field of a problem as parameter names, if the theory names plain parameters; else undefined. */
function exchangeNames({ theory }: Problem): string[] | undefined {
  const names = theory.definition.exchange;
  return names?.every((name) => theory.parameters.has(name)) ? [...names] : undefined;
}

/** Where m points; `none` without an exchange field. */
export function alignmentOf(problem: Problem, exchange: readonly number[]): Alignment {
  if (!problem.theory.hasExchange || exchange.every((x) => x === 0)) return 'none';
  if (exchange[0] === 0 && exchange[1] === 0) return 'out-of-plane';
  return exchange[2] === 0 ? 'in-plane' : 'regular';
}

/**
 * The same problem with m tilted by +-h from the z axis (towards +-x) or out of the plane, |Delta| kept. Averaging both signs removes odd
 * powers of h, so the limit of Eq. (4) is approached as h^2.
 * @returns both tilted problems, or undefined if the exchange field of the theory is not three plain parameters
 */
export function tilted(problem: Problem, alignment: Alignment, h: string): [Problem, Problem] | undefined {
  const names = exchangeNames(problem);
  if (!names) return undefined;
  const [x, y, z] = names.map((name) => new Wide(problem.parameters.values.get(name)!)) as [Decimal, Decimal, Decimal];
  const tilt = new Wide(h);
  // (1 - t^2)/(1 + t^2), 2t/(1 + t^2): exact cosine and sine of the tilt 2 arctan t
  const t = tilt.div(2);
  const [cos, sin] = [new Wide(1).minus(t.times(t)).div(t.times(t).plus(1)), tilt.div(t.times(t).plus(1))];
  const at = (sign: 1 | -1): Problem => {
    const s = sin.times(sign);
    const turned =
      alignment === 'out-of-plane'
        ? [z.abs().times(s), new Wide(0), z.times(cos)]
        : [x.times(cos), y.times(cos), x.times(x).plus(y.times(y)).sqrt().times(s)];
    const values = new Map(problem.parameters.values);
    names.forEach((name, k) => {
      values.set(name, turned[k].toString());
    });
    return { ...problem, parameters: { ...problem.parameters, values } };
  };
  return [at(1), at(-1)];
}
