import { constant, type Expr } from '../../src/arithmetic/expression.js';
import type { Matrix } from '../../src/arithmetic/matrix.js';
import { CUTOFFS, DRAWS } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { larger, magnitude, type ResponseTensors, scaleOfK, scaleOfSigma } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import { agrees, fallsWith, plus, rashba, spinEntries, times, vanish, visible, zero } from './tools.js';

/** Limits in which two approximations or two theories meet. */
export const limitLaws = ({ theory }: Classification): LawRecord[] => {
  const strength = [...theory.parameters.values()].find((p) => p.infinite && p.default === undefined)?.name;
  const u = strength ?? 'u';
  return [
    {
      id: 'unitary-limit',
      level: 'limit',
      statement: 'K and sigma at u = +U and u = -U average to the unitary limit with an error of order U^-2',
      latex: '\\tfrac12[K(U) + K(-U)] = K(\\infty) + O(U^{-2})',
      proof:
        'T = -g^-1 (1 - (g u)^-1)^-1 is a series in 1/u about -g^-1. Its odd powers cancel between u = U and u = ' +
        '-U, and U^-2 is the first that is left.',
      source: 'T = -g^-1 (1 - (g u)^-1)^-1',
      domain: 'theories with a scalar strength that may be infinite, full T-matrix',
      claims: () => strength !== undefined,
      draw: { strength: ['strong'], cutoffs: CUTOFFS },
      measurements: [
        { parameters: () => ({ [u]: constant(2 ** 40) }) },
        { parameters: () => ({ [u]: constant(-(2 ** 40)) }) },
        { infinite: [u] },
      ],
      sides: ([above, below, limit]) => {
        const mean = (a: Matrix, b: Matrix): Matrix => times(plus(a, b), constant(0.5));
        return agrees(limit, { K: mean(above.K, below.K), sigma: mean(above.sigma, below.sigma) });
      },
      tolerance: { kind: 'asymptotic', value: 1e-7 },
    },
    {
      id: 'dilute-limit',
      level: 'limit',
      statement: 'n K(n) of the self-consistent T-matrix approaches the dilute limit linearly in n',
      latex: 'nK(n) = K_0 + O(n)',
      proof:
        'G+ and G- have poles a distance n gamma off the real axis on either side: their product is (pi/gamma) ' +
        'delta(eps - E)/n and a remainder without the pinch, of order n^0. Every bubble, and with them n K, is its ' +
        'limit plus O(n).',
      source: 'expansion of the dressed bubbles in n; physics of the dilute limit, Veneri 2022, Eq. (13)',
      domain:
        'self-consistent T-matrix (with the clean g_0 charge is conserved only to order n), n Gamma far below ' +
        'every other energy; logarithms of n bend the power slightly',
      claims: ({ renormalisable }) => renormalisable,
      draw: {
        ...DRAWS.plain,
        strength: ['strong'],
        exchange: ['out of plane', 'xz plane'],
        extras: { density: ['0.0001', '0.00005', '0.0002'] },
      },
      contours: ['two rings', 'one ring'],
      measurements: [{}, atDensity(1), atDensity(0.5)],
      sides: ([dilute, a, b], v) => {
        const error = (r: ResponseTensors, factor: number): Expr => {
          const n = v('density').mul(factor);
          const limit = spinEntries(dilute.K);
          return magnitude(spinEntries(r.K).map((x, k) => x.mul(n).sub(limit[k]))).div(magnitude(dilute.K.flat()));
        };
        const [whole, half] = [error(a, 1), error(b, 0.5)];
        const bound = constant(0.1);
        return [
          fallsWith(1, whole, half),
          // and the error is small: what is approached is the dilute limit itself
          { left: larger(half, bound), right: bound, scale: constant(1), substance: visible(half) },
        ];
      },
      tolerance: { kind: 'asymptotic', value: 0.25 },
    },
    {
      id: 'no-spin-orbit',
      level: 'limit',
      statement: 'alpha -> 0: the spin response vanishes linearly in alpha and sigma keeps no memory of the sign of m',
      latex: 'K = O(\\alpha),\\quad \\sigma_{xy} = O(\\alpha^2)',
      proof:
        'Orbital inversion p -> -p, with the spin kept, is a symmetry if alpha -> -alpha: K is odd in alpha and ' +
        'sigma even. At alpha = 0 the spin along Delta is conserved and each channel has a mirror, so sigma_xy ' +
        'vanishes there and begins with alpha^2.',
      source: 'spin along Delta is conserved without spin-orbit coupling',
      domain: 'Rashba ferromagnet, scalar impurities, both bands apart by more than alpha p_F',
      claims: rashba,
      draw: {
        ...DRAWS.finiteStrength,
        energy: ['two rings'],
        exchange: ['out of plane', 'xz plane', 'general m'],
        hierarchy: ['comparable'],
      },
      contours: ['two rings'],
      measurements: [
        { parameters: (v) => ({ alpha: v('alpha').mul(2 ** -14) }) },
        { parameters: (v) => ({ alpha: v('alpha').mul(2 ** -15) }) },
      ],
      sides: ([a, b]) => {
        const [whole, half] = [a, b].map((r) => magnitude(r.K.flat()).div(scaleOfK(r)));
        const hall = [a.sigma[0][1], a.sigma[1][0]];
        return [
          fallsWith(1, whole, half),
          { left: whole, right: zero(), scale: constant(1), substance: visible(whole) },
          ...vanish(hall, scaleOfSigma(a), hall.map(visible)),
        ];
      },
      tolerance: { kind: 'asymptotic', value: 0.05 },
    },
  ];
};

/** The finite-density solver, self-consistent, at a fraction of the sample's density. */
const atDensity = (factor: number) => ({
  limit: 'finite' as const,
  scheme: { kind: 'self-consistent' as const },
  parameters: (v: Values) => ({ n: v('density').mul(factor) }),
});
