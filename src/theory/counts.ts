import { InputError } from './errors.js';

/** A positive whole number from text. @throws InputError beyond the limit */
export function countFrom(what: string, text: string, limit: number): number {
  const count = Number(text);
  if (!/^\d+$/.test(text.trim()) || count < 1 || count > limit)
    throw new InputError(`${what} "${text}": expected an integer from 1 to ${limit}`);
  return count;
}
