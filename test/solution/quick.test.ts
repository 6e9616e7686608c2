import { describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { environmentOf } from '../../src/solution/environment.js';
import { Pass } from '../../src/solution/pass.js';
import { QuickRoute } from '../../src/solution/quick.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import type { Theory } from '../../src/theory/theory.js';
import { InterleavedSolver } from '../../src/transport/interleaved.js';
import { RESPONSE, TENSORS } from '../../src/transport/tensors.js';
import { A, rashba } from '../transport/problems.js';

const SETTLED = 1e-11;

/** Numbers that are the same at every run. */
function numbersFrom(seed: number): (least: number, greatest: number) => number {
  let state = seed;
  return (least, greatest) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Number((least + ((greatest - least) * state) / 2147483648).toPrecision(6));
  };
}

/** Both routes of one theory. */
class Routes {
  private readonly pass: Pass<Float64Array>;
  readonly quick: QuickRoute;

  constructor(
    private readonly theory: Theory,
    private readonly scheme: string,
    first: Record<string, number>,
    private readonly cutoff = 'renormalised',
  ) {
    this.pass = new Pass(this.problem(first), new DoubleField());
    this.quick = new QuickRoute(this.pass.pipeline, 'conserved');
  }

  private problem(set: Record<string, number>) {
    const texts = Object.entries(set).map(([name, x]) => [name, String(x)]);
    return readProblem(this.theory, { set: Object.fromEntries(texts), scheme: this.scheme, cutoff: this.cutoff });
  }

  /** The difference of the two rules, or undefined. */
  at(set: Record<string, number>, settled = SETTLED, shift = 0): number | undefined {
    this.pass.environment.set(environmentOf(this.problem(set), this.pass.field));
    const [first, second] = [1, -1].map((sign) => this.pass.environment.map((x) => x * (1 + sign * shift)));
    return this.quick.solve(first, settled, second);
  }

  /** The same sector by sector. */
  inSectors(): number | undefined {
    const found = this.pass.survey();
    return this.quick.solveSectors((lines) => this.pass.directions(found, lines), SETTLED);
  }

  /** Whether some lines meet a contour at the last point, and whether there are some that do not. */
  get contours(): { some: boolean; tangents: boolean } {
    try {
      const { tangents, crossings } = this.pass.survey();
      return { some: crossings > 0, tangents: tangents.some(({ distance }) => distance === 0) };
    } catch (error) {
      // two roots are too near each other for these digits
      if (error instanceof AccuracyError) return { some: true, tangents: true };
      throw error;
    }
  }

  /** Largest difference to the route that surveys every point, relative to the largest entry of K or sigma. */
  get off(): number {
    const right = this.pass.solve(this.pass.directions(this.pass.survey(), 256), 'conserved');
    const distances = (['K', 'sigma'] as const).map((name) => {
      const places = RESPONSE.places(name);
      const largest = Math.max(...places.map((k) => Math.abs(right[k])));
      return Math.max(...places.map((k) => Math.abs(right[k] - this.quick.response[k]))) / largest;
    });
    return Math.max(...distances);
  }
}

const THEORIES: [
  string,
  string,
  string,
  (at: (least: number, greatest: number) => number) => Record<string, number>,
][] = [
  [
    'rashba-ferromagnet',
    't-matrix',
    'magnetic impurities',
    (at) => ({ m: at(0.5, 2), ux: at(-0.3, 0.3), uz: at(-0.3, 0.3) }),
  ],
  ['rashba-ferromagnet', 'born:3', 'a Born series', (at) => ({ m: at(0.5, 2), u: at(-0.2, 0.2) })],
  ['rashba-dresselhaus-ferromagnet', 't-matrix', 'no axis', (at) => ({ m: at(0.5, 2), beta: at(-1, 1) })],
  [
    'examples/anisotropic.yaml',
    't-matrix',
    'two species',
    (at) => ({ mx: at(0.5, 2), my: at(0.5, 2), beta: at(-1, 1), w: at(-1, 1) }),
  ],
];

