import { describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf, type Problem } from '../../src/solution/problem.js';
import { solve } from '../../src/solution/solve.js';
import { fermiContour } from '../../src/solution/texture.js';
import { DILUTE_BUBBLES, GREEN, RESPONSE, SCATTERING } from '../../src/transport/tensors.js';
import { boltzmann, rashbaFerromagnet } from './boltzmann.js';
import { A, B, rashba } from './problems.js';

const closeTo = (got: readonly number[], want: readonly number[], tolerance: number): void => {
  const scale = Math.max(...want.map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  got.forEach((x, k) => {
    expect(Math.abs(x - want[k]) / scale).toBeLessThan(tolerance);
  });
};

/** One pass in double precision with plenty of lines. */
function passOf(problem: Problem, lines = 64): Pass<Float64Array> {
  const closure = closureOf(problem);
  const pass = new Pass(problem, new DoubleField());
  pass.solve(pass.directions(pass.survey(), lines), closure === 'measured' ? 'full' : closure);
  return pass;
}

const models = [
  ['A, two rings', A],
  ['B, one ring', B],
  ['general direction of m', { m: '0.7', eps: '1.1', alpha: '0.4', Dx: '0.15', Dy: '-0.1', Dz: '0.2', u: '-1.4' }],
  ['strong scattering', { m: '1.3', eps: '0.2', alpha: '0.7', Dx: '0.25', Dy: '0.2', Dz: '0.5', u: '6' }],
] as const;

describe('independent routes to K and sigma', () => {
  it.each(models)('Boltzmann in the band basis: %s', (_, set) => {
    const { response } = passOf(rashba(set)).solver;
    const number = (name: string): number => Number((set as Record<string, string>)[name] ?? 0);
    const [m, alpha, eps, u] = ['m', 'alpha', 'eps', 'u'].map(number);
    const D: [number, number, number] = [number('Dx'), number('Dy'), number('Dz')];
    const { K, sigma } = boltzmann(rashbaFerromagnet({ m, alpha, eps, u, D }));
    closeTo(RESPONSE.entries(response, 'K').slice(2), K.flat(), 1e-8);
    closeTo(RESPONSE.entries(response, 'sigma'), sigma.flat(), 1e-8);
  });

  it.each(models)('the occupation of Eqs. (29)-(30) sums to K: %s', (_, set) => {
    const problem = rashba(set);
    const states = fermiContour(problem, 48);
    const K = [0, 1, 2].flatMap((i) =>
      [0, 1].map((b) => states.reduce((s, x) => s + x.weight * x.spin[i] * x.response[b], 0)),
    );
    closeTo(K, RESPONSE.entries(passOf(problem).solver.response, 'K').slice(2), 1e-10);
    expect(states.every(({ spin }) => Math.abs(Math.hypot(...spin) - 1) < 1e-12)).toBe(true);
  });

  it.each(models)('the ladder summed term by term, on the spin vertex and on the current vertex: %s', (_, set) => {
    const { solver, clean } = passOf(rashba(set));
    const [bubbleN, bubbleJ] = [DILUTE_BUBBLES.matrix(solver.bubbles, 'N'), DILUTE_BUBBLES.matrix(solver.bubbles, 'J')];
    const [vertex, kept] = [SCATTERING.matrix(clean.scattering, 'Y'), RESPONSE.matrix(solver.response, 'K')];
    const [, absorbed] = GREEN.matrix(clean.g, 'g');
    const N = (a: number, b: number): number => bubbleN[a][b];
    const Y = (a: number, b: number): number => vertex[a][b];
    const J = (a: number, b: number): number => bubbleJ[a][b];
    const apply = (m: (a: number, b: number) => number, v: number[]): number[] =>
      [0, 1, 2, 3].map((a) => v.reduce((s, x, b) => s + m(a, b) * x, 0));
    for (const b of [0, 1]) {
      const bare = [0, 1, 2, 3].map((a) => J(a, b));
      let [term, dressedSpin] = [bare, bare];
      // j~ = j + delta . s with delta = sum_k (Y N)^k pi Y J, n = 1
      let correction = apply(Y, bare).map((x) => Math.PI * x);
      let delta = correction;
      for (let k = 0; k < 4000; k++) {
        term = apply(N, apply(Y, term));
        dressedSpin = dressedSpin.map((x, a) => x + term[a]);
        correction = apply(Y, apply(N, correction));
        delta = delta.map((x, a) => x + correction[a]);
      }
      // each term keeps Gamma . K = 0; the density follows by adding the zero mode Im g of 1 - N Y (a shift of the
      // chemical potential)
      const neutral = (v: number[]): number[] => v.map((x, a) => x - (v[0] / absorbed[0]) * absorbed[a]);
      const fromCurrent = apply(N, delta).map((x, a) => bare[a] + x / Math.PI);
      const K = [0, 1, 2, 3].map((a) => kept[a][b]);
      closeTo(neutral(dressedSpin), K, 1e-9);
      closeTo(neutral(fromCurrent), K, 1e-9);
    }
  });

  it.each([
    ['A', A],
    ['B', B],
  ] as const)('n K at finite n goes to the dilute limit linearly in n: %s', async (_, set) => {
    const at = async (n: string): Promise<number[]> => {
      const solution = await solve(
        rashba({ ...set, n }, { limit: 'finite', cutoff: '40', scheme: 'self-consistent' }),
        {
          field: 'mpfr',
          digits: 10,
        },
      );
      return ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'].map(
        (ab) => Number(n) * Number(valueAt(solution.quantities, `K.${ab}`).value),
      );
    };
    const dilute = await solve(rashba(set, { cutoff: '40' }), { field: 'mpfr', digits: 12 });
    const limit = ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'].map((ab) => Number(valueAt(dilute.quantities, `K.${ab}`).value));
    const [coarse, fine] = [await at('2e-3'), await at('1e-3')];
    const distance = (v: number[]): number => Math.max(...v.map((x, k) => Math.abs(x - limit[k])));
    expect(distance(fine) / distance(coarse)).toBeGreaterThan(0.45);
    expect(distance(fine) / distance(coarse)).toBeLessThan(0.55);
    closeTo(
      fine.map((x, k) => 2 * x - coarse[k]),
      limit,
      1e-5,
    );
  });
});
