import { valueAt } from '../../src/arithmetic/memo.js';
import { InputError } from '../../src/theory/errors.js';
import { FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';

/**
 * The weak-coupling regime of a theory: exchange field (in the plane, then out of it) << other energies << couplings,
 * the first that the theory names the largest, << eps. `Dx << Dz << alpha*pF << eps` of the Rashba ferromagnet, `M <<
 * eps` of a massive cone.
 * @param settings parameters that are set to zero have no place
 * @throws InputError if nothing of the theory is small
 */
export function defaultRegime(theory: Theory, settings: Readonly<Record<string, string>>): string {
  const [x, y, z] = theory.exchangeNames;
  const isSet = (name: string): boolean => name in settings && Number(settings[name]) === 0;
  const required = theory.parameterNames.filter((name) => {
    const { default: value, dimension } = valueAt(theory.parameters, name);
    const isOther = name === FERMI_ENERGY || theory.impurityParameters.has(name) || theory.exchangeNames.includes(name);
    return !isOther && value === undefined && dimension.energy === 1;
  });
  const lengthOf = (name: string): number => valueAt(theory.parameters, name).dimension.length;
  // the exchange field lies in the plane of x and z unless a component is taken out
  const field = [isSet(x) ? y : x, z].filter((name) => name !== undefined && !isSet(name));
  const couplings = required
    .filter((name) => !isSet(name))
    .reverse()
    .sort((a, b) => Math.min(lengthOf(a), 1) - Math.min(lengthOf(b), 1))
    .map((name) => [name, `${name}*pF`][lengthOf(name)] ?? `${name}*pF^${lengthOf(name)}`);
  // without a mass the largest coupling sets the momentum, as the velocity of a cone does, and has no place
  const hasMass = [...theory.parameters.values()].some((p) => p.default === undefined && p.dimension.energy < 0);
  if (!hasMass) couplings.pop();
  if (field.length + couplings.length === 0)
    throw new InputError(`${theory.name}: nothing in it is small compared with eps; give a --regime`);
  return [...new Set([...field, ...couplings]), FERMI_ENERGY].join(' << ');
}
