import { InputError } from '../../src/theory/errors.js';
import { EXCHANGE, PRINTED_EXCHANGE } from './exchange.js';
import { HAMILTONIAN } from './hamiltonian.js';
import { decide, type Identity, type IdentityOutcome } from './identity.js';
import { LADDER, PRINTED as PRINTED_LADDER } from './ladder.js';
import { CONDUCTIVITIES, PRINTED_RESPONSES, RESPONSES } from './response.js';
import { SCATTERING } from './scattering.js';
import { TORQUE } from './torque.js';

/** The exact identities between the equations of the paper that hold, each decided over symbols. */
export const IDENTITIES: readonly Identity[] = [
  ...HAMILTONIAN,
  ...EXCHANGE,
  ...TORQUE,
  ...SCATTERING,
  ...RESPONSES,
  ...LADDER,
  ...CONDUCTIVITIES,
];

/** What is printed and does not hold. */
export const PRINTED: readonly Identity[] = [...PRINTED_EXCHANGE, ...PRINTED_LADDER, ...PRINTED_RESPONSES];

/** An identity with what was decided of it. */
export interface JudgedIdentity extends Pick<Identity, 'id' | 'source' | 'statement'>, IdentityOutcome {
  /** Whether it is the paper's own form where that differs from the derived one. */
  readonly printed: boolean;
}

/** The identity of an id, derived or printed. @throws InputError listing the ids */
export function identityOf(id: string): Identity {
  const all = [...IDENTITIES, ...PRINTED];
  const found = all.find((identity) => identity.id === id);
  if (!found) throw new InputError(`unknown identity "${id}"; known: ${all.map((identity) => identity.id).join(' ')}`);
  return found;
}

/** Decides every identity between Eqs. (1)-(31), those that the paper prints differently last. */
export const judgeIdentities = (): JudgedIdentity[] =>
  [...IDENTITIES, ...PRINTED].map((identity) => {
    const { id, source, statement } = identity;
    return { id, source, statement, printed: PRINTED.includes(identity), ...decide(identity) };
  });

export { decide, type Identity, type IdentityOutcome } from './identity.js';
