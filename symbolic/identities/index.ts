import { HAMILTONIAN } from './hamiltonian.js';
import type { Identity } from './identity.js';
import { LADDER } from './ladder.js';
import { SCATTERING } from './scattering.js';
import { TORQUE } from './torque.js';

/** The exact identities between the equations of the paper that hold, each decided over symbols. */
export const IDENTITIES: readonly Identity[] = [...HAMILTONIAN, ...TORQUE, ...SCATTERING, ...LADDER];

export { decide, type Identity, type IdentityOutcome } from './identity.js';
export { PRINTED } from './ladder.js';
