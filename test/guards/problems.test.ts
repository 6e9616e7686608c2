import { beforeAll, describe, expect, test, vi } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { survey } from '../../src/quadrature/survey.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf } from '../../src/solution/problem.js';
import {
  densityRefused,
  parseDigits,
  parseField,
  parseLimit,
  parseScheme,
  readProblem,
} from '../../src/solution/readProblem.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { AccuracyError, InputError, NoCarriersError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { SelfConsistency } from '../../src/transport/selfConsistency.js';
import { RESPONSE, SELF_ENERGY } from '../../src/transport/tensors.js';
import { A, rashba } from '../transport/problems.js';

beforeAll(loadMpfr);

describe('the choices of a problem', () => {
  test('have their defaults', () => {
    expect([parseLimit(), parseScheme(), parseLimit('finite'), parseField('decimal')]).toEqual([
      'dilute',
      { kind: 't-matrix' },
      'finite',
      'decimal',
    ]);
    expect(rashba(A)).toMatchObject({ limit: 'dilute', cutoff: 'renormalised', scheme: { kind: 't-matrix' } });
  });

  test('are the ones that there are', () => {
    expect(['gaussian', 'self-consistent', 'first-born', 'born:2', 'born:40'].map((text) => parseScheme(text))).toEqual(
      [
        { kind: 'gaussian' },
        { kind: 'self-consistent' },
        { kind: 'born', order: 2 },
        { kind: 'born', order: 2 },
        { kind: 'born', order: 40 },
      ],
    );
    for (const text of ['born:1', 'born:41'])
      expect(() => parseScheme(text)).toThrow(`scheme "${text}": the Born order must be 2 to 40 (2 is the first`);
    for (const text of ['born:', 'born:2x', 'xborn:2', 'born'])
      expect(() => parseScheme(text)).toThrow(
        `scheme "${text}": expected gaussian, first-born, t-matrix, self-consistent, born:N`,
      );
    expect(() => parseField('float')).toThrow(/^field "float": expected double, mpfr, decimal$/);
    expect(() => parseLimit('clean')).toThrow(/^limit "clean": expected dilute, finite$/);
    expect(() => parseDigits('x')).toThrow(/^digits "x": expected an integer from 1 to 500$/);
    expect([parseDigits('1'), parseDigits('500')]).toEqual([1, 500]);
    for (const text of ['0', '501']) expect(() => parseDigits(text)).toThrow(InputError);
  });

  test('of the dilute limit have no density, those of a finite one need it', () => {
    expect(() => rashba({ ...A, n: '0.1' })).toThrow(densityRefused('0.1'));
    expect(densityRefused('0.1')).toMatch(/^n = 0.1: the dilute limit gives .*--limit finite$/);
    expect(() => rashba(A, { limit: 'finite' })).toThrow(/needs n/);
    expect(rashba({ ...A, n: '0.1' }, { limit: 'finite' }).parameters.values.get('n')).toBe('0.1');
  });

  test('have a cutoff that is a positive momentum in the units of the parameters', () => {
    const cutoff = (text: string, set: Record<string, string> = A): string => rashba(set, { cutoff: text }).cutoff;
    const measured = { m: '0.8 m_e', eps: '10 meV', alpha: '1e-11 eV m', Dz: '1 meV', u: '1 eV nm^2' };
    expect([cutoff('3/2'), cutoff('renormalised')]).toEqual(['1.5', 'renormalised']);
    expect(cutoff('2 / nm', measured)).toMatch(/^2/);
    for (const text of ['0', '-1']) expect(() => cutoff(text)).toThrow(`cutoff = ${text}: a positive momentum or`);
    expect(() => cutoff('2 / nm')).toThrow(
      'cutoff = 2 / nm is in eV nm units, but the parameters are in natural units',
    );
    expect(() => cutoff('2', measured)).toThrow(
      'cutoff = 2 is in natural units, but the parameters are in eV nm units',
    );
    expect(() => cutoff('2 nm')).toThrow(/^cutoff = 2 nm: has the dimension length/);
  });

  test('leave a state in the unitary limit: the impurities are fewer than the states below the cutoff', () => {
    const crowd = (
      n: string,
      more: Record<string, string> = {},
      theory = loadTheory('rashba-ferromagnet'),
      scheme = 'self-consistent',
    ) => readProblem(theory, { set: { ...A, u: 'inf', n, ...more }, limit: 'finite', scheme, cutoff: '10' });
    // 100/4 pi
    expect(() => crowd('7.957')).not.toThrow();
    expect(() => crowd('7.958')).toThrow(
      'n = 7.958: in the unitary limit each impurity expels a state, and each band has only cutoff^2/4 pi = 7.96 of ' +
        'them; lower n or raise the cutoff',
    );
    expect(() => crowd('9', { u: '5' })).not.toThrow();
    expect(() => crowd('9', {}, undefined, 't-matrix')).not.toThrow();
    const species = (...impurities: object[]): Theory => new Theory({ ...rashbaFerromagnet, impurities } as never);
    const matrix = ['u', '0', '0', '0'];
    expect(() => crowd('9', {}, species({ matrix, concentration: '1/2' }))).not.toThrow();
    expect(() => crowd('9', {}, species({ matrix }, { matrix }))).not.toThrow();
    const endless = { set: { ...A, u: 'inf', n: '1e9' }, limit: 'finite', scheme: 'self-consistent' };
    expect(() => readProblem(loadTheory('rashba-ferromagnet'), endless)).not.toThrow();
  });

  test('decide how the ladder is closed', () => {
    const closure = (limit: 'dilute' | 'finite', kind: string) => closureOf({ limit, scheme: { kind } as never });
    expect([
      closure('finite', 'self-consistent'),
      closure('finite', 't-matrix'),
      closure('finite', 'gaussian'),
    ]).toEqual(['conserved', 'full', 'full']);
    expect([closure('dilute', 't-matrix'), closure('dilute', 'born'), closure('dilute', 'gaussian')]).toEqual([
      'conserved',
      'conserved',
      'measured',
    ]);
  });
});

