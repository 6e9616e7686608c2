import { constant, type Expr } from '../../src/arithmetic/expression.js';
import type { Law } from '../law/law.js';
import { larger, magnitude, type Reading } from '../law/response.js';
import type { Facts } from '../symmetry/classification.js';
import { equal, orderOf, scaleOfK, scaleOfSigma, vanish } from './tools.js';

/** Limits in which two approximations or two theories meet. */
export const limitLaws = (facts: Facts): Law[] => {
  const strength = [...facts.theory.parameters.values()].find((p) => p.infinite && p.default === undefined)?.name;
  const hasStrength = (): boolean => strength !== undefined;
  const u = strength ?? 'u';
  return [
    {
      id: 'unitary-limit',
      level: 'limit',
      statement: 'K and sigma at u = +U and u = -U average to the unitary limit with an error of order U^-2',
      latex: '\\tfrac12[K(U) + K(-U)] = K(\\infty) + O(U^{-2})',
      source: 'T = -g^-1 (1 - (g u)^-1)^-1',
      domain: 'theories with a scalar strength that may be infinite, full T-matrix',
      claims: hasStrength,
      draw: { strength: ['strong'], cutoffs: ['renormalised', 'hard'] },
      measurements: [
        { parameters: () => ({ [u]: constant(2 ** 40) }) },
        { parameters: () => ({ [u]: constant(-(2 ** 40)) }) },
        { infinite: [u] },
      ],
      sides: ([plus, minus, limit]) => {
        const mean = (a: readonly Expr[], b: readonly Expr[]): Expr[] => a.map((x, k) => x.add(b[k]).div(2));
        return [
          ...equal(mean(plus.K.flat(), minus.K.flat()), limit.K.flat(), scaleOfK(limit)),
          ...equal(mean(plus.sigma.flat(), minus.sigma.flat()), limit.sigma.flat(), scaleOfSigma(limit)),
        ];
      },
      tolerance: { kind: 'asymptotic', value: 1e-7 },
    },
    {
      id: 'dilute-limit',
      level: 'limit',
      statement: 'n K(n) of the self-consistent T-matrix approaches the dilute limit linearly in n',
      latex: 'nK(n) = K_0 + O(n)',
      source: 'expansion of the dressed bubbles in n; physics of the dilute limit, Veneri 2022, Eq. (13)',
      domain:
        'self-consistent T-matrix (with the clean g_0 charge is conserved only to order n), n Gamma far below every other energy; logarithms of n bend the power slightly',
      claims: (f) => f.renormalisable,
      draw: {
        strength: ['strong'],
        energy: ['two rings', 'one ring'],
        hierarchy: ['comparable'],
        exchange: ['out of plane', 'xz plane'],
        extras: { density: ['0.0001', '0.00005', '0.0002'] },
      },
      contours: ['two rings', 'one ring'],
      measurements: [{}, atDensity(1), atDensity(0.5)],
      sides: ([dilute, a, b], v) => {
        const error = (r: Reading, factor: number): Expr => {
          const n = v('density').mul(factor);
          return magnitude(
            r.K.slice(1)
              .flat()
              .map((x, k) => x.mul(n).sub(dilute.K.slice(1).flat()[k])),
          );
        };
        const errors = [error(a, 1), error(b, 0.5)] as const;
        const scale = magnitude(dilute.K.flat());
        const visible = errors[1].div(scale).mul(1e9);
        return [
          { left: orderOf(errors[0], errors[1]), right: constant(1), scale: constant(1), substance: visible },
          // and the error is small: what is approached is the dilute limit itself
          {
            left: larger(errors[1].div(scale), constant(0.1)),
            right: constant(0.1),
            scale: constant(1),
            substance: constant(10),
          },
        ];
      },
      tolerance: { kind: 'asymptotic', value: 0.25 },
    },
    {
      id: 'no-spin-orbit',
      level: 'limit',
      statement: 'alpha -> 0: the spin response vanishes linearly in alpha and sigma keeps no memory of the sign of m',
      latex: 'K = O(\\alpha),\\quad \\sigma_{xy} = O(\\alpha^2)',
      source: 'spin along Delta is conserved without spin-orbit coupling',
      domain: 'Rashba ferromagnet, scalar impurities, both bands apart by more than alpha p_F',
      claims: (f) => f.isRashbaFerromagnet,
      draw: {
        energy: ['two rings'],
        exchange: ['out of plane', 'xz plane', 'general m'],
        hierarchy: ['comparable'],
        strength: ['strong', 'weak', 'very strong'],
      },
      contours: ['two rings'],
      measurements: [
        { parameters: (v) => ({ alpha: v('alpha').mul(2 ** -14) }) },
        { parameters: (v) => ({ alpha: v('alpha').mul(2 ** -15) }) },
      ],
      sides: ([a, b]) => {
        const size = (r: Reading): Expr => magnitude(r.K.flat());
        return [
          { left: orderOf(size(a), size(b)), right: constant(1), scale: constant(1) },
          { left: size(a).div(scaleOfK(a)), right: constant(0), scale: constant(1), substance: constant(10) },
          ...vanish([a.sigma[0][1], a.sigma[1][0]], scaleOfSigma(a), scaleOfSigma(a).mul(10)),
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
  parameters: (v: (name: string) => Expr) => ({ n: v('density').mul(factor) }),
});
