import { CURRENT_DENSITY, type EffectiveFields } from './effectiveFields.js';
import { constantFit, type FieldTerm, polynomialFit } from './fits.js';
import { scaled, type Vector } from './vector.js';

/** hbar/|e| in J/A. */
const HBAR_BY_CHARGE = 1.054571817e-34 / 1.602176634e-19;
/** Ubermag wants a positive polarisation. */
const LEAST_POLARISATION = 1e-12;

const short = (x: number): string => String(Number(x.toPrecision(7)));
const list = (v: Vector): string => v.map(short).join(', ');
const percent = (x: number): string => `${Number((100 * x).toPrecision(2))} %`;

/** What the signs of all numbers mean, one line each. */
export const conventions = ({ j, p }: EffectiveFields): string[] => [
  'dm/dt = -gamma m x B + alpha m x dm/dt, gamma > 0: B is an effective field in T like any other',
  'B = -Delta_xc S/(t M_s): the exchange energy is + Delta_xc m.s with Pauli matrices s (Eqs. (1)-(2) of Veneri et al.',
  `are for - Delta_xc m.s); j = (${list(j)}) is the direction of the electric current, of positive charges`,
  `across m, B = fieldLike p + dampingLike m x p with p = z x j = (${list(p)})`,
];

/** A script for mumax3 that adds the field as a polynomial of m. */
export function mumaxSnippet(fields: EffectiveFields): string {
  const { terms, missed } = polynomialFit(fields);
  const names = ['sot_x', 'sot_y', 'sot_z'];
  const axes: readonly Vector[] = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const product = ({ powers, coefficient }: FieldTerm): string => {
    const factors = powers.flatMap((power, k) => Array<string>(power).fill(names[k]));
    const constant = `ConstVector(${scaled(coefficient, 1e-3)
      .map((x) => (x === 0 ? '0' : `sot_j*(${short(x)})`))
      .join(', ')})`;
    return factors.reduceRight((inner, factor) => `Mul(${factor}, ${inner})`, constant);
  };
  return [
    ...conventions(fields).map((line) => `// ${line}`),
    `// the polynomial misses ${percent(missed)} of the field across m (root mean square over all m)`,
    `sot_j := 1.0 // current density in the conductor in units of ${CURRENT_DENSITY.toExponential(0)} A/m^2`,
    ...names.map((name, k) => `${name} := Dot(m, ConstVector(${axes[k].join(', ')}))`),
    ...terms.map((term) => `AddFieldTerm(${product(term)})`),
    '',
  ].join('\n');
}

/** Python for Ubermag: constants of its Slonczewski term, and the table that they approximate. */
export function ubermagSnippet(fields: EffectiveFields): string {
  const { fieldLike, dampingLike, missed } = constantFit(fields);
  const { p, thickness, magnetisation, rows } = fields;
  const sign = dampingLike < 0 ? -1 : 1;
  // beta of the term, in T
  const beta = (HBAR_BY_CHARGE * CURRENT_DENSITY) / (thickness * magnetisation);
  const [polarisation, prime] = [(2 * Math.abs(dampingLike) * 1e-3) / beta, (sign * fieldLike * 1e-3) / beta];
  return [
    ...conventions(fields).map((line) => `# ${line}`),
    '# Slonczewski: dm/dt = gamma beta P/2 m x (mp x m) - gamma beta eps_prime m x mp, beta = hbar J/(|e| t M_s);',
    `# its t is the cell along z: one cell of ${short(thickness)} m, and M_s = ${short(magnetisation)} A/m`,
    `# these constants miss ${percent(missed)} of the field across m (root mean square over all m), the table nothing`,
    'import micromagneticmodel as mm',
    '',
    'sot = mm.Slonczewski(',
    `    J=${CURRENT_DENSITY.toExponential(0)},  # A/m^2 in the conductor; negative for the opposite current`,
    `    mp=(${list(scaled(p, sign))}),`,
    `    P=${short(Math.max(polarisation, LEAST_POLARISATION))},`,
    '    Lambda=1,',
    `    eps_prime=${short(prime)},`,
    ')',
    '# system.dynamics += sot',
    '',
    `# (theta, phi) in degrees: B in mT per ${CURRENT_DENSITY.toExponential(0)} A/m^2`,
    'sot_field = {',
    ...rows.map(({ theta, phi, B }) => `    (${short(theta)}, ${short(phi)}): (${list(B)}),`),
    '}',
    '',
  ].join('\n');
}
