import { describe, expect, it } from 'vitest';
import { symmetriesOf } from '../../properties/symmetry/invariance.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { Pass } from '../../src/solution/pass.js';
import type { Problem } from '../../src/solution/problem.js';
import { torquePartsOf } from '../../src/solution/quantities.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { Polynomial } from '../../src/theory/polynomial.js';
import type { Observable } from '../../src/transport/observables.js';
import { TENSORS, type Tensor, TORQUE_PARTS, tensor } from '../../src/transport/tensors.js';
import { A, B, rashba } from './problems.js';

/** All matrices of a solve in double precision by name. */
function tensorsOf(problem: Problem): Map<string, number[][]> {
  const pass = new Pass(problem, new DoubleField());
  pass.solve(pass.directions(pass.survey(), 64), 'conserved');
  const torque = [...torquePartsOf(pass).values()].map(Number);
  return new Map([
    ...TORQUE_PARTS.names.map((name) => [name, TORQUE_PARTS.matrix(torque, name)] as const),
    ...pass.solver.blocks.flatMap(({ layout, values }) =>
      layout.names.map((name) => [name, layout.matrix(values, name as never)] as const),
    ),
  ]);
}

const multiply = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] =>
  a.map((row) => b[0].map((_, j) => row.reduce((t, x, k) => t + x * b[k][j], 0)));
const transposed = (a: readonly (readonly number[])[]): number[][] => a[0].map((_, j) => a.map((row) => row[j]));

describe('the registry of tensors', () => {
  const theory = loadTheory('rashba-ferromagnet');
  const set = { m: 1, eps: 1, alpha: 0.3, Dx: 0.12, Dy: -0.07, Dz: 0.2, u: 0.5, ux: 0.1, uy: 0.05, uz: -0.08 };
  const problemAt = (values: Record<string, number>): Problem =>
    readProblem(theory, { set: Object.fromEntries(Object.entries(values).map(([k, x]) => [k, String(x)])) });
  const here = tensorsOf(problemAt(set));
  const symmetries = symmetriesOf(theory).filter((s) => !s.name.startsWith('combination'));

  it.each(symmetries.map((s) => [s.name, s] as const))('every tensor transforms under %s as it says', (_, symmetry) => {
    const numbers = { ...set } as Record<string, number>;
    const exact = (entry: number | string): number =>
      typeof entry === 'number' ? entry : Number(entry.startsWith('-') ? -1 : 1) * fraction(entry.replace('-', ''));
    const mapped = symmetry.parameters.map((_, k) =>
      symmetry.map[k].reduce<number>((t, x, j) => t + exact(x) * numbers[symmetry.parameters[j]], 0),
    );
    const there = tensorsOf(
      problemAt({ ...numbers, ...Object.fromEntries(symmetry.parameters.map((name, k) => [name, mapped[k]])) }),
    );
    const matrices = {
      none: undefined,
      momentum: symmetry.momentum,
      spin: [[1, 0, 0, 0], ...symmetry.spin.map((row) => [0, ...row])],
      spinVector: symmetry.spin,
    };
    let compared = 0;
    for (const { name, transformation } of Object.values(TENSORS) as Tensor[]) {
      const [before, after] = [here.get(name), there.get(name)];
      if (!before || !after || !transformation) continue;
      const { rows, columns, reversal } = transformation;
      if (symmetry.antiunitary && reversal === 'reciprocal') continue;
      const left = matrices[rows];
      const turned = multiply(left ? multiply(left, before) : before, transposed(matrices[columns] ?? []));
      const sign = symmetry.antiunitary && reversal === 'odd' ? -1 : 1;
      const image = symmetry.antiunitary && reversal === 'transposed' ? transposed(turned) : turned;
      const expected = image.map((row) => row.map((x) => sign * x));
      const scale = Math.max(...before.flat().map(Math.abs));
      after.flat().forEach((x, k) => {
        expect(Math.abs(x - expected.flat()[k]) / scale, `${name} entry ${k}`).toBeLessThan(1e-8);
      });
      compared++;
    }
    expect(compared).toBeGreaterThan(symmetry.antiunitary ? 7 : 10);
  });

  it('names every entry once', () => {
    const entries = Object.values(TENSORS).flatMap((t: Tensor) => t.entries);
    expect(new Set(entries).size).toBe(entries.length);
    for (const [key, { name }] of Object.entries(TENSORS)) expect(name).toBe(key);
  });
});

