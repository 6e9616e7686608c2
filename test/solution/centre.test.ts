import { beforeAll, describe, expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { fieldOf } from '../../src/arithmetic/fields.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { type Centre, CentreFinder } from '../../src/quadrature/centre.js';
import { batchSolver } from '../../src/solution/batch.js';
import { centred } from '../../src/solution/centred.js';
import { environmentOf } from '../../src/solution/environment.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf, type Problem } from '../../src/solution/problem.js';
import { quantitiesOf } from '../../src/solution/quantities.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { fermiContour } from '../../src/solution/texture.js';
import { loadTheory } from '../../src/theory/load.js';
import { Polynomial } from '../../src/theory/polynomial.js';
import type { Observable } from '../../src/transport/observables.js';
import { RESPONSE, tensor, tensorOf } from '../../src/transport/tensors.js';
import { Grid } from '../../sweep/axes/grid.js';
import { PointSolver } from '../../sweep/points/pointSolver.js';
import { selectQuantities } from '../../sweep/points/selection.js';
import { boltzmann, rashbaFerromagnet } from '../transport/boltzmann.js';
import { A, rashba } from '../transport/problems.js';

beforeAll(loadMpfr);

const Wide = decimals(60);
const CENTRE: Centre = [0.0625, -0.125];

/** All numbers of one run about a centre. */
function runOf(problem: Problem, lines: number): Map<string, string> {
  const field = fieldOf('mpfr', 40);
  try {
    const pass = new Pass(problem, field);
    const closure = closureOf(problem);
    const directions = pass.directions(pass.survey(), lines);
    pass.solve(directions, closure === 'measured' ? 'full' : closure);
    return quantitiesOf(pass, directions);
  } finally {
    field.release();
  }
}

/** The worst difference of K, sigma and K_J in units of the largest entry of each; sigma diverges at finite n. */
function worstOf(problem: Problem, here: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>): number {
  const names = problem.limit === 'finite' ? ['K', 'g'] : ['K', 'sigma', 'KJ', 'g'];
  const worst = names.map((name) => {
    const entries = [...here.keys()].filter((entry) => tensorOf(entry)?.name === name);
    const [first, second] = [here, there].map((run) => entries.map((entry) => new Wide(run.get(entry) ?? Number.NaN)));
    const scale = Wide.max(...first.map((x) => x.abs()));
    return Number(Wide.max(...first.map((x, k) => x.minus(second[k]).abs())).div(scale));
  });
  return Math.max(...worst);
}

const anisotropic = {
  mx: '1',
  my: '1.4',
  alpha: '0.4',
  beta: '0.1',
  Dx: '0.2',
  Dz: '0.3',
  eps: '1',
  u: '0.6',
  w: '0.3',
};
const magnetic = { ...A, Dy: '-0.05', ux: '0.1', uz: '-0.2' };

describe('momentum integrals do not know through which point their lines run', () => {
  it.each([
    ['rashba-ferromagnet', magnetic, {}, 72],
    ['rashba-ferromagnet', { ...A, u: 'inf' }, { scheme: 't-matrix' }, 72],
    ['rashba-dresselhaus-ferromagnet', { ...magnetic, beta: '0.1' }, { scheme: 'born:3' }, 144],
    ['examples/anisotropic.yaml', anisotropic, {}, 84],
    ['rashba-ferromagnet', { ...A, n: '0.02' }, { limit: 'finite' }, 84],
    ['rashba-ferromagnet', { ...A, n: '0.02' }, { limit: 'finite', scheme: 'self-consistent' }, 84],
  ] as const)('30 digits of %s, %o, %o', (name, set, more, lines) => {
    const problem = readProblem(loadTheory(name), { set, ...more });
    const worst = worstOf(problem, runOf(problem, lines), runOf({ ...problem, centre: CENTRE }, lines));
    expect(worst).toBeLessThan(1e-30);
    expect(worst).toBeGreaterThan(0);
  });

  it('nor do responses whose operators contain the momentum: sigma = e (<p>/m + alpha (z x s))', () => {
    const nothing = new Polynomial([]);
    const momentum: Observable = {
      tensor: tensor(
        'P',
        [
          ['x', 'y'],
          ['x', 'y'],
        ],
        {
          meaning: 'momentum along a per field along b',
          unit: { hbar: 0, energy: 0, length: 0, charge: 1, perDensity: 1 },
          step: 'diluteBubbles',
        },
      ),
      operators: ({ eps }) => {
        const one = eps.div(eps);
        return [
          [new Polynomial([{ i: 1, j: 0, coefficient: one }]), nothing, nothing, nothing],
          [new Polynomial([{ i: 0, j: 1, coefficient: one }]), nothing, nothing, nothing],
        ];
      },
    };
    for (const centre of [undefined, CENTRE]) {
      const run = runOf({ ...rashba(A), observables: [momentum], centre }, 72);
      const at = (entry: string) => new Wide(run.get(entry) ?? Number.NaN);
      const [m, alpha] = [A.m, A.alpha].map((x) => new Wide(x));
      for (const b of ['x', 'y'])
        for (const [a, spin] of [
          ['x', at(`K.y${b}`)],
          ['y', at(`K.x${b}`).neg()],
        ] as const) {
          const current = at(`P.${a}${b}`).div(m).plus(alpha.times(spin)).neg();
          expect(Number(current.minus(at(`sigma.${a}${b}`)).abs())).toBeLessThan(1e-30);
        }
    }
  });

  it('but a cutoff belongs to the origin', () => {
    const problem = { ...rashba(A, { cutoff: '20' }), centre: CENTRE };
    expect(() => new Pass(problem, new DoubleField())).toThrow('|p| < cutoff belongs to the origin');
  });
});

/** Fermi energies |Delta| at which a contour passes through p = 0, with m in the xz plane. */
const tiltedAt = (eps: string, more: Record<string, string> = {}): Problem =>
  rashba({ theta: '1.2', eps, m: '1', alpha: '0.3', Delta: '0.2', u: '0.5', ...more });
const THROUGH = tiltedAt('0.2');

describe('a contour that passes through the origin', () => {
  const inDouble = (problem: Problem) => batchSolver(problem)({});
  const all = ({ K, sigma }: ReturnType<typeof inDouble>): number[] => [...K.flat(), ...sigma.flat()];

  it('is met by lines through the inside of it, few of them', async () => {
    const { lines, tangents, quantities } = await solve(THROUGH, { field: 'mpfr', digits: 12 });
    expect(lines).toBeLessThan(60);
    expect(tangents).toBe(0);
    const { K, digits } = inDouble(THROUGH);
    expect(digits).toBeGreaterThan(9);
    expect(Math.abs(K[2][0] / Number(quantities.get('K.yx')?.value) - 1)).toBeLessThan(1e-10);
  });

  it('is like its neighbours, on lines through the origin or beside it', () => {
    const [here, below, above] = ['0.2', '0.1999998', '0.2000002'].map((eps) => all(inDouble(tiltedAt(eps))));
    const scale = Math.max(...here.map(Math.abs));
    here.forEach((x, k) => {
      expect(Math.abs(x - (below[k] + above[k]) / 2) / scale).toBeLessThan(1e-10);
      expect(Math.abs(below[k] - above[k]) / scale).toBeLessThan(1e-4);
    });
    // far enough from the origin for lines through it, near enough for a parabola
    const [minus2, minus1, plus1, plus2] = ['0.195', '0.1975', '0.2025', '0.205'].map((eps) =>
      all(inDouble(tiltedAt(eps))),
    );
    here.forEach((x, k) => {
      const expected = (4 * (minus1[k] + plus1[k]) - (minus2[k] + plus2[k])) / 6;
      expect(Math.abs(x - expected) / scale).toBeLessThan(1e-5);
    });
  });

  it('has the response of a Boltzmann solver that shares nothing', () => {
    const [m, alpha, eps, u] = [1, 0.3, 0.2, 0.5];
    const model = rashbaFerromagnet({ m, alpha, eps, u, D: [0.2 * Math.sin(1.2), 0, 0.2 * Math.cos(1.2)] });
    // its rays begin inside both contours
    const { K, sigma } = boltzmann({ ...model, h: (px, py) => model.h(px, py + 0.25) });
    const point = inDouble(THROUGH);
    const close = (ours: number[], theirs: number[]): void => {
      const scale = Math.max(...theirs.map(Math.abs));
      ours.forEach((x, k) => {
        expect(Math.abs(x - theirs[k]) / scale).toBeLessThan(1e-8);
      });
    };
    close(point.K.slice(1).flat(), K.flat());
    close(point.sigma.flat(), sigma.flat());
  });

  it('has states at their true momenta that add up to K', () => {
    const states = fermiContour(THROUGH, 48);
    const [Dx, Dz] = [0.2 * Math.sin(1.2), 0.2 * Math.cos(1.2)];
    for (const { momentum, band, angle } of states) {
      const [x, y] = momentum;
      const energy = (x * x + y * y) / 2 + band * Math.hypot(Dx - 0.3 * y, 0.3 * x, Dz);
      expect(Math.abs(energy - 0.2)).toBeLessThan(1e-12);
      expect(angle).toBe(Math.atan2(y, x));
    }
    const sum = states.reduce((total, { weight, spin, response }) => total + weight * spin[1] * response[0], 0);
    expect(Math.abs(sum / inDouble(THROUGH).K[2][0] - 1)).toBeLessThan(1e-10);
  });

  it('is an ordinary row of a sweep', () => {
    const theory = loadTheory('rashba-ferromagnet');
    const set = { theta: '1.2', m: '1', alpha: '0.3', Delta: '0.2', u: '0.5' };
    const grid = Grid.read(theory, ['eps=0.2,0.20001']);
    const quantities = selectQuantities(theory, ['tau', 'K.zy'], false);
    const solver = new PointSolver({ theory, grid, set, quantities, digits: 6 });
    const [here, beside] = [0, 1].map((row) => solver.inDouble(row));
    expect(Math.min(...(here?.held ?? []))).toBeGreaterThan(6);
    here?.values.forEach((x, k) => {
      expect(Math.abs(x / (beside?.values[k] ?? 0) - 1)).toBeLessThan(1e-3);
    });
  });

  it('is met in every theory, at Fermi energies that its bands have at p = 0', () => {
    const cases = [
      ['rashba-dresselhaus-ferromagnet', { m: '1', alpha: '0.5', beta: '0.2', Dx: '0.3', Dy: '-0.4', u: '1' }, 0.5],
      ['examples/anisotropic.yaml', { ...anisotropic, Dx: '0.6', Dz: '-0.8' }, 1],
      ['examples/anisotropic.yaml', { ...anisotropic, Dx: '0.3', Dz: '0.4' }, -0.5],
    ] as const;
    for (const [name, set, eps] of cases) {
      const theory = loadTheory(name);
      const at = (energy: number) => readProblem(theory, { set: { ...set, eps: String(energy) } });
      expect(centred(at(eps)).centre, `${name} ${eps}`).toBeDefined();
      const [here, below, above] = [eps, eps * (1 - 1e-5), eps * (1 + 1e-5)].map((x) => all(inDouble(at(x))));
      const scale = Math.max(...here.map(Math.abs));
      here.forEach((x, k) => {
        expect(Math.abs(x - (below[k] + above[k]) / 2) / scale).toBeLessThan(1e-7);
      });
    }
  });
});

describe('the centre of the lines', () => {
  const finder = new CentreFinder(loadTheory('rashba-ferromagnet'));
  const of = (problem: Problem) => finder.find(environmentOf(problem, new DoubleField()));

  it('is the origin where contours keep away from it, or shrink around it', () => {
    expect(of(tiltedAt('0.5'))).toBeUndefined();
    expect(of(tiltedAt('0.21'))).toBeUndefined();
    expect(of(tiltedAt('0.2000001', { theta: '0' }))).toBeUndefined();
    expect(of(tiltedAt('0.2', { theta: '0' }))).toBeUndefined();
  });

  it('is a short number inside the contour', () => {
    const [x, y] = of(THROUGH) ?? [];
    expect(x).toBe(0);
    expect((y ?? 0) * 4096).toBe(Math.round((y ?? 0) * 4096));
    const { crossings, tangents } = new Pass(centred(THROUGH), new DoubleField()).survey();
    expect([crossings, tangents]).toEqual([4, []]);
  });

  it('follows the units in which a problem is solved', async () => {
    const tiny = { eps: '0.2e-20', m: '1e20', alpha: '0.3e-20', Delta: '0.2e-20', u: '0.5e-20' };
    const { quantities, lines } = await solve(
      { ...tiltedAt('0.2', tiny), centre: [0, 0.25] },
      { field: 'mpfr', digits: 8 },
    );
    expect(lines).toBeLessThan(60);
    const there = inDoubleK();
    expect(Math.abs((Number(quantities.get('K.yx')?.value) * 1e-20) / there - 1)).toBeLessThan(1e-8);
  });

  const inDoubleK = (): number => {
    const pass = new Pass({ ...THROUGH, centre: [0.01, 0.2] }, new DoubleField());
    return pass.solve(pass.directions(pass.survey(), 64), 'conserved')[RESPONSE.at('K') + 4];
  };
});

describe('a contour that is singular is refused at once', () => {
  const refused = (problem: Problem, text: string) =>
    expect(solve(problem, { field: 'mpfr', digits: 10, seconds: 5 })).rejects.toThrow(text);

  it.each(['0', 'pi'])('where it has shrunk to the origin, theta = %s', async (theta) => {
    await refused(tiltedAt('0.2', { theta }), 'band edge or on a band crossing at p = (0, 0): D(p) and its gradient');
    expect(() => batchSolver(tiltedAt('0.2', { theta }))({})).toThrow('at p = (0, 0)');
  });

  it('where bands cross at another momentum', async () => {
    const crossing = tiltedAt('0.5', { Delta: '0.3', theta: 'pi/2' });
    await refused(crossing, 'band crossing at p = (0, 1)');
    expect(() => batchSolver(crossing)({})).toThrow('band crossing at p = (0, 1)');
  });

  it('not where a small pocket is left', () => {
    expect(batchSolver(tiltedAt('0.2000001', { theta: '0' }))({}).digits).toBeGreaterThan(6);
  });

  it('where a cutoff keeps the lines at the origin', async () => {
    await refused({ ...THROUGH, cutoff: '20' }, 'a Fermi contour passes through p = 0');
  });
});
