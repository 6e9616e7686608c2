import { DoubleField } from '../arithmetic/double.js';
import { constant, type Expr, type Program, pi, sum, trace } from '../arithmetic/expression.js';
import { matrixFrom, product } from '../arithmetic/matrix.js';
import { PAULI } from '../arithmetic/pauli.js';
import { ELECTRON_CHARGE } from '../transport/bubbles.js';
import { RESULT, ROW } from '../transport/steps.js';
import { closureOf, Pass, type Problem, pipelineOf } from './problem.js';

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
  /** n times the change of the occupation per field along x and y: delta f = (f_x E_x + f_y E_y) delta(eps - E), Eq. (29). */
  readonly response: readonly [number, number];
}

/** (row, scattering 28, K 8) -> (f_x, f_y): (e v + pi b.Y K)/(2 gamma), the solution of the Boltzmann equation. */
const responseProgram: Program = trace([ROW.size, 28, 8], (row, scatter, K) => {
  const spin = [constant(1), ...row.slice(ROW.spin, ROW.spin + 3)];
  const gamma = sum(PAULI.map((i) => spin[i].mul(scatter[i])));
  const inward = product(matrixFrom(scatter.slice(4), 4, 4), matrixFrom(K, 4, 2));
  return [0, 1].map((axis): Expr => {
    const drift = row[ROW.velocity + axis].mul(ELECTRON_CHARGE);
    const scatteredIn = pi().mul(sum(PAULI.map((a) => spin[a].mul(inward[a][axis]))));
    return drift.add(scatteredIn).div(gamma).div(2);
  });
});

/**
 * The Fermi contours of a problem with their spin texture (Fig. 2, Eq. (31)) and the occupation that a field brings about in the dilute
 * limit (Eqs. (29), (30)): sum over the states of weight * spin * response is n K.
 * @param lines lines through the origin (per sector if some are tangent to a contour)
 */
export function fermiContour(problem: Problem, lines: number): ContourState[] {
  const pass = new Pass({ ...problem, limit: 'dilute' }, pipelineOf(problem), new DoubleField());
  const closure = closureOf(problem);
  const directions = pass.directions(pass.survey(), lines);
  pass.solve(directions, closure === 'measured' ? 'full' : closure);
  const { solver, field } = pass;
  if (!('rows' in solver)) return [];
  const respond = field.compile(responseProgram);
  const out = field.vector(2);
  const normal = bandOf(pass);
  const states: ContourState[] = [];
  for (let k = 1; k <= solver.crossings; k++) {
    const at = (offset: number): number => solver.rows[ROW.size * k + offset];
    const [cos, sin] = [at(ROW.cos), at(ROW.sin)];
    const momentum: [number, number] = [at(ROW.momentum) * cos, at(ROW.momentum) * sin];
    respond(solver.rows, ROW.size * k, solver.scattering, 0, solver.result, RESULT.K, out, 0);
    states.push({
      angle: Math.atan2(momentum[1], momentum[0]),
      momentum,
      band: normal(momentum),
      spin: [at(ROW.spin), at(ROW.spin + 1), at(ROW.spin + 2)],
      velocity: [at(ROW.velocity), at(ROW.velocity + 1)],
      weight: at(ROW.weight),
      response: [out[0], out[1]],
    });
  }
  return states.sort((a, b) => b.band - a.band || a.angle - b.angle);
}

/** Which band crosses the Fermi energy at a point of the contour: the sign of eps - h_0. */
function bandOf(pass: Pass<Float64Array>): (momentum: readonly [number, number]) => 1 | -1 {
  const { theory } = pass.problem;
  const run = pass.field.compile(
    trace([theory.environmentSize, 2], (block, [x, y]) => {
      const { eps, h } = theory.expressions(block);
      return [eps.sub(h[0].at(x, y))];
    }),
  );
  const [point, out] = [pass.field.vector(2), pass.field.vector(1)];
  return ([x, y]) => {
    point.set([x, y]);
    run(pass.environment, 0, point, 0, out, 0);
    return out[0] >= 0 ? 1 : -1;
  };
}

/** Energies and spin along a line through the origin. */
export interface BandPoint {
  readonly p: number;
  readonly upper: number;
  readonly lower: number;
  /** Spin direction of the upper band; the lower one is opposite. */
  readonly spin: readonly [number, number, number];
}

/** Bands E = h_0 +- |h| at equidistant signed momenta along the direction of an angle (Fig. 2). */
export function bandsAlong(problem: Problem, angle: number, reach: number, count: number): BandPoint[] {
  const pass = new Pass({ ...problem, limit: 'dilute' }, pipelineOf(problem), new DoubleField());
  const { theory } = problem;
  const program = trace([theory.environmentSize, 2], (block, [x, y]) => {
    const [h0, ...h] = theory.expressions(block).h.map((c) => c.at(x, y));
    const norm = sum(h.map((c) => c.square())).sqrt();
    return [h0.add(norm), h0.sub(norm), ...h.map((c) => c.div(norm))];
  });
  const run = pass.field.compile(program);
  const [point, out] = [pass.field.vector(2), pass.field.vector(5)];
  return Array.from({ length: count }, (_, k) => {
    const p = -reach + (2 * reach * k) / (count - 1);
    point.set([p * Math.cos(angle), p * Math.sin(angle)]);
    run(pass.environment, 0, point, 0, out, 0);
    return { p, upper: out[0], lower: out[1], spin: [out[2], out[3], out[4]] };
  });
}
