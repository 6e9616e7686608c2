import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { RESPONSE, TENSORS, type Tensor } from '../../src/transport/tensors.js';

/**
 * A number that can be expanded or discovered: where it stands among the results, and its natural dimension per density
 * of impurities.
 */
export interface Quantity {
  readonly name: string;
  /** The block that holds it: the response of a solve, or the torque efficiencies. */
  readonly kind: 'response' | 'efficiency';
  readonly place: number;
  readonly dimension: Dimension;
}

const { K, sigma, KJ, tau } = TENSORS;

/** Entries of a tensor but the density row. */
const entriesOf = (tensor: Tensor, kind: Quantity['kind'], first: number): Quantity[] =>
  tensor.entries
    .map((name, k) => ({ name, kind, place: first + k, dimension: dimensionOf(tensor) }))
    .filter(({ name }) => !name.startsWith(`${tensor.name}.0`));

/** Of the coefficient of 1/n, with |e| = 1. */
const dimensionOf = ({ unit: { energy, length, perDensity } }: Tensor): Dimension => ({
  energy,
  length: length - 2 * perDensity,
});

/** n K, n sigma, K_J and tau. */
export const QUANTITIES: readonly Quantity[] = [
  ...[K, sigma, KJ].flatMap((tensor) => entriesOf(tensor, 'response', RESPONSE.at(tensor.name))),
  ...entriesOf(tau, 'efficiency', 0),
];

/** @throws InputError listing the names */
export function quantityNamed(name: string): Quantity {
  const quantity = QUANTITIES.find((q) => q.name === name);
  if (/^(K|KJ)\.0[xy]$/.test(name))
    throw new InputError(
      `${name} is exactly zero: it is the density row, and a uniform field does not change the density`,
    );
  if (!quantity) throw new InputError(`unknown quantity "${name}"; known: ${QUANTITIES.map((q) => q.name).join(' ')}`);
  return quantity;
}

/** A quantity that a theory has. @throws InputError listing the names, or for a torque without an exchange field */
export function quantityOf(theory: Theory, name: string): Quantity {
  const quantity = quantityNamed(name);
  if (quantity.kind === 'efficiency' && !theory.hasExchange)
    throw new InputError(`${name}: ${theory.name} has no exchange field, so there is no torque`);
  return quantity;
}
