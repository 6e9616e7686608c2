import { describe, expect, it } from 'vitest';
import { POINT_A, POINT_B, pointA, run } from './run.js';

interface State {
  angle: number;
  momentum: [number, number];
  band: 1 | -1;
  spin: [number, number, number];
  velocity: [number, number];
  weight: number;
  response: [number, number];
}

const [m, alpha, Dx, Dz] = [1, 0.3, 0.1, 0.1];
/** h_0 and h of point A, written out. */
const h = ([x, y]: readonly [number, number]): number[] => [(x * x + y * y) / (2 * m), Dx - alpha * y, alpha * x, Dz];
const energy = (p: readonly [number, number], band: number): number => {
  const [h0, ...spin] = h(p);
  return h0 + band * Math.hypot(...spin);
};

describe('contour', () => {
  it('lists states at the Fermi energy, with their spin and velocity', async () => {
    const { code, out } = await run('contour', ...POINT_A, '--json');
    expect(code).toBe(0);
    const states = (JSON.parse(out) as { states: State[] }).states;
    expect(new Set(states.map((s) => s.band))).toEqual(new Set([1, -1]));
    for (const { momentum, angle, band, spin, velocity } of states) {
      expect(energy(momentum, band)).toBeCloseTo(1, 12);
      const p = Math.hypot(...momentum);
      expect(
        [p * Math.cos(angle) - momentum[0], p * Math.sin(angle) - momentum[1]].every((d) => Math.abs(d) < 1e-12),
      ).toBe(true);
      const [, ...vector] = h(momentum);
      spin.forEach((s, i) => {
        expect(s).toBeCloseTo((band * vector[i]) / Math.hypot(...vector), 12);
      });
      const step = 1e-5;
      const slope = [0, 1].map((axis) => {
        const at = (sign: number): number =>
          energy([momentum[0] + (axis === 0 ? sign * step : 0), momentum[1] + (axis === 1 ? sign * step : 0)], band);
        return (at(1) - at(-1)) / (2 * step);
      });
      velocity.forEach((v, axis) => {
        expect(v).toBeCloseTo(slope[axis], 8);
      });
    }
  });

  it('sums to the density of states and to n K of solve', async () => {
    for (const [point, scheme] of [
      [POINT_A, 't-matrix'],
      [POINT_B, 't-matrix'],
      [POINT_A, 'first-born'],
    ] as const) {
      const states = JSON.parse((await run('contour', ...point, '--scheme', scheme, '--lines', '60', '--json')).out)
        .states as State[];
      const { K, dos } = JSON.parse((await run('solve', ...point, '--scheme', scheme, '--digits', '10', '--json')).out);
      const total = (f: (s: State) => number): number => states.reduce((sum, s) => sum + s.weight * f(s), 0);
      expect(total(() => 1)).toBeCloseTo(Number(dos), 8);
      for (const [a, i] of Object.entries({ x: 0, y: 1, z: 2 }))
        for (const [b, j] of Object.entries({ x: 0, y: 1 }))
          expect(total((s) => s.spin[i] * s.response[j])).toBeCloseTo(Number(K[a + b]), 8);
    }
  });

  it('prints columns', async () => {
    const { out } = await run('contour', ...POINT_A, '--lines', '8');
    const rows = out.trimEnd().split('\n');
    expect(rows[0].trim().split(/\s{2,}/)).toEqual([
      'angle',
      'band',
      'px',
      'py',
      'sx',
      'sy',
      'sz',
      'vx',
      'vy',
      'n f_x',
      'n f_y',
    ]);
    // two rings, two rays of each line
    expect(rows.length).toBe(1 + 2 * 2 * 8);
    for (const row of rows.slice(1))
      for (const cell of row.trim().split(/\s+/)) expect(Number.isFinite(Number(cell))).toBe(true);
  });
});

