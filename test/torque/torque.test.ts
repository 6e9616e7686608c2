import { describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { matrixFrom } from '../../src/arithmetic/matrix.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { agreedDigits } from '../../src/solution/agreement.js';
import { solve } from '../../src/solution/solve.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { torqueInSI } from '../../src/torque/field.js';
import { rashba } from '../transport/problems.js';

type V3 = [number, number, number];
const cross = (a: V3, b: V3): V3 => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const scaled = (a: V3, s: number): V3 => [a[0] * s, a[1] * s, a[2] * s];
const plus = (...list: V3[]): V3 => list.reduce((s, x) => [s[0] + x[0], s[1] + x[1], s[2] + x[2]], [0, 0, 0]);

const efficiencies = trace([8, 3], (KJ, delta) => torqueEfficiencies(matrixFrom(KJ, 4, 2), delta));

describe('torque efficiencies', () => {
  it('Eq. (3) rebuilt from the efficiencies of Eq. (4) is H x m for any K_J, m and J', () => {
    const field = new DoubleField();
    const run = field.compile(efficiencies);
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16807) % 2147483647;
      return (2 * seed) / 2147483647 - 1;
    };
    for (let sample = 0; sample < 200; sample++) {
      const K = Array.from({ length: 6 }, random);
      const raw: V3 = [random(), random(), random()];
      const m = scaled(raw, 1 / Math.hypot(...raw));
      const J: V3 = [random(), random(), 0];
      const out = new Float64Array(4);
      run(Float64Array.from([0, 0, ...K]), 0, Float64Array.from(scaled(m, 0.37)), 0, out, 0);
      const H: V3 = [0, 1, 2].map((a) => K[2 * a] * J[0] + K[2 * a + 1] * J[1]) as V3;
      const direct = cross(H, m);
      const z: V3 = [0, 0, 1];
      const zJ = cross(z, J);
      const mJ = m[0] * J[0] + m[1] * J[1];
      const rebuilt = plus(
        scaled(cross(m, cross(m, zJ)), out[0]),
        scaled(cross(m, z), out[1] * mJ),
        scaled(cross(m, zJ), out[2]),
        scaled(cross(m, cross(m, z)), out[3] * mJ),
      );
      const size = Math.max(...out.map(Math.abs), 1);
      direct.forEach((x, i) => {
        expect(Math.abs(x - rebuilt[i]) / size).toBeLessThan(1e-12);
      });
    }
  });

  it.each([
    ['m along z', '0', '1e-9'],
    ['m against z', 'pi', 'pi - 1e-9'],
    ['m in the plane', 'pi/2', 'pi/2 - 1e-9'],
  ])('the limit %s is what small tilts approach', async (_, theta, tilted) => {
    const set = { m: '1', eps: '0.9', alpha: '0.4', Delta: '0.3', u: '0.7' };
    const [limit, near] = [
      await solve(rashba({ ...set, theta }), { field: 'mpfr', digits: 15 }),
      await solve(rashba({ ...set, theta: tilted }), { field: 'mpfr', digits: 15 }),
    ];
    for (const name of ['1e', '2e', '1o', '2o']) {
      const [a, b] = [valueAt(limit.quantities, `tau.${name}`), valueAt(near.quantities, `tau.${name}`)];
      expect(a.value).not.toBe('0');
      expect(agreedDigits(a.value, b.value, 30)).toBeGreaterThan(7.5);
    }
    expect(limit.notes.join()).toContain('limit');
  });

  it('with one circular ring the damping-like efficiencies vanish', async () => {
    const { quantities } = await solve(rashba({ m: '1', eps: '0.3', alpha: '0.8', Delta: '0.6', u: '0.5' }), {
      field: 'mpfr',
      digits: 15,
    });
    for (const name of ['KJ.xx', 'KJ.yy', 'tau.1e', 'tau.2e']) expect(valueAt(quantities, name).value).toBe('0');
    expect(Number(valueAt(quantities, 'KJ.xy').value)).toBeLessThan(-0.1);
  });

  it('H_SOT and T have their SI sizes', () => {
    // K_J = 1 hbar/(|e| eV nm) along y for a current of 100 A/m along x
    const current = (100 * 1.054571817e-34 * 1e-9) / (1.602176634e-19 * 1.602176634e-19);
    const { field, torque } = torqueInSI({
      KJ: ['0', '0', '0', '0', '1', '0', '0', '0'],
      exchange: ['0', '0', '0.005'],
      current: [String(current), '0'],
      prefactor: String(1.76085962784e11 / (1e-9 * 1e6)),
      velocity: '0',
    });
    // spin density (1/m^2) times exchange (J)
    const density = (1.054571817e-34 / (1.602176634e-19 * 1.602176634e-19 * 1e-9)) * 100;
    expect(Number(field[1])).toBeCloseTo(density * 0.005 * 1.602176634e-19, 12);
    expect(Number(torque[0]) / ((1.76085962784e11 / 1e-3) * Number(field[1]))).toBeCloseTo(1, 10);
    expect(torque.slice(1).map(Number)).toEqual([0, 0]);
  });
});
