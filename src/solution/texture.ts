import { DoubleField } from '../arithmetic/double.js';
import { ROW } from '../transport/pipeline.js';
import { type Bands, bandsOf } from './bands.js';
import { centred } from './centred.js';
import { Pass } from './pass.js';
import { closureOf, type Problem } from './problem.js';

/** One state on a Fermi contour, in natural units and double precision. */
export interface ContourState {
  /** Polar angle of the momentum in [-pi, pi) and the momentum itself. */
  readonly angle: number;
  readonly momentum: readonly [number, number];
  /** +1 for the upper band, -1 for the lower. */
  readonly band: 1 | -1;
  /** Spin direction <s> = nu h/|h|. */
  readonly spin: readonly [number, number, number];
  /** Group velocity. */
  readonly velocity: readonly [number, number];
  /** Quadrature weight of d^2p/(2 pi)^2 delta(eps - E). */
  readonly weight: number;
  /**
   * n times the change of the occupation per field along x and y: delta f = (f_x E_x + f_y E_y) delta(eps - E), Eq.
   * (29).
   */
  readonly response: readonly [number, number];
}

/**
 * The Fermi contours of a problem with their spin texture (Fig. 2, Eq. (31)) and the occupation that a field brings
 * about in the dilute limit (Eqs. (29), (30)): sum over the states of weight * spin * response is n K.
 * @param lines lines through the origin (per sector if some are tangent to a contour)
 */
export function fermiContour(problem: Problem, lines: number): ContourState[] {
  const pass = new Pass(centred({ ...problem, limit: 'dilute' }), new DoubleField());
  const [cx, cy] = pass.problem.centre ?? [0, 0];
  const closure = closureOf(pass.problem);
  pass.solve(pass.directions(pass.survey(), lines), closure === 'measured' ? 'full' : closure);
  const { rows, scattering, response, crossings } = pass.clean;
  const respond = pass.field.compile(pass.pipeline.occupation);
  const out = pass.field.vector(2);
  const bandAt = bandsOf(pass);
  const states = Array.from({ length: crossings }, (_, k): ContourState => {
    const start = ROW.size * (k + 1);
    const row = rows.subarray(start, start + ROW.size);
    const [[p], [cos], [sin], [weight]] = (['momentum', 'cos', 'sin', 'weight'] as const).map((n) =>
      ROW.entries(row, n),
    );
    const [sx, sy, sz] = ROW.entries(row, 'spin');
    const [vx, vy] = ROW.entries(row, 'velocity');
    respond(pass.environment, 0, rows, start, scattering, 0, response, 0, out, 0);
    const [x, y] = [p * cos, p * sin];
    const momentum = [cx + x, cy + y] as const;
    return {
      angle: Math.atan2(momentum[1], momentum[0]),
      momentum,
      band: bandAt(x, y).kinetic >= 0 ? 1 : -1,
      spin: [sx, sy, sz],
      velocity: [vx, vy],
      weight,
      response: [out[0], out[1]],
    };
  });
  return states.sort((a, b) => b.band - a.band || a.angle - b.angle);
}

/** Energies and spin along a line through the origin. */
export interface BandPoint extends Omit<Bands, 'kinetic'> {
  readonly p: number;
}

/** Bands E = h_0 +- |h| at equidistant signed momenta along the direction of an angle (Fig. 2). */
export function bandsAlong(problem: Problem, angle: number, reach: number, count: number): BandPoint[] {
  const bandAt = bandsOf(new Pass({ ...problem, limit: 'dilute' }, new DoubleField()));
  return Array.from({ length: count }, (_, k) => {
    const p = -reach + (2 * reach * k) / (count - 1);
    const { upper, lower, spin } = bandAt(p * Math.cos(angle), p * Math.sin(angle));
    return { p, upper, lower, spin };
  });
}