describe('a pass', () => {
  const passOf = (...given: Parameters<typeof rashba>): Pass<Float64Array> =>
    new Pass(rashba(...given), new DoubleField());
  const solved = (pass: Pass<Float64Array>, closure: 'conserved' | 'full' = 'conserved') =>
    pass.solve(pass.directions(pass.survey(), 24), closure);

  test('has the numbers of its theory and of its blocks', () => {
    const pass = passOf(A);
    expect(pass.coefficients).toMatchObject({ eps: 1, n: 1, exchange: [0.1, 0, 0.1] });
    const [xy] = pass.numbers(solved(pass), RESPONSE.places('K').slice(3, 4));
    expect(xy).toBeCloseTo(-0.396485732167119, 9);
    expect(pass.clean).toBe(pass.solver);
  });

  test('needs carriers', () => {
    expect(() => solved(passOf({ ...A, eps: '-1' }))).toThrow(NoCarriersError);
    expect(() => solved(passOf({ ...A, eps: '-1' }))).toThrow(
      'no carriers: no band crosses the Fermi energy eps = -1; raise eps above the bottom of the lower band',
    );
    const long = `-1.${'0'.repeat(29)}1`;
    expect(() => solved(passOf({ ...A, eps: long }))).toThrow(`eps = ${long.slice(0, 24)}...; raise`);
    expect(() => solved(passOf({ ...A, eps: `-1.${'0'.repeat(20)}1` }))).toThrow(`eps = -1.${'0'.repeat(20)}1; raise`);
    const moved = passOf(A);
    const directions = moved.directions(moved.survey(), 8);
    vi.spyOn(moved.solver, 'solve').mockReturnValue(new Float64Array(RESPONSE.size));
    Object.defineProperty(moved.solver, 'crossings', { get: () => crossings.shift() });
    const crossings = [0, 3];
    expect(() => moved.solve(directions, 'full')).toThrow(
      'no carriers: so many impurities move all states away from eps = 1 (the self-consistent broadening vanishes); ' +
        'lower n or change eps',
    );
  });

  test('has states with positive rates in truncated schemes, whose Born series has no meaning else', () => {
    for (const scheme of ['born:4', 'gaussian']) {
      const pass = passOf({ ...A, u: '0.05' }, { scheme });
      const directions = pass.directions(pass.survey(), 8);
      expect(() => pass.solve(directions, 'full')).not.toThrow();
      for (const wrong of [-1, 0, Number.NaN]) {
        Object.defineProperty(pass.clean, 'rates', { get: () => [1, wrong, 1], configurable: true });
        expect(() => pass.solve(directions, 'full')).toThrow(
          `the scattering rate of some state is not positive in the scheme ${scheme}: the impurities are too strong ` +
            'for this Born order; use t-matrix or a smaller u',
        );
      }
    }
    const whole = passOf(A);
    Object.defineProperty(whole.clean, 'rates', { get: () => [-1] });
    expect(() => solved(whole)).not.toThrow();
  });

  test('has no spin part of Re g that diverges, unless momenta are cut off', () => {
    // bands of two masses
    const theory = new Theory({
      ...rashbaFerromagnet,
      parameters: { ...rashbaFerromagnet.parameters, b: { meaning: 'b', dimension: {} } },
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hz: 'Dz + b * (px^2 + py^2)' },
    });
    const tried = (b: string, cutoff?: string): void => {
      const problem = readProblem(theory, { set: { ...A, b }, ...(cutoff && { cutoff }) });
      solved(new Pass(problem, new DoubleField()));
    };
    expect(() => tried('0.2')).toThrow(
      /^the spin part of Re g diverges logarithmically \(.*\), so .*: give --cutoff VALUE$/,
    );
    expect(() => tried('0')).not.toThrow();
    expect(() => tried('0.2', '50')).not.toThrow();
  });

  test('calls nothing divergent that cancels between directions, and only what does not', () => {
    // a d-wave splitting: its mean over all directions is zero unless the masses differ
    const theory = new Theory({
      ...rashbaFerromagnet,
      parameters: {
        ...rashbaFerromagnet.parameters,
        b: { meaning: 'splitting', dimension: { energy: 1, length: 2 } },
        c: { meaning: 'warping of the mass', dimension: { energy: 1, length: 2 } },
      },
      hamiltonian: {
        ...rashbaFerromagnet.hamiltonian,
        h0: 'px^2/(2 m) + py^2/(2 m) + c px^2',
        hz: 'Dz + b * (px^2 - py^2)',
      },
    });
    const tried = (b: string, c: string): boolean =>
      survey(
        theory,
        new DoubleField(),
        new Pass(readProblem(theory, { set: { ...A, b, c } }), new DoubleField()).environment,
      ).divergent;
    expect([tried('0', '0'), tried('0', '0.2'), tried('0.1', '0'), tried('0.1', '0.2')]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  test('of a theory without a bottom needs a cutoff', () => {
    const dirac = loadTheory('massive-dirac');
    const set = { v: '1', M: '0.3', u: '0.5', eps: '1' };
    expect(() => new Pass(readProblem(dirac, { set }), new DoubleField()).survey()).toThrow(
      'massive-dirac is unbounded below: without a cutoff its ground state does not exist; give --cutoff VALUE ' +
        'between its Fermi contours',
    );
    expect(() => new Pass(readProblem(dirac, { set, cutoff: '10' }), new DoubleField()).survey()).not.toThrow();
  });

  test('has a finite result, or is in doubt', () => {
    const result = (x: number, field: 'double' | 'mpfr' = 'double') => {
      const pass = new Pass<never>(rashba(A), (field === 'double' ? new DoubleField() : new MpfrField(30)) as never);
      const directions = pass.directions(pass.survey(), 8);
      const solve = pass.solver.solve.bind(pass.solver);
      vi.spyOn(pass.solver, 'solve').mockImplementation((...given) => {
        const response = solve(...given);
        for (const name of ['K', 'sigma', 'KJ'] as const) pass.field.set(response, RESPONSE.places(name)[1], String(x));
        return response;
      });
      return () => pass.solve(directions, 'conserved');
    };
    expect(result(1)).not.toThrow();
    expect(result(Number.NaN)).toThrow(AccuracyError);
    expect(result(Number.NaN)).toThrow(
      /^the ladder is singular or a momentum integral diverges: no finite result \(is there any scattering at .*\?\)$/,
    );
    expect(result(Number.POSITIVE_INFINITY)).toThrow(AccuracyError);
    expect(result(Number.NaN, 'mpfr')).toThrow(AccuracyError);
  });

  test('is watched', () => {
    let calls = 0;
    const pass = new Pass({ ...rashba(A), watch: () => calls++ }, new DoubleField());
    solved(pass);
    // the survey and every line
    expect(calls).toBeGreaterThan(24);
  });
});

describe('a self-consistency', () => {
  const field = new DoubleField();
  const SIZE = SELF_ENERGY.size;

  /** Iterates Sigma -> F(Sigma). @returns the solution and the number of iterations */
  function iterated(F: (x: number, k: number, count: number) => number, from = 1, precise = field) {
    const selfEnergy = precise.vector(SIZE).fill(from);
    let count = 0;
    const iteration = new SelfConsistency(precise, selfEnergy, () => {
      count++;
      for (let k = 0; k < SIZE; k++) selfEnergy[k] = F(selfEnergy[k], k, count);
    });
    return { iteration, solve: () => iteration.solve(), selfEnergy, counted: () => count };
  }

  test('ends at its fixed point, to rounding', () => {
    const { solve, selfEnergy, counted } = iterated((x, k) => 2 + k + Math.cos(x) / 2);
    solve();
    selfEnergy.forEach((x, k) => {
      expect(Math.abs(x - (2 + k + Math.cos(x) / 2))).toBeLessThan(1e-12);
    });
    expect(counted()).toBeLessThan(40);
  });

  test('is faster from the solution of less precision, and its slope', () => {
    const F = (x: number, k: number): number => 2 + k + Math.cos(x) / 2;
    const first = iterated(F);
    first.solve();
    const { start } = first.iteration;
    const inverse = start.inverse.filter((_, k) => k % (SIZE + 1) === 0);
    // 1/(1 - F')
    inverse.forEach((x, k) => {
      expect(x).toBeCloseTo(1 / (1 + Math.sin(start.selfEnergy[k]) / 2), 8);
    });
    expect(start.inverse.filter((_, k) => k % (SIZE + 1) !== 0).every((x) => Math.abs(x) < 1e-8)).toBe(true);
    const again = iterated(F, 0);
    again.iteration.solve({ selfEnergy: start.selfEnergy.map((x) => x + 1e-4), inverse: start.inverse });
    expect(again.counted()).toBeLessThan(6);
    expect(again.selfEnergy[3]).toBeCloseTo(start.selfEnergy[3], 12);
  });

  test('gains many digits an iteration from the solution in double precision', () => {
    const program = trace([SIZE], (x) =>
      x.map((v, k) =>
        v
          .square()
          .div(50)
          .add(2 + k),
      ),
    );
    const inDouble = iterated((x, k) => x ** 2 / 50 + 2 + k);
    inDouble.solve();
    const precise = new MpfrField(60);
    const selfEnergy = precise.vector(SIZE);
    let count = 0;
    const iteration = new SelfConsistency(precise, selfEnergy, () => {
      count++;
      precise.compile(program)(selfEnergy, 0, selfEnergy, 0);
    });
    iteration.solve(inDouble.iteration.start);
    const Wide = decimals(70);
    for (let k = 0; k < SIZE; k++) {
      // x = x^2/50 + 2 + k
      const right = new Wide(25).minus(new Wide(625).minus(50 * (2 + k)).sqrt());
      expect(Number(right.minus(precise.toText(selfEnergy, k)).abs())).toBeLessThan(1e-56);
    }
    expect(count).toBeLessThan(9);
    precise.release();
  });

  test('of couplings between its numbers is found as well', () => {
    const selfEnergy = field.vector(SIZE).fill(0);
    const iteration = new SelfConsistency(field, selfEnergy, () => {
      const old = [...selfEnergy];
      for (let k = 0; k < SIZE; k++) selfEnergy[k] = 1 + 0.4 * old[(k + 1) % SIZE] - 0.3 * old[(k + 3) % SIZE];
    });
    iteration.solve();
    for (const x of selfEnergy) expect(x).toBeCloseTo(1 / (1 - 0.1), 12);
    const { inverse } = iteration.start;
    // of 1 - F': its rows sum to 1/(1 - 0.1)
    for (let i = 0; i < SIZE; i++)
      expect(inverse.slice(SIZE * i, SIZE * (i + 1)).reduce((a, b) => a + b)).toBeCloseTo(1 / 0.9, 6);
  });

  test('gives up after 400 iterations, and says how far it was', () => {
    const wild = iterated((_, k, count) => 1 + k + (count % 2 ? 1e-3 : -1e-3));
    expect(wild.solve).toThrow(AccuracyError);
    expect(wild.counted()).toBe(400);
    const again = iterated((_, k, count) => 1 + k + (count % 2 ? 1e-3 : -1e-3));
    expect(again.solve).toThrow(
      /^the self-consistent T-matrix did not converge in 400 iterations \(change \d\.\de-\d\); lower n or move eps/,
    );
  });

  test('whose steps stop shrinking near the digits of its field is settled, and not before', () => {
    // noise of a size that rounding errors may have
    const settles = (noise: number) => {
      const { solve, counted } = iterated((_, k, count) => 1 + k + (count % 2 ? noise : -noise));
      try {
        solve();
        return counted();
      } catch {
        return undefined;
      }
    };
    expect(settles(1e-4)).toBeUndefined();
    expect(settles(1e-8)).toBeLessThan(60);
    expect(settles(1e-13)).toBeLessThan(20);
    expect(settles(0)).toBeLessThan(5);
  });

  test('is not settled by a short rest on its way: seven steps at first, one once most digits are there', () => {
    // steps of these sizes, whatever Sigma is
    const stepped = (...sizes: number[]): number => {
      const { solve, counted } = iterated((x, _, count) => x + (sizes[count - 1] ?? 0));
      solve();
      return counted();
    };
    const rested = (size: number, rest: number): boolean =>
      stepped(1e-3, 1e-5, ...Array.from({ length: rest + 1 }, (_, k) => size * (1 + k / 100))) > rest + 3;
    expect([1, 7, 8].map((n) => rested(1e-8, n))).toEqual([true, true, false]);
    expect([1, 2].map((n) => rested(1e-12, n))).toEqual([true, false]);
  });
});