describe('many points on interleaved rules', () => {
  it.each(THEORIES)('share the digits of the route that surveys each: %s, %s, %s', (name, scheme, _, more) => {
    const at = numbersFrom(7);
    const fields = () => ({
      Dx: at(-1, 1),
      Dy: at(-1, 1),
      Dz: at(-1, 1),
      alpha: at(0.1, 1),
      eps: at(-1, 2),
      u: at(-2, 2),
    });
    const draw = () => ({ ...fields(), ...more(at) });
    const routes = new Routes(loadTheory(name), scheme, draw());
    let quick = 0;
    for (let k = 0; k < 30; k++) {
      const difference = routes.at(draw());
      if (difference === undefined) continue;
      quick++;
      expect(routes.off).toBeLessThan(Math.max(2e-13, 2 * difference));
    }
    expect(quick).toBeGreaterThan(12);
  });

  it('leave points with tangent lines to sectors, however small the pocket', () => {
    const at = numbersFrom(3);
    const theory = loadTheory('rashba-ferromagnet');
    const draw = () => ({ m: 1, alpha: at(0.2, 1), Dx: at(-1, 1), Dy: at(-1, 1), Dz: at(-1, 1), u: 0.5 });
    const routes = new Routes(theory, 't-matrix', { ...draw(), eps: 2 });
    let pockets = 0;
    for (let k = 0; k < 15; k++) {
      const set = draw();
      // from below, the first energy at which some line meets a contour
      let [empty, pocket] = [-3, -3];
      const isMet = (eps: number): boolean => routes.at({ ...set, eps }) !== undefined || routes.contours.some;
      while (!isMet(pocket)) pocket += 0.1;
      for (const _ of Array(24)) {
        const middle = (empty + pocket) / 2;
        if (isMet(middle)) pocket = middle;
        else empty = middle;
      }
      for (const above of [1e-6, 1e-4, 1e-3, 1e-2, 0.03]) {
        const difference = routes.at({ ...set, eps: pocket + above });
        if (routes.contours.tangents) {
          pockets++;
          expect(difference, JSON.stringify({ ...set, eps: pocket + above })).toBeUndefined();
        } else if (difference !== undefined) expect(routes.off).toBeLessThan(1e-12);
      }
    }
    expect(pockets).toBeGreaterThan(40);
  });

  it('are sectors where lines are tangent to a contour: pockets, holes and crescents', () => {
    const at = numbersFrom(5);
    const draw = () => ({
      m: 1,
      alpha: at(0.2, 1),
      Dx: at(-1, 1),
      Dy: at(-1, 1),
      Dz: at(-0.5, 0.5),
      u: 0.5,
      eps: at(-1, 1),
    });
    const routes = new Routes(loadTheory('rashba-ferromagnet'), 't-matrix', draw());
    let [tangents, solved] = [0, 0];
    for (let k = 0; k < 80; k++) {
      if (routes.at(draw()) !== undefined || !routes.contours.tangents) continue;
      tangents++;
      const error = routes.inSectors();
      if (error === undefined) continue;
      solved++;
      // the other route has more lines near the tangents, and larger rounding errors there
      expect(routes.off).toBeLessThan(1e-8);
    }
    expect(tangents).toBeGreaterThan(10);
    expect(solved / tangents).toBeGreaterThan(0.8);
  });

  it('claim no digit that is wrong where rounding errors are larger', async () => {
    const set = {
      ...{ m: 1.40392, eps: -1.18524, alpha: -0.332935, beta: -0.994259 },
      ...{ Dx: 0.665929, Dy: -0.789658, Dz: 0.748911, u: 1.0148 },
    };
    const theory = loadTheory('rashba-dresselhaus-ferromagnet');
    const routes = new Routes(theory, 't-matrix', set);
    expect(routes.at(set)).toBeUndefined();
    const error = routes.inSectors() ?? Number.NaN;
    const texts = Object.fromEntries(Object.entries(set).map(([name, x]) => [name, String(x)]));
    const { quantities } = await solve(readProblem(theory, { set: texts }), { field: 'mpfr', digits: 13 });
    const K = RESPONSE.entries<number>(routes.quick.response, 'K');
    for (const [k, name] of TENSORS.K.entries.entries())
      expect(Math.abs(K[k] - Number(quantities.get(name)?.value)) / Math.max(...K.map(Math.abs))).toBeLessThan(error);
  });

  it('tell of values that differ by rounding, and of more digits on more lines', () => {
    const set = { m: 1, alpha: 0.3, Dx: 0.1, Dz: 0.1, u: 0.5, eps: 1 };
    const routes = new Routes(loadTheory('rashba-ferromagnet'), 't-matrix', set);
    const loose = Number(routes.at(set, 1e-6));
    expect(loose).toBeGreaterThan(1e-13);
    expect(routes.quick.refine()).toBeLessThan(loose / 100);
    expect(routes.off).toBeLessThan(1e-13);
    // both rules on values that are moved by 1e-9 in opposite directions: the mean does not move
    const moved = Number(routes.at(set, 1e-6, 1e-9));
    expect(moved).toBeGreaterThan(1e-9);
    const refined = Number(routes.quick.refine());
    expect(refined).toBeGreaterThan(1e-10);
    expect(refined).toBeLessThan(1e-7);
    expect(routes.at(set)).toBeLessThan(SETTLED);
    const right = [...routes.quick.response];
    routes.at(set, 1e-6, 1e-9);
    routes.quick.refine();
    const K = RESPONSE.places('K').map((k) => Math.abs(routes.quick.response[k] - right[k]));
    expect(Math.max(...K)).toBeLessThan(1e-13);
    expect(Math.max(...RESPONSE.places('K').map((k) => routes.quick.changes[k]))).toBeGreaterThan(1e-11);
  });

  it('leave points without carriers, or with negative rates', () => {
    const routes = new Routes(loadTheory('rashba-ferromagnet'), 'born:3', {
      m: 1,
      alpha: 0.3,
      Dz: 0.1,
      u: 0.1,
      eps: 1,
    });
    const at = (set: Record<string, number>) => routes.at({ m: 1, alpha: 0.3, Dz: 0.1, u: 0.1, eps: 1, ...set });
    expect(at({})).toBeLessThan(SETTLED);
    expect(at({ eps: -3 })).toBeUndefined();
    expect(() => routes.off).toThrow(/no carriers/);
    expect(at({ u: -9, Dz: 0.8 })).toBeUndefined();
    expect(() => routes.off).toThrow(/not positive/);
  });

  it('leave points with states beyond a cutoff, and have the principal values of the others', () => {
    const set = { m: 1, alpha: 0.3, Dx: 0.1, Dz: 0.1, u: 0.5, eps: 1 };
    const within = new Routes(loadTheory('rashba-ferromagnet'), 't-matrix', set, '3');
    expect(within.at(set)).toBeLessThan(SETTLED);
    expect(within.off).toBeLessThan(1e-13);
    expect(new Routes(loadTheory('rashba-ferromagnet'), 't-matrix', set, '1.5').at(set)).toBeUndefined();
  });

  it('are for quartic D', () => {
    const pipeline = (theory: string, set: Record<string, string>, more = {}) =>
      new Pass(readProblem(loadTheory(theory), { set, ...more }), new DoubleField()).pipeline;
    expect(InterleavedSolver.admits(pipeline('rashba-ferromagnet', A))).toBe(true);
    const dirac = { v: '1', M: '0.3', eps: '1', u: '0.5' };
    expect(InterleavedSolver.admits(pipeline('massive-dirac', dirac, { cutoff: '50' }))).toBe(false);
    expect(rashba(A).limit).toBe('dilute');
  });
});
