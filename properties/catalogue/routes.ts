import { type Expr, pi } from '../../src/arithmetic/expression.js';
import { identity, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord } from '../law/law.js';
import { magnitude, type ResponseTensors } from '../law/response.js';
import { agrees, equal, plus, rashba, times } from './tools.js';
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
    source: 'Veneri 2022, Eqs. (23)-(27), with the vertex between G+ on its left and G- on its right',
    domain: 'dilute limit, conserving schemes, any impurity matrix',
    draw: DRAWS.conserving,
    sides: ([r]) => {
      const { N, J, vertex, s0 } = r;
      // the vertex ladder is as singular as 1 - N Y; its first row is replaced by the density response J_0 + N_0c
      // delta_c = 0
      const operator = subtract(identity(4), product(vertex, N));
      const source = [J[0].map((x) => x.neg()), ...product(vertex, J).slice(1)];
      const vertexPart = solve([N[0], ...operator.slice(1)], source);
      const sigma = plus(s0, times(product(transpose(J), vertexPart), pi()));
      return agrees(r, { K: plus(J, product(N, vertexPart)), sigma });
    },
  },
  {
    id: 't-matrix.equation',
    level: 'independent route',
    statement: 'T solves T = W + W g T and T = W + T g W, and Upsilon is made of it',
    latex: 'T = W + WgT = W + TgW,\\quad \\Upsilon_{ab} = \\tfrac12\\mathrm{tr}[s_aTs_bT^\\dagger]',
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
    source: 'semiclassical limit, written apart from the diagrammatic pipeline',
    domain: 'dilute limit, full T-matrix, any impurity matrix',
    draw: {
      ...DRAWS.fullT,
      energy: ['two rings', 'one ring'],
      exchange: ['out of plane', 'xz plane', 'general m', 'no exchange'],
      hierarchy: ['comparable', 'small spin-orbit'],
    },
    contours: ['two rings', 'one ring', 'annulus'],
    mostLines: 64,
    measurements: [{}, { route: 'boltzmann' }],
    sides: ([diagrams, kinetic]) => agrees(diagrams, kinetic),
  },
];
