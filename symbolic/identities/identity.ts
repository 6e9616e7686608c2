import { type Expr, trace } from '../../src/arithmetic/expression.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { execute } from '../rings/algebra.js';
import type { Fractional } from '../rings/exact/fractionField.js';
import { FractionRing } from '../rings/exact/fractionRing.js';
import { PowerSeriesRing } from '../rings/powerSeries.js';
import type { Generic } from './generic.js';

type Sides = readonly [left: readonly Expr[], right: readonly Expr[]];

/** Two lists of expressions of generic real symbols that should be equal, entry by entry. */
export interface Identity {
  readonly id: string;
  /** Equations of the paper that it connects. */
  readonly source: string;
  readonly statement: string;
  readonly symbols: readonly string[];
  readonly sides: (symbols: readonly Expr[]) => Sides;
  /** Symbols whose square is a polynomial in others, such as mz^2 = 1 - mx^2. */
  readonly squares: Readonly<Record<string, (ring: FractionRing) => Fractional>>;
  /** The symbol that counts orders; powers below the count are compared. Without it both sides are closed. */
  readonly orders?: { readonly symbol: string; readonly count: number };
}

/** What an identity is about: generic matrices and numbers by name, from which its sides are made. */
interface Derivation<T> extends Omit<Identity, 'symbols' | 'sides' | 'squares'> {
  readonly generic: { readonly [K in keyof T]: Generic<T[K]> };
  readonly squares?: Identity['squares'];
  readonly sides: (values: T) => Sides;
}

/** Makes an identity; a number is named like its symbol, and the entries of anything larger are numbered. */
export function identity<T>({ generic, sides, squares = {}, ...said }: Derivation<T>): Identity {
  const pieces = Object.entries<Generic<unknown>>(generic);
  const symbols = pieces.flatMap(([name, { size }]) =>
    size === 1 ? [name] : Array.from({ length: size }, (_, k) => `${name}${k}`),
  );
  const values = (all: readonly Expr[]): T => {
    const left = [...all];
    return Object.fromEntries(pieces.map(([name, { size, read }]) => [name, read(left.splice(0, size))])) as T;
  };
  return { ...said, squares, symbols, sides: (all) => sides(values(all)) };
}

export interface IdentityOutcome {
  readonly holds: boolean;
  /** Entries compared, and those that differ. */
  readonly entries: number;
  readonly differing: number;
  /** Entries that are not zero on both sides: 0 = 0 shows nothing. */
  readonly substantial: number;
}

const decided = new WeakMap<Identity, IdentityOutcome>();

/** Decides an identity over its symbols in the exact ring of rational functions, once. */
export const decide = (asked: Identity): IdentityOutcome => remembered(decided, asked, () => outcomeOf(asked));

function outcomeOf({ id, symbols, sides, squares, orders }: Identity): IdentityOutcome {
  const base = new FractionRing();
  for (const [name, square] of Object.entries(squares)) base.polynomials.algebraic(name, square(base).numerator);
  const ring = new PowerSeriesRing<Fractional>(base, orders?.count ?? 1);
  const inputs = symbols.map((name) =>
    name === orders?.symbol ? ring.lift(base.one, 1) : ring.lift(base.symbol(name)),
  );
  let entries = 0;
  const program = trace([inputs.length], (all) => {
    const [left, right] = sides(all);
    if (left.length !== right.length) throw new Error(`identity ${id}: sides of different length`);
    entries = left.length;
    return [...left, ...right];
  });
  const values = execute(program, ring, [inputs]);
  const last = orders?.count ?? Number.POSITIVE_INFINITY;
  const isZero = (x: (typeof values)[0]): boolean =>
    x.coefficients.every((c, k) => x.low + k >= last || base.isZero(c));
  const pairs = values.slice(0, entries).map((x, k) => [x, values[entries + k]] as const);
  const differing = pairs.filter(([x, y]) => !isZero(ring.sub(x, y))).length;
  const substantial = pairs.filter(([x, y]) => !isZero(x) || !isZero(y)).length;
  return { holds: differing === 0 && substantial > 0, entries, differing, substantial };
}
