import { describe, expect, it } from 'vitest';
import { solve } from '../../src/solution/solve.js';
import { A, B, rashba } from '../transport/problems.js';

/** The values of a point in units of energy and length that are powers of ten smaller. */
const inUnits = (set: Record<string, string>, energy: number, length: number): Record<string, string> => {
  const powers: Record<string, number> = { m: -energy - 2 * length, alpha: energy + length, u: energy + 2 * length };
  return Object.fromEntries(Object.entries(set).map(([name, text]) => [name, `${text}e${powers[name] ?? energy}`]));
};

describe('units do not matter', () => {
  it.each([
    ['A', 60, 0, A],
    ['A', -60, 0, A],
    ['A', 30, -40, A],
    ['B', 80, 10, B],
    ['B', -100, 50, B],
  ] as const)('point %s with energies times 1e%d and lengths times 1e%d', async (_, energy, length, set) => {
    const [here, there] = await Promise.all(
      [set, inUnits(set, energy, length)].map((values) => solve(rashba(values), { field: 'mpfr', digits: 25 })),
    );
    expect(there.agreedDigits).toBe(25);
    expect([there.lines, there.workingDigits]).toEqual([here.lines, here.workingDigits]);
    const power = { K: -energy - 3 * length, sigma: -2 * length, KJ: -energy - length, tau: -energy - length };
    for (const [name, shift] of Object.entries(power))
      for (const [entry, x] of here.quantities) {
        if (!entry.startsWith(`${name}.`) || x.value === '0') continue;
        const [digits, exponent] = Number.parseFloat(x.value).toExponential(12).split('e');
        const [same, other] = Number.parseFloat(there.quantities.get(entry)?.value ?? '')
          .toExponential(12)
          .split('e');
        expect(same, entry).toBe(digits);
        expect(Number(other)).toBe(Number(exponent) + shift);
      }
  });
});
