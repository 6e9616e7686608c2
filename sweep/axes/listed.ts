import { InputError } from '../../src/theory/errors.js';
import type { Parameter } from '../../src/theory/theory.js';
import { type Axis, readValue } from './axis.js';

/** Values one by one, `0.1,0.5,inf`. @throws InputError on a value that the parameter does not take */
export function readListed(parameter: Parameter, text: string): Axis {
  const texts = text.split(',');
  if (texts.some((part) => part.trim() === ''))
    throw new InputError(`--over ${parameter.name}=${text}: a value is missing; expected one or more, such as 0.1,0.5`);
  const values = texts.map((part) => readValue(parameter, part));
  return {
    names: [parameter.name],
    size: values.length,
    textsAt: (place) => [values[place].text],
    numbersAt: (place) => [values[place].number],
  };
}
