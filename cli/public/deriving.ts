import { z } from 'zod';
import { vanishesBy } from '../../properties/symmetry/constraints.js';
import { defaultRegime } from '../../symbolic/derivation/defaultRegime.js';
import { expandQuantity, type PrintedExpansion, readVariable } from '../../symbolic/derivation/expandQuantity.js';
import { type Discovery, discover as discoverTerm } from '../../symbolic/discovery/discover.js';
import { MOST_STABLE_DIGITS } from '../../symbolic/discovery/observatory.js';
import { assignments, checked, count, scheme, steps, theory, time, watchOf } from './shapes.js';

const shared = {
  theory,
  /** Smallest scale first, pF the Fermi momentum; the weak couplings of the theory if absent. */
  regime: z.string().optional(),
  /** The impurity strength in whose powers the quantity is expanded. */
  in: z.string().optional(),
  set: assignments,
  scheme,
  ...time(),
};
const expandOptions = z.strictObject({
  ...shared,
  orders: count('orders', 1, 12, () => 1),
  terms: count('terms', 1, 50, () => 1),
});
const discoverOptions = z.strictObject({ ...shared, digits: count('digits', 1, MOST_STABLE_DIGITS, () => 24), steps });
export type ExpandOptions = z.input<typeof expandOptions>;
export type DiscoverOptions = z.input<typeof discoverOptions>;

/** Weak-scattering expansion of a quantity such as `K.zy` or `tau.2o`, derived exactly from the theory. */
export function expand(quantity: string, options: ExpandOptions): PrintedExpansion {
  const given = checked('options', expandOptions, options);
  const { in: name, set: settings, orders: strengthOrders, seconds, onWait, ...rest } = given;
  const watch = watchOf(`the series of ${quantity}`, { seconds, onWait }, '');
  const vanishes = (entry: string, present: readonly string[]) => vanishesBy(rest.theory, entry, present);
  const request = { ...rest, ...readVariable(rest.theory, name), settings, strengthOrders, vanishes, watch };
  return expandQuantity(checked('quantity', z.string(), quantity), request);
}

/** Leading term of a quantity from high-precision solves alone, with its evidence. */
export async function discover(quantity: string, options: DiscoverOptions): Promise<Discovery> {
  const { in: name, set: settings, steps, seconds, onWait, ...rest } = checked('options', discoverOptions, options);
  const watch = watchOf(`solves deep in the limit of ${quantity}`, { seconds, onWait }, '');
  const { symbol, variable } = readVariable(rest.theory, name);
  const regime = rest.regime ?? defaultRegime(rest.theory, settings);
  const input = { ...rest, regime, variable: symbol ?? variable, settings, watch, ...(steps && { steps }) };
  return discoverTerm(checked('quantity', z.string(), quantity), input);
}
