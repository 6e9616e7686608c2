import { type Expr, trace } from '../../src/arithmetic/expression.js';
import { execute } from '../rings/algebra.js';
import type { Fractional } from '../rings/exact/fractionField.js';
import { FractionRing } from '../rings/exact/fractionRing.js';
import { PowerSeriesRing } from '../rings/powerSeries.js';

/** Two lists of expressions of named symbols that should be equal, entry by entry. */
export interface Identity {
  readonly id: string;
  /** Equations of the paper that it connects. */
  readonly source: string;
  readonly statement: string;
  /** Real symbols; all of them generic. */
  readonly symbols: readonly string[];
  /**
   * Symbols whose square is a polynomial in others: name -> text in the order of `symbols`, such as mz^2 = 1 - mx^2.
   */
  readonly squares?: Readonly<Record<string, (ring: FractionRing) => Fractional>>;
  readonly sides: (symbols: readonly Expr[]) => readonly [left: readonly Expr[], right: readonly Expr[]];
  /** The symbol that counts orders; powers below the count are compared. Without it both sides are closed. */
  readonly orders?: { readonly symbol: string; readonly count: number };
}

export interface IdentityOutcome {
  readonly holds: boolean;
  /** Entries compared, and those that differ. */
  readonly entries: number;
  readonly differing: number;
  /** Entries that are not zero on both sides: 0 = 0 shows nothing. */
  readonly substantial: number;
}

/** Decides an identity over its symbols in the exact ring of rational functions. */
export function decide(identity: Identity): IdentityOutcome {
  const base = new FractionRing();
  for (const [name, square] of Object.entries(identity.squares ?? {}))
    base.polynomials.algebraic(name, square(base).numerator);
  const ring = new PowerSeriesRing<Fractional>(base, identity.orders?.count ?? 1);
  const inputs = identity.symbols.map((name) =>
    name === identity.orders?.symbol ? ring.lift(base.one, 1) : ring.lift(base.symbol(name)),
  );
  let split = 0;
  const program = trace([inputs.length], (symbols) => {
    const [left, right] = identity.sides(symbols);
    if (left.length !== right.length) throw new Error(`identity ${identity.id}: sides of different length`);
    split = left.length;
    return [...left, ...right];
  });
  const values = execute(program, ring, [inputs]);
  const last = identity.orders?.count ?? Number.POSITIVE_INFINITY;
  const isZero = (x: (typeof values)[0]): boolean =>
    x.coefficients.every((c, k) => x.low + k >= last || base.isZero(c));
  const pairs = values.slice(0, split).map((x, k) => [x, values[split + k]] as const);
  const differing = pairs.filter(([x, y]) => !isZero(ring.sub(x, y))).length;
  const substantial = pairs.filter(([x, y]) => !isZero(x) || !isZero(y)).length;
  return { holds: differing === 0 && substantial > 0, entries: pairs.length, differing, substantial };
}
