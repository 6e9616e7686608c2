import { constant, type Expr, pi } from '../../src/arithmetic/expression.js';
import { transpose } from '../../src/arithmetic/matrix.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { CUTOFFS, DRAWS } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { magnitude, type ResponseTensors, scaleOfK } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import type { Symmetry } from '../symmetry/invariance.js';
import { carriedK, mapped } from './symmetry.js';
import {
  agrees,
  equal,
  fallsAtLeastWith,
  fallsWith,
  power,
  rashba,
  rowTimes,
  unmarked,
  vanish,
  zero,
} from './tools.js';

const FIRST_BORN: Scheme = { kind: 'born', order: 2 };
const T_MATRIX: Scheme = { kind: 't-matrix' };

/** What truncations of the T-matrix imply, and where they stop implying it. */
export const weakScatteringLaws = ({ symmetries }: Classification): LawRecord[] => [
  ...symmetries.filter((s) => s.name === 'time reversal').map(reciprocalFirstBorn),
  {
    id: 'first-born.two-rings',
    level: 'closed form',
    statement:
      'first Born, both bands at the Fermi energy: n K_xy = -n K_yx = e alpha/(pi u^2), the other entries ' +
      'vanish, n sigma = e^2 (eps + m alpha^2)/(pi m u^2), whatever m',
    latex:
      'K = \\frac{e\\alpha}{\\pi n u^2}\\begin{pmatrix}0&1\\\\-1&0\\\\0&0\\end{pmatrix},\\quad \\sigma = ' +
      '\\frac{e^2(\\varepsilon + m\\alpha^2)}{\\pi n m u^2}',
    proof:
      'With both contours every sum over them is a sum over all residues of a rational function of p, read off at ' +
      'large p, where the exchange field has dropped out. Im g = -m/2 s_0 gives both bands the rate m u^2/2, the ' +
      'ladder turns the current vertex into e p/m, and sum_w b_a p_b is left with alpha alone.',
    source: 'Veneri 2022, Sec. III (four vanishing responses); found here exactly, for every direction and size of m',
    domain:
      'Rashba ferromagnet, scalar impurities, first Born, the contour of the upper band inside that of the lower ' +
      'one (origin enclosed or not)',
    claims: rashba,
    draw: { ...DRAWS.firstBorn, energy: ['two rings', 'displaced', 'near gap edge'], cutoffs: CUTOFFS },
    contours: ['two rings', 'displaced pocket'],
    sides: ([r], v) => {
      const area = pi().mul(v('u').square());
      const sigma = v('eps').div(v('m')).add(v('alpha').square()).div(area);
      return agrees(r, unmarked(v('alpha').div(area).neg(), sigma));
    },
  },
  {
    id: 'first-born.zeros',
    level: 'limit',
    statement:
      'first Born, m in the xz plane: K_xx = K_yy = K_zx = 0 with any contours; K_zy = 0 and K_xy = -K_yx need ' +
      'both bands',
    latex: 'K_{xx} = K_{yy} = K_{zx} = 0\\quad(m_y = 0)',
    proof:
      'At second order K(-m) = K(m) (first-born.reciprocity), while the mirror of odd-and-even makes these three ' +
      'entries odd in m: both together leave zero.',
    source: 'no skew scattering: K(-m) = K(m); what replaces the four zeros of Veneri 2022, Sec. III, with one ring',
    domain: 'Rashba ferromagnet, scalar impurities, first Born, m_y = 0, any contours',
    claims: rashba,
    draw: { ...DRAWS.firstBorn, exchange: ['xz plane', 'out of plane', 'in plane'], fixed: { Dy: '0' } },
    measurements: [{}, { scheme: T_MATRIX }],
    sides: ([r, full]) => {
      const pick = ({ K }: ResponseTensors): Expr[] => [K[1][0], K[2][1], K[3][0]];
      return vanish(
        pick(r),
        scaleOfK(r),
        pick(full).map((x) => x.abs()),
      );
    },
  },
  {
    id: 'gaussian.two-rings',
    level: 'limit',
    statement:
      'Gaussian disorder is the first Born approximation wherever both bands are at the Fermi energy; inside the ' +
      'gap it breaks charge conservation',
    latex: 'K^{\\mathrm{Gauss}} = K^{\\mathrm{FBA}}',
    proof:
      'Gaussian disorder drops the spin part of Sigma = u^2 g. With both bands Im g has none (density-of-states), ' +
      'and the real part shifts bands without entering the leading order in 1/n.',
    source: 'the spin part of Im g cancels between the two bands; Veneri 2022, after Eq. (17)',
    domain: 'Rashba ferromagnet, scalar impurities, contours of both bands',
    claims: rashba,
    draw: { ...DRAWS.finiteStrength, energy: ['two rings', 'displaced'] },
    contours: ['two rings', 'displaced pocket'],
    measurements: [{ scheme: { kind: 'gaussian' }, closure: 'conserved' }, { scheme: FIRST_BORN }],
    sides: ([gauss, born]) => [
      ...agrees(gauss, born),
      ...equal(gauss.broadening, born.broadening, magnitude(born.broadening)),
    ],
  },
  {
    id: 'gaussian.leak',
    level: 'conservation',
    statement:
      'with one ring Gaussian disorder leaks charge by exactly what it drops: X (1 - N Y) = u^2 times the spin ' +
      'part of Im g',
    latex: '[X\\,(1 - \\mathcal{N}\\Upsilon)]_i = u^2\\,\\mathrm{Im}\\,g_i',
    proof:
      'Gaussian disorder has Gamma = -u^2 Im g_0 and Upsilon = u^2. The poles keep the rates of this Gamma, so ' +
      'Gamma N = -Im g as in ward.ladder; then Gamma - Gamma N Y = -u^2 Im g_0 + u^2 Im g, its spin part.',
    source: 'the Gaussian Sigma violates the optical theorem by -u^2 Im g_i s_i',
    domain: 'scalar impurities of one species, Gaussian, any contours; trivial where the spin part of Im g vanishes',
    claims: rashba,
    draw: {
      ...DRAWS.finiteStrength,
      energy: ['one ring', 'annulus'],
      exchange: ['out of plane', 'xz plane', 'general m'],
      schemes: ['gaussian'],
    },
    measurements: [{ closure: 'full' }],
    sides: ([r], v) => {
      const spin = r.g.components.map((z, i) => (i === 0 ? zero() : z.im.mul(v('u').square())));
      return equal(rowTimes(r.broadening, r.operator), spin, magnitude(r.broadening));
    },
  },
  ...[2, 3, 4].map(bornOrder),
  {
    id: 'renormalised-strength',
    level: 'limit',
    statement:
      'the cutoff is absorbed in u: a hard cutoff at strength u is the renormalised scheme at u_R, 1/u_R = 1/u - ' +
      'Re g_0',
    latex: '1/u_R = 1/u - \\mathrm{Re}\\,g_0(\\Lambda)',
    proof:
      'T^-1 = 1/u - g contains 1/u and Re g_0 in their difference alone. The other components of Re g converge; a ' +
      'hard cutoff at Lambda changes them by (p_F/Lambda)^2.',
    source: 'T^-1 = W^-1 - g; no leading coefficient in u can depend on the cutoff',
    domain:
      'scalar impurities of one species, full T-matrix, spin part of Re g convergent; error of order (p_F/Lambda)^2',
    claims: rashba,
    draw: DRAWS.finiteStrength,
    measurements: [
      { cutoff: 'hard', parameters: () => ({ cutoff: constant(1e9) }) },
      { parameters: (v, [r]) => ({ u: v('u').div(constant(1).sub(v('u').mul(r.g.components[0].re))) }) },
    ],
    sides: ([hard, free]) => {
      const real = ({ g }: ResponseTensors): Expr[] => g.components.slice(1).map((z) => z.re);
      return [
        ...agrees(hard, free),
        ...equal(hard.broadening, free.broadening, magnitude(free.broadening)),
        ...equal(real(hard), real(free), hard.g.components[0].im.abs()),
      ];
    },
    tolerance: { kind: 'asymptotic', value: 1e-8 },
  },
  {
    id: 'cutoff-independence',
    level: 'limit',
    statement:
      'the leading coefficients in u do not know the cutoff: K(u) with a hard cutoff and renormalised approach ' +
      'each other linearly in u',
    latex: 'K_{ab}^{\\Lambda}(u)/K_{ab}(u) - 1 = O(u)',
    proof:
      'u_R = u/(1 - u Re g_0) = u + u^2 Re g_0 + ...: another cutoff is another u at relative order u. It changes a ' +
      'quantity at the power of u that follows its leading one.',
    source: 'consequence of 1/u_R = 1/u - Re g_0',
    domain: 'scalar impurities of one species, full T-matrix, K_xy and sigma_xx',
    claims: rashba,
    draw: {
      strength: ['weak'],
      energy: ['two rings', 'one ring'],
      exchange: ['out of plane', 'xz plane', 'no exchange'],
    },
    // u reduced to 2^-12 and then halved
    measurements: [2 ** -12, 2 ** -13].flatMap((factor) => [
      { cutoff: 'hard' as const, parameters: (v: Values) => ({ u: v('u').mul(factor), cutoff: constant(1e4) }) },
      { parameters: (v: Values) => ({ u: v('u').mul(factor) }) },
    ]),
    sides: ([hard, free, hardHalved, freeHalved]) => {
      const errors = (x: ResponseTensors, y: ResponseTensors): Expr[] => [
        x.sigma[0][0].div(y.sigma[0][0]).sub(1),
        x.K[1][1].div(y.K[1][1]).sub(1),
      ];
      const halved = errors(hardHalved, freeHalved);
      return errors(hard, free).map((error, k) => fallsWith(1, error, halved[k]));
    },
    tolerance: { kind: 'asymptotic', value: 0.1 },
  },
];