const fraction = (text: string): number => {
  const [top, bottom] = text.split('/');
  return (top === 'r3' ? Math.sqrt(3) : Number(top)) / Number(bottom);
};

/** The spin current J^z_a = {v_a, s_z}/2: one entry and one formula. */
const spinCurrent: Observable = {
  tensor: tensor(
    'Q',
    [
      ['x', 'y'],
      ['x', 'y'],
    ],
    {
      meaning: 'current of s_z along a per field along b',
      unit: { hbar: 0, energy: 0, length: 0, charge: 1, perDensity: 1 },
      step: 'diluteBubbles',
    },
  ),
  operators: ({ h: [h0, , , hz] }) =>
    ([0, 1] as const).map((axis) => {
      const nothing = new Polynomial([]);
      return [hz.derivative(axis), nothing, nothing, h0.derivative(axis)];
    }),
};

describe('a quantity that is added', () => {
  const number = (set: Record<string, string>, name: string): number => Number(set[name] ?? 0);

  it.each([
    ['A', { ...A, Dy: '0.07' }],
    ['B', { ...B, Dy: '-0.2' }],
  ])('obeys the balance of spin torques 0 = m alpha Q_x + Dy S_z - Dz S_y at point %s', async (_, set) => {
    const solution = await solve({ ...rashba(set), observables: [spinCurrent] }, { field: 'mpfr', digits: 20 });
    const value = (name: string): number => Number(solution.quantities.get(name)?.value);
    for (const b of ['x', 'y']) {
      const torque = number(set, 'Dz') * value(`K.y${b}`) - number(set, 'Dy') * value(`K.z${b}`);
      const current = number(set, 'm') * number(set, 'alpha') * value(`Q.x${b}`);
      expect(Math.abs(current)).toBeGreaterThan(1e-6);
      expect(Math.abs(current / torque - 1)).toBeLessThan(1e-13);
    }
  });

  it('is another one than that beside it', async () => {
    const { tensor: q } = spinCurrent;
    const velocity: Observable = {
      tensor: { ...q, name: 'V', entries: q.entries.map((entry) => entry.replace('Q', 'V')) },
      operators: ({ h: [h0] }) =>
        ([0, 1] as const).map((axis) => [h0.derivative(axis), ...Array(3).fill(new Polynomial([]))]),
    };
    const found = async (...observables: Observable[]): Promise<(string | undefined)[]> => {
      const { quantities } = await solve({ ...rashba(A), observables }, { field: 'mpfr', digits: 10 });
      return ['Q.xx', 'V.xx'].map((entry) => quantities.get(entry)?.value);
    };
    const [[Q], [, V]] = [await found(spinCurrent), await found(velocity)];
    expect(Q).not.toBe(V);
    expect([await found(spinCurrent, velocity), await found(velocity, spinCurrent)]).toEqual([
      [Q, V],
      [Q, V],
    ]);
  });

  it('at finite n goes to its dilute limit', async () => {
    const at = async (more: object, set: Record<string, string>): Promise<number> => {
      const problem = { ...rashba({ ...A, ...set }, { cutoff: '40', ...more }), observables: [spinCurrent] };
      return Number((await solve(problem, { field: 'mpfr', digits: 8 })).quantities.get('Q.xx')?.value);
    };
    const n = '1e-4';
    const limit = await at({}, {});
    const finite = Number(n) * (await at({ limit: 'finite', scheme: 'self-consistent' }, { n }));
    expect(Math.abs(limit)).toBeGreaterThan(1e-3);
    expect(Math.abs(finite / limit - 1)).toBeLessThan(0.02);
  });
});
