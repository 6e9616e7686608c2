import { type Expr, type Program, pi, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { type Directions, LINE } from './directions.js';
import { gaussLegendre } from './gaussLegendre.js';

/** (x_GL, w_GL, a, b) -> line of the sector [a, b]: phi = a + (b - a) sin^2(theta/2), theta = pi (1 + x)/2. */
const sectorLine: Program = trace([2, 2], ([x, w], [a, b]) => {
  const theta = pi().mul(x.add(1)).div(2);
  const [sin, cos] = [theta.div(2).sin(), theta.div(2).cos()];
  const angle = a.add(b.sub(a).mul(sin.square()));
  const slope = b.sub(a).mul(sin).mul(cos).mul(pi()).div(2);
  return [angle.cos(), angle.sin(), slope.mul(w)];
});

/**
 * Gauss-Legendre, sector by sector between special angles, in an angle that removes their inverse-square-root ends.
 * `angles` holds m of them in ascending order; the last sector closes at angles[0] + pi.
 * @param distances per special angle 0 if a line is tangent to a Fermi contour there, else how far off the real axis
 * the tangent lies
 */
export function sectors<V>(
  field: Field<V>,
  angles: V,
  m: number,
  perSector: number,
  distances: readonly number[] = [],
): Directions<V> {
  const at = Array.from({ length: m }, (_, k) => field.toNumber(angles, k));
  const widths = at.map((angle, k) => (k + 1 < m ? at[k + 1] : at[0] + Math.PI) - angle);
  const ends = field.vector(2 * m);
  const shift = field.compile(addPi);
  for (let s = 0; s < m; s++) {
    field.copy(angles, s, ends, 2 * s, 1);
    if (s + 1 < m) field.copy(angles, s + 1, ends, 2 * s + 1, 1);
    else shift(angles, 0, ends, 2 * s + 1);
  }
  const crowded = distances.some((d) => d > 0) || Math.min(...widths) < 0.1 * Math.max(...widths);
  return crowded ? gradedSectors(field, ends, widths, distances, perSector) : plainSectors(field, ends, m, perSector);
}

function plainSectors<V>(field: Field<V>, ends: V, m: number, perSector: number): Directions<V> {
  const lines = field.vector(LINE.size * m * perSector);
  const nodes = gaussLegendre(field, perSector);
  const run = field.compile(sectorLine);
  for (let s = 0; s < m; s++)
    for (let k = 0; k < perSector; k++) run(nodes, 2 * k, ends, 2 * s, lines, LINE.size * (s * perSector + k));
  return { lines, count: m * perSector };
}

/**
 * (x_GL, w_GL, a, b, scale) -> line of the half sector next to a, graded towards a singularity at a and another one
 * `scale` behind it.
 */
const tangentLine: Program = trace([2, 2, 1], ([x, w], [a, b], [scale]) => {
  const half = b.sub(a).div(2);
  const reach = asinh(half.abs().div(scale).sqrt());
  const t = reach.mul(x.add(1)).div(2);
  const [sinh, cosh] = hyperbolic(t);
  const angle = a.add(half.sign().mul(scale).mul(sinh.square()));
  return [angle.cos(), angle.sin(), scale.mul(sinh).mul(cosh).mul(reach).mul(w)];
});

/** The same next to an angle a near which the integrand is singular at a distance `scale` off the real axis. */
const nearbyLine: Program = trace([2, 2, 1], ([x, w], [a, b], [scale]) => {
  const half = b.sub(a).div(2);
  const reach = asinh(half.abs().div(scale));
  const t = reach.mul(x.add(1)).div(2);
  const [sinh, cosh] = hyperbolic(t);
  const angle = a.add(half.sign().mul(scale).mul(sinh));
  return [angle.cos(), angle.sin(), scale.mul(cosh).mul(reach).mul(w).div(2)];
});

function asinh(x: Expr): Expr {
  return x.add(x.square().add(1).sqrt()).log();
}

/** (sinh t, cosh t) */
function hyperbolic(t: Expr): [Expr, Expr] {
  const [e, inverse] = [t.exp(), t.neg().exp()];
  return [e.sub(inverse).div(2), e.add(inverse).div(2)];
}

/**
 * Every sector in two halves, each graded towards its own end; the scales only shape the rule, so double precision is
 * enough for them.
 */
function gradedSectors<V>(
  field: Field<V>,
  ends: V,
  widths: readonly number[],
  distances: readonly number[],
  perSector: number,
): Directions<V> {
  const m = widths.length;
  const lines = field.vector(2 * LINE.size * m * perSector);
  const nodes = gaussLegendre(field, perSector);
  const [tangent, nearby] = [field.compile(tangentLine), field.compile(nearbyLine)];
  const [half, scale] = [field.vector(2), field.vector(1)];
  let count = 0;
  for (let s = 0; s < m; s++)
    for (const side of [0, 1] as const) {
      const end = (s + side) % m;
      const distance = distances[end] ?? 0;
      // behind the end lies the neighbouring sector, at whose other end the integrand is singular again
      const behind = widths[(s + (side === 0 ? m - 1 : 1)) % m];
      field.copy(ends, 2 * s + side, half, 0, 1);
      field.copy(ends, 2 * s + 1 - side, half, 1, 1);
      field.set(scale, 0, distance > 0 ? distance : Math.min(behind, widths[s] / 2));
      for (let k = 0; k < perSector; k++)
        (distance > 0 ? nearby : tangent)(nodes, 2 * k, half, 0, scale, 0, lines, LINE.size * count++);
    }
  return { lines, count };
}

const addPi: Program = trace([1], ([x]) => [x.add(pi())]);
