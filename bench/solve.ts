import { DecimalField } from '../src/arithmetic/decimal.js';
import { DoubleField } from '../src/arithmetic/double.js';
import type { Field } from '../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../src/arithmetic/mpfr.js';
import { trapezoid } from '../src/quadrature/directions.js';
import { batchSolver } from '../src/solution/batch.js';
import { environmentOf } from '../src/solution/environment.js';
import { Pass } from '../src/solution/pass.js';
import { closureOf, type Problem, pipelineOf } from '../src/solution/problem.js';
import { readProblem } from '../src/solution/readProblem.js';
import { solve } from '../src/solution/solve.js';
import { loadTheory } from '../src/theory/load.js';
import { DiluteSolver } from '../src/transport/dilute.js';
import { InterleavedSolver } from '../src/transport/interleaved.js';
import { milliseconds, print, secondsPerCall, secondsPerPromise } from './measure.js';

const POINTS = {
  A: { m: '1', eps: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', u: '0.5' },
  B: { m: '1', eps: '0.3', alpha: '0.8', Dx: '0.3', Dz: '0.6', u: '0.5' },
};
const DISPLACED = { m: '1', eps: '0.5', alpha: '0.3', Dx: '0.45', Dz: '0.05', u: '0.5' };
const REGIME = { m: '1', alpha: '1e-6', eps: '1', u: '1e-10', Dx: '1e-24', Dz: '1e-12' };
const problemAt = (set: Record<string, string>, more = {}): Problem =>
  readProblem(loadTheory('rashba-ferromagnet'), { set, ...more });

/** Largest relative difference of K and sigma between two line counts. */
function error(problem: Problem, lines: number): number {
  const field = new DoubleField();
  const at = (count: number): number[] => {
    const solver = new DiluteSolver(pipelineOf(problem).pipeline, field);
    return [...solver.solve(environmentOf(problem, field), trapezoid(field, count), 'conserved').subarray(2, 12)];
  };
  const [coarse, fine] = [at(lines), at(4 * lines)];
  return Math.max(...coarse.map((x, k) => Math.abs(x / fine[k] - 1)));
}

/**
 * Solves per second in double precision with the fewest lines that give 1e-10 on every component, and on as many lines
 * in pairs.
 */
function dilute(name: string, set: Record<string, string>): void {
  const problem = problemAt(set);
  const lines = [6, 8, 10, 12, 14, 16, 20, 24, 32, 48].find((n) => error(problem, n) < 1e-10) ?? 64;
  const field = new DoubleField();
  const solver = new DiluteSolver(pipelineOf(problem).pipeline, field);
  const [environment, directions] = [environmentOf(problem, field), trapezoid(field, lines)];
  const rate = 1 / secondsPerCall(() => solver.solve(environment, directions, 'conserved'));
  print(
    `double, dilute, point ${name}, ${2 * lines} rays, error ${error(problem, lines).toExponential(0)}`,
    `${Math.round(rate)} /s`,
    'at least 12000 /s',
  );
  const pairs = new InterleavedSolver(solver.pipeline, 'conserved');
  pairs.load(environment);
  const crossings = pairs.survey(20) ?? 2;
  const right = [...solver.solve(environment, trapezoid(field, 4 * lines), 'conserved').subarray(2, 12)];
  const paired = 1 / secondsPerCall(() => pairs.solve(crossings, lines));
  const off = Math.max(...right.map((x, k) => Math.abs(pairs.response(k + 2) / x - 1)));
  print(
    `  the same in WebAssembly, error ${off.toExponential(0)}, ${(paired / rate).toFixed(1)} times`,
    `${Math.round(paired)} /s`,
    'at least 600000 /s',
  );
}

/** Points per second of a sweep along the Fermi energy, with the digits that the last one has. */
function many(name: string, set: Record<string, string>, [from, to]: readonly [number, number]): void {
  const solveAt = batchSolver(problemAt(set));
  let [k, digits] = [0, 15];
  const seconds = secondsPerCall(() => {
    k = (k + 1) % 1000;
    digits = Math.min(digits, solveAt({ eps: from + ((to - from) * k) / 1000 }).digits);
  });
  print(`many points, ${name}, ${digits.toFixed(1)} digits and more`, `${Math.round(1 / seconds)} /s`);
}

/** Heap and resident memory after many solves, compared with after few. */
function memory<V>(name: string, make: () => Field<V>, solves: number, lines: number): void {
  const problem = problemAt(POINTS.A);
  const run = (count: number): void => {
    for (let k = 0; k < count; k++) {
      const field = make();
      new Pass(problem, field).solve(trapezoid(field, lines), 'conserved');
      field.release();
    }
  };
  run(Math.ceil(solves / 10));
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  run(solves);
  globalThis.gc?.();
  print(
    `memory, ${name}: growth over ${solves} solves`,
    `${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(1)} MiB`,
    'flat',
  );
}

/** The numeric heart: speed and memory. */
export async function benchSolve(): Promise<void> {
  await loadMpfr();
  for (const [name, set] of Object.entries(POINTS)) dilute(name, set);
  many('around A', POINTS.A, [0.9, 1.1]);
  many('around B', POINTS.B, [0.25, 0.35]);
  many('a displaced pocket, with tangent lines', DISPLACED, [0.45, 0.5]);
  for (const [name, set] of Object.entries(POINTS))
    print(
      `MPFR, 50 digits agreed, point ${name}`,
      milliseconds(await secondsPerPromise(() => solve(problemAt(set), { field: 'mpfr', digits: 50 }))),
      'under 100 ms',
    );
  const regime = problemAt(REGIME);
  const once = (): void => {
    const field = new MpfrField(150);
    new DiluteSolver(pipelineOf(regime).pipeline, field).solve(
      environmentOf(regime, field),
      trapezoid(field, 6),
      'conserved',
    );
    field.release();
  };
  print('MPFR, 150 digits, 12 rays, deep in a regime', milliseconds(secondsPerCall(once)), 'under 50 ms');
  for (const [name, set] of Object.entries(POINTS))
    for (const scheme of ['t-matrix', 'self-consistent']) {
      const problem = problemAt({ ...set, n: '0.02' }, { limit: 'finite', cutoff: '50', scheme });
      const pass = new Pass(problem, new DoubleField());
      const directions = pass.directions(pass.survey(), 24);
      const closure = closureOf(problem);
      const seconds = secondsPerCall(() => pass.solve(directions, closure === 'measured' ? 'full' : closure));
      print(`double, finite n, ${scheme}, point ${name}, 48 rays`, milliseconds(seconds), 'under 5 ms');
    }
  memory('double', () => new DoubleField(), 10_000, 12);
  memory('MPFR, 40 digits', () => new MpfrField(40), 10_000, 4);
  memory('decimal.js, 20 digits', () => new DecimalField(20), 300, 4);
}
