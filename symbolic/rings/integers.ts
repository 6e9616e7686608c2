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

/**
 * The prime factors of a positive integer, each as often as it occurs; what has no factor below 100000 counts as one,
 * or as a square.
 */
export function primeFactors(n: bigint): bigint[] {
  const factors: bigint[] = [];
  let rest = n;
  for (let p = 2n; p * p <= rest && p < 100000n; p++) for (; rest % p === 0n; rest /= p) factors.push(p);
  const root = rest > 1n ? exactRoot(rest) : undefined;
  if (rest > 1n) factors.push(...(root === undefined ? [rest] : [root, root]));
  return factors;
}

/** sqrt(x) as outside * sqrt(inside), inside without square factors. */
export function rootOf(x: bigint): { outside: bigint; inside: bigint } {
  let [inside, outside] = [1n, 1n];
  for (const p of primeFactors(x))
    if (inside % p === 0n) [inside, outside] = [inside / p, outside * p];
    else inside *= p;
  return { outside, inside };
}

/** The average of cos^n over all directions: (n - 1)!!/n!! for even n, zero for odd n. */
export function cosineMoment(n: number): [numerator: bigint, denominator: bigint] {
  if (n % 2 !== 0) return [0n, 1n];
  let [numerator, denominator] = [1n, 1n];
  for (let j = 2; j <= n; j += 2) [numerator, denominator] = [numerator * BigInt(j - 1), denominator * BigInt(j)];
  return [numerator, denominator];
}
