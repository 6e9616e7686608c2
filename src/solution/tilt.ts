import type { Decimal } from 'decimal.js';
import { valueAt } from '../arithmetic/memo.js';
import { decimals } from '../arithmetic/numeral.js';
import { TENSORS } from '../transport/tensors.js';
import type { Numerals } from './agreement.js';
import type { Pass } from './pass.js';
import type { Problem } from './problem.js';

const Wide = decimals(1200);

/** How the direction of m makes Eq. (4) singular. */
export type Alignment = 'regular' | 'out-of-plane' | 'in-plane' | 'none';

/** Where m points; `none` without an exchange field. */
export function alignmentOf<V>(pass: Pass<V>): Alignment {
  const [x, y, z] = pass.coefficients.exchange;
  if (!x && !y && !z) return 'none';
  if (x === 0 && y === 0) return 'out-of-plane';
  return z === 0 ? 'in-plane' : 'regular';
}

/**
 * The same problem with m tilted by +-h from the z axis (towards +-x) or out of the plane, |Delta| kept. Averaging both
 * signs removes odd powers of h, so the limit of Eq. (4) is approached as h^2.
 * @returns both tilted problems, or undefined if the exchange field of the theory is not three plain parameters
 */
export function tilted(problem: Problem, alignment: Alignment, h: string): [Problem, Problem] | undefined {
  const names = problem.theory.exchangeNames;
  if (names.length === 0) return undefined;
  const [x, y, z] = names.map((name) => new Wide(valueAt(problem.parameters.values, name)));
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
    const changed = names.map((name, k) => [name, turned[k].toString()] as const);
    const values = new Map([...problem.parameters.values, ...changed]);
    return { ...problem, parameters: { ...problem.parameters, values } };
  };
  return [at(1), at(-1)];
}

/** The torque efficiencies between two tilts of 10^-exponent of both signs, and those whose two sides do not meet. */
export function limitOf(
  plus: Numerals,
  minus: Numerals,
  exponent: number,
): { limits: Map<string, string>; missing: string[] } {
  const sides = TENSORS.tau.entries.map((entry) => {
    const [a, b] = [plus, minus].map((run) => new Wide(valueAt(run, entry)));
    const allowed = Wide.max(a.abs(), b.abs(), 1).times(`1e-${Math.floor(exponent / 2)}`);
    return { entry, size: Wide.max(a.abs(), b.abs()), mean: a.plus(b).div(2), exists: a.minus(b).abs().lte(allowed) };
  });
  const smooth = sides.filter(({ exists }) => exists);
  const scale = smooth.reduce<Decimal>((max, { size }) => Wide.max(max, size), new Wide(0));
  // what lies below the error h^2 of the limit is zero
  const zero = scale.times(`1e-${2 * exponent - 6}`);
  return {
    limits: new Map(smooth.map(({ entry, mean }) => [entry, mean.abs().lte(zero) ? '0' : mean.toString()])),
    missing: sides.filter(({ exists }) => !exists).map(({ entry }) => entry),
  };
}
