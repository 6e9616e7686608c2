import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';

/** Whether a parameter is a strength of the impurities; a quadratic spin-orbit coupling has the same dimension. */
export function isStrength(theory: Theory, name: string): boolean {
  const dimension = theory.parameters.get(name)?.dimension;
  return theory.impurityParameters.has(name) && dimension?.energy === 1 && dimension.length === 2;
}

/** The impurity strength of a theory: u if it has one, else the first. */
export function strengthOf(theory: Theory): string {
  if (theory.parameters.has('u')) return 'u';
  const strength = theory.parameterNames.find((name) => isStrength(theory, name));
  if (!strength) throw new InputError(`${theory.name} has no impurity strength in which to expand`);
  return strength;
}
