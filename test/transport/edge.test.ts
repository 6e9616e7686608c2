import { describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import { environmentOf } from '../../src/solution/environment.js';
import { pipelineOf } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { FiniteSolver } from '../../src/transport/finite.js';
import { BUBBLES, RESPONSE, SCATTERING, SELF_ENERGY } from '../../src/transport/tensors.js';

const CUTOFF = 30.2261;
const [m, alpha, eps, n] = [1.2384, 0.4186, 0.9606, 0.4];
const DELTA = [0.627, 0.1837, 0.1035];

const set = Object.fromEntries(
  Object.entries({ m, alpha, eps, n, Dx: DELTA[0], Dy: DELTA[1], Dz: DELTA[2], u: -1.1647 }).map(([k, x]) => [
    k,
    String(x),
  ]),
);
const theory = loadTheory('rashba-ferromagnet');
const problem = readProblem(theory, {
  set,
  limit: 'finite',
  scheme: 'self-consistent',
  cutoff: String(CUTOFF),
});

/** Both components of e Lambda/((2 pi)^3 n) times the integral of arg D+ along the edge, with the normal. */
function edgeCurrent(sigma: readonly number[]): number[] {
  const count = 400;
  const [s0, ...s] = [0, 1, 2, 3].map((i) => [sigma[i], sigma[4 + i]]);
  const sums = [0, 0];
  for (let k = 0; k < count; k++) {
    const phi = (2 * Math.PI * k) / count;
    const h = [-alpha * CUTOFF * Math.sin(phi), alpha * CUTOFF * Math.cos(phi), 0].map((x, i) => x + DELTA[i]);
    const a0 = [eps - CUTOFF ** 2 / (2 * m) - s0[0], -s0[1]];
    const a = h.map((x, i) => [x + s[i][0], s[i][1]]);
    const square = ([re, im]: number[]): number[] => [re * re - im * im, 2 * re * im];
    const D = a.reduce((total, z) => total.map((x, i) => x - square(z)[i]), square(a0));
    const phase = Math.atan2(D[1], D[0]);
    sums[0] += Math.cos(phi) * phase;
    sums[1] += Math.sin(phi) * phase;
  }
  return sums.map((x) => (-CUTOFF * x * 2 * Math.PI) / count / (2 * Math.PI) ** 3 / n);
}

describe('a hard cutoff', () => {
  const field = new DoubleField();
  const finite = new FiniteSolver(pipelineOf(problem).pipeline, field);
  const response = finite.solve(environmentOf(problem, field), trapezoid(field, 48), 'conserved');
  const [ward, K, operator] = [
    RESPONSE.entries(response, 'ward'),
    RESPONSE.matrix(response, 'K'),
    RESPONSE.matrix(response, 'ladder'),
  ];

  it('lets the current X J out through its edge, which is the phase of D+ there', () => {
    const expected = edgeCurrent(SELF_ENERGY.entries(finite.selfEnergy, 'Sigma'));
    expect(Math.hypot(...expected)).toBeGreaterThan(1e-8);
    expect(ward[4]).toBeCloseTo(expected[0], 12);
    expect(ward[5]).toBeCloseTo(expected[1], 12);
  });

  it('has four rows that agree once it is returned to the density', () => {
    const J = BUBBLES.matrix(finite.bubbles, 'J');
    const [gamma0] = SCATTERING.entries(finite.clean.scattering, 'Gamma');
    for (const b of [0, 1])
      for (const [a, row] of operator.entries()) {
        const left = row.reduce((total, x, c) => total + x * K[c][b], 0);
        expect(left).toBeCloseTo(J[a][b] - (a === 0 ? ward[4 + b] / gamma0 : 0), 10);
      }
  });
});
