import { constant, type Program, pi, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import { determinantAt } from '../theory/determinant.js';
import { AccuracyError } from '../theory/errors.js';
import type { Theory } from '../theory/theory.js';
import { type Directions, trapezoid } from './directions.js';
import { sectors } from './sectors.js';

/** A tangent line, roughly: its angle and its momentum at the point of contact. */
export interface Tangent {
  readonly angle: number;
  readonly momentum: number;
  /**
   * 0, or how far off the real axis of angles a line would be tangent: a near miss, at which the quadrature is refined.
   */
  readonly distance: number;
}

const steps = new WeakMap<Theory, Program>();

/** (environment, point 2) -> point: a Newton step towards D = 0, p . grad D = 0 in the plane. */
const tangentProgram = (theory: Theory): Program =>
  trace([theory.environmentSize, 2], (block, [x, y]) => {
    const { D, gradient, hessian } = determinantAt(theory.expressions(block), x, y);
    const [dx, dy] = gradient;
    const contact = x.mul(dx).add(y.mul(dy));
    const [cx, cy] = gradient.map((d, a) => d.add(x.mul(hessian[0][a])).add(y.mul(hessian[1][a])));
    const determinant = dx.mul(cy).sub(dy.mul(cx));
    const [stepX, stepY] = [D.mul(cy).sub(dy.mul(contact)), dx.mul(contact).sub(D.mul(cx))];
    return [x.sub(stepX.div(determinant)), y.sub(stepY.div(determinant))];
  });

/** Equidistant lines, or `lines` Gauss-Legendre lines in every sector between tangents and near misses. */
export function surveyedDirections<V>(
  theory: Theory,
  field: Field<V>,
  environment: V,
  tangents: readonly Tangent[],
  lines: number,
  equidistant: (lines: number) => Directions<V> = (count) => trapezoid(field, count),
): Directions<V> {
  if (tangents.length === 0) return equidistant(lines);
  const { angles, count, distances } = refineTangents(theory, field, environment, tangents);
  return sectors(field, angles, count, lines, distances);
}

/**
 * The tangent angles to all digits of a field, ascending, equal ones (symmetric pockets) once; near misses stay where
 * they are.
 */
function refineTangents<V>(
  theory: Theory,
  field: Field<V>,
  environment: V,
  tangents: readonly Tangent[],
): { angles: V; count: number; distances: number[] } {
  const angles = field.vector(tangents.length);
  const point = field.vector(2);
  const step = field.compile(remembered(steps, theory, () => tangentProgram(theory)));
  const sweeps = Math.ceil(Math.log2(field.digits / 4)) + 3;
  let count = 0;
  const distances: number[] = [];
  let previous = Number.NEGATIVE_INFINITY;
  for (const { angle, momentum, distance } of tangents) {
    if (angle - previous < 1e-10) continue;
    previous = angle;
    distances.push(distance);
    if (distance > 0) {
      field.set(angles, count++, angle);
      continue;
    }
    field.set(point, 0, momentum * Math.cos(angle));
    field.set(point, 1, momentum * Math.sin(angle));
    for (let k = 0; k < sweeps; k++) step(environment, 0, point, 0, point, 0);
    field.compile(lineAngle)(point, 0, angles, count);
    const moved = Math.abs(field.toNumber(angles, count) - angle);
    if (!(Math.min(moved, Math.abs(moved - Math.PI)) < 1e-5))
      throw new AccuracyError(
        `a line tangent to the Fermi contour near ${angle.toFixed(6)} rad could not be located: two contours ` +
          'nearly touch',
      );
    count++;
  }
  return { angles, count, distances };
}

/** Angle in [0, pi) of the line through (x, y). */
const lineAngle: Program = trace([2], ([x, y]) => {
  const angle = y.atan2(x);
  const negative = constant(1).sub(angle.sign()).div(2);
  return [angle.add(pi().mul(negative))];
});
