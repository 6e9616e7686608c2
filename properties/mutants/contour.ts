import { constant, type Expr, pi } from '../../src/arithmetic/expression.js';
import type { Line } from '../../src/theory/line.js';
import { type ContourPoint, cleanPole } from '../../src/transport/cleanGreen.js';
import { type Mutant, stepMutant } from './mutant.js';

/** Mutants of the contour point: band projector, velocity, weight, residue. */
const point = (id: string, change: string, make: (p: ContourPoint, line: Line) => Partial<ContourPoint>): Mutant =>
  stepMutant(id, change, 'contourPoint', (sound) => (line, root) => {
    const p = sound(line, root);
    return { ...p, ...make(p, line) };
  });

const gradient = ({ theory, cos, sin }: Line, momentum: Expr, component: number): [Expr, Expr] => {
  const [x, y] = [momentum.mul(cos), momentum.mul(sin)];
  const h = theory.h[component];
  return [h.derivative(0).at(x, y), h.derivative(1).at(x, y)];
};

const radial = ([x, y]: readonly [Expr, Expr], { cos, sin }: Line): Expr => x.mul(cos).add(y.mul(sin));

export const contourMutants: readonly Mutant[] = [
  point('weight.no-velocity', "the weight of a contour point lacks the ring's velocity", (p, line) => ({
    weight: p.weight.mul(radial(p.velocity, line).abs()),
  })),
  point('weight.no-momentum', 'the weight lacks the momentum of the polar measure', (p) => ({
    weight: p.weight.div(p.momentum.abs()),
  })),
  point('weight.full-velocity', 'the weight divides by |v| instead of its component along the ray', (p, line) => {
    const speed = p.velocity[0].square().add(p.velocity[1].square()).sqrt();
    return { weight: p.weight.mul(radial(p.velocity, line).abs()).div(speed) };
  }),
  point('weight.doubled', 'every contour point is counted twice', (p) => ({ weight: p.weight.mul(2) })),
  point('spin.band-sign', 'both bands are given the spin of the upper one', (p, line) => {
    const x = p.momentum.mul(line.cos);
    const y = p.momentum.mul(line.sin);
    const h = line.theory.h.slice(1).map((c) => c.at(x, y));
    const norm = h
      .map((c) => c.square())
      .reduce((a, b) => a.add(b))
      .sqrt();
    return { spin: [p.spin[0], ...h.map((c) => c.div(norm))] };
  }),
  point(
    'spin.z-sign',
    'the out-of-plane tilt of the texture has the wrong sign: Delta_z enters one place as -Delta_z',
    (p) => ({
      spin: [p.spin[0], p.spin[1], p.spin[2], p.spin[3].neg()],
    }),
  ),
  point('spin.no-z', 'the out-of-plane tilt of the texture is dropped', (p) => ({
    spin: [p.spin[0], p.spin[1], p.spin[2], constant(0)],
  })),
  point('spin.swapped', 'the x and y components of the texture are swapped', (p) => ({
    spin: [p.spin[0], p.spin[2], p.spin[1], p.spin[3]],
  })),
  point('velocity.no-anomalous', 'the anomalous (spin) part of the velocity is dropped', (p, line) => ({
    velocity: gradient(line, p.momentum, 0),
  })),
  point('velocity.anomalous-sign', 'the anomalous part of the velocity has the wrong sign', (p, line) => {
    const bare = gradient(line, p.momentum, 0);
    return { velocity: [bare[0].mul(2).sub(p.velocity[0]), bare[1].mul(2).sub(p.velocity[1])] };
  }),
  point('velocity.radial', 'the velocity is taken along the ray', (p, line) => {
    const v = radial(p.velocity, line);
    return { velocity: [v.mul(line.cos), v.mul(line.sin)] };
  }),
  point('residue.sign', 'the residue at a contour has the wrong sign, so the on-shell part of Re g has too', (p) => ({
    residue: p.residue.neg(),
  })),
  point('residue.one-ray', 'the residue forgets that the ray of negative momentum runs backwards', (p) => ({
    residue: p.residue.mul(p.momentum.sign()),
  })),
];

const green = (id: string, change: string, make: (parts: Expr[]) => Expr[]): Mutant =>
  stepMutant(id, change, 'onShellGreen', (sound) => (line, p) => make(sound(line, p)));

const zeros = (count: number): Expr[] => Array.from({ length: count }, () => constant(0));

/** Mutants of g = sum_p G_0. */
export const greenMutants: readonly Mutant[] = [
  green('green.no-real-part', 'Re g is dropped on the contours', (x) => [...zeros(4), ...x.slice(4)]),
  green('green.no-real-spin', 'the spin part of Re g is dropped on the contours, and skew scattering with it', (x) => [
    x[0],
    ...zeros(3),
    ...x.slice(4),
  ]),
  green('green.half-logarithm', 'ln p in place of ln p^2 in Re g', (x) => [
    ...x.slice(0, 4).map((r) => r.div(2)),
    ...x.slice(4),
  ]),
  green('green.full-residue', 'Im g carries a whole residue in place of half of one', (x) => [
    ...x.slice(0, 4),
    ...x.slice(4, 8).map((r) => r.mul(2)),
    ...x.slice(8),
  ]),
  green('green.advanced', 'the advanced g in place of the retarded one', (x) => [
    ...x.slice(0, 4),
    ...x.slice(4, 8).map((r) => r.neg()),
    ...x.slice(8),
  ]),
  green('green.no-imaginary-spin', 'the spin part of Im g is dropped', (x) => [
    ...x.slice(0, 5),
    ...zeros(3),
    ...x.slice(8),
  ]),
  green('green.z-sign', 'g_z has the wrong sign', (x) => x.map((r, k) => (k % 4 === 3 ? r.neg() : r))),
  stepMutant(
    'off-shell.dropped',
    'complex roots of D do not contribute to Re g',
    'offShellGreen',
    (sound) => (line, p) => sound(line, p).map((x) => x.mul(0)),
  ),
  stepMutant(
    'off-shell.half',
    'one root of every complex pair is forgotten in Re g',
    'offShellGreen',
    (sound) => (line, p) => sound(line, p).map((x) => x.div(2)),
  ),
  stepMutant(
    'off-shell.branch',
    'the logarithm of a complex root is taken on the wrong branch: 2 ln p for ln p + ln(-p)',
    'offShellGreen',
    (sound) => (line, p) => {
      // 2 ln p = ln p + ln(-p) + i pi above the real axis
      const { numerator, perPole } = cleanPole(line, p);
      const residues = numerator.map((a) => a.mul(perPole).im.mul(pi()).mul(2));
      return sound(line, p).map((x, k) => (k < 4 ? x.add(residues[k]) : x));
    },
  ),
];
