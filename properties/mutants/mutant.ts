import type { Steps } from '../../src/torque/steps.js';
import { unlikeNamed } from '../law/law.js';
import { SOUND, type TestedVariant } from '../law/variant.js';

/** A small wrong theory: one step, formula or request of the sound one replaced. */
export interface Mutant {
  readonly id: string;
  /** What is wrong, in a sentence. */
  readonly change: string;
  readonly variant: TestedVariant;
}

/** A mutant with one step replaced. */
export const stepMutant = <K extends keyof Steps>(
  id: string,
  change: string,
  name: K,
  make: (sound: Steps[K]) => Steps[K],
): Mutant => ({
  id,
  change,
  variant: { ...SOUND, steps: { ...SOUND.steps, [name]: make(SOUND.steps[name]) } },
});

/** Joins lists of mutants. Throws on duplicate ids. */
export const mutantsFrom = (...lists: readonly (readonly Mutant[])[]): Mutant[] => unlikeNamed(lists.flat(), 'mutants');
