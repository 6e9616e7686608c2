import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/solution/problem.js';
import { type ProblemTexts, readProblem } from '../../src/solution/readProblem.js';
import { type Solution, solve } from '../../src/solution/solve.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import { rashba } from '../transport/problems.js';

type Numbers = Record<string, string>;
type V3 = readonly [number, number, number];

const cross = (a: V3, b: V3): V3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const value = ({ quantities }: Solution, name: string): number => Number(quantities.get(name)?.value);
const column = (solution: Solution, tensor: string, b: string): V3 => {
  const [x, y, z] = ['x', 'y', 'z'].map((a) => value(solution, `${tensor}.${a}${b}`));
  return [x, y, z];
};
/** m x (K_J e_b) */
const torqueOf = (solution: Solution, exchange: V3, b: string): V3 =>
  cross(exchange.map((x) => x / Math.hypot(...exchange)) as unknown as V3, column(solution, 'KJ', b));

const dresselhaus = (set: Numbers, more: Partial<ProblemTexts> = {}): Problem =>
  readProblem(loadTheory('rashba-dresselhaus-ferromagnet'), { set, ...more });
const mpfr = (digits: number) => ({ field: 'mpfr', digits }) as const;

/** The Rashba ferromagnet with other terms; their parameters have defaults of zero. */
const changed = (hamiltonian: Partial<typeof rashbaFerromagnet.hamiltonian>, ...names: string[]): Theory =>
  new Theory({
    ...rashbaFerromagnet,
    parameters: {
      ...rashbaFerromagnet.parameters,
      ...Object.fromEntries(names.map((n) => [n, { meaning: n, dimension: {}, default: '0' }])),
    },
    hamiltonian: { ...rashbaFerromagnet.hamiltonian, ...hamiltonian },
  });

describe('even and odd part of the torque', () => {
  const set = { m: '1', alpha: '0.5', beta: '0.3', u: '0.5', eps: '1' };
  const m: V3 = [0.15, -0.1, 0.2];
  const field = (sign: number): Numbers =>
    Object.fromEntries(['Dx', 'Dy', 'Dz'].map((n, k) => [n, String(sign * m[k])]));

  it.each([
    ['the dilute limit', {}, {}],
    ['finite n', { n: '0.05' }, { limit: 'finite', cutoff: '30' }],
    ['finite n, self-consistent', { n: '0.05' }, { limit: 'finite', cutoff: '30', scheme: 'self-consistent' }],
  ])('are what a solve with m turned round says: %s', async (_, density, more) => {
    const [here, there] = [
      await solve(dresselhaus({ ...set, ...density, ...field(1) }, more), mpfr(7)),
      await solve(dresselhaus({ ...set, ...density, ...field(-1) }, more), mpfr(7)),
    ];
    for (const b of ['x', 'y']) {
      const [T, U] = [torqueOf(here, m, b), torqueOf(there, [-m[0], -m[1], -m[2]], b)];
      const [even, odd] = [column(here, 'torqueEven', b), column(here, 'torqueOdd', b)];
      for (const i of [0, 1, 2]) {
        expect(Math.abs(even[i] - (T[i] + U[i]) / 2)).toBeLessThan(1e-6);
        expect(Math.abs(odd[i] - (T[i] - U[i]) / 2)).toBeLessThan(1e-6);
      }
      expect(Math.hypot(...even)).toBeGreaterThan(1e-5);
    }
  });

  it('are Eq. (3) with tau_e and tau_o where that holds', async () => {
    const isotropic = { m: '1', alpha: '0.5', u: '0.5', eps: '1', ...field(1) };
    const tau = await solve(rashba(isotropic), mpfr(12));
    // too small a Dresselhaus term to matter at these digits, and enough to break the symmetry
    const parts = await solve(dresselhaus({ ...isotropic, beta: '1e-20' }), mpfr(12));
    const size = Math.hypot(...m);
    const [unit, z]: V3[] = [m.map((x) => x / size) as unknown as V3, [0, 0, 1]];
    for (const [b, J] of [
      ['x', [1, 0, 0]],
      ['y', [0, 1, 0]],
    ] as const) {
      const along = unit[0] * J[0] + unit[1] * J[1];
      const flow = cross(unit, cross(z, J));
      const [e1, e2, o1, o2] = ['1e', '2e', '1o', '2o'].map((name) => value(tau, `tau.${name}`));
      const rebuilt = {
        torqueEven: cross(unit, flow).map((x, i) => e1 * x + e2 * along * cross(unit, z)[i]),
        torqueOdd: flow.map((x, i) => o1 * x + o2 * along * cross(unit, cross(unit, z))[i]),
      };
      // Eq. (1) has H x m
      for (const [name, expected] of Object.entries(rebuilt))
        column(parts, name, b).forEach((x, i) => {
          expect(Math.abs(x + expected[i])).toBeLessThan(1e-11);
        });
    }
  });
});

