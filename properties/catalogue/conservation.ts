import { sum } from '../../src/arithmetic/expression.js';
import { PAULI } from '../../src/arithmetic/pauli.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord } from '../law/law.js';
import { bulk, magnitude, scaleOfK } from '../law/response.js';
import { polarises } from '../symmetry/constraints.js';
import { densityRow, equal, rowTimes, vanish, wardIdentity } from './tools.js';

const shared = {
  level: 'conservation',
  domain:
    'dilute limit, T-matrix and Born truncations at a total order (not Gaussian inside the gap), any impurity matrix',
  draw: DRAWS.conserving,
} as const;

/** Charge conservation in its several forms. */
export const conservationLaws: readonly LawRecord[] = [
  {
    id: 'optical-theorem',
    ...shared,
    statement: 'Gamma = -T Im g T^dagger = -T^dagger Im g T: Gamma_a = -Y_ab Im g_b = -Im g_b Y_ba',
    latex: '\\Gamma_a = -\\Upsilon_{ab}\\,\\mathrm{Im}\\,g_b = -\\Upsilon_{ba}\\,\\mathrm{Im}\\,g_b',
    proof:
      'W is hermitian, so T^-1 = W^-1 - g gives T^-1 - (T^dagger)^-1 = -2i Im g; multiplied by T and T^dagger from ' +
      'either side this is Gamma = (T^dagger - T)/2i = -T Im g T^dagger = -T^dagger Im g T. A truncation at one ' +
      'total order in W obeys it order by order.',
    source: 'unitarity of scattering off one impurity; Veneri 2022, Eqs. (16), (20)',
    sides: ([{ g, broadening, vertex }]) => {
      const absorbed = g.components.map((z) => z.im.neg());
      const left = PAULI.map((a) => sum(PAULI.map((b) => vertex[a][b].mul(absorbed[b]))));
      const scale = magnitude(broadening);
      return [...equal(left, broadening, scale), ...equal(rowTimes(absorbed, vertex), broadening, scale)];
    },
  },
  {
    id: 'ward.ladder',
    ...shared,
    statement: 'Ward identity: X (1 - N Y) = 0 with X = Gamma',
    latex: '\\Gamma\\,(1 - \\mathcal{N}\\Upsilon) = 0',
    proof:
      'Gamma N = (pi/2) sum_w (Gamma.b) b/gamma, and Gamma.b is the rate gamma of the contour itself, so Gamma N = ' +
      '(pi/2) sum_w b = -Im g. The optical theorem makes -Im g Upsilon equal to Gamma.',
    source: 'charge conservation of the ladder, Veneri 2022, Eqs. (19)-(21)',
    sides: ([r]) => wardIdentity(r),
  },
  {
    id: 'ward.current',
    ...shared,
    statement: 'X J = 0: the current of the equilibrium distribution vanishes',
    latex: '\\Gamma\\,\\mathcal{J} = 0',
    proof:
      'Gamma J = (e/2) sum_w (Gamma.b) v/gamma = (e/2) sum_w v: the integral of delta(eps - E) dE/dp, the total ' +
      'derivative of a step function, over closed contours.',
    source: 'sum over a closed contour of a total derivative',
    claims: polarises,
    sides: ([r]) => {
      const parts = [0, 1].map((b) => bulk(r.J.map((row, a) => row[b].mul(r.broadening[a]))));
      return vanish(rowTimes(r.broadening, r.J), scaleOfK(r).mul(magnitude(r.broadening)), parts);
    },
  },
  {
    id: 'density-response',
    ...shared,
    statement: 'K_0b = 0: the density row of the ladder is solved by the spin response alone',
    latex: 'K_{0b} = 0',
    proof:
      'Gamma (1 - N Y) = 0 and Gamma J = 0 make one row of the ladder a combination of the others, so K_0b is free.' +
      ' A uniform field conserves the density, K_0b = 0; the three spin rows then fix K, and the density row must ' +
      'hold by itself.',
    source: 'a uniform field does not change the density',
    claims: polarises,
    sides: ([r]) => densityRow(r, scaleOfK(r)),
  },
];
