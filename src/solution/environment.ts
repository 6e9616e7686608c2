import type { Field } from '../arithmetic/field.js';
import { valueAt } from '../arithmetic/memo.js';
import type { Coefficients } from '../theory/environment.js';
import { InputError } from '../theory/errors.js';
import type { Problem } from './problem.js';

/** The environment block of a problem. @throws InputError on numbers that are not finite or leave nothing to solve */
export function environmentOf<V>({ theory, parameters, cutoff, centre }: Problem, field: Field<V>): V {
  const names = theory.parameterNames;
  const input = field.vector(names.length + 1);
  for (const [k, name] of names.entries()) field.set(input, k, valueAt(parameters.values, name));
  field.set(input, names.length, cutoff === 'renormalised' ? '1' : cutoff);
  const environment = field.vector(theory.environmentSize + (centre?.length ?? 0));
  field.compile(theory.environment)(input, 0, environment, 0);
  for (const [k, c] of (centre ?? []).entries()) field.set(environment, theory.environmentSize + k, c);
  const block = Array.from({ length: theory.environmentSize }, (_, k) => field.toNumber(environment, k));
  if (!block.every(Number.isFinite))
    throw new InputError(
      'a coefficient of the Hamiltonian or of the impurity matrix is not finite for these parameters',
    );
  const coefficients = theory.read(block);
  const negative = coefficients.impurities.find(({ concentration }) => concentration < 0);
  if (negative)
    throw new InputError(`a concentration of impurities is ${negative.concentration}: it must not be negative`);
  refuseTrivial(coefficients);
  return environment;
}

function refuseTrivial({ h, impurities }: Coefficients<number>): void {
  const spin = h
    .slice(1)
    .flat()
    .filter(({ coefficient }) => coefficient !== 0);
  if (spin.length === 0)
    throw new InputError(
      'H has no spin part for these parameters: both bands coincide everywhere and have no spin texture; give a ' +
        'spin-orbit or exchange term',
    );
  const isMagnetic = impurities.some(({ W: [, ...magnetic] }) => magnetic.some((w) => w !== 0));
  if (!isMagnetic && spin.every(({ i, j }) => i + j === 0))
    throw new InputError(
      'the spin direction of the bands does not depend on the momentum and the impurities conserve it, so the ' +
        'spin response is undetermined; give a spin-orbit term',
    );
  if (impurities.every(({ W }) => W.every((w) => w === 0)))
    throw new InputError('no scattering: every impurity matrix vanishes; give a strength u that is not zero');
}
