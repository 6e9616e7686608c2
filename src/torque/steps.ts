import { TRANSPORT_STEPS } from '../transport/steps.js';
import { torqueEfficiencies } from './efficiencies.js';
import { torqueParts } from './parts.js';

/**
 * Every formula from the Hamiltonian to the torque, by name. Replace any of them to study an approximation or to plant
 * a mistake: `solve({ ...problem, steps: { ...STEPS, ladderOperator: mine } })`.
 */
export const STEPS = { ...TRANSPORT_STEPS, torqueEfficiencies, torqueParts };

export type Steps = typeof STEPS;
