import type { Expr } from '../../src/arithmetic/expression.js';
import { product, transpose } from '../../src/arithmetic/matrix.js';
import { FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { CONSERVING } from '../cases/draw.js';
import type { Law } from '../law/law.js';
import { bulk, larger, magnitude } from '../law/response.js';
import type { Facts } from '../symmetry/classification.js';
import { equal, positive, power, sameResponse, scaleOfK, scaleOfKJ, scaleOfSigma } from './tools.js';
import { moreImpurities, shiftedEnergy, splitSpecies } from './twins.js';

const everyTheory = () => true;
const wide = {
  schemes: ['t-matrix', 'born:2', 'born:3', 'born:4'],
  cutoffs: ['renormalised', 'hard'],
  impurities: 'any',
} as const;

/** What any reader would check before reading on: signs, units, bookkeeping. */
export const sanityLaws = ({ theory, renormalisable }: Facts): Law[] => [
  {
    id: 'positivity.rates',
    level: 'sanity',
    statement: 'scattering only removes: -Im g and Gamma of the full T-matrix are positive matrices',
    latex: '-\\mathrm{Im}\\,g_0 \\ge |\\mathrm{Im}\\,\\mathbf{g}|,\\quad \\Gamma_0 \\ge |\\mathbf{\\Gamma}|',
    source: 'spectral positivity and the optical theorem',
    domain: 'full T-matrix, any impurity matrix (a Born truncation of odd order may violate it)',
    claims: everyTheory,
    draw: { schemes: ['t-matrix'], cutoffs: ['renormalised', 'hard'], impurities: 'any' },
    measurements: [{}],
    sides: ([r]) =>
      [r.g.components.map((z) => z.im.neg()), r.broadening].flatMap(([x0, ...x]) => {
        const length = x.map((c) => c.square()).reduce((a, b) => a.add(b));
        return [positive(x0, x0.abs()), positive(x0.square().sub(length), x0.square())];
      }),
  },
  {
    id: 'positivity.dissipation',
    level: 'sanity',
    statement: 'Joule heating is not negative: the symmetric part of sigma is a positive matrix',
    latex:
      '\\sigma_{xx},\\ \\sigma_{yy} \\ge 0,\\quad \\sigma_{xx}\\sigma_{yy} \\ge \\tfrac14(\\sigma_{xy}+\\sigma_{yx})^2',
    source: 'second law',
    domain: 'full T-matrix, dilute limit',
    claims: everyTheory,
    draw: { schemes: ['t-matrix'], cutoffs: ['renormalised', 'hard'], impurities: 'any' },
    measurements: [{}],
    sides: ([r]) => {
      const [xx, xy, yx, yy] = r.sigma.flat() as [Expr, Expr, Expr, Expr];
      const scale = scaleOfSigma(r);
      const mean = xy.add(yx).div(2);
      return [positive(xx, scale), positive(yy, scale), positive(xx.mul(yy).sub(mean.square()), scale.square())];
    },
  },
  {
    id: 'dimensions',
    level: 'sanity',
    statement: 'a change of the units of energy and length changes K by energy^-1 length^-3 and n sigma by length^-2',
    latex: 'K(\\lambda^{E_i}\\mu^{L_i} p_i) = \\lambda^{-1}\\mu^{-3} K(p_i),\\quad n\\sigma \\to \\mu^{-2} n\\sigma',
    source: 'dimensional analysis (hbar = |e| = 1)',
    domain: 'every theory and scheme; dilute limit; without a cutoff only where the spin part of Re g converges',
    claims: everyTheory,
    draw: { ...wide, extras: { lambda: ['2', '3', '0.5', '10'], mu: ['1', '2', '0.2', '5'] } },
    within: (_, cutoff) => cutoff !== 'renormalised' || renormalisable,
    measurements: [{}, { parameters: (v) => rescaled(theory, v('lambda'), v('mu'), v) }],
    sides: ([here, there], v) => sameResponse(here, there, v('lambda').mul(power(v('mu'), 3)), power(v('mu'), 2)),
  },
  {
    id: 'energy-origin',
    level: 'sanity',
    statement: 'H + E0 at the Fermi energy eps + E0 is the same system',
    latex: 'K[H + E_0,\\ \\varepsilon + E_0] = K[H,\\ \\varepsilon]',
    source: 'only energy differences matter',
    domain: 'every theory, scheme and cutoff',
    claims: everyTheory,
    draw: { ...wide, extras: { E0: ['1', '-1', '0.5', '-3', '7'] } },
    measurements: [
      {},
      { theory: shiftedEnergy, parameters: (v) => ({ E0: v('E0'), [FERMI_ENERGY]: v(FERMI_ENERGY).add(v('E0')) }) },
    ],
    sides: ([here, there]) => sameResponse(here, there),
  },
  {
    id: 'species.split',
    level: 'sanity',
    statement: 'a species is the sum of its parts: two equal species with shares s and 1 - s are one',
    latex: 's\\,W \\oplus (1-s)\\,W = W',
    source: 'Sigma = sum_k n_k T_k',
    domain: 'every theory and scheme',
    claims: everyTheory,
    draw: { ...wide, extras: { share: ['0.5', '0.25', '0.9'] } },
    measurements: [{}, { theory: splitSpecies, parameters: (v) => ({ share: v('share') }) }],
    sides: ([here, there]) => sameResponse(here, there),
  },
  {
    id: 'species.amount',
    level: 'sanity',
    statement: 'twice the impurities, half the response: n K and n sigma fall as 1/amount',
    latex: 'K(a\\,n) = K(n)/a,\\quad \\sigma(a\\,n) = \\sigma(n)/a',
    source: 'dilute limit: every rate is proportional to n',
    domain: 'every theory and scheme; dilute limit',
    claims: everyTheory,
    draw: { ...wide, extras: { amount: ['2', '0.5', '3', '10'] } },
    measurements: [{}, { theory: moreImpurities, parameters: (v) => ({ amount: v('amount') }) }],
    sides: ([here, there], v) => sameResponse(here, there, v('amount'), v('amount')),
  },
  {
    id: 'current-driven',
    level: 'sanity',
    statement: 'K_J sigma = K',
    latex: '\\hat K_J\\,\\hat\\sigma = \\hat K',
    source: 'Veneri 2022, after Eq. (2)',
    domain: 'every theory and scheme',
    claims: everyTheory,
    draw: { ...wide, schemes: CONSERVING },
    measurements: [{}],
    sides: ([r]) =>
      equal(product(r.KJ, r.sigma).flat(), r.K.flat(), larger(scaleOfK(r), scaleOfKJ(r).mul(scaleOfSigma(r)))),
  },
  {
    id: 'bubbles.symmetric',
    level: 'sanity',
    statement: 'in the dilute limit N and s0 are symmetric, and positive',
    latex: '\\mathcal{N}_{ab} = \\mathcal{N}_{ba},\\quad s^0_{ab} = s^0_{ba},\\quad x^T\\mathcal{N}x \\ge 0',
    source: 'N = (pi/2) sum_w b b^T/gamma: a sum of squares',
    domain: 'dilute limit, full T-matrix (gamma > 0)',
    claims: everyTheory,
    draw: { schemes: ['t-matrix'], cutoffs: ['renormalised', 'hard'], impurities: 'any' },
    measurements: [{}],
    sides: ([r]) => {
      const scale = magnitude(r.N.flat());
      const diagonal = r.N.map((row, a) => row[a]);
      return [
        ...equal(r.N.flat(), transpose(r.N).flat(), scale),
        ...diagonal.map((x) => positive(x, scale)),
        // b is a unit vector: tr N over the spin equals the density entry
        { left: diagonal[1].add(diagonal[2]).add(diagonal[3]), right: diagonal[0], scale },
        ...equal([r.s0[0][1]], [r.s0[1][0]], bulk(r.s0.flat())),
      ];
    },
  },
];

/** Every parameter times lambda^energy mu^length of its dimension. */
function rescaled(theory: Theory, lambda: Expr, mu: Expr, v: (name: string) => Expr) {
  const entries = [...theory.parameters.values()].map(({ name, dimension }) => [
    name,
    v(name).mul(power(lambda, dimension.energy)).mul(power(mu, dimension.length)),
  ]);
  return { ...Object.fromEntries(entries), cutoff: v('cutoff').div(mu) };
}
