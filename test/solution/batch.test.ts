import { describe, expect, it } from 'vitest';
import { batchSolver } from '../../src/solution/batch.js';
import { solve } from '../../src/solution/solve.js';
import { A, B, rashba } from '../transport/problems.js';

const numbers = (set: Record<string, string>): Record<string, number> =>
  Object.fromEntries(Object.entries(set).map(([name, text]) => [name, Number(text)]));

describe('many points of one problem', () => {
  const solveAt = batchSolver(rashba(A));
  const displaced = { m: '1', eps: '0.5', alpha: '0.3', Dx: '0.45', Dz: '0.05', u: '0.5' };

  it.each([
    ['two rings', A],
    ['one ring', B],
    ['a displaced pocket, with tangent lines', displaced],
  ])('has the digits that it states: %s', async (_, set) => {
    const { K, sigma, tau, digits } = solveAt(numbers(set));
    const { quantities } = await solve(rashba(set), { field: 'mpfr', digits: 20 });
    expect(digits).toBeGreaterThan(8);
    const largest = (rows: readonly (readonly number[])[]): number => Math.max(...rows.flat().map(Math.abs));
    for (const [name, rows, letters] of [
      ['K', K, '0xyz'],
      ['sigma', sigma, 'xy'],
    ] as const)
      for (const [a, row] of rows.entries())
        for (const [b, x] of row.entries()) {
          const exact = Number(quantities.get(`${name}.${letters[a]}${'xy'[b]}`)?.value);
          expect(Math.abs(x - exact) / largest(rows)).toBeLessThan(2 * 10 ** -digits + 1e-13);
        }
    tau.forEach((x, k) => {
      const exact = Number(quantities.get(`tau.${['1e', '2e', '1o', '2o'][k]}`)?.value);
      expect(Math.abs(x / exact - 1)).toBeLessThan(1e-6);
    });
  });

  it('starts every point from the values of the problem', () => {
    const first = solveAt({});
    solveAt({ eps: 2, Dx: -0.3 });
    expect(solveAt({})).toEqual(first);
  });

  it('refuses names and values that make no sense, and points without carriers', () => {
    expect(() => solveAt({ beta: 1 })).toThrow(/beta = 1: a finite value of m alpha/);
    expect(() => solveAt({ eps: Number.NaN })).toThrow(/eps = NaN/);
    expect(() => solveAt({ eps: -5 })).toThrow(/no carriers/);
  });
});
