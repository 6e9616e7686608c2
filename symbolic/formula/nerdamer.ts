import Fraction from 'fraction.js';
import nerdamer from 'nerdamer';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { InputError } from '../../src/theory/errors.js';
import { Formula } from './formula.js';

/** nerdamer gave something else than what was asked. */
export class NerdamerError extends Error {
  override readonly name = 'NerdamerError';
}

const DIGITS = 50;
/** Roundoff left at the check: digits that must agree. */
const AGREED = 44;
const POINTS = 3;

/** Expands products and whole powers. @throws NerdamerError if the result is not the same function */
export function expanded(formula: Formula): Formula {
  return checked(formula, 'expand', (text) => nerdamer(text).expand().toString());
}

/** Collects numbers and powers. @throws NerdamerError if the result is not the same function */
export function tidied(formula: Formula): Formula {
  return checked(formula, 'evaluate', (text) => nerdamer(text).toString());
}

/** Puts one formula in the place of a symbol. @throws NerdamerError if the result is not what substitution gives */
export function substituted(formula: Formula, name: string, value: Formula): Formula {
  const names = namesOf([formula, value]);
  const result = names.fromNerdamer(
    nerdamer(names.toNerdamer(formula))
      .sub(names.safe(name), `(${names.toNerdamer(value)})`)
      .toString(),
  );
  demandSame(formula.substitute(new Map([[name, value]])), result, 'substitute');
  return result;
}

/**
 * Solves linear equations (each formula is zero) for as many unknowns.
 * @throws NerdamerError if there is no solution or if it does not satisfy the equations
 */
export function solved(equations: readonly Formula[], unknowns: readonly string[]): Map<string, Formula> {
  const names = namesOf(equations);
  const found = nerdamer.solveEquations(
    equations.map((f) => `${names.toNerdamer(f)}=0`),
    unknowns.map((name) => names.safe(name)),
  ) as unknown as [string, string | number][];
  if (!Array.isArray(found) || found.length < unknowns.length)
    throw new NerdamerError(`nerdamer finds no solution for ${unknowns.join(', ')}`);
  const solution = new Map(found.map(([name, text]) => [names.original(name), names.fromNerdamer(String(text))]));
  for (const equation of equations) {
    const residual = equation.substitute(solution);
    for (const point of randomPoints(residual)) {
      const value = Math.abs(Number(residual.on(field)(point)));
      if (!(value < 10 ** -AGREED))
        throw new NerdamerError(`nerdamer's solution leaves ${value.toExponential(1)} of ${equation} = 0`);
    }
  }
  return solution;
}

const field = new DecimalField(DIGITS);

function checked(formula: Formula, what: string, operation: (text: string) => string): Formula {
  const names = namesOf([formula]);
  const result = names.fromNerdamer(operation(names.toNerdamer(formula)));
  demandSame(formula, result, what);
  return result;
}

/** Both formulas at random points in 50 digits. */
export function demandSame(expected: Formula, actual: Formula, what: string): void {
  for (const point of randomPoints(expected, actual)) {
    const [a, b] = [expected, actual].map((f) => f.on(field)(point)) as [string, string];
    const difference = Math.abs(relativeDifference(a, b));
    if (!(difference < 10 ** -AGREED))
      throw new NerdamerError(
        `nerdamer ${what}: ${expected} became ${actual}, which differs by ${difference.toExponential(1)}`,
      );
  }
}

function relativeDifference(a: string, b: string): number {
  const vector = field.vector(2);
  field.set(vector, 0, a);
  field.set(vector, 1, b);
  const [x, y] = vector as [(typeof vector)[0], (typeof vector)[0]];
  return x.isZero() ? y.toNumber() : x.minus(y).div(x).toNumber();
}

let seed = 20_221;

/** Positive points with 12 digits for every symbol of the formulas. */
function randomPoints(...formulas: Formula[]): Record<string, string>[] {
  const names = [...new Set(formulas.flatMap((f) => f.symbols))];
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (0.5 + (1.5 * seed) / 2_147_483_648).toFixed(12);
  };
  return Array.from({ length: POINTS }, () => Object.fromEntries(names.map((name) => [name, next()])));
}

/** nerdamer reads e, i and long names in its own way, and writes exact fractions as decimals here and there. */
function namesOf(formulas: readonly Formula[]) {
  const names = [...new Set(formulas.flatMap((f) => f.symbols))];
  const safe = (name: string): string => {
    if (!names.includes(name)) names.push(name);
    return `q${names.indexOf(name)}w`;
  };
  const original = (text: string): string => {
    const name = names[Number(/^q(\d+)w$/.exec(text)?.[1] ?? Number.NaN)];
    if (name === undefined) throw new NerdamerError(`nerdamer invented the symbol ${text}`);
    return name;
  };
  const toNerdamer = (f: Formula): string =>
    f.substitute(new Map(f.symbols.map((name) => [name, Formula.parse(safe(name))]))).toString();
  const fromNerdamer = (text: string): Formula => {
    const exact = text.replace(
      /\d*\.\d+(e-?\d+)?/g,
      (numeral) => `(${new Fraction(numeral).simplify(1e-14).toFraction()})`,
    );
    let formula: Formula;
    try {
      formula = Formula.parse(exact);
    } catch (error) {
      if (error instanceof InputError) throw new NerdamerError(`nerdamer wrote something unreadable: ${text}`);
      throw error;
    }
    return formula.substitute(new Map(formula.symbols.map((name) => [name, Formula.parse(original(name))])));
  };
  return { safe, original, toNerdamer, fromNerdamer };
}