describe('bands', () => {
  interface Point {
    p: number;
    upper: number;
    lower: number;
    spin: [number, number, number];
  }

  it('are h_0 +- |h| along a line', async () => {
    const { code, out } = await run(
      'bands',
      ...POINT_A,
      '--direction',
      '30 deg',
      '--reach',
      '2',
      '--points',
      '9',
      '--json',
    );
    expect(code).toBe(0);
    const points = (JSON.parse(out) as { points: Point[] }).points;
    expect(points.map((b) => b.p)).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]);
    for (const { p, upper, lower, spin } of points) {
      const at = [p * Math.cos(Math.PI / 6), p * Math.sin(Math.PI / 6)] as const;
      expect(upper).toBeCloseTo(energy(at, 1), 13);
      expect(lower).toBeCloseTo(energy(at, -1), 13);
      const [, ...vector] = h(at);
      spin.forEach((s, i) => {
        expect(s).toBeCloseTo(vector[i] / Math.hypot(...vector), 13);
      });
    }
  });

  it('reach beyond the Fermi momenta', async () => {
    const rows = (await run('bands', ...POINT_A, '--points', '5')).out.trimEnd().split('\n');
    expect(rows[0].trim().split(/\s+/)).toEqual(['p', 'E+', 'E-', 'sx', 'sy', 'sz']);
    expect(rows.length).toBe(6);
    const [p, , lower] = rows[5].trim().split(/\s+/).map(Number);
    expect(lower).toBeGreaterThan(1);
    expect(energy([p, 0], -1)).toBeCloseTo(lower, 4);
  });

  it('where both meet the spin has no direction', async () => {
    const { code, out } = await run(
      'bands',
      ...pointA({ Dx: '0', Dz: '0' }),
      '--reach',
      '1',
      '--points',
      '3',
      '--json',
    );
    expect(code).toBe(0);
    expect((JSON.parse(out) as { points: Point[] }).points[1].spin).toEqual([null, null, null]);
  });
});

describe('torque', () => {
  const parameters = [
    '--set',
    'm=0.8 m_e',
    'alpha=1.7e-11 eV m',
    'Dx=5 meV',
    'Dz=12 meV',
    'eps=60 meV',
    'u=0.4 eV nm^2',
  ];
  const drive = [
    '--current',
    '100 A/m',
    '--direction',
    '30 deg',
    '--thickness',
    '1.5 nm',
    '--magnetisation',
    '1e6 A/m',
  ];

  it('is Eqs. (1) and (2) of the solved K_J', async () => {
    const { code, out } = await run(
      'torque',
      ...parameters,
      ...drive,
      '--gamma',
      '1.76e11 / (T s)',
      '--velocity',
      '2e5 m/s',
      '--json',
    );
    expect(code).toBe(0);
    const { H_SOT, T, theta, units } = JSON.parse(out);
    expect(units.T).toBe('1/s');
    const { KJ } = JSON.parse((await run('solve', ...parameters, '--json')).out) as { KJ: Record<string, string> };
    // K_J in hbar/(|e| eV nm): spin per area of a current density, in SI
    const [e, hbar] = [1.602176634e-19, 1.054571817646e-34];
    const unit = hbar / (e * e * 1e-9);
    const J = [100 * Math.cos(Math.PI / 6), 100 * Math.sin(Math.PI / 6)];
    const delta = [5e-3, 0, 12e-3].map((x) => x * e);
    const size = Math.hypot(...delta);
    const n = delta.map((x) => x / size);
    const H = ['x', 'y', 'z'].map((a) => size * unit * (Number(KJ[`${a}x`]) * J[0] + Number(KJ[`${a}y`]) * J[1]));
    const rate = 1.76e11 / 1.5e-9 / 1e6;
    const cross = [0, 1, 2].map((i) => rate * (H[(i + 1) % 3] * n[(i + 2) % 3] - H[(i + 2) % 3] * n[(i + 1) % 3]));
    const close = (x: number, right: number, scale: number): void =>
      expect(Math.abs((x - right) / scale)).toBeLessThan(1e-9);
    ['x', 'y', 'z'].forEach((a, i) => {
      close(Number(H_SOT[a]), H[i], Math.hypot(...H));
      close(Number(T[a]), cross[i], Math.hypot(...cross));
    });
    // theta = -2 e v K_J with e < 0
    for (const [ab, x] of Object.entries(KJ)) {
      const right = 2 * e * 2e5 * unit * Number(x);
      close(Number(theta[ab]), right, right);
    }
  });

  it('is linear in the current and inverse in thickness and magnetisation', async () => {
    const at = async (more: string[]): Promise<number[]> => {
      const { T } = JSON.parse((await run('torque', ...parameters, ...more, '--json')).out) as {
        T: Record<string, string>;
      };
      return Object.values(T).map(Number);
    };
    const one = await at(drive);
    const other = await at([
      '--current',
      '250 A/m',
      '--direction',
      '30 deg',
      '--thickness',
      '3 nm',
      '--magnetisation',
      '5e5 A/m',
    ]);
    other.forEach((x, k) => {
      expect(x / one[k]).toBeCloseTo((2.5 / 2) * 2, 9);
    });
  });

  it('prints lines', async () => {
    const { out } = await run('torque', ...parameters, ...drive, '--velocity', '2e5 m/s');
    expect(out).toMatch(/^H_SOT = .*\nT = .*\ntheta = .*\nK_J agreed to 15 digits between two runs\n$/);
    expect((await run('torque', ...parameters, ...drive)).out).not.toContain('theta');
  });
});
