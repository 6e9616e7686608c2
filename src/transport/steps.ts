import { determinantAlong } from '../theory/line.js';
import { diluteBubbles } from './bubbles.js';
import { contourPoint, offShellGreen, onShellGreen } from './cleanGreen.js';
import { dressedBubbles, dressedDeterminant, dressedGreen } from './dressedGreen.js';
import { conductivity, conservationResiduals, currentDriven, ladderOperator, spinSusceptibility } from './ladder.js';
import { scattering, selfEnergy } from './scattering.js';

/**
 * The formulas of the pipeline Theory -> contour -> g -> T -> (Sigma, Y) -> bubbles -> ladder -> (K, sigma) -> K_J, by
 * name.
 */
export const TRANSPORT_STEPS = {
  determinantAlong,
  contourPoint,
  onShellGreen,
  offShellGreen,
  scattering,
  selfEnergy,
  diluteBubbles,
  dressedDeterminant,
  dressedGreen,
  dressedBubbles,
  ladderOperator,
  spinSusceptibility,
  conductivity,
  currentDriven,
  conservationResiduals,
};

export type TransportSteps = typeof TRANSPORT_STEPS;
