import { constant, type Expr, pi, sum } from '../../src/arithmetic/expression.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { magnitude, scaleOfK, scaleOfKJ } from '../law/response.js';
import { agrees, equal, rashba, spinEntries, unmarked, vanish, zero } from './tools.js';

const shared = { level: 'closed form', claims: rashba } as const;

/** Exact results of the Rashba ferromagnet in closed form. */
export const closedFormLaws: readonly LawRecord[] = [
  {
    id: 'density-of-states',
    ...shared,
    statement: 'both bands at the Fermi energy: -Im g = m/2 s_0, whatever alpha and m; the spin parts cancel',
    latex: '\\mathrm{Im}\\,g = -\\tfrac{m}{2}\\,s_0',
    proof:
      'Both contours together are all poles of p h_i/D on a line, D of degree four, so Im g is fixed by the ' +
      'integrand at large p. For the spin parts it falls too fast to leave anything; (eps - p^2/2m) p/D leaves m/2.',
    source: 'sum of residues of p h_i/D, two powers short of the degree of D; Veneri 2022, Eq. (16b)',
    domain: 'Rashba ferromagnet, contour of the upper band inside that of the lower one',
    draw: { energy: ['two rings', 'displaced', 'near gap edge'] },
    contours: ['two rings', 'displaced pocket'],
    sides: ([r], v) =>
      equal(
        r.g.components.map((z) => z.im),
        [v('m').div(-2), zero(), zero(), zero()],
        v('m'),
      ),
  },
  {
    id: 'principal-value',
    ...shared,
    statement: 'm along z, both bands: Re g_z = -(m Dz/2 pi) ln(x+/x-)/(x+ - x-), x = p^2/2m of the two rings',
    latex: '\\mathrm{Re}\\,g_z = -\\frac{m\\Delta_z}{2\\pi}\\,\\frac{\\ln(x_+/x_-)}{x_+ - x_-}',
    proof:
      'With m along z, D = (x - x_+)(x - x_-) in x = p^2/2m for all directions. The principal value of the integral' +
      ' of 1/D from 0 to infinity is ln(x_+/x_-)/(x_+ - x_-) up to its sign, and g_z is Dz m/2 pi times it.',
    source: 'partial fractions of Dz/D in p^2; Veneri 2022, Eq. (16b)',
    domain: 'Rashba ferromagnet, m along z, two rings, renormalised cutoff',
    draw: { ...DRAWS.alongZ, energy: ['two rings', 'near gap edge'], cutoffs: ['renormalised'] },
    contours: ['two rings'],
    sides: ([r], v) => {
      // x^2 - 2 (eps + m alpha^2) x + eps^2 - Dz^2 = 0
      const middle = v('eps').add(v('m').mul(v('alpha').square()));
      const product = v('eps').square().sub(v('Dz').square());
      const root = middle.square().sub(product).sqrt();
      const logarithm = middle.add(root).square().div(product).log();
      const expected = v('m').mul(v('Dz')).mul(logarithm).div(root).div(pi().mul(-4));
      return equal([r.g.components[3].re], [expected], v('m'));
    },
  },
  {
    id: 'edelstein',
    ...shared,
    statement:
      'without exchange, both bands: n K_xy = -n K_yx = e alpha m/(2 pi Gamma_0), n sigma = e^2 (eps + m ' +
      'alpha^2)/(2 pi Gamma_0), in every approximation',
    latex:
      'nK_{xy} = \\frac{e\\alpha m}{2\\pi\\Gamma_0},\\quad n\\sigma_{xx} = \\frac{e^2(\\varepsilon + ' +
      'm\\alpha^2)}{2\\pi\\Gamma_0}',
    proof:
      'Both rings share the rate Gamma_0 and the velocity v, with momenta p = m (v -+ alpha). The ladder cancels ' +
      'the anomalous velocity, so the vertex is e p/m; the spins of the rings are opposite and leave e (p_+^2 - ' +
      'p_-^2)/(8 pi m v Gamma_0) = -e alpha m/(2 pi Gamma_0) = n K_yx. The bare bubble, with the velocity v in the ' +
      'place of p/m, gives half of it.',
    source: 'Edelstein 1990 with the rate of the T-matrix; the ladder removes the anomalous velocity',
    domain: 'Rashba gas without exchange, scalar impurities, two rings',
    draw: {
      ...DRAWS.scalarImpurities,
      energy: ['two rings'],
      exchange: ['no exchange'],
      fixed: { Dx: '0', Dy: '0', Dz: '0' },
    },
    contours: ['two rings'],
    sides: ([r], v) => {
      const rate = pi().mul(2).mul(r.broadening[0]);
      const kinetic = v('eps').add(v('m').mul(v('alpha').square()));
      return agrees(r, unmarked(v('alpha').mul(v('m')).div(rate).neg(), kinetic.div(rate)));
    },
  },
  {
    id: 'single-ring',
    ...shared,
    statement:
      'one circular ring: K_J = (b_t/v) z x, whatever the scattering, so K_J,xx = K_J,yy = 0: no damping-like ' +
      'torque per current; e v K_J,yx = -alpha p/lambda',
    latex:
      'K_{J,yx} = -K_{J,xy} = \\frac{m\\alpha}{\\lambda - m\\alpha^2},\\quad K_{J,xx} = K_{J,yy} = 0,\\quad ' +
      '\\lambda = \\sqrt{\\alpha^2p^2 + \\Delta_z^2}',
    proof:
      'On one circle a field displaces the distribution by one vector, whatever the rates and their skewness. The ' +
      'current sums v, along p, and the spin sums b_t, across p, over the same distribution: their ratio is b_t/v ' +
      'times a quarter turn.',
    source: 'texture and velocity carry the same harmonic of one contour, so K and sigma share the distribution',
    domain: 'Rashba ferromagnet, m along z, one ring (inside the gap), scalar impurities, every scheme',
    draw: { ...DRAWS.scalarImpurities, ...DRAWS.alongZ, energy: ['one ring', 'near gap edge'] },
    contours: ['one ring'],
    sides: ([r], v) => {
      // eps = p^2/2m - lambda with lambda^2 = alpha^2 p^2 + Dz^2: (lambda - kappa)^2 = kappa^2 + Dz^2 + 2 kappa eps
      const kappa = v('m').mul(v('alpha').square());
      const rest = sum([kappa.square(), v('Dz').square(), kappa.mul(v('eps')).mul(2)]).sqrt();
      const KJ = v('m').mul(v('alpha')).div(rest);
      return equal(spinEntries(r.KJ), [zero(), KJ.neg(), KJ, zero(), zero(), zero()], scaleOfKJ(r));
    },
  },
  {
    id: 'drude',
    ...shared,
    statement:
      'without spin-orbit coupling each spin carries its own Drude current, n sigma = sum_s (eps - s Delta)/(4 ' +
      'pi gamma_s), with its own T-matrix, and no current vertex',
    latex:
      'n\\sigma_{xx} = \\sum_{s=\\pm}\\frac{\\varepsilon - s\\Delta}{4\\pi\\gamma_s},\\quad \\gamma_s = ' +
      '-\\mathrm{Im}\\,\\frac{u}{1 - u g_s},\\quad \\mathcal{J} = 0',
    proof:
      'At alpha = 0 the spin along Delta commutes with H and W. Channel s has the density m (eps - s Delta)/2 pi ' +
      "and the rate 2 gamma_s, and point scatterers deflect a conserved spin without memory: Drude's formula for " +
      'each.',
    source: 'alpha -> 0: spin along Delta is conserved; two parabolic bands',
    domain: 'Rashba ferromagnet at alpha = 0, scalar impurities, both bands, renormalised cutoff, full T-matrix',
    draw: {
      ...DRAWS.finiteStrength,
      energy: ['two rings'],
      exchange: ['out of plane', 'xz plane', 'general m'],
      fixed: { alpha: '0' },
      cutoffs: ['renormalised'],
    },
    contours: ['two rings'],
    sides: ([r], v) => {
      const sigma = sum(spinChannels(v).map(({ kinetic, gamma }) => kinetic.div(gamma).div(pi().mul(4))));
      // the spin along Delta is conserved too, so the ladder is doubly singular: the bare bubbles say it all
      return [
        ...equal(r.s0.flat(), [sigma, zero(), zero(), sigma], magnitude(r.s0.flat())),
        ...vanish(r.J.flat(), scaleOfK(r)),
      ];
    },
  },
  {
    id: 'self-energy',
    ...shared,
    statement:
      'the self-energy knows no in-plane direction but m: Sigma_x Dy = Sigma_y Dx, and g_2 = Gamma_2 = 0 for m ' +
      'in the xz plane',
    latex: '\\Sigma_x\\Delta_y = \\Sigma_y\\Delta_x',
    proof:
      'The mirror at the plane of m and z, followed by time reversal, keeps m and reverses the spin normal to that ' +
      'plane. The local retarded g and with it T, for scalar impurities, are carried into themselves, so they have ' +
      'no normal component.',
    source: 'Veneri 2022, Eq. (32); mirror that contains m and z, joint rotation',
    domain: 'Rashba ferromagnet, scalar impurities, every scheme',
    draw: { ...DRAWS.scalarImpurities, exchange: ['general m', 'xz plane', 'in plane'] },
    sides: ([r], v) => {
      const inPlane = magnitude([v('Dx'), v('Dy')]);
      const [, x, y] = r.T.components;
      const scale = magnitude(r.T.toParts()).mul(inPlane);
      const substance = magnitude([x.re, x.im, y.re, y.im]).mul(inPlane);
      const sides = equal([x.re.mul(v('Dy')), x.im.mul(v('Dy'))], [y.re.mul(v('Dx')), y.im.mul(v('Dx'))], scale);
      return sides.map((side) => ({ ...side, substance }));
    },
  },
];

/**
 * Kinetic energy and broadening of the two spin channels at alpha = 0; g_s = (m/2 pi) (-ln e_s + mean) - i m/2 in the
 * renormalised scheme.
 */
function spinChannels(v: Values): { kinetic: Expr; gamma: Expr }[] {
  const delta = sum([v('Dx').square(), v('Dy').square(), v('Dz').square()]).sqrt();
  const kinetic = [v('eps').sub(delta), v('eps').add(delta)];
  const logarithms = kinetic.map((e) => e.log());
  const mean = logarithms[0].add(logarithms[1]).div(2);
  return kinetic.map((e, k) => {
    // the sign with which the renormalised Re g_s enters: lower kinetic energy, larger real part
    const real = mean.sub(logarithms[k]).mul(v('m')).div(pi().mul(2)).neg();
    const imaginary = v('m').div(2).mul(v('u'));
    const rest = constant(1).sub(v('u').mul(real));
    return { kinetic: e, gamma: v('u').mul(imaginary).div(rest.square().add(imaginary.square())) };
  });
}
