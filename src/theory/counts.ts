import { InputError } from './errors.js';

/** A whole number from a text or a number. @throws InputError naming the bounds */
export function countFrom(what: string, given: string | number, least: number, most: number): number {
  const text = String(given).trim();
  const count = Number(text);
  if (!/^-?\d+$/.test(text) || count < least || count > most)
    throw new InputError(`${what} "${text}": expected an integer from ${least} to ${most}`);
  return count;
}
