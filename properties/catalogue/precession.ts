import { Complex, complexSum } from '../../src/arithmetic/complex.js';
import { constant, pi } from '../../src/arithmetic/expression.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { magnitude, type ResponseTensors } from '../law/response.js';
import { equal, rashba, zero } from './tools.js';

/** alpha small enough that its square is below the tolerance. */
const TINY = 2 ** -16;

const shared = {
  level: 'closed form',
  claims: rashba,
  draw: {
    ...DRAWS.finiteDensity,
    exchange: ['out of plane'],
    energy: ['two rings'],
    fixed: { alpha: '0', Dx: '0', Dy: '0' },
    cutoffs: ['renormalised'],
    strength: ['strong', 'very strong'],
  },
} as const;

const cleanTMatrix = { limit: 'finite', scheme: { kind: 't-matrix' }, closure: 'full' } as const;

/** Bubbles at finite n that are elementary: spins that precess about m along z. */
export const precessionLaws: readonly LawRecord[] = [
  {
    id: 'finite.precession',
    ...shared,
    statement:
      'without spin-orbit coupling N is elementary: A_st = (m/2 pi) [Log(-z_s) - Log(-z_t*)]/(z_t* - z_s), and ' +
      'N_xy = -N_yx = n Im A_ud is the Hanle precession',
    latex:
      '\\mathcal{N}_{xx} = n\\,\\mathrm{Re}A_{\\uparrow\\downarrow},\\quad \\mathcal{N}_{xy} = ' +
      '-\\mathcal{N}_{yx} = n\\,\\mathrm{Im}A_{\\uparrow\\downarrow},\\quad z_s = \\varepsilon - s\\Delta_z - ' +
      'nT_s',
    proof:
      'At alpha = 0 G+_s = 1/(z_s - x) with x = p^2/2m and a constant density of states m/2 pi. Products of two are' +
      ' integrated by partial fractions; between unlike spins the phase of the result is the angle of precession in' +
      ' a lifetime.',
    source: 'partial fractions of G+ G- in p^2/2m; precession of a spin across the field at finite n',
    domain: 'Rashba ferromagnet at alpha = 0, m along z, scalar impurities, finite n, T-matrix of the clean g_0',
    measurements: [{ ...cleanTMatrix, parameters: (v) => ({ n: v('density') }) }],
    sides: ([r], v) => {
      const [up, down] = energies(r, v);
      const states = v('m').div(pi().mul(2));
      const A = (z: Complex, w: Complex): Complex => pair(z, w.conj()).scale(states.mul(v('density')));
      const [uu, dd, ud] = [A(up, up), A(down, down), A(up, down)];
      const [even, odd, none] = [uu.add(dd).re.div(2), uu.sub(dd).re.div(2), zero()];
      const expected = [
        [even, none, none, odd],
        [none, ud.re, ud.im, none],
        [none, ud.im.neg(), ud.re, none],
        [odd, none, none, even],
      ];
      return equal(r.N.flat(), expected.flat(), magnitude(r.N.flat()));
    },
    tolerance: { kind: 'exact', value: 1e-6 },
  },
  {
    id: 'finite.edelstein',
    ...shared,
    statement:
      'to first order in alpha the bubble J of spin and current is elementary at every density: three ' +
      'propagators in p^2/2m, J_xx by precession',
    latex:
      '\\mathcal{J}_{ax} = \\frac{e\\alpha m}{4\\pi^2}\\int_0^\\infty\\!dx\\,\\mathrm{tr}\\,s_a[G^+s_yG^- + ' +
      'x\\,G^+s_yG^+G^- + x\\,G^+G^-s_yG^-] + O(\\alpha^3)',
    proof:
      'G = G_0 + G_0 V G_0 + O(alpha^2) with V = alpha (p_x s_y - p_y s_x). The average over directions leaves ' +
      'p_x^2 -> m x, and the current vertex adds the anomalous velocity -e alpha s_x or e alpha s_y: three terms ' +
      'with one logarithm for each pole.',
    source: 'first-order perturbation in the Rashba term of G+ and G-, with the anomalous velocity',
    domain: 'Rashba ferromagnet at small alpha, m along z, scalar impurities, finite n, T-matrix of the clean g_0',
    measurements: [{ ...cleanTMatrix, parameters: (v) => ({ n: v('density'), alpha: constant(TINY) }) }],
    sides: ([r], v) => {
      const [u, d] = energies(r, v);
      const [U, D] = [u.conj(), d.conj()];
      const factor = v('m').mul(-TINY).div(pi().square().mul(4));
      // G+ of spin down with G- of spin up, and the other way round
      const flips = [
        complexSum([pair(d, U), triple(u, d, U), triple(U, D, d)]),
        complexSum([pair(u, D), triple(u, d, D), triple(U, D, u)]),
      ];
      const Jyx = flips[0].add(flips[1]).re.mul(factor);
      const Jxx = Complex.i.mul(flips[0].sub(flips[1])).re.mul(factor);
      const [, [xx, xy], [yx, yy]] = r.J;
      // the second column is the first one turned by a right angle
      return equal([xx, yx, xy, yy], [Jxx, Jyx, Jyx.neg(), Jxx], magnitude([xx, yx]));
    },
    tolerance: { kind: 'asymptotic', value: 1e-5 },
  },
];

/** z_s = eps - s Dz - n T_s of both spins: G+_s = 1/(z_s - x), x = p^2/2m. */
function energies(r: ResponseTensors, v: Values): [Complex, Complex] {
  const [t0, , , tz] = r.T.components;
  const at = (s: 1 | -1): Complex =>
    Complex.real(v('eps').sub(v('Dz').mul(s))).sub(t0.add(tz.scale(s)).scale(v('density')));
  return [at(1), at(-1)];
}

const cut = (z: Complex): Complex => z.neg().log();

/** int_0^inf dx / ((a - x)(b - x)). */
const pair = (a: Complex, b: Complex): Complex => cut(a).sub(cut(b)).div(b.sub(a));

/** int_0^inf x dx / ((a - x)(b - x)(c - x)). */
const triple = (a: Complex, b: Complex, c: Complex): Complex =>
  complexSum([part(a, b, c), part(b, c, a), part(c, a, b)]);

const part = (a: Complex, b: Complex, c: Complex): Complex => a.mul(cut(a)).div(b.sub(a).mul(c.sub(a)));
