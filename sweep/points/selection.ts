import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { TENSORS } from '../../src/transport/tensors.js';

/** Tensors that a sweep offers. */
export const OFFERED = ['K', 'sigma', 'KJ', 'tau', 'torqueEven', 'torqueOdd'] as const;
export type OfferedTensor = (typeof OFFERED)[number];

/** A number that is asked of every point. */
export interface Quantity {
  /** Such as `K.zy`. */
  readonly name: string;
  readonly tensor: OfferedTensor;
  /** Among the entries of the tensor. */
  readonly place: number;
}

const quantitiesOf = (tensor: OfferedTensor): Quantity[] =>
  TENSORS[tensor].entries.map((name, place) => ({ name, tensor, place }));

/** Where only one of them exists, the torque is tau or by its parts. */
const ofTorque = (tensor: OfferedTensor): boolean => !['K', 'sigma', 'KJ'].includes(tensor);

/** What finite n needs a cutoff for. */
const needsCutoff = (tensor: OfferedTensor): boolean => tensor !== 'K';

/**
 * Quantities by patterns: a name, a tensor, or a text with `*`, in the order in which they are asked.
 * @throws InputError on what the theory has not
 */
export function selectQuantities(
  theory: Theory,
  patterns: readonly string[],
  sigmaDiverges: boolean,
): readonly Quantity[] {
  const offered = OFFERED.filter((tensor) => theory.hasExchange || !ofTorque(tensor));
  // the density is no spin
  const known = offered.flatMap(quantitiesOf).filter(({ name }) => !/^KJ?\.0/.test(name));
  const found = new Map<string, Quantity>();
  for (const pattern of patterns.flatMap((text) => text.split(',')).map((text) => text.trim())) {
    const whole = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}(\\..*)?$`);
    const matching = known.filter(({ name }) => whole.test(name));
    if (matching.length === 0)
      throw new InputError(
        `--quantities ${pattern}: ${theory.name} has ${offered.map(nameAndEntries).join(', ')}` +
          (theory.hasExchange ? '' : '; it names no exchange field, so there is no torque'),
      );
    for (const quantity of matching) found.set(quantity.name, quantity);
  }
  const quantities = [...found.values()];
  const divergent = quantities.find(({ tensor }) => sigmaDiverges && needsCutoff(tensor));
  if (divergent)
    throw new InputError(
      `--quantities ${divergent.name}: at finite n it needs a hard cutoff, since the bare current bubble diverges; ` +
        'give --cutoff VALUE, or ask for K',
    );
  return quantities;
}

const nameAndEntries = (tensor: OfferedTensor): string => `${tensor}.* (${TENSORS[tensor].entries.at(-1)} ...)`;
