import { beforeAll, describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf, type Problem } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { FiniteSolver } from '../../src/transport/finite.js';
import { BUBBLES, RESPONSE, SELF_ENERGY } from '../../src/transport/tensors.js';
import { boltzmann, type Model } from '../transport/boltzmann.js';

beforeAll(loadMpfr);

interface Case {
  readonly theory: Theory;
  readonly set: Record<string, string>;
  readonly h: Model['h'];
}

/** A Hamiltonian with numbers for coefficients, as formulas and as a function. */
const gas = ([h0, hx, hy, hz]: readonly [string, string, string, string], h: Model['h']): Case => ({
  theory: new Theory({
    name: 'gas',
    title: 'gas',
    parameters: { u: { meaning: 'strength', dimension: { energy: 1, length: 2 } } },
    hamiltonian: { h0, hx, hy, hz },
    impurities: [{ matrix: ['u', '0', '0', '0'] }],
  }),
  set: { eps: '1', u: '0.5' },
  h,
});

const heavyHoles: Case = {
  theory: loadTheory('examples/heavy-holes.yaml'),
  set: { m: '1', eps: '1', l: '0.05', Dx: '0.1', Dz: '0.2', u: '0.5' },
  h: (x, y) => [(x * x + y * y) / 2, 0.1 - 0.05 * (3 * x * x * y - y ** 3), 0.05 * (x ** 3 - 3 * x * y * y), 0.2],
};
const dresselhaus = gas(['(px^2 + py^2)/2', '0.1 + 0.3 py + 0.05 px py^2', '-0.3 px - 0.05 py px^2', '0.2'], (x, y) => [
  (x * x + y * y) / 2,
  0.1 + 0.3 * y + 0.05 * x * y * y,
  -0.3 * x - 0.05 * y * x * x,
  0.2,
]);
/** One band is flat at large momenta along the axes: D falls from p^4 to p^2 there. */
const flat = gas(['-(px^2 + py^2)/2', '(px^2 - py^2)/2', '1.2 + 0.1 px', '0.9 + 0.2 py'], (x, y) => [
  -(x * x + y * y) / 2,
  (x * x - y * y) / 2,
  1.2 + 0.1 * x,
  0.9 + 0.2 * y,
]);
/** Complex pairs of poles on both sides of the cutoff. */
const warped = gas(['(px^2 + py^2)/2 + (px^4 + py^4)/50', '0.3 py', '-0.3 px + 0.02 px^3', '0.4'], (x, y) => [
  (x * x + y * y) / 2 + (x ** 4 + y ** 4) / 50,
  0.3 * y,
  -0.3 * x + 0.02 * x ** 3,
  0.4,
]);

const problemOf = ({ theory, set }: Case, more: Omit<Parameters<typeof readProblem>[1], 'set'>): Problem =>
  readProblem(theory, { set, ...more });

function passIn<V>(field: Field<V>, problem: Problem, lines: number): Pass<V> {
  const closure = closureOf(problem);
  const pass = new Pass(problem, field);
  pass.solve(pass.directions(pass.survey(), lines), closure === 'measured' ? 'full' : closure);
  return pass;
}

const passOf = (problem: Problem, lines: number) => passIn(new DoubleField(), problem, lines);

const expectClose = (got: readonly number[], want: readonly number[], tolerance: number, scale?: number): void => {
  const size = scale ?? Math.max(...want.map(Math.abs));
  got.forEach((x, k) => {
    expect(Math.abs(x - want[k]) / size, `${got} against ${want}`).toBeLessThan(tolerance);
  });
};

describe('a hard cutoff in the dilute limit, against states and rates in the plane', () => {
  it.each([
    ['the outer ring beyond it', heavyHoles, 5],
    ['the outer ring just beyond it', heavyHoles, 9],
    ['the outer ring within it', heavyHoles, 12],
    ['a lost top power', dresselhaus, 3],
    ['a lost top power, another cutoff', dresselhaus, 4.5],
    ['a band that is flat along a line', flat, 3],
    ['complex pairs', warped, 2.5],
    ['complex pairs within it', warped, 30],
  ] as const)('%s', (_, theory, cutoff) => {
    const { response } = passOf(problemOf(theory, { cutoff: `${cutoff}` }), 64).solver;
    const { K, sigma } = boltzmann({ h: theory.h, eps: 1, u: 0.5, reach: cutoff, hard: true }, 96);
    expectClose(RESPONSE.entries(response, 'sigma'), sigma.flat(), 1e-7);
    // K of the heavy holes vanishes by symmetry
    expectClose(RESPONSE.entries(response, 'K').slice(2), K.flat(), 1e-7, Math.max(...sigma.flat().map(Math.abs)));
  });

  it('counts an outer ring only within it', () => {
    const sigma = (cutoff: string): number =>
      RESPONSE.entries(passOf(problemOf(heavyHoles, { cutoff }), 48).solver.response, 'sigma')[0];
    expect(sigma('5')).toBeGreaterThan(1.8);
    expect(sigma('5')).toBeLessThan(2);
    expect(sigma('20')).toBeGreaterThan(10);
  });

  it('gives cubic Rashba coupling with an exchange field along z', () => {
    const set = { m: '1', l: '0.1', Dz: '0.3', eps: '1', u: '0.5' };
    const { response } = passOf(readProblem(heavyHoles.theory, { set, cutoff: '4', scheme: 'first-born' }), 16).solver;
    expect(RESPONSE.entries(response, 'sigma')[0]).toBeCloseTo(0.727461, 6);
  });
});

