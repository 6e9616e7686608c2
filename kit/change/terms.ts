import Fraction from 'fraction.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import type { Coefficients } from '../../src/theory/environment.js';
import { COMPONENTS, type Theory } from '../../src/theory/theory.js';

/** One coefficient of a theory that is another one in the other. */
export interface TermChange {
  /** hx, W1.z, c1, Delta.x */
  readonly place: string;
  /** px^2 py; empty for what does not depend on the momentum. */
  readonly monomial: string;
  readonly kind: 'sign' | 'factor' | 'gained' | 'lost' | 'other';
  /** Parameters of the coefficient, in either theory. */
  readonly parameters: readonly string[];
  readonly words: string;
}

/** A coefficient as a function of the parameters. */
interface Coefficient {
  readonly place: string;
  readonly monomial: string;
  readonly value: number;
  /** At other values of one parameter each. */
  readonly moved: ReadonlyMap<string, number>;
}

const AXES = ['0', 'x', 'y', 'z'];
const SAME = 1e-12;

/**
 * The coefficients in which two theories differ, at irregular values of the parameters: those of H, of the impurities
 * and of the exchange field.
 */
export function termChanges(before: Theory, after: Theory): TermChange[] {
  const [a, b] = [coefficientsOf(before), coefficientsOf(after)];
  const changes: TermChange[] = [];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [old, now] = [a.get(key), b.get(key)];
    const { place, monomial } = old ?? now ?? { place: key, monomial: '' };
    const [x, y] = [old?.value ?? 0, now?.value ?? 0];
    const parameters = [...new Set([...dependencies(old), ...dependencies(now)])];
    if (agree(x, y) && moves(old, now)) continue;
    changes.push({ place, monomial, parameters, ...described(place, monomial, parameters, [x, y], [old, now]) });
  }
  return changes;
}

const agree = (x: number, y: number): boolean => Math.abs(x - y) <= SAME * Math.max(Math.abs(x), Math.abs(y));

/** Whether two coefficients follow the parameters alike. */
const moves = (a: Coefficient | undefined, b: Coefficient | undefined): boolean =>
  [...(a?.moved ?? [])].every(([name, x]) => !b?.moved.has(name) || agree(x, b.moved.get(name) ?? 0));

const dependencies = (c: Coefficient | undefined): string[] =>
  c ? [...c.moved].filter(([, x]) => !agree(x, c.value)).map(([name]) => name) : [];

function described(
  place: string,
  monomial: string,
  parameters: readonly string[],
  [x, y]: readonly [number, number],
  [old, now]: readonly [Coefficient | undefined, Coefficient | undefined],
): Pick<TermChange, 'kind' | 'words'> {
  const what = monomial === '' ? place : `the coefficient of ${monomial} in ${place}`;
  const of = parameters.length > 0 ? ` (${parameters.join(', ')})` : '';
  if (x === 0) return { kind: 'gained', words: `${what} is new${of}` };
  if (y === 0) return { kind: 'lost', words: `${what} is gone${of}` };
  const ratio = y / x;
  const names = [...(old?.moved.keys() ?? [])].filter((name) => now?.moved.has(name));
  const isConstant = names.every((name) => agree((now?.moved.get(name) ?? 0) / (old?.moved.get(name) ?? 1), ratio));
  if (!isConstant) return { kind: 'other', words: `${what} is another function of the parameters${of}` };
  if (agree(ratio, -1))
    return {
      kind: 'sign',
      words: `the sign of ${parameters.join(' ') || what} in ${place}${monomial && ` (${monomial})`}`,
    };
  const simple = new Fraction(ratio).simplify(1e-10).toFraction();
  return { kind: 'factor', words: `${what} is ${simple} times what it was${of}` };
}

/** Every coefficient that is not zero, by its place. */
function coefficientsOf(theory: Theory): Map<string, Coefficient> {
  const usual = theory.parameterNames.map((_, k) => 0.37 + 0.0731 * (k + 1) ** 2);
  const at = (values: readonly number[]): Map<string, readonly [string, string, number]> => {
    const block = evaluated(new DoubleField(), theory.environment, [...values, 1].map(String));
    return entries(theory.read(block));
  };
  const moved = theory.parameterNames.map(
    (name, k) => [name, at(usual.map((x, j) => (j === k ? 1.31 * x : x)))] as const,
  );
  return new Map(
    [...at(usual)]
      .filter(([key, [, , value]]) => value !== 0 || moved.some(([, there]) => (there.get(key)?.[2] ?? 0) !== 0))
      .map(([key, [place, monomial, value]]) => [
        key,
        { place, monomial, value, moved: new Map(moved.map(([name, there]) => [name, there.get(key)?.[2] ?? 0])) },
      ]),
  );
}

function entries({ h, impurities, exchange }: Coefficients<number>): Map<string, readonly [string, string, number]> {
  const found: (readonly [string, string, number])[] = [];
  for (const [c, terms] of h.entries()) {
    const sums = new Map<string, number>();
    for (const { i, j, coefficient } of terms) {
      const monomial = [i && `px${i > 1 ? `^${i}` : ''}`, j && `py${j > 1 ? `^${j}` : ''}`].filter(Boolean).join(' ');
      sums.set(monomial, (sums.get(monomial) ?? 0) + coefficient);
    }
    for (const [monomial, sum] of sums) found.push([COMPONENTS[c], monomial, sum]);
  }
  for (const [k, { W, concentration }] of impurities.entries()) {
    const species = impurities.length > 1 ? `${k + 1}` : '';
    for (const [i, x] of W.entries()) found.push([`W${species}.${AXES[i]}`, '', x]);
    found.push([`the concentration of species ${k + 1}`, '', concentration]);
  }
  for (const [i, x] of exchange.entries()) found.push([`Delta.${AXES[i + 1]}`, '', x]);
  return new Map(found.map((entry) => [`${entry[0]}|${entry[1]}`, entry]));
}