/** Without skew scattering the response to m and to -m is the same: Upsilon is symmetric at second order. */
const reciprocalFirstBorn = (symmetry: Symmetry): LawRecord => ({
  id: 'first-born.reciprocity',
  level: 'symmetry',
  statement:
    'to second order in the impurities Upsilon is symmetric, so time reversal acts on K itself: K(-m) = K(m) for ' +
    'scalar impurities',
  latex: 'K(\\Theta p) = S\\,K(p)\\,R^T\\quad\\text{(first Born)}',
  proof:
    'Upsilon_ab = 1/2 tr[s_a W s_b W] is symmetric because a trace is cyclic, and N is symmetric in the dilute ' +
    'limit. The ladder is then its own transpose, so the reciprocal response, which time reversal makes of K, is K ' +
    'itself.',
  source: 'Upsilon_ab = 1/2 tr[s_a W s_b W]; derived from the time reversal found for the theory',
  domain: 'first Born, any impurity matrix, any contours',
  draw: { ...DRAWS.fullT, ...DRAWS.firstBorn },
  measurements: [{}, { parameters: (values) => mapped(symmetry, values) }],
  sides: ([here, there]) => [
    ...equal(here.vertex.flat(), transpose(here.vertex).flat(), magnitude(here.vertex.flat())),
    ...equal(there.K.flat(), carriedK(symmetry, here.K).flat(), scaleOfK(here)),
  ],
});