type C = readonly [number, number];
const mul = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c];
const add = (...z: C[]): C => [z.reduce((s, x) => s + x[0], 0), z.reduce((s, x) => s + x[1], 0)];
const negative = ([re, im]: C): C => [-re, -im];
const conjugate = ([re, im]: C): C => [re, -im];
/** v_0 + v.s, row by row. */
const matrix = ([o, x, y, z]: readonly C[]): C[] => [
  add(o, z),
  add(x, mul([0, -1], y)),
  add(x, mul([0, 1], y)),
  add(o, negative(z)),
];
const times = (a: readonly C[], b: readonly C[]): C[] =>
  [0, 1, 2, 3].map((k) => add(mul(a[k & 2], b[k & 1]), mul(a[(k & 2) + 1], b[(k & 1) + 2])));
const PAULI = [0, 1, 2, 3].map((i) => matrix([0, 1, 2, 3].map((j): C => [i === j ? 1 : 0, 0])));

/** N/n and s0 summed over a grid in the plane, with a given self-energy (re 0..3, im 0..3). */
function bubblesInThePlane(h: Model['h'], cutoff: number, sigma: readonly number[]): { N: number[]; s0: number[] } {
  const [N, s0] = [new Array<number>(16).fill(0), new Array<number>(4).fill(0)];
  const [rays, steps, d] = [20, 1200, 1e-3];
  for (let ray = 0; ray < rays; ray++)
    for (let k = 0; k < steps; k++) {
      const [phi, p] = [(2 * Math.PI * (ray + 0.5)) / rays, (cutoff * (k + 0.5)) / steps];
      const [x, y] = [p * Math.cos(phi), p * Math.sin(phi)];
      const weight = (p * cutoff) / steps / rays / (2 * Math.PI);
      const A = h(x, y).map((v, i): C => (i === 0 ? [1 - v - sigma[0], -sigma[4]] : [v + sigma[i], sigma[4 + i]]));
      const det = add(mul(A[0], A[0]), ...A.slice(1).map((z) => negative(mul(z, z))));
      const size = det[0] ** 2 + det[1] ** 2;
      const G = A.map((z) => mul(z, [det[0] / size, -det[1] / size]));
      const [retarded, advanced] = [matrix(G), matrix(G.map(conjugate))];
      const velocities = [
        [h(x + d, y), h(x - d, y)],
        [h(x, y + d), h(x, y - d)],
      ].map(([up, down]) => matrix(up.map((v, i): C => [(v - down[i]) / (2 * d), 0])));
      const sumTo = (out: number[], vertices: readonly C[][], prefactor: number): void =>
        vertices.forEach((a, r) => {
          vertices.forEach((b, c) => {
            const product = times(times(a, retarded), times(b, advanced));
            out[vertices.length * r + c] += prefactor * weight * (product[0][0] + product[3][0]);
          });
        });
      sumTo(N, PAULI, 1 / 2);
      sumTo(s0, velocities, 1 / (2 * Math.PI));
    }
  return { N, s0 };
}

describe('a hard cutoff at finite density, against sums over the plane', () => {
  it.each([
    ['the outer ring beyond it', heavyHoles, 5],
    ['a lost top power', dresselhaus, 3],
  ] as const)('%s', (_, { theory, set, h }, cutoff) => {
    const n = 2;
    const given = { limit: 'finite', cutoff: `${cutoff}`, scheme: 'first-born' };
    // on the way to a pole at infinity double precision loses most digits
    const pass = passIn(new MpfrField(40), readProblem(theory, { set: { ...set, n: `${n}` }, ...given }), 40);
    const { solver } = pass;
    if (!(solver instanceof FiniteSolver)) throw new Error('not at finite density');
    const { N, s0 } = bubblesInThePlane(h, cutoff, pass.numbers(solver.selfEnergy, SELF_ENERGY.places('Sigma')));
    const bubble = (name: 'N' | 's0'): number[] => pass.numbers(solver.bubbles, BUBBLES.places(name));
    expectClose(
      bubble('N').map((x) => x / n),
      N,
      1e-5,
    );
    expectClose(bubble('s0'), s0, 1e-5);
    pass.field.release();
  });
});

describe('a cutoff that cannot be', () => {
  const surveyed = (theory: Case, cutoff?: string) => (): void => {
    const pass = new Pass(problemOf(theory, { cutoff }), new DoubleField());
    pass.solve(pass.directions(pass.survey(), 16), 'conserved');
  };

  it('crosses a contour: the refusal says where', () => {
    const where = /crosses the cutoff \|p\| = 40 at the angle \d\.\d+ rad, at the momentum \(.*between the contours/;
    expect(surveyed(dresselhaus, '40')).toThrow(where);
  });

  it('lies inside every contour', () => {
    expect(surveyed(heavyHoles, '0.5')).toThrow(/the cutoff 0.5 lies inside the Fermi contour/);
  });

  it('is missing', () => {
    expect(surveyed(heavyHoles)).toThrow(/unbounded below.*--cutoff VALUE between its Fermi contours/);
    expect(surveyed(dresselhaus)).toThrow(/open.*--cutoff VALUE between its contours/);
  });
});
