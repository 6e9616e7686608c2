import { type Diagnosis, diagnose } from '../../kit/doctor/doctor.js';
import { InputError } from '../../src/theory/errors.js';
import { demandPositive, readQuantity } from '../../src/theory/parameters.js';
import type { Theory } from '../../src/theory/theory.js';
import { assignments, checked, theory as theoryShape, timeFrom, type WorkTime, watchOf } from './shapes.js';

/**
 * What a theory is: bands and contours, symmetries, whether Eq. (4) applies, which limits and cutoffs make sense.
 * @param set values of parameters in natural units; the others are their defaults, or 1
 * @throws InputError on a name that the theory has not, or a value that is no number
 */
export function doctor(
  theory: Theory,
  set: Readonly<Record<string, string | number>> = {},
  options: WorkTime = {},
): Diagnosis {
  const checkedTheory = checked('theory', theoryShape, theory);
  const values = Object.entries(checked('set', assignments, set)).map(([name, text]) => {
    const parameter = checkedTheory.parameters.get(name);
    if (!parameter)
      throw new InputError(
        `unknown parameter "${name}" of ${checkedTheory.name}; it has ${checkedTheory.parameterNames.join(' ')}`,
      );
    const { value } = readQuantity(name, text, parameter.dimension);
    demandPositive(parameter, value, text);
    return [name, value] as const;
  });
  const watch = watchOf(`what ${checkedTheory.name} is`, timeFrom(options));
  return diagnose(checkedTheory, Object.fromEntries(values), watch);
}