describe('which numbers a torque has', () => {
  const set = { m: '1', alpha: '0.5', u: '0.5', eps: '1', Dx: '0.1', Dz: '0.2' };
  const chiral = { hx: 'Dx - alpha py + c px', hy: 'Dy + alpha px + c py' };
  const heavyHoles = { hx: 'Dx - alpha * (3 px^2 py - py^3)', hy: 'Dy + alpha * (px^3 - 3 px py^2)' };
  const cases: [string, Problem, RegExp | undefined][] = [
    ['Rashba', rashba(set), undefined],
    ['Rashba with any azimuth of m', rashba({ ...set, Dy: '-0.3' }), undefined],
    [
      'Rashba in other words',
      readProblem(changed({ h0: '(px + py)^2/(2 m) - px py/m', hx: 'Dx - alpha py + c px - c px' }, 'c'), {
        set: { ...set, c: '0.7' },
      }),
      undefined,
    ],
    ['magnetic impurities along x', rashba({ ...set, ux: '0.1' }), /rotation .* broken by the spin of the impurities/],
    ['magnetic impurities along z', rashba({ ...set, uz: '0.1' }), /mirror .* broken by the spin of the impurities/],
    ['a chiral coupling', readProblem(changed(chiral, 'c'), { set: { ...set, c: '0.2' } }), /mirror .* by hx, hy/],
    ['no chiral coupling', readProblem(changed(chiral, 'c'), { set }), undefined],
    ['a Dresselhaus coupling', dresselhaus({ ...set, beta: '1e-25' }), /rotation .* broken by hx, hy/],
    ['no Dresselhaus coupling', dresselhaus({ ...set, beta: '0' }), undefined],
    [
      'two masses, nearly equal',
      readProblem(loadTheory('examples/anisotropic.yaml'), {
        set: { mx: '1', my: '1.0000000000000000000001', alpha: '0.4', Dx: '0.2', Dz: '0.3', eps: '1', u: '0.6' },
      }),
      /rotation .* broken by h0/,
    ],
    [
      'heavy holes, whose spin turns thrice as fast as their momentum',
      readProblem(changed(heavyHoles), { set: { ...set, alpha: '0.05' }, cutoff: '40' }),
      /rotation .* broken by hx, hy/,
    ],
  ];

  it.each(cases)('%s', async (_, problem, broken) => {
    const { quantities, notes } = await solve(problem, mpfr(6));
    const has = (tensor: string): boolean => [...quantities.keys()].some((name) => name.startsWith(`${tensor}.`));
    expect([has('tau'), has('torqueEven'), has('torqueOdd')]).toEqual(
      broken ? [false, true, true] : [true, false, false],
    );
    const note = notes.find((text) => text.startsWith('tau: Eq. (4) does not hold'));
    if (broken) expect(note).toMatch(broken);
    else expect(note).toBeUndefined();
  });
});

