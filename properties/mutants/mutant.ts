import type { Steps } from '../../src/torque/steps.js';
import { SOUND, type Subject } from '../law/variant.js';

/** A small wrong theory: one step, formula or request of the sound one replaced. */
export interface Mutant {
  readonly id: string;
  /** What is wrong, in a sentence. */
  readonly change: string;
  readonly subject: Subject;
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
  subject: { ...SOUND, steps: { ...SOUND.steps, [name]: make(SOUND.steps[name]) } },
});

/** Joins lists of mutants. Throws on duplicate ids. */
export function mutantsFrom(...lists: readonly (readonly Mutant[])[]): Mutant[] {
  const mutants = lists.flat();
  const seen = new Set<string>();
  for (const { id } of mutants) {
    if (seen.has(id)) throw new Error(`two mutants are called "${id}"`);
    seen.add(id);
  }
  return mutants;
}
