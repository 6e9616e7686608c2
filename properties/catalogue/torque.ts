import { constant, type Expr } from '../../src/arithmetic/expression.js';
import type { Matrix } from '../../src/arithmetic/matrix.js';
import type { Law, Values } from '../law/law.js';
import { magnitude } from '../law/response.js';
import type { Facts } from '../symmetry/classification.js';
import { equal, scaleOfKJ } from './tools.js';

type Vector = readonly [Expr, Expr, Expr];

const cross = (a: Vector, b: Vector): Vector => [
  a[1].mul(b[2]).sub(a[2].mul(b[1])),
  a[2].mul(b[0]).sub(a[0].mul(b[2])),
  a[0].mul(b[1]).sub(a[1].mul(b[0])),
];
const dot = (a: Vector, b: Vector): Expr => a[0].mul(b[0]).add(a[1].mul(b[1])).add(a[2].mul(b[2]));
const scaled = (a: Vector, x: Expr): Vector => [a[0].mul(x), a[1].mul(x), a[2].mul(x)];

const schemes = ['t-matrix', 'born:2', 'born:3'] as const;

/** Laws of Eqs. (3) and (4); for isotropic theories whose exchange field is three plain parameters. */
export const torqueLaws = (facts: Facts): Law[] => {
  const names = facts.exchangeNames;
  const isotropic = (): boolean => facts.isotropic && names.length === 3;
  const field = (v: Values): Vector => [v(names[0]), v(names[1]), v(names[2])];
  const tilted = (value: (name: string) => number): boolean =>
    names.length === 3 && value(names[2]) !== 0 && value(names[0]) ** 2 + value(names[1]) ** 2 > 0;
  const draw = {
    exchange: ['xz plane', 'general m'],
    hierarchy: ['comparable', 'small exchange', 'small spin-orbit'],
    schemes,
    impurities: 'scalar',
  } as const;
  return [
    {
      id: 'torque.decomposition',
      level: 'independent route',
      statement:
        'the four efficiencies of Eq. (4) put into Eq. (3) give back the torque H_SOT x m, which is perpendicular to m',
      latex:
        '(\\hat K_J\\mathbf{J})\\times\\mathbf{m} = \\tau_1^e\\,\\mathbf{m}\\times(\\mathbf{m}\\times(\\mathbf{e}_z\\times\\mathbf{J})) + \\dots',
      source: 'Veneri 2022, Eqs. (1)-(4)',
      domain:
        'isotropic theories (rotation about z and the mirrors that contain it), m neither along z nor in the plane',
      claims: isotropic,
      draw,
      within: tilted,
      measurements: [{}],
      sides: ([r], v, torque) => {
        const delta = field(v);
        const m = scaled(delta, constant(1).div(dot(delta, delta).sqrt()));
        const tau = torque(r.KJ, delta) as [Expr, Expr, Expr, Expr];
        const scale = scaleOfKJ(r);
        return [0, 1].flatMap((axis) => {
          const H = r.KJ.slice(1).map((row) => row[axis]) as unknown as Vector;
          const physical = cross(H, m);
          const rebuilt = decomposed(tau, m, axis as 0 | 1);
          return [
            ...equal(physical, rebuilt, scale),
            { left: dot(rebuilt, m), right: constant(0), scale, substance: magnitude(rebuilt) },
          ];
        });
      },
    },
    {
      id: 'torque.angle',
      level: 'symmetry',
      statement:
        'the efficiencies are even about theta = pi/2 and have the period pi: tau(theta) = tau(pi - theta) = tau(-theta) = tau(theta + pi)',
      latex: '\\tau(\\theta) = \\tau(\\pi - \\theta) = \\tau(-\\theta) = \\tau(\\theta + \\pi)',
      source: 'Veneri 2022, Fig. 4; mirror and rotation by pi',
      domain: 'isotropic theories, m neither along z nor in the plane',
      claims: isotropic,
      draw,
      within: tilted,
      measurements: [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ].map(([inPlane, out]) => ({ parameters: (v: Values) => turned(names, v, inPlane, out) })),
      sides: (readings, v, torque) => {
        const [first, ...others] = readings.map((r, k) => {
          const [inPlane, out] = [
            [1, 1],
            [1, -1],
            [-1, 1],
            [-1, -1],
          ][k];
          const [x, y, z] = field(v);
          return torque(r.KJ as Matrix, [x.mul(inPlane), y.mul(inPlane), z.mul(out)]);
        });
        return others.flatMap((tau) =>
          first.map((x, i) => ({ left: x, right: tau[i], scale: torqueScale(readings, field(v)) })),
        );
      },
    },
    {
      id: 'odd-and-even',
      level: 'symmetry',
      statement:
        'm in the xz plane: K_xx, K_yy and K_zx are odd in m, K_xy, K_yx and K_zy even, so the damping-like torque is even in m',
      latex:
        'K_{xx,yy,zx}(-\\mathbf{m}) = -K_{xx,yy,zx}(\\mathbf{m}),\\quad K_{xy,yx,zy}(-\\mathbf{m}) = K_{xy,yx,zy}(\\mathbf{m})',
      source: 'Veneri 2022, after Eq. (4); mirror times rotation by pi',
      domain: 'isotropic theories, scalar impurities, m_y = 0',
      claims: isotropic,
      draw: {
        ...draw,
        exchange: ['xz plane', 'out of plane', 'in plane'],
        fixed: names.length === 3 ? { [names[1]]: '0' } : {},
      },
      within: (value) => value(names[1]) === 0,
      measurements: [{}, { parameters: (v) => turned(names, v, -1, -1) }],
      sides: ([here, there]) => {
        const parity = [-1, 1, 1, -1, -1, 1];
        const scale = magnitude(here.K.flat());
        return here.K.slice(1)
          .flat()
          .map((x, k) => ({ left: there.K.slice(1).flat()[k], right: x.mul(parity[k]), scale }));
      },
    },
  ];
};

/** The exchange field with its in-plane and out-of-plane parts times signs. */
const turned = (names: readonly string[], v: Values, inPlane: number, out: number): Record<string, Expr> =>
  Object.fromEntries(names.map((name, axis) => [name, v(name).mul(axis < 2 ? inPlane : out)]));

/** K_J over the smallest power of m_x and m_z that Eq. (4) divides by. */
function torqueScale(readings: readonly { readonly KJ: Matrix }[], delta: Vector): Expr {
  const square = dot(delta, delta);
  const inPlane = delta[0].square().add(delta[1].square()).div(square);
  return magnitude(readings[0].KJ.flat()).div(inPlane).div(delta[2].abs().div(square.sqrt()));
}

/** Eq. (3) without its prefactor, for a unit current along an axis. */
function decomposed([e1, e2, o1, o2]: readonly [Expr, Expr, Expr, Expr], m: Vector, axis: 0 | 1): Vector {
  const [zero, one] = [constant(0), constant(1)];
  const J: Vector = axis === 0 ? [one, zero, zero] : [zero, one, zero];
  const z: Vector = [zero, zero, one];
  const around = cross(z, J);
  const along = dot(m, J);
  const terms = [
    scaled(cross(m, cross(m, around)), e1),
    scaled(cross(m, z), e2.mul(along)),
    scaled(cross(m, around), o1),
    scaled(cross(m, cross(m, z)), o2.mul(along)),
  ];
  return [0, 1, 2].map((i) => terms.map((t) => t[i]).reduce((a, b) => a.add(b))) as unknown as Vector;
}
