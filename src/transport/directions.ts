import { constant, type Program, pi, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';

/**
 * A quadrature rule over lines through the origin, angles in [0, pi): `count` triples (cos, sin, weight). Each line stands for both of
 * its rays; the weights sum to pi.
 */
export interface Directions<V> {
  readonly lines: V;
  readonly count: number;
}

const equidistant: Program = trace([2], ([k, count]) => {
  const angle = pi().mul(k!).div(count!);
  return [angle.cos(), angle.sin(), pi().div(count!)];
});

/** N equidistant lines: the trapezoidal rule with 2N rays, geometrically convergent when no line is tangent to a Fermi contour. */
export function trapezoid<V>(field: Field<V>, count: number): Directions<V> {
  const lines = field.vector(3 * count);
  const place = field.vector(2);
  field.set(place, 1, count);
  const run = field.compile(equidistant);
  for (let k = 0; k < count; k++) {
    field.set(place, 0, k);
    run(place, 0, lines, 3 * k);
  }
  return { lines, count };
}

/** (x_GL, w_GL, a, b) -> line of the sector [a, b]: phi = a + (b - a) sin^2(theta/2), theta = pi (1 + x)/2. */
const sectorLine: Program = trace([2, 2], ([x, w], [a, b]) => {
  const theta = pi().mul(x!.add(1)).div(2);
  const [sin, cos] = [theta.div(2).sin(), theta.div(2).cos()];
  const angle = a!.add(b!.sub(a!).mul(sin.square()));
  const slope = b!.sub(a!).mul(sin).mul(cos).mul(pi()).div(2);
  return [angle.cos(), angle.sin(), slope.mul(w!)];
});

/**
 * Gauss-Legendre in an angle that removes inverse-square-root ends, sector by sector between the angles at which a line is tangent to a
 * Fermi contour. `tangents` holds m angles in ascending order; the last sector closes at tangents[0] + pi.
 */
export function sectors<V>(field: Field<V>, tangents: V, m: number, perSector: number): Directions<V> {
  const lines = field.vector(3 * m * perSector);
  const nodes = gaussLegendre(field, perSector);
  const ends = field.vector(2 * m);
  const shift = field.compile(addPi);
  for (let s = 0; s < m; s++) {
    field.copy(tangents, s, ends, 2 * s, 1);
    if (s + 1 < m) field.copy(tangents, s + 1, ends, 2 * s + 1, 1);
    else shift(tangents, 0, ends, 2 * s + 1);
  }
  const run = field.compile(sectorLine);
  for (let s = 0; s < m; s++) for (let k = 0; k < perSector; k++) run(nodes, 2 * k, ends, 2 * s, lines, 3 * (s * perSector + k));
  return { lines, count: m * perSector };
}

const addPi: Program = trace([1], ([x]) => [x!.add(pi())]);

/** (x, P_k, P_{k-1}, k) -> (x, P_{k+1}, P_k, k + 1). */
const legendreStep: Program = trace([4], ([x, p, q, k]) => {
  const next = k!.mul(2).add(1).mul(x!).mul(p!).sub(k!.mul(q!)).div(k!.add(1));
  return [x!, next, p!, k!.add(1)];
});

/** (x, P_n, P_{n-1}, n) -> (Newton step x', weight 2/((1 - x^2) P_n'^2)). */
const legendreNewton: Program = trace([4], ([x, p, q, n]) => {
  const outside = x!.square().sub(1);
  const slope = n!.mul(x!.mul(p!).sub(q!)).div(outside);
  return [x!.sub(p!.div(slope)), constant(-2).div(outside.mul(slope.square()))];
});

/** n nodes and weights on (-1, 1), interleaved. */
export function gaussLegendre<V>(field: Field<V>, n: number): V {
  const out = field.vector(2 * n);
  const state = field.vector(4);
  const [step, newton] = [field.compile(legendreStep), field.compile(legendreNewton)];
  const sweeps = Math.ceil(Math.log2(field.digits / 7)) + 3;
  for (let k = 0; k < n; k++) {
    field.set(out, 2 * k, Math.cos((Math.PI * (n - k - 0.25)) / (n + 0.5)));
    for (let sweep = 0; sweep < sweeps; sweep++) {
      field.copy(out, 2 * k, state, 0, 1);
      field.copy(out, 2 * k, state, 1, 1);
      field.set(state, 2, 1);
      field.set(state, 3, 1);
      for (let degree = 1; degree < n; degree++) step(state, 0, state, 0);
      newton(state, 0, out, 2 * k);
    }
  }
  return out;
}
