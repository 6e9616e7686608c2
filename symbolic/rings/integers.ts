import { InputError } from '../../src/theory/errors.js';

export const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [absolute(a), absolute(b)];
  while (y !== 0n) {
    if (x <= MAX_SAFE && y <= MAX_SAFE) return BigInt(smallGcd(Number(x), Number(y)));
    [x, y] = [y, x % y];
  }
  return x;
}

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

function smallGcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** The integer square root of a perfect square, else undefined. */
export function exactRoot(x: bigint): bigint | undefined {
  if (x < 0n) return undefined;
  if (x < 2n) return x;
  let r = 1n << BigInt(Math.ceil(x.toString(2).length / 2));
  for (;;) {
    const next = (r + x / r) >> 1n;
    if (next >= r) break;
    r = next;
  }
  return r * r === x ? r : undefined;
}

/** A finite double as an exact fraction. */
export function fractionOf(value: number): [numerator: bigint, denominator: bigint] {
  if (!Number.isFinite(value)) throw new InputError(`${value} is not a finite number`);
  let [mantissa, denominator] = [value, 1n];
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    denominator *= 2n;
  }
  return [BigInt(mantissa), denominator];
}
