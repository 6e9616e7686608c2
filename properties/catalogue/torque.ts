import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { cross } from '../../src/arithmetic/matrix.js';
import type { Draw } from '../cases/draw.js';
import type { LawRecord, Values } from '../law/law.js';
import { magnitude, scaleOfKJ } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import { equal, rowTimes, spinEntries, vanish } from './tools.js';

/** Three components. */
type Vector = readonly Expr[];

const dot = (a: Vector, b: Vector): Expr => sum(a.map((x, i) => x.mul(b[i])));
const scaled = (a: Vector, x: Expr): Vector => a.map((y) => y.mul(x));

/** Signs of the in-plane and the out-of-plane part of m. */
const TURNS = [
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;
type Turn = (typeof TURNS)[number];

/** Laws of Eqs. (3) and (4); for isotropic theories whose exchange field is three plain parameters. */
export const torqueLaws = (classification: Classification): LawRecord[] => {
  const { exchangeNames: names } = classification;
  const claims = (): boolean => names.length === 3 && classification.isIsotropic();
  const field = (v: Values, [inPlane, out]: Turn = TURNS[0]): Vector =>
    names.map((name, axis) => v(name).mul(axis < 2 ? inPlane : out));
  const turned = (turn: Turn) => ({
    parameters: (v: Values) => Object.fromEntries(field(v, turn).map((x, axis) => [names[axis], x])),
  });
  const draw: Draw = {
    exchange: ['xz plane', 'general m'],
    hierarchy: ['comparable', 'small exchange', 'small spin-orbit'],
    schemes: ['t-matrix', 'born:2', 'born:3'],
  };
  const tilted = {
    claims,
    draw,
    within: (value: (name: string) => number): boolean =>
      value(names[2]) !== 0 && (value(names[0]) !== 0 || value(names[1]) !== 0),
  };
  return [
    {
      id: 'torque.decomposition',
      level: 'independent route',
      statement:
        'the four efficiencies of Eq. (4) put into Eq. (3) give back the torque H_SOT x m, which is perpendicular to m',
      latex:
        '(\\hat K_J\\mathbf{J})\\times\\mathbf{m} = ' +
        '\\tau_1^e\\,\\mathbf{m}\\times(\\mathbf{m}\\times(\\mathbf{e}_z\\times\\mathbf{J})) + \\dots',
      proof:
        'With rotation symmetry about z and its mirrors the torque is linear in J and built from m, e_z and J. In ' +
        'the plane across m there are two directions, each with a coefficient that is constant or proportional to ' +
        'm.J: the four functions of Eq. (3). Eq. (4) is the solution of these linear equations for the ' +
        'coefficients.',
      source: 'Veneri 2022, Eqs. (1)-(4)',
      domain:
        'isotropic theories (rotation about z and the mirrors that contain it), m neither along z nor in the plane',
      ...tilted,
      sides: ([r], v, torque) => {
        const delta = field(v);
        const m = scaled(delta, constant(1).div(dot(delta, delta).sqrt()));
        const tau = torque(r.KJ, delta);
        const scale = scaleOfKJ(r);
        return [0, 1].flatMap((axis) => {
          const H = r.KJ.slice(1).map((row) => row[axis]);
          const rebuilt = decomposed(tau, m, axis);
          return [...equal(cross(H, m), rebuilt, scale), ...vanish([dot(rebuilt, m)], scale, [magnitude(rebuilt)])];
        });
      },
    },
    {
      id: 'torque.angle',
      level: 'symmetry',
      statement:
        'the efficiencies are even about theta = pi/2 and have the period pi: tau(theta) = tau(pi - theta) = ' +
        'tau(-theta) = tau(theta + pi)',
      latex: '\\tau(\\theta) = \\tau(\\pi - \\theta) = \\tau(-\\theta) = \\tau(\\theta + \\pi)',
      proof:
        'Eq. (3) is built from vectors alone. The half turn about z takes theta to -theta, a mirror that contains z' +
        ' takes it to pi - theta, and both carry Eq. (3) into itself; its coefficients are therefore the same at ' +
        'both ends.',
      source: 'Veneri 2022, Fig. 4; mirror and rotation by pi',
      domain: 'isotropic theories, m neither along z nor in the plane',
      ...tilted,
      measurements: TURNS.map(turned),
      sides: (responses, v, torque) => {
        const [first, ...others] = responses.map((r, k) => torque(r.KJ, field(v, TURNS[k])));
        // K_J over the smallest power of m_x and m_z that Eq. (4) divides by
        const [x2, y2, z2] = field(v).map((x) => x.square());
        const square = sum([x2, y2, z2]);
        const scale = magnitude(responses[0].KJ.flat()).div(x2.add(y2).div(square)).div(z2.div(square).sqrt());
        return others.flatMap((tau) => equal(first, tau, scale));
      },
    },
    {
      id: 'odd-and-even',
      level: 'symmetry',
      statement:
        'm in the xz plane: K_xx, K_yy and K_zx are odd in m, K_xy, K_yx and K_zy even, so the damping-like ' +
        'torque is even in m',
      latex:
        'K_{xx,yy,zx}(-\\mathbf{m}) = -K_{xx,yy,zx}(\\mathbf{m}),\\quad K_{xy,yx,zy}(-\\mathbf{m}) = ' +
        'K_{xy,yx,zy}(\\mathbf{m})',
      proof:
        "The mirror p_y -> -p_y turns the axial spin into (-s_x, s_y, -s_z) and takes m = (m_x, 0, m_z) to -m. K' " +
        '= S K R^T then multiplies K_ab by S_aa R_bb: -1 for xx, yy, zx and +1 for xy, yx, zy.',
      source: 'Veneri 2022, after Eq. (4); mirror times rotation by pi',
      domain: 'isotropic theories, scalar impurities, m_y = 0',
      claims,
      draw: {
        ...draw,
        exchange: ['xz plane', 'out of plane', 'in plane'],
        fixed: names.length === 3 ? { [names[1]]: '0' } : {},
      },
      measurements: [{}, turned([-1, -1])],
      sides: ([here, there]) => {
        const expected = spinEntries(here.K).map((x, k) => x.mul([-1, 1, 1, -1, -1, 1][k]));
        return equal(spinEntries(there.K), expected, magnitude(here.K.flat()));
      },
    },
  ];
};

/** Eq. (3) without its prefactor, for a unit current along an axis. @see Eq. (3) */
function decomposed([e1, e2, o1, o2]: readonly Expr[], m: Vector, axis: number): Vector {
  const unit = (k: number): Vector => [0, 1, 2].map((i) => constant(i === k ? 1 : 0));
  const [J, z] = [unit(axis), unit(2)];
  const around = cross(z, J);
  const along = dot(m, J);
  return rowTimes(
    [e1, e2.mul(along), o1, o2.mul(along)],
    [cross(m, cross(m, around)), cross(m, z), cross(m, around), cross(m, cross(m, z))],
  );
}
