import { type Expr, pi } from '../../src/arithmetic/expression.js';
import { identity, product, solve, subtract } from '../../src/arithmetic/matrix.js';
import { CUTOFFS, DRAWS } from '../cases/draw.js';
import type { LawRecord, Measurement, Tolerance } from '../law/law.js';
import { magnitude, scaleOfK, scaleOfSigma } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import { generatorsOf, type Symmetry } from '../symmetry/invariance.js';
import { precessionLaws } from './precession.js';
import { carried, DERIVED, hyphened, mapped } from './symmetry.js';
import { agrees, densityRow, plus, rowTimes, times, wardIdentity } from './tools.js';

const selfConsistent = { limit: 'finite', scheme: { kind: 'self-consistent' } } as const;
const draw = {
  ...DRAWS.finiteDensity,
  strength: ['strong', 'very strong', 'unitary'],
  schemes: ['self-consistent'],
} as const;

const WARD: Measurement = { ...selfConsistent, parameters: (v) => ({ n: v('density') }) };

/** Pairs of poles pinch the real axis at small n and take digits from double precision. */
const LOOSE: Tolerance = { kind: 'exact', value: 1e-6 };

/** Laws at a finite density of impurities. */
export const finiteLaws = ({ symmetries, renormalisable }: Classification): LawRecord[] => [
  {
    id: 'finite.ward',
    level: 'conservation',
    statement:
      'at any density the self-consistent T-matrix conserves charge: X (1 - N Y) = 0, and with K_0b = 0 all four ' +
      'rows of the ladder hold once the current X J through the edge |p| = Lambda is returned to the density row',
    latex:
      'X\\,(1 - \\mathcal{N}\\Upsilon) = 0,\\quad ' +
      '(1 - \\mathcal{N}\\Upsilon) K = \\mathcal{J} - e_0\\, X\\mathcal{J}/X_0,\\quad K_{0b} = 0',
    proof:
      'Sigma+ - Sigma- = n T (g+ - g-) T^dagger if T is built from the dressed g, and G+ - G- = G+ (Sigma+ - ' +
      'Sigma-) G-. Summed over momenta this is X = X N Y with X = Gamma; a total derivative is left of X J, which ' +
      'is the current through the edge |p| = Lambda.',
    source: 'Ward identity of the self-consistent T-matrix approximation; fails with the clean g_0 of Eq. (16b)',
    domain: 'finite n, self-consistent T-matrix; hard cutoff (X J: current through its edge) or absorbed (X J = 0)',
    draw: { ...draw, cutoffs: CUTOFFS, reach: 30, extras: { density: ['0.01', '0.02', '0.05', '0.1'] } },
    // without an edge nothing may be returned
    measurements: [WARD, ...(renormalisable ? [{ ...WARD, cutoff: 'renormalised' as const }] : [])],
    sides: ([r, ...edgeless]) => {
      const edge = rowTimes(r.broadening, r.J);
      const returned = r.J[0].map((x, b) => x.sub(edge[b].div(r.broadening[0])));
      return [
        ...wardIdentity(r),
        ...densityRow({ operator: r.operator, K: r.K, J: [returned] }, magnitude(r.J.flat())),
        ...edgeless.flatMap((without) => densityRow(without, magnitude(without.J.flat()))),
      ];
    },
    tolerance: LOOSE,
  },
  {
    id: 'finite.current-vertex',
    level: 'independent route',
    statement: 'at any density dressing the current vertex instead of the spin vertex gives the same K and sigma',
    latex:
      '\\delta j = (1 - \\Upsilon\\mathcal{N})^{-1}\\Upsilon\\mathcal{J}:\\quad K = \\mathcal{J} + ' +
      "\\mathcal{N}\\delta j,\\quad \\sigma = s^0 + n\\pi\\mathcal{J}'\\delta j",
    proof: '(1 - N Y)^-1 = 1 + N (1 - Y N)^-1 Y: one geometric series, summed from the spin or from the current.',
    source: 'Veneri 2022, Eqs. (22)-(27); both vertices at finite n',
    domain: 'finite n, T-matrix of the clean g_0 (1 - N Y is then invertible), hard cutoff',
    draw: { ...draw, schemes: ['t-matrix'], cutoffs: ['hard'] },
    measurements: [
      { limit: 'finite', scheme: { kind: 't-matrix' }, closure: 'full', parameters: (v) => ({ n: v('density') }) },
    ],
    sides: ([r], v) => {
      const { N, J, vertex, currentSpin, s0 } = r;
      const dressed = solve(subtract(identity(4), product(vertex, N)), product(vertex, J));
      const correction = times(product(currentSpin, dressed), pi().mul(v('density')));
      const scales: [Expr, Expr] = [magnitude(r.K.flat()), magnitude(r.sigma.flat())];
      return agrees(r, { K: plus(J, product(N, dressed)), sigma: plus(s0, correction) }, scales);
    },
    tolerance: LOOSE,
  },
  ...precessionLaws,
  ...generatorsOf(symmetries).slice(0, 4).map(finiteSymmetry),
];

/** The derived symmetries hold at every density, not only in the dilute limit. */
const finiteSymmetry = (symmetry: Symmetry): LawRecord => ({
  id: `finite.${hyphened(symmetry)}`,
  level: 'symmetry',
  statement: `${symmetry.name} at a finite density of impurities`,
  latex: symmetry.antiunitary ? "\\sigma(p') = [R\\,\\sigma(p)\\,R^T]^T" : "K(p') = S\\,K(p)\\,R^T",
  proof:
    'The argument of the symmetry laws uses no small parameter: the self-consistent g, and with it Sigma and the ' +
    'ladder, is carried along at every density.',
  source: DERIVED,
  domain: 'finite n, self-consistent T-matrix, hard cutoff',
  draw: { ...draw, cutoffs: ['hard'] },
  measurements: [
    { ...selfConsistent, parameters: (v) => ({ n: v('density') }) },
    { ...selfConsistent, parameters: (v) => ({ ...mapped(symmetry, v), n: v('density') }) },
  ],
  sides: ([here, there]) => carried(symmetry, here, there, [scaleOfK(here), scaleOfSigma(here)]),
  tolerance: LOOSE,
});
