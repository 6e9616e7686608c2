import type { Decimal } from 'decimal.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { countFrom } from '../../src/theory/counts.js';
import { InputError } from '../../src/theory/errors.js';
import { readQuantity } from '../../src/theory/parameters.js';
import type { Parameter } from '../../src/theory/theory.js';
import { type Axis, unitText } from './axis.js';

/** Digits of an end of a range, as of any numeral of a problem: pi/2 on the way from 0 to pi is a right angle. */
const Wide = decimals(560);
/** More than a double carries, so that the number of a place is its text rounded. */
const Narrow = decimals(40);
const MOST_POINTS = 1e9;
/** Ranges up to this size are made once. */
const REMEMBERED = 65_536;

const HOW = 'expected from:to:points or from:to:log:points, such as 0:pi:201 or 0.2:2:log:50';

/**
 * `from:to:points`, equidistant, or `from:to:log:points`, in equal ratios; both ends belong to it.
 * @throws InputError on a range without points, and on values that the parameter does not take
 */
export function readRange(parameter: Parameter, text: string): Axis {
  const { name, dimension } = parameter;
  const parts = text.split(':').map((part) => part.trim());
  const isLog = parts.length === 4 && parts[2] === 'log';
  if (parts.length !== 3 && !isLog) throw new InputError(`--over ${name}=${text}: ${HOW}`);
  const size = countFrom(`--over ${name}=${text}: points`, parts[parts.length - 1], 2, MOST_POINTS);
  const [from, to] = parts.slice(0, 2).map((part) => readQuantity(name, part, dimension));
  const unit = [from, to].some(({ system }) => system === 'eV nm') ? ` ${unitText(dimension)}` : '';
  const [start, end] = [new Wide(from.value), new Wide(to.value)];
  if (start.eq(end)) throw new InputError(`--over ${name}=${text}: both ends are the same; give one value instead`);
  if (isLog && !start.times(end).gt(0))
    throw new InputError(`--over ${name}=${text}: equal ratios need ends of one sign that are not zero`);
  const numeralAt = isLog ? ratios(start, end, size) : steps(start, end, size);
  const numbers = new Map<number, readonly number[]>();
  const numberAt = (place: number): readonly number[] => [Number(numeralAt(place, Narrow))];
  return {
    names: [name],
    size,
    isLog,
    textsAt: (place) => [`${numeralAt(place, Wide)}${unit}`],
    numbersAt: (place) => (size > REMEMBERED ? numberAt(place) : remembered(numbers, place, () => numberAt(place))),
  };
}

type NumeralAt = (place: number, precision: typeof Decimal) => string;

const steps =
  (start: Decimal, end: Decimal, size: number): NumeralAt =>
  (place, Precise) => {
    const last = size - 1;
    const [a, b] = [new Precise(start).times(last - place), new Precise(end).times(place)];
    return a.plus(b).div(last).toString();
  };

/** Any numbers may stand between the ends: those that a double holds, so that table and problem have the same. */
const ratios = (start: Decimal, end: Decimal, size: number): NumeralAt => {
  const ratio = new Narrow(end)
    .div(start)
    .ln()
    .div(size - 1)
    .exp();
  return (place) => {
    if (place === 0) return start.toString();
    if (place === size - 1) return end.toString();
    return String(ratio.pow(place).times(start).toNumber());
  };
};