describe('m along z', () => {
  it.each([
    ['Rashba and Dresselhaus', dresselhaus({ m: '1', alpha: '.5', beta: '.3', Dz: '.2', u: '.5', eps: '1' })],
    ['magnetic impurities along x', rashba({ m: '1', alpha: '.5', Dz: '.2', u: '.5', ux: '.1', eps: '1' })],
    [
      'two masses',
      readProblem(loadTheory('examples/anisotropic.yaml'), {
        set: { mx: '1', my: '1.4', alpha: '.4', beta: '.1', Dz: '.3', eps: '1', u: '.6' },
      }),
    ],
  ])('without a limit costs no more than elsewhere: %s', async (_, problem) => {
    const { quantities, notes, workingDigits } = await solve(problem, mpfr(15));
    expect(workingDigits).toBe(73);
    expect(notes.join()).not.toContain('limit');
    for (const name of ['K.xx', 'sigma.xx', 'KJ.yx', 'torqueOdd.xx']) expect(quantities.get(name)?.value).toBeDefined();
    expect(quantities.has('tau.1e')).toBe(false);
  });

  it('gives K of an independent program', async () => {
    const found = await solve(dresselhaus({ m: '1', alpha: '.5', beta: '.3', Dz: '.2', u: '.5', eps: '1' }), mpfr(15));
    expect(value(found, 'K.xx')).toBeCloseTo(0.398153, 6);
    expect(value(found, 'K.xy')).toBeCloseTo(-0.656507, 6);
    expect(value(found, 'sigma.xx')).toBeCloseTo(1.804361, 6);
  });

  it.each([1, -1])('along a fixed axis has the efficiencies that are components of K_J: side %s', async (side) => {
    const fixed = new Theory({
      ...rashbaFerromagnet,
      name: 'fixed',
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hx: '-alpha py', hy: 'alpha px', hz: '2 Dz' },
      exchange: ['0', '0', '2 Dz'],
    });
    const set = { m: '1', alpha: '.5', u: '.5', eps: '1', Dz: String(0.1 * side) };
    const { quantities, notes } = await solve(readProblem(fixed, { set }), mpfr(10));
    const whole = await solve(rashba({ ...set, Dz: String(0.2 * side) }), mpfr(10));
    for (const name of ['tau.1e', 'tau.1o'])
      expect(Number(quantities.get(name)?.value)).toBeCloseTo(value(whole, name), 9);
    expect(Math.abs(value(whole, 'tau.1e'))).toBeGreaterThan(1e-4);
    expect(quantities.has('tau.2e')).toBe(false);
    expect(notes.join()).toContain('tau.2e, tau.2o: m is along z');
  });
});

describe('near the singular directions of Eq. (4)', () => {
  const at = (theta: string): Problem => rashba({ m: '1', eps: '0.9', alpha: '0.4', Delta: '0.3', u: '0.7', theta });

  it.each([
    ['Math.PI / 2', Math.PI / 2, 'pi/2'],
    ['Math.PI', Math.PI, 'pi'],
    ['a little off the plane', Math.PI / 2 + 1e-9, 'pi/2'],
    ['a little off z', 1e-7, '0'],
  ])('double precision gives the torque of the limit: %s', async (_, theta, limit) => {
    const [near, exact] = [
      await solve(at(String(theta)), { field: 'double', digits: 10, bestEffort: true }),
      await solve(at(limit), mpfr(15)),
    ];
    for (const name of ['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o']) {
      const right = value(exact, name);
      expect(Math.abs(value(near, name) / right - 1), name).toBeLessThan(1e-10);
    }
    for (const [name, { agreed }] of near.quantities)
      if (/^(K|KJ|sigma|tau)\./.test(name)) expect(agreed, name).toBeGreaterThanOrEqual(1);
  });

  it('far less than the digits away is the limit itself', async () => {
    const { notes, quantities } = await solve(at('1e-60'), mpfr(15));
    expect(notes.join()).toContain('limit m -> z');
    expect(Number(quantities.get('tau.2e')?.value)).not.toBe(0);
  });

  it('an efficiency without a limit is left out, and takes no other with it', async () => {
    const torqueEfficiencies: typeof STEPS.torqueEfficiencies = (KJ, exchange) => {
      const [e1, e2, o1, o2] = STEPS.torqueEfficiencies(KJ, exchange);
      return [e1, e2.div(exchange[0]), o1, o2];
    };
    const problem = { ...at('0'), steps: { ...STEPS, torqueEfficiencies } };
    const { quantities, notes, agreedDigits } = await solve(problem, mpfr(4));
    expect(quantities.has('tau.2e')).toBe(false);
    expect(notes.join()).toContain('tau.2e: no digit is stable');
    expect(agreedDigits).toBe(4);
    for (const name of ['K.xx', 'tau.1e', 'tau.1o', 'tau.2o']) expect(quantities.has(name)).toBe(true);
  });
});
