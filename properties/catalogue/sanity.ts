import { type Expr, sum } from '../../src/arithmetic/expression.js';
import { product, transpose } from '../../src/arithmetic/matrix.js';
import { FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { bulk, larger, magnitude, scaleOfK, scaleOfKJ, scaleOfSigma } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import { agrees, equal, positive, power, times } from './tools.js';
import { moreImpurities, shiftedEnergy, splitSpecies } from './twins.js';

/** What any reader would check before reading on: signs, units, bookkeeping. */
export const sanityLaws = ({ theory, renormalisable }: Classification): LawRecord[] => [
  {
    id: 'positivity.rates',
    level: 'sanity',
    statement: 'scattering only removes: -Im g and Gamma of the full T-matrix are positive matrices',
    latex: '-\\mathrm{Im}\\,g_0 \\ge |\\mathrm{Im}\\,\\mathbf{g}|,\\quad \\Gamma_0 \\ge |\\mathbf{\\Gamma}|',
    proof:
      '-Im g is pi times the matrix of local states at the Fermi energy, a sum of projectors with positive weights,' +
      ' and Gamma = T (-Im g) T^dagger by the optical theorem; X A X^dagger is positive where A is. A matrix a_0 + ' +
      'a.s is positive exactly if a_0 >= |a|.',
    source: 'spectral positivity and the optical theorem',
    domain: 'full T-matrix, any impurity matrix (a Born truncation of odd order may violate it)',
    draw: DRAWS.fullT,
    sides: ([r]) =>
      [r.g.components.map((z) => z.im.neg()), r.broadening].flatMap(([x0, ...x]) => {
        const length = sum(x.map((c) => c.square()));
        return [positive(x0, x0.abs()), positive(x0.square().sub(length), x0.square())];
      }),
  },
  {
    id: 'positivity.dissipation',
    level: 'sanity',
    statement: 'Joule heating is not negative: the symmetric part of sigma is a positive matrix',
    latex:
      '\\sigma_{xx},\\ \\sigma_{yy} \\ge 0,\\quad \\sigma_{xx}\\sigma_{yy} \\ge \\tfrac14(\\sigma_{xy}+\\sigma_{yx})^2',
    proof:
      'Let M be the collision operator, so that M chi = e v.E and E.sigma.E = chi M chi. The optical theorem makes ' +
      'the total rates into and out of every state equal, and then chi M chi = 1/2 sum_ij R_ij (chi_i - chi_j)^2, ' +
      'skew scattering or not: no term is negative.',
    source: 'second law',
    domain: 'full T-matrix, dilute limit',
    draw: DRAWS.fullT,
    sides: ([r]) => {
      const [xx, xy, yx, yy] = r.sigma.flat();
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
    proof:
      'With hbar = |e| = 1 energy and length are the only units, and every formula between H and K is homogeneous ' +
      'in them. K and n sigma therefore scale with the powers of their own dimension; a cutoff is a momentum and ' +
      'scales along.',
    source: 'dimensional analysis (hbar = |e| = 1)',
    domain: 'every theory and scheme; dilute limit; without a cutoff only where the spin part of Re g converges',
    draw: { ...DRAWS.everyScheme, extras: { lambda: ['2', '3', '0.5', '10'], mu: ['1', '2', '0.2', '5'] } },
    within: (_, cutoff) => cutoff !== 'renormalised' || renormalisable,
    measurements: [{}, { parameters: (v) => rescaled(theory, v('lambda'), v('mu'), v) }],
    sides: ([here, there], v) =>
      agrees(here, {
        K: times(there.K, v('lambda').mul(power(v('mu'), 3))),
        sigma: times(there.sigma, power(v('mu'), 2)),
      }),
  },
  {
    id: 'energy-origin',
    level: 'sanity',
    statement: 'H + E0 at the Fermi energy eps + E0 is the same system',
    latex: 'K[H + E_0,\\ \\varepsilon + E_0] = K[H,\\ \\varepsilon]',
    proof: 'G = (eps - H - Sigma)^-1 contains eps and H in their difference alone, and Sigma is built from G.',
    source: 'only energy differences matter',
    domain: 'every theory, scheme and cutoff',
    draw: { ...DRAWS.everyScheme, extras: { E0: ['1', '-1', '0.5', '-3', '7'] } },
    measurements: [
      {},
      { theory: shiftedEnergy, parameters: (v) => ({ E0: v('E0'), [FERMI_ENERGY]: v(FERMI_ENERGY).add(v('E0')) }) },
    ],
    sides: ([here, there]) => agrees(here, there),
  },
  {
    id: 'species.split',
    level: 'sanity',
    statement: 'a species is the sum of its parts: two equal species with shares s and 1 - s are one',
    latex: 's\\,W \\oplus (1-s)\\,W = W',
    proof:
      'Concentrations enter Sigma = sum_k n_k T_k and Upsilon = sum_k c_k T_k (x) T_k^dagger linearly, and T_k ' +
      'knows W_k but not c_k. Terms with equal W add up.',
    source: 'Sigma = sum_k n_k T_k',
    domain: 'every theory and scheme',
    draw: { ...DRAWS.everyScheme, extras: { share: ['0.5', '0.25', '0.9'] } },
    measurements: [{}, { theory: splitSpecies, parameters: (v) => ({ share: v('share') }) }],
    sides: ([here, there]) => agrees(here, there),
  },
  {
    id: 'species.amount',
    level: 'sanity',
    statement: 'twice the impurities, half the response: n K and n sigma fall as 1/amount',
    latex: 'K(a\\,n) = K(n)/a,\\quad \\sigma(a\\,n) = \\sigma(n)/a',
    proof:
      'In the dilute limit G+ X G- = sum P X P (pi/gamma) delta(eps - E) with gamma proportional to n, so N, J and ' +
      's0 fall as 1/n. In N Y the factor n of the vertex cancels this: the ladder is the same and the response ' +
      'inherits 1/n from J and s0.',
    source: 'dilute limit: every rate is proportional to n',
    domain: 'every theory and scheme; dilute limit',
    draw: { ...DRAWS.everyScheme, extras: { amount: ['2', '0.5', '3', '10'] } },
    measurements: [{}, { theory: moreImpurities, parameters: (v) => ({ amount: v('amount') }) }],
    sides: ([here, there], v) =>
      agrees(here, { K: times(there.K, v('amount')), sigma: times(there.sigma, v('amount')) }),
  },
  {
    id: 'current-driven',
    level: 'sanity',
    statement: 'K_J sigma = K',
    latex: '\\hat K_J\\,\\hat\\sigma = \\hat K',
    proof:
      'S = K E and the current is sigma E; eliminating E gives S = K sigma^-1 times the current. What is checked is' +
      ' that the inverse undoes the product for numbers that were solved separately.',
    source: 'Veneri 2022, after Eq. (2)',
    domain: 'every theory and scheme',
    draw: DRAWS.conserving,
    sides: ([r]) =>
      equal(product(r.KJ, r.sigma).flat(), r.K.flat(), larger(scaleOfK(r), scaleOfKJ(r).mul(scaleOfSigma(r)))),
  },
  {
    id: 'bubbles.symmetric',
    level: 'sanity',
    statement: 'in the dilute limit N and s0 are symmetric, and positive',
    latex: '\\mathcal{N}_{ab} = \\mathcal{N}_{ba},\\quad s^0_{ab} = s^0_{ba},\\quad x^T\\mathcal{N}x \\ge 0',
    proof:
      'On a contour P s_a P = b_a P with b = (1, nu h/|h|), so N = (pi/2) sum_w b b^T/gamma and s0 = (e^2/2) sum_w ' +
      'v v^T/gamma are sums of dyads with positive weights. b_0 = |h|/|h| = 1, so the spin trace of N is its density ' +
      'entry.',
    source: 'N = (pi/2) sum_w b b^T/gamma: a sum of squares',
    domain: 'dilute limit, full T-matrix (gamma > 0)',
    draw: DRAWS.fullT,
    sides: ([r]) => {
      const scale = magnitude(r.N.flat());
      const [density, ...spin] = r.N.map((row, a) => row[a]);
      return [
        ...equal(r.N.flat(), transpose(r.N).flat(), scale),
        ...[density, ...spin].map((x) => positive(x, scale)),
        // b is a unit vector: tr N over the spin equals the density entry
        ...equal([sum(spin)], [density], scale),
        ...equal([r.s0[0][1]], [r.s0[1][0]], bulk(r.s0.flat())),
      ];
    },
  },
];

/** Every parameter times lambda^energy mu^length of its dimension. */
function rescaled(theory: Theory, lambda: Expr, mu: Expr, v: Values): Record<string, Expr> {
  const entries = [...theory.parameters.values()].map(({ name, dimension }) => [
    name,
    v(name).mul(power(lambda, dimension.energy)).mul(power(mu, dimension.length)),
  ]);
  return { ...Object.fromEntries(entries), cutoff: v('cutoff').div(mu) };
}
