import { describe, expect, it } from 'vitest';
import { batchSolver } from '../../src/solution/batch.js';
import { solve } from '../../src/solution/solve.js';
import { TENSORS } from '../../src/transport/tensors.js';
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

  it('is not taken for divergent where rounding errors of nearly tangent lines are all that is left of a sum', () => {
    const theta = 0.7468831101290634;
    const set = { m: '10.4987', eps: '0.0045', alpha: '0.017', Dx: '0.0001', Dz: '0.005', u: '1' };
    const { digits } = batchSolver(rashba(set))({ Dx: 0.005 * Math.sin(theta), Dz: 0.005 * Math.cos(theta) });
    expect(digits).toBeGreaterThan(3);
  });

  it('starts every point from the values of the problem', () => {
    const first = solveAt({});
    solveAt({ eps: 2, Dx: -0.3 });
    expect(solveAt({})).toEqual(first);
  });

  it('has the torque that Eq. (4) leaves digits of, and its parts everywhere', async () => {
    const set = { m: 1, eps: 0.9, alpha: 0.4, u: 0.7 };
    const at = (Dx: number, Dz: number, more = {}) => solveAt({ ...set, Dx, Dz, ...more });
    const finite = ({ tau }: ReturnType<typeof solveAt>): boolean[] => tau.map(Number.isFinite);
    expect(finite(at(0.1, 0.1))).toEqual([true, true, true, true]);
    // m as a sweep to Math.PI and Math.PI / 2 has it
    expect(finite(at(1.2e-17, 0.1))).toEqual([true, false, true, false]);
    expect(finite(at(0.1, 6.1e-18))).toEqual([false, false, false, false]);
    expect(finite(at(0.1, 0.1, { ux: 0.2 }))).toEqual([false, false, false, false]);
    const problem = rashba({ m: '1', eps: '0.9', alpha: '0.4', u: '0.7', Dx: '0.1', Dz: '0.1', ux: '0.2' });
    const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
    const point = at(0.1, 0.1, { ux: 0.2 });
    for (const name of ['torqueEven', 'torqueOdd'] as const)
      point[name].flat().forEach((x, k) => {
        expect(x).toBeCloseTo(Number(quantities.get(TENSORS[name].entries[k])?.value), 9);
      });
  });

  it('refuses names and values that make no sense, and points without carriers', () => {
    expect(() => solveAt({ beta: 1 })).toThrow(/beta = 1: a finite value of m alpha/);
    expect(() => solveAt({ eps: Number.NaN })).toThrow(/eps = NaN/);
    expect(() => solveAt({ eps: -5 })).toThrow(/no carriers/);
    expect(() => solveAt({ n: 0.5 })).toThrow(/n = 0.5: the dilute limit .* takes no density/);
  });

  it('misses no pocket between its lines', async () => {
    const set = { m: '1', alpha: '0.72', Dx: '-0.779', Dy: '0.986', Dz: '0.278', u: '0.5', eps: '-1.5369784' };
    const pocket = rashba(set);
    const { quantities } = await solve(pocket, { field: 'mpfr', digits: 8 });
    const { sigma, digits } = batchSolver(pocket)({});
    expect(digits).toBeGreaterThan(3);
    expect(Math.abs(sigma[0][0] / Number(quantities.get('sigma.xx')?.value) - 1)).toBeLessThan(10 ** -digits);
  });
});
