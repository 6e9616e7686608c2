import { valueAt } from '../../src/arithmetic/memo.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { readQuantity } from '../../src/theory/parameters.js';
import type { Parameter, Theory } from '../../src/theory/theory.js';

/** Values that one or more parameters run through together. */
export interface Axis {
  readonly names: readonly string[];
  readonly size: number;
  /** Whether its values stand in equal ratios. */
  readonly isLog?: boolean;
  /** The exact values at a place, as `--set` takes them. */
  readonly textsAt: (place: number) => readonly string[];
  /** The same in double precision, in the units of the run; infinite in the unitary limit. */
  readonly numbersAt: (place: number) => readonly number[];
}

/** One value of a parameter. */
export interface Value {
  /** As `--set` takes it. */
  readonly text: string;
  /** Decimal numeral in the units of the run; undefined in the unitary limit. */
  readonly numeral: string | undefined;
  readonly number: number;
}

/** Every parameter that `--set` and `--over` may name. */
export function parametersOf(theory: Theory): Map<string, Parameter> {
  const known = new Map<string, Parameter>(theory.parameters);
  for (const { parameters } of theory.definition.alternatives)
    for (const [name, parameter] of Object.entries(parameters)) known.set(name, { name, ...parameter });
  return known;
}

/** The parameter of a name. @throws InputError naming those that there are */
export function parameterNamed(theory: Theory, name: string): Parameter {
  const known = parametersOf(theory);
  if (known.has(name)) return valueAt(known, name);
  throw new InputError(
    `--over ${name}: unknown parameter of ${theory.name}; its parameters are ${[...known.keys()].join(' ')}`,
  );
}

/** Reads one value of a parameter. @throws InputError as `--set` does */
export function readValue({ name, dimension, infinite }: Parameter, text: string): Value {
  if (infinite && /^[+]?(inf|infinity)$/i.test(text.trim()))
    return { text: 'inf', numeral: undefined, number: Number.POSITIVE_INFINITY };
  const { value } = readQuantity(name, text, dimension);
  return { text: text.trim(), numeral: value, number: Number(value) };
}

/** The unit that numerals converted to eV and nm carry. */
export const unitText = ({ energy, length }: Dimension): string =>
  [
    ['eV', energy],
    ['nm', length],
  ]
    .flatMap(([unit, power]) => (power === 0 ? [] : [`${unit}^${power}`]))
    .join(' ');
