import { createRequire } from 'node:module';
import Fraction from 'fraction.js';
import type nerdamer from 'nerdamer';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { InputError } from '../../src/theory/errors.js';
import { Formula } from './formula.js';

/** nerdamer gave something else than what was asked. */
export class NerdamerError extends Error {
  override readonly name = 'NerdamerError';
}

const load = createRequire(import.meta.url);
/** nerdamer, loaded when it is first needed. */
const library = (): typeof nerdamer => load('nerdamer/all');

const DIGITS = 50;
/** Roundoff left at the check: digits that must agree. */
const AGREED = 44;
const POINTS = 3;
const field = new DecimalField(DIGITS);

/** Expands products and whole powers. @throws NerdamerError if the result is not the same function */
export function expanded(formula: Formula): Formula {
  return checked(formula, 'expand', (text) => library()(text).expand().toString());
}

/** Collects numbers and powers. @throws NerdamerError if the result is not the same function */
export function tidied(formula: Formula): Formula {
  return checked(formula, 'evaluate', (text) => library()(text).toString());
}

/** Puts one formula in the place of a symbol. @throws NerdamerError if the result is not what substitution gives */
export function substituted(formula: Formula, name: string, value: Formula): Formula {
  const names = translation([...symbolsIn([formula, value]), name]);
  const put = library()(names.write(formula)).sub(names.safe(name), `(${names.write(value)})`);
  const result = names.read(put.toString());
  demandSame(formula.substitute(new Map([[name, value]])), result, 'substitute');
  return result;
}

/**
 * Solves linear equations (each formula is zero) for as many unknowns.
 * @throws NerdamerError if there is no solution or if it does not satisfy the equations
 */
export function solved(equations: readonly Formula[], unknowns: readonly string[]): Map<string, Formula> {
  const names = translation([...symbolsIn(equations), ...unknowns]);
  const found = library().solveEquations(
    equations.map((f) => `${names.write(f)}=0`),
    unknowns.map((name) => names.safe(name)),
  ) as unknown as [string, string | number][];
  if (!Array.isArray(found) || found.length < unknowns.length)
    throw new NerdamerError(`nerdamer finds no solution for ${unknowns.join(', ')}`);
  const solution = new Map(found.map(([name, text]) => [names.original(name), names.read(String(text))]));
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

function checked(formula: Formula, what: string, operation: (text: string) => string): Formula {
  const names = translation(symbolsIn([formula]));
  const result = names.read(operation(names.write(formula)));
  demandSame(formula, result, what);
  return result;
}

/** Both formulas at random points in 50 digits. */
export function demandSame(expected: Formula, actual: Formula, what: string): void {
  const Wide = decimals(DIGITS);
  for (const point of randomPoints(expected, actual)) {
    const [a, b] = [expected, actual].map((f) => new Wide(f.on(field)(point)));
    const difference = Math.abs(Number(a.isZero() ? b : a.minus(b).div(a)));
    if (!(difference < 10 ** -AGREED))
      throw new NerdamerError(
        `nerdamer ${what}: ${expected} became ${actual}, which differs by ${difference.toExponential(1)}`,
      );
  }
}

const symbolsIn = (formulas: readonly Formula[]): string[] => [...new Set(formulas.flatMap((f) => f.symbols))];

const SEED = 20_221;

/** Positive points with 12 digits for every symbol of the formulas: the same at every call. */
function randomPoints(...formulas: Formula[]): Record<string, string>[] {
  const names = symbolsIn(formulas);
  let seed = SEED;
  const next = (): string => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (0.5 + (1.5 * seed) / 2_147_483_648).toFixed(12);
  };
  return Array.from({ length: POINTS }, () => Object.fromEntries(names.map((name) => [name, next()])));
}

/**
 * Safe names: nerdamer reads e, i and long names in its own way, and writes exact fractions as decimals here and there.
 */
function translation(names: readonly string[]) {
  const safe = (name: string): string => `q${names.indexOf(name)}w`;
  const original = (text: string): string => {
    const name = names[Number(/^q(\d+)w$/.exec(text)?.[1] ?? Number.NaN)];
    if (name === undefined) throw new NerdamerError(`nerdamer invented the symbol ${text}`);
    return name;
  };
  const renamed = (formula: Formula, as: (name: string) => string): Formula =>
    formula.substitute(new Map(formula.symbols.map((name) => [name, Formula.parse(as(name))])));
  const read = (text: string): Formula => {
    const exact = text.replace(/\d*\.\d+(e-?\d+)?/g, (x) => `(${new Fraction(x).simplify(1e-14).toFraction()})`);
    try {
      return renamed(Formula.parse(exact), original);
    } catch (error) {
      if (error instanceof InputError) throw new NerdamerError(`nerdamer wrote something unreadable: ${text}`);
      throw error;
    }
  };
  return { safe, original, write: (formula: Formula) => renamed(formula, safe).toString(), read };
}
