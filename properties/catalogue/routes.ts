import type { Expr } from '../../src/arithmetic/expression.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { DRAWS } from '../cases/draw.js';
import { throughCurrentVertex } from '../law/currentVertex.js';
import type { LawRecord } from '../law/law.js';
import { magnitude, type ResponseTensors } from '../law/response.js';
import { agrees, equal, rashba } from './tools.js';
import { shiftedOrigin } from './twins.js';

/** Different ways to the same numbers. */
export const routeLaws: readonly LawRecord[] = [
  {
    id: 'current-vertex',
    level: 'independent route',
    statement: 'dressing the current vertex instead of the spin vertex gives the same K and sigma',
    latex:
      '\\delta j = (1 - \\Upsilon\\mathcal{N})^{-1}\\Upsilon\\mathcal{J}:\\quad K = \\mathcal{J} + ' +
      '\\mathcal{N}\\delta j,\\quad n\\sigma = s^0 + \\pi\\mathcal{J}^T\\delta j',
    proof:
      '(1 - N Y)^-1 = 1 + N (1 - Y N)^-1 Y: the ladder is one geometric series of bubbles and impurity lines, which' +
      ' can be summed from the spin or from the current.',
    source: 'Veneri 2022, Eqs. (23)-(27), with the vertex between G+ on its left and G- on its right',
    domain: 'dilute limit, conserving schemes, any impurity matrix',
    draw: DRAWS.conserving,
    sides: ([r]) => agrees(r, throughCurrentVertex(r)),
  },
  {
    id: 't-matrix.equation',
    level: 'independent route',
    statement: 'T solves T = W + W g T and T = W + T g W, and Upsilon is made of it',
    latex: 'T = W + WgT = W + TgW,\\quad \\Upsilon_{ab} = \\tfrac12\\mathrm{tr}[s_aTs_bT^\\dagger]',
    proof:
      'T = W + W g W + W g W g W + ...; the first or the last W can be split off. The vertex joins the T of the ' +
      'upper line with the T^dagger of the lower one at the same impurity.',
    source: 'Veneri 2022, Eqs. (16a), (20)',
    domain: 'one species, full T-matrix, scalar impurities of finite strength',
    claims: rashba,
    draw: { ...DRAWS.fullT, ...DRAWS.finiteStrength },
    sides: ([{ T, g, vertex }], v) => {
      const W = SpinMatrix.real([v('u'), v('ux'), v('uy'), v('uz')]);
      const scale = magnitude([...T.toParts(), ...W.toParts()]);
      const traced = PAULI.map((a) =>
        PAULI.map((b) => SpinMatrix.basis(a).mul(T).mul(SpinMatrix.basis(b)).mul(T.dagger()).halfTrace().re),
      );
      return [
        ...equal(T.toParts(), W.add(W.mul(g).mul(T)).toParts(), scale),
        ...equal(T.toParts(), W.add(T.mul(g).mul(W)).toParts(), scale),
        ...equal(vertex.flat(), traced.flat(), magnitude(vertex.flat())),
      ];
    },
  },
  {
    id: 'momentum-origin',
    level: 'independent route',
    statement: 'H(p + q) is the same system: K, sigma and g do not know the origin of momentum',
    latex: 'K[H(\\mathbf{p}+\\mathbf{q})] = K[H(\\mathbf{p})]',
    proof:
      'A point impurity scatters between all momenta alike, so nothing but H knows p, and a sum over the plane does' +
      ' not know where the plane begins.',
    source: 'momentum sums run over the plane; the rays of the quadrature do not',
    domain: 'renormalised cutoff (a hard one marks the origin), spin part of Re g convergent',
    claims: ({ renormalisable }) => renormalisable,
    draw: {
      schemes: ['t-matrix', 'born:2', 'born:3'],
      cutoffs: ['renormalised'],
      impurities: 'any',
      energy: ['two rings', 'one ring', 'displaced'],
      hierarchy: ['comparable'],
      exchange: ['out of plane', 'xz plane', 'general m'],
      extras: { qx: ['0.1', '0', '-0.05', '0.025'], qy: ['0', '0.1', '-0.05', '0.025'] },
    },
    measurements: [{}, { theory: shiftedOrigin, parameters: (v) => ({ qx: v('qx'), qy: v('qy') }) }],
    sides: ([here, there]) => {
      const parts = ({ g }: ResponseTensors): Expr[] => g.toParts();
      return [...agrees(here, there), ...equal(parts(here), parts(there), magnitude(parts(here)))];
    },
  },
  {
    id: 'boltzmann',
    level: 'independent route',
    statement:
      'the Boltzmann equation in the band basis with golden-rule rates of the full T-matrix gives the same K and ' +
      'sigma, and 1/tau = 2 gamma',
    latex:
      '\\sum_j w_j\\,(R_{j\\leftarrow i}\\chi_i - R_{i\\leftarrow j}\\chi_j) = e v_i,\\quad R_{i\\leftarrow j} = ' +
      '2\\pi\\,\\mathrm{tr}[P_iTP_jT^\\dagger]',
    proof:
      'In the dilute limit the pair G+ G- is pi delta(eps - E)/gamma on each contour. The ladder equation, ' +
      'projected on the bands, is then the Boltzmann equation: the impurity line between projectors is the golden ' +
      'rule, 2 pi tr[P_i T P_j T^dagger], and gamma is half the total rate out by the optical theorem.',
    source: 'semiclassical limit, written apart from the diagrammatic pipeline',
    domain: 'dilute limit, full T-matrix, any impurity matrix',
    draw: {
      ...DRAWS.fullT,
      energy: ['two rings', 'one ring'],
      exchange: ['out of plane', 'xz plane', 'general m', 'no exchange'],
      hierarchy: ['comparable', 'small spin-orbit'],
    },
    contours: ['two rings', 'one ring', 'annulus'],
    mostLines: 256,
    measurements: [{}, { route: 'boltzmann' }],
    sides: ([diagrams, kinetic]) => agrees(diagrams, kinetic),
  },
];
