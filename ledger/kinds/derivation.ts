import { z } from 'zod';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import { Formula } from '../../symbolic/formula/formula.js';
import { decide, type Identity, identityOf } from '../../symbolic/identities/index.js';
import { FractionRing } from '../../symbolic/rings/exact/fractionRing.js';
import { fractionText } from '../../symbolic/rings/exact/fractionText.js';
import type { Context } from '../language/context.js';
import type { Finding, Route } from '../language/judgement.js';
import { common } from '../language/row.js';
import { randomNumbers } from '../language/sample.js';
import { substitution } from './substitution.js';

/** An equation between equations: an identity of generic symbols, beside the one that holds where the print fails. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('derivation'),
  /** Id of the identity that the print says. */
  identity: z.string().optional(),
  /** Id of the identity that is derived instead. */
  derived: z.string().optional(),
  /** In place of an identity: the row of a printed efficiency, and those of what Eq. (4) is said to make it of. */
  of: z.string().optional(),
  from: z.array(z.string()).optional(),
});
export type DerivationRow = z.infer<typeof schema>;

/** Names of identities that do not exist. */
export function faults({ identity, derived, of, from }: DerivationRow): { field: string; message: string }[] {
  const isWhole = identity !== undefined ? of === undefined : of !== undefined && from !== undefined;
  if (!isWhole) return [{ field: 'identity', message: 'give either an identity or a row (of) and its sources (from)' }];
  return Object.entries({ identity, derived }).flatMap(([field, id]) => {
    try {
      if (id !== undefined) identityOf(id);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ field, message: error.message }];
    }
  });
}

/** Judges an identity in exact arithmetic and at a random point; what is derived instead must hold itself. */
export async function judge(row: DerivationRow, context: Context): Promise<Finding> {
  const identity =
    row.identity === undefined ? substitution(row.of ?? '', row.from ?? [], context) : identityOf(row.identity);
  const routes = identityRoutes(identity, context);
  const { statement } = identity;
  if (row.derived === undefined) return { routes, computed: statement };
  const right = identityOf(row.derived);
  const isDerived = decide(right).holds;
  return {
    routes,
    computed: statement,
    ...(isDerived && { proposal: { diagnosis: `what is derived instead (${right.source}): ${right.statement}` } }),
    ...(!isDerived && { reason: `${right.id} does not hold either` }),
  };
}

/** Both routes to an identity: over symbols, and in numbers. */
export function identityRoutes(identity: Identity, { seed }: Pick<Context, 'seed'>): Route[] {
  const { holds, entries, differing, substantial } = decide(identity);
  const exact: Route = {
    name: 'identity',
    evidence: { residual: holds ? 0 : 1, uncertainty: 0, holdsBelow: 0, refutedAbove: 1 },
    measured: `${differing} of ${entries} entries differ, ${substantial} are not zero on both sides`,
    digits: Number.POSITIVE_INFINITY,
  };
  return [exact, numeric(identity, seed)];
}

/** Powers of the order-counting symbol at which what is left of a series is measured. */
const ORDERS = [2 ** -8, 2 ** -9] as const;

/** The identity at a random point in double precision; a series must leave what falls with the first omitted power. */
function numeric(identity: Identity, seed: number): Route {
  const { orders } = identity;
  if (!orders) {
    const residual = differenceAt(identity, seed);
    const evidence = { residual, uncertainty: 0, holdsBelow: 1e-10, refutedAbove: 1e-6 };
    return { name: 'random point', evidence, measured: `residual ${residual.toExponential(1)}`, digits: 10 };
  }
  const [coarse, fine] = ORDERS.map((order) => differenceAt(identity, seed, order));
  const power = Math.log2(coarse / fine);
  const residual = Math.max(0, orders.count - power);
  return {
    name: 'random point',
    evidence: { residual, uncertainty: 0, holdsBelow: 0.2, refutedAbove: 0.7 },
    measured: `what the first ${orders.count} powers leave falls with the power ${power.toFixed(2)}`,
    digits: 10,
  };
}

/** Largest difference of both sides at a point drawn by a seed, over their largest entry if they are no series. */
function differenceAt({ symbols, sides, squares, orders }: Identity, seed: number, order = 0): number {
  const field = new DoubleField();
  const draw = randomNumbers(seed);
  const values: Record<string, number> = Object.fromEntries(symbols.map((name) => [name, 0.2 + 0.6 * draw()]));
  if (orders) values[orders.symbol] = order;
  for (const [name, square] of Object.entries(squares)) {
    const ring = new FractionRing();
    values[name] = Math.sqrt(Number(Formula.parse(fractionText(ring, square(ring)), name).on(field)(values)));
  }
  const program = trace([symbols.length], (all) => sides(all).flat());
  const out = field.vector(program.outputs.length);
  const given = new Map(Object.entries(values));
  field.compile(program)(Float64Array.from(symbols.map((name) => valueAt(given, name))), 0, out, 0);
  const [left, right] = [out.slice(0, out.length / 2), out.slice(out.length / 2)];
  const difference = Math.max(...left.map((x, k) => Math.abs(x - right[k])));
  return orders ? difference : difference / Math.max(...out.map(Math.abs));
}
