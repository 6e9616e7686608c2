import { constant, pi } from '../../src/arithmetic/expression.js';
import { identity, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import type { Law, Tolerance } from '../law/law.js';
import { magnitude } from '../law/response.js';
import type { Facts } from '../symmetry/classification.js';
import { generatorsOf, type Symmetry } from '../symmetry/invariance.js';
import { precessionLaws } from './precession.js';
import { mapped, operationMatrices } from './symmetry.js';
import { equal, rowTimes } from './tools.js';

const SELF_CONSISTENT = { kind: 'self-consistent' as const };
const density = { density: ['0.01', '0.02', '0.005', '0.05'] } as const;
const draw = {
  strength: ['strong', 'very strong', 'unitary'],
  energy: ['two rings', 'one ring'],
  hierarchy: ['comparable'],
  schemes: ['self-consistent'],
  extras: density,
} as const;

/** Pairs of poles pinch the real axis at small n and take digits from double precision. */
const LOOSE: Tolerance = { kind: 'exact', value: 1e-6 };

/** Laws at a finite density of impurities. */
export const finiteLaws = (facts: Facts): Law[] => [
  {
    id: 'finite.ward',
    level: 'conservation',
    statement:
      'at any density the self-consistent T-matrix conserves charge: X (1 - N Y) = 0 and the density row of the ladder is solved with K_0b = 0',
    latex: 'X\\,(1 - \\mathcal{N}\\Upsilon) = 0,\\quad K_{0b} = 0',
    source: 'Ward identity of the self-consistent T-matrix approximation; fails with the clean g_0 of Eq. (16b)',
    domain: 'finite n, self-consistent T-matrix, hard or absorbed cutoff',
    claims: () => true,
    draw,
    measurements: [{ limit: 'finite', scheme: SELF_CONSISTENT, parameters: (v) => ({ n: v('density') }) }],
    sides: ([r]) => [
      ...equal(
        rowTimes(r.broadening, r.operator).map((x, b) => r.broadening[b].sub(x)),
        r.broadening,
        magnitude(r.broadening),
      ),
      ...equal(product(r.operator, r.K)[0], r.J[0], magnitude(r.J.flat())),
    ],
    tolerance: LOOSE,
  },
  {
    id: 'finite.current-vertex',
    level: 'independent route',
    statement: 'at any density dressing the current vertex instead of the spin vertex gives the same K and sigma',
    latex:
      "\\delta j = (1 - \\Upsilon\\mathcal{N})^{-1}\\Upsilon\\mathcal{J}:\\quad K = \\mathcal{J} + \\mathcal{N}\\delta j,\\quad \\sigma = s^0 + n\\pi\\mathcal{J}'\\delta j",
    source: 'Veneri 2022, Eqs. (22)-(27); both vertices at finite n',
    domain: 'finite n, T-matrix of the clean g_0 (1 - N Y is then invertible), hard cutoff',
    claims: () => true,
    draw: { ...draw, schemes: ['t-matrix'], cutoffs: ['hard'] },
    measurements: [
      { limit: 'finite', scheme: { kind: 't-matrix' }, closure: 'full', parameters: (v) => ({ n: v('density') }) },
    ],
    sides: ([r], v) => {
      const { N, J, vertex, currentSpin, s0 } = r;
      const vertexPart = solve(subtract(identity(4), product(vertex, N)), product(vertex, J));
      const K = product(N, vertexPart).map((row, a) => row.map((x, b) => x.add(J[a][b])));
      const sigma = product(currentSpin, vertexPart).map((row, a) =>
        row.map((x, b) => s0[a][b].add(x.mul(pi()).mul(v('density')))),
      );
      return [
        ...equal(r.K.flat(), K.flat(), magnitude(r.K.flat())),
        ...equal(r.sigma.flat(), sigma.flat(), magnitude(r.sigma.flat())),
      ];
    },
    tolerance: LOOSE,
  },
  ...precessionLaws,
  ...generatorsOf(facts.symmetries).slice(0, 4).map(finiteSymmetry),
];

/** The derived symmetries hold at every density, not only in the dilute limit. */
function finiteSymmetry(symmetry: Symmetry): Law {
  const at = { limit: 'finite' as const, scheme: SELF_CONSISTENT };
  return {
    id: `finite.${symmetry.name.replace(/ /g, '-')}`,
    level: 'symmetry',
    statement: `${symmetry.name} at a finite density of impurities`,
    latex: symmetry.antiunitary ? "\\sigma(p') = [R\\,\\sigma(p)\\,R^T]^T" : "K(p') = S\\,K(p)\\,R^T",
    source: 'derived from the polynomials h(p) and the impurity matrices W',
    domain: 'finite n, self-consistent T-matrix, hard cutoff',
    claims: () => true,
    draw: { ...draw, cutoffs: ['hard'] },
    measurements: [
      { ...at, parameters: (v) => ({ n: v('density') }) },
      { ...at, parameters: (v) => ({ ...mapped(symmetry, v), n: v('density') }) },
    ],
    sides: ([here, there]) => {
      const { R, S } = operationMatrices(symmetry);
      const turned = product(R, product(here.sigma, transpose(R)));
      const sigma = equal(
        there.sigma.flat(),
        (symmetry.antiunitary ? transpose(turned) : turned).flat(),
        magnitude(here.sigma.flat()),
      );
      if (symmetry.antiunitary) return sigma;
      return [
        ...sigma,
        ...equal(
          there.K.flat(),
          product(S, product(here.K, transpose(R))).flat(),
          magnitude([...here.K.flat(), constant(1e-9)]),
        ),
      ];
    },
    tolerance: LOOSE,
  };
}
