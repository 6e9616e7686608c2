import { describe, expect, it } from 'vitest';
import { type SweepOptions, sweep } from '../../cli/public/sweeping.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { Grid } from '../../sweep/axes/grid.js';
import { PointSolver } from '../../sweep/points/pointSolver.js';
import { selectQuantities } from '../../sweep/points/selection.js';
import type { SweepRow } from '../../sweep/run/sweepRows.js';

const collect = async (theory: string, options: SweepOptions): Promise<SweepRow[]> => {
  const rows: SweepRow[] = [];
  for await (const row of sweep(loadTheory(theory), { workers: 1, ...options })) rows.push(row);
  return rows;
};
const SET = { m: '1', eps: '1', alpha: '0.3', Delta: '0.2', u: '0.5' };

describe('points of a sweep', () => {
  it('has limits, where Eq. (4) is singular, as ordinary points', async () => {
    const rows = await collect('rashba-ferromagnet', { over: 'theta=0:pi:3', set: SET, quantities: 'tau.*,K.zy' });
    expect(rows.map(({ digits }) => (digits ?? 0) >= 8)).toEqual([true, true, true]);
    for (const [k, theta] of ['0', 'pi/2'].entries()) {
      const problem = readProblem(loadTheory('rashba-ferromagnet'), { set: { ...SET, theta } });
      const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
      for (const [name, x] of Object.entries(rows[k].quantities))
        expect(x, name).toBeCloseTo(Number(quantities.get(name)?.value), 9);
    }
    expect(rows[0].quantities['K.zy']).toBe(0);
    // the mirror theta -> pi - theta
    expect(rows[2].quantities['tau.1e']).toBeCloseTo(Number(rows[0].quantities['tau.1e']), 9);
  });

  it('takes such limits from tilts in double precision, with the digits that they hold', async () => {
    const theory = loadTheory('rashba-ferromagnet');
    const quantities = selectQuantities(theory, ['tau'], false);
    for (const [energy, tilted] of [
      ['1', ['0']],
      ['0.19', ['pi/2']],
    ] as const) {
      const set = { ...SET, eps: energy, phi: '0.4' };
      const grid = Grid.read(theory, [`theta=${tilted.join(',')}`]);
      const solver = new PointSolver({ theory, grid, set, quantities, digits: 5 });
      for (const [row, theta] of tilted.entries()) {
        const answer = solver.inDouble(row);
        const right = await solve(readProblem(theory, { set: { ...set, theta } }), { field: 'mpfr', digits: 11 });
        expect(answer?.held.length).toBe(4);
        for (const [k, { name }] of quantities.entries()) {
          const [x, held] = [Number(answer?.values[k]), Number(answer?.held[k])];
          expect(held, name).toBeGreaterThanOrEqual(5);
          const error = Math.abs(x / Number(right.quantities.get(name)?.value) - 1);
          expect(error, `${name} at ${theta}`).toBeLessThan(10 ** -held);
        }
      }
    }
  });

  it('leaves a limit to higher precision where eps is too near to an edge for tilts', () => {
    const theory = loadTheory('rashba-ferromagnet');
    const quantities = selectQuantities(theory, ['tau'], false);
    const grid = Grid.read(theory, ['eps=0.20000001']);
    const { eps: _, ...set } = { ...SET, theta: '0' };
    expect(new PointSolver({ theory, grid, set, quantities, digits: 6 }).inDouble(0)).toBeUndefined();
  });

  it('gives a reason for what has no answer, and goes on', async () => {
    const set = { m: '1', alpha: '0.3', Dz: '0.2', u: '0.5' };
    const rows = await collect('rashba-ferromagnet', { over: 'eps=-1,-0.2,1', set, quantities: 'K.xy' });
    expect(rows.map(({ reason }) => reason?.slice(0, 11) ?? null)).toEqual([
      'no carriers',
      rows[1].reason?.slice(0, 11),
      null,
    ]);
    expect(rows[0].quantities).toEqual({ 'K.xy': null });
    expect(rows[2].digits).toBeGreaterThan(9);
    const { m: _, ...rest } = { ...set, eps: '1' };
    const masses = await collect('rashba-ferromagnet', { over: 'm=-1:1:3', set: rest, quantities: 'K.xy' });
    expect(masses.map(({ reason }) => reason !== null)).toEqual([true, true, false]);
    expect(masses[0].reason).toMatch(/m = -1: must be positive/);
  });

  it('solves again what double precision leaves short of digits', async () => {
    const { u: _, ...set } = { ...SET, theta: '1e-4' };
    const options = { over: 'u=1e-4,0.5', set, quantities: 'K.zx,tau.2e', digits: 12 };
    const rows = await collect('rashba-ferromagnet', options);
    for (const [k, u] of ['1e-4', '0.5'].entries()) {
      const problem = readProblem(loadTheory('rashba-ferromagnet'), { set: { ...SET, theta: '1e-4', u } });
      const { quantities } = await solve(problem, { field: 'mpfr', digits: 16 });
      expect(rows[k].digits).toBe(12);
      for (const [name, x] of Object.entries(rows[k].quantities))
        expect(Math.abs(Number(x) / Number(quantities.get(name)?.value) - 1), name).toBeLessThan(1e-12);
    }
  });

  it('claims no digit that is wrong at the edge of a gap, where moved values share their errors', async () => {
    const set = { m: '2', alpha: '-3', Dx: '-0.004', Dy: '-0.003', u: 'inf' };
    const options = { over: 'eps=0.004925', set, cutoff: '2500', quantities: 'K.xy', digits: 6 };
    const [{ digits, quantities }] = await collect('rashba-ferromagnet', options);
    const problem = readProblem(loadTheory('rashba-ferromagnet'), { set: { ...set, eps: '0.004925' }, cutoff: '2500' });
    const right = (await solve(problem, { field: 'mpfr', digits: 15 })).quantities.get('K.xy');
    const off = Math.abs(Number(quantities['K.xy']) / Number(right?.value) - 1);
    expect(off).toBeLessThan(10 ** -Number(digits));
    expect(digits).toBeGreaterThan(9);
  });

  it('has the unitary limit beside finite strengths', async () => {
    const { u: _, ...set } = SET;
    const rows = await collect('rashba-ferromagnet', {
      over: 'u=1e7,inf,1',
      set: { ...set, theta: '1' },
      quantities: 'K.xy',
    });
    expect(rows[1].point).toEqual({ u: Number.POSITIVE_INFINITY });
    expect(rows[1].quantities['K.xy']).toBeCloseTo(Number(rows[0].quantities['K.xy']), 5);
    expect(Math.abs(Number(rows[2].quantities['K.xy']) / Number(rows[1].quantities['K.xy']) - 1)).toBeGreaterThan(0.1);
  });

  it('has the parts of the torque where Eq. (4) does not hold, and says so', async () => {
    const set = { ...SET, theta: '1', beta: '0.1' };
    const options = { set, quantities: ['tau.1e', 'torqueEven.xx', 'torqueOdd.zy'] };
    const [broken, holds] = await collect('rashba-dresselhaus-ferromagnet', {
      over: 'beta=0.1,0',
      ...options,
      set: { ...SET, theta: '1' },
    });
    expect(broken.quantities['tau.1e']).toBeNull();
    expect(broken.reason).toMatch(/tau: Eq. \(4\) does not hold: the rotation symmetry about z is broken by hx, hy/);
    expect(holds.reason).toMatch(/torqueEven, torqueOdd: Eq. \(4\) holds/);
    const problem = readProblem(loadTheory('rashba-dresselhaus-ferromagnet'), { set });
    const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
    for (const name of ['torqueEven.xx', 'torqueOdd.zy'])
      expect(broken.quantities[name]).toBeCloseTo(Number(quantities.get(name)?.value), 10);
  });

  it('refuses what the theory has not, and what is missing at every point', async () => {
    const over = 'eps=1:2:3';
    const asked = (theory: string, options: SweepOptions) => collect(theory, options);
    await expect(asked('rashba-ferromagnet', { over, set: {} })).rejects.toThrow(/needs m, the effective mass/);
    await expect(asked('rashba-ferromagnet', { over, set: SET })).rejects.toThrow(/eps: given by --set and by --over/);
    await expect(asked('rashba-ferromagnet', { over: 'theta=0:1:2', set: SET, quantities: 'rho.xx' })).rejects.toThrow(
      /--quantities rho.xx: rashba-ferromagnet has K\.\*/,
    );
    const finite = { over: 'theta=0:1:2', set: { ...SET, n: '0.01' }, limit: 'finite', quantities: 'sigma' };
    await expect(asked('rashba-ferromagnet', finite)).rejects.toThrow(/give --cutoff VALUE, or ask for K/);
  });
});
