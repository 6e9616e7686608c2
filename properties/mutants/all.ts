import { contourMutants, greenMutants } from './contour.js';
import { bubbleMutants, ladderMutants } from './ladder.js';
import { type Mutant, mutantsFrom } from './mutant.js';
import { finiteMutants, requestMutants, torqueMutants } from './others.js';
import { scatteringMutants } from './scattering.js';

/** Every wrong theory that the laws are tried on. */
export const MUTANTS: readonly Mutant[] = mutantsFrom(
  contourMutants,
  greenMutants,
  scatteringMutants,
  bubbleMutants,
  ladderMutants,
  finiteMutants,
  torqueMutants,
  requestMutants,
);
