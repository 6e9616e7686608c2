import { type Program, pi, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { Layout } from '../arithmetic/layout.js';

/** A line of a quadrature rule: its direction and its weight. */
export const LINE = new Layout({ cos: [1, 1], sin: [1, 1], weight: [1, 1] });

/**
 * A quadrature rule over lines through the origin, angles in [0, pi): `count` times `LINE`. Each line stands for both
 * of its rays; the weights sum to pi.
 */
export interface Directions<V> {
  readonly lines: V;
  readonly count: number;
}

const equidistant: Program = trace([2], ([k, count]) => {
  const angle = pi().mul(k).div(count);
  return [angle.cos(), angle.sin(), pi().div(count)];
});

/**
 * N equidistant lines: the trapezoidal rule with 2N rays, geometrically convergent when no line is tangent to a Fermi
 * contour.
 */
export function trapezoid<V>(field: Field<V>, count: number): Directions<V> {
  const lines = field.vector(LINE.size * count);
  const place = field.vector(2);
  field.set(place, 1, count);
  const run = field.compile(equidistant);
  for (let k = 0; k < count; k++) {
    field.set(place, 0, k);
    run(place, 0, lines, LINE.size * k);
  }
  return { lines, count };
}
