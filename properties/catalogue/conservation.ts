import { sum } from '../../src/arithmetic/expression.js';
import { product } from '../../src/arithmetic/matrix.js';
import { PAULI } from '../../src/arithmetic/pauli.js';
import { CONSERVING } from '../cases/draw.js';
import type { Law } from '../law/law.js';
import { bulk, magnitude } from '../law/response.js';
import { equal, rowTimes, scaleOfK, vanish } from './tools.js';

const everyTheory = () => true;
const conserving = { schemes: CONSERVING, cutoffs: ['renormalised', 'hard'], impurities: 'any' } as const;
const domain =
  'dilute limit, T-matrix and Born truncations at a total order (not Gaussian inside the gap), any impurity matrix';

/** Charge conservation in its several forms. */
export const conservationLaws: readonly Law[] = [
  {
    id: 'optical-theorem',
    level: 'conservation',
    statement: 'Gamma = -T Im g T^dagger = -T^dagger Im g T: Gamma_a = -Y_ab Im g_b = -Im g_b Y_ba',
    latex: '\\Gamma_a = -\\Upsilon_{ab}\\,\\mathrm{Im}\\,g_b = -\\Upsilon_{ba}\\,\\mathrm{Im}\\,g_b',
    source: 'unitarity of scattering off one impurity; Veneri 2022, Eqs. (16), (20)',
    domain,
    claims: everyTheory,
    draw: conserving,
    measurements: [{}],
    sides: ([r]) => {
      const absorbed = r.g.components.map((z) => z.im.neg());
      const [left, right] = [
        PAULI.map((a) => sum(PAULI.map((b) => r.vertex[a][b].mul(absorbed[b])))),
        rowTimes(absorbed, r.vertex),
      ];
      const scale = magnitude(r.broadening);
      return [...equal(left, r.broadening, scale), ...equal(right, r.broadening, scale)];
    },
  },
  {
    id: 'ward.ladder',
    level: 'conservation',
    statement: 'Ward identity: X (1 - N Y) = 0 with X = Gamma',
    latex: '\\Gamma\\,(1 - \\mathcal{N}\\Upsilon) = 0',
    source: 'charge conservation of the ladder, Veneri 2022, Eqs. (19)-(21)',
    domain,
    claims: everyTheory,
    draw: conserving,
    measurements: [{}],
    sides: ([r]) =>
      equal(
        rowTimes(r.broadening, r.operator).map((x, b) => r.broadening[b].sub(x)),
        r.broadening,
        magnitude(r.broadening),
      ),
  },
  {
    id: 'ward.current',
    level: 'conservation',
    statement: 'X J = 0: the current of the equilibrium distribution vanishes',
    latex: '\\Gamma\\,\\mathcal{J} = 0',
    source: 'sum over a closed contour of a total derivative',
    domain,
    claims: everyTheory,
    draw: conserving,
    measurements: [{}],
    sides: ([r]) => {
      const parts = [0, 1].map((b) => bulk(r.J.map((row, a) => row[b].mul(r.broadening[a]))));
      return vanish(rowTimes(r.broadening, r.J), scaleOfK(r).mul(magnitude(r.broadening)), parts);
    },
  },
  {
    id: 'density-response',
    level: 'conservation',
    statement: 'K_0b = 0: the density row of the ladder is solved by the spin response alone',
    latex: 'K_{0b} = 0',
    source: 'a uniform field does not change the density',
    domain,
    claims: everyTheory,
    draw: conserving,
    measurements: [{}],
    sides: ([r]) => equal(product(r.operator, r.K)[0], r.J[0], scaleOfK(r)),
  },
];