/** The Born series reaches the T-matrix with the power of the first order that it drops. */
const bornOrder = (order: number): LawRecord => {
  // |u g| small enough for the leading order and large enough for double precision
  const size = (v: Values): Expr => constant(2 ** -[13, 8, 7][order - 2]).div(v('m'));
  return {
    id: `born-${order}.power`,
    level: 'limit',
    statement:
      `the Born approximation of order ${order} differs from the T-matrix by a relative u^${order - 1} or a higher ` +
      'power',
    latex: `\\sigma^{(${order})}/\\sigma - 1 = O(u^{${order - 1}})`,
    proof:
      'T and its truncation at order N differ first in u^(N+1), while rates begin with u^2; the relative error ' +
      'begins with u^(N-1).',
    source: 'first dropped order u^(N+1) against the leading u^2',
    domain:
      'hard cutoff, so that Re g_0 is not zero; |u g| << 1; where the dropped order vanishes by accident the power ' +
      'is higher',
    claims: rashba,
    draw: { ...DRAWS.plain, strength: ['strong'] },
    measurements: [1, 0.5].flatMap((factor) =>
      [{ kind: 'born', order } as const, T_MATRIX].map((scheme) => ({
        scheme,
        cutoff: 'hard' as const,
        parameters: (v: Values) => ({ u: v('u').sign().mul(size(v)).mul(factor), cutoff: constant(100) }),
      })),
    ),
    sides: ([born, full, bornHalved, fullHalved], v) => {
      const error = (x: ResponseTensors, y: ResponseTensors): Expr =>
        magnitude([0, 1].map((k) => x.sigma[k][k].div(y.sigma[k][k]).sub(1)));
      const expansion = size(v).mul(magnitude(full.g.components.flatMap(({ re, im }) => [re, im])));
      const natural = power(expansion, order - 1);
      return [fallsAtLeastWith(order - 1, error(born, full), error(bornHalved, fullHalved), natural)];
    },
    tolerance: { kind: 'asymptotic', value: 0.15 },
  };
};
