import { describe, expect, it } from 'vitest';
import { type EffectiveFields, mumaxSnippet, torqueTable, ubermagSnippet } from '../../cli/index.js';
import { fieldOf, polynomialFit } from '../../kit/micromagnetics/fits.js';
import { across, cross, dot, type Vector } from '../../kit/micromagnetics/vector.js';
import { batchSolver } from '../../src/solution/batch.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';

const SET = { m: '0.8 m_e', alpha: '1.7e-11 eV m', eps: '10 meV', Delta: '4.8 meV', u: '1 eV nm^2' };
const MAGNET = { thickness: '1 nm', magnetisation: '1e6 A/m' };
const problem = readProblem(loadTheory('rashba-ferromagnet'), { set: SET });
const fields = await torqueTable(problem, MAGNET);

const GAMMA = 1.76085962784e11;
/** 10^11 A/m^2 in 1 nm, in |e| eV/(hbar nm); and 1 eV/nm^2 in J/m^2. */
const SHEET = 100 / ((1.602176634e-19 ** 2 / 1.054571817e-34) * 1e9);
const PER_AREA = 0.1602176634;

/** What acts on m beside its damping: dm/dt in 1/s. */
type Rate = (m: Vector) => Vector;
const plus = (a: Vector, b: Vector, factor = 1): Vector => [
  a[0] + factor * b[0],
  a[1] + factor * b[1],
  a[2] + factor * b[2],
];
const scaled = (a: Vector, x: number): Vector => plus([0, 0, 0], a, x);
/** Of a field in T. */
const precession =
  (B: (m: Vector) => Vector): Rate =>
  (m) =>
    scaled(cross(m, B(m)), -GAMMA);

/** LLG, dm/dt = rate + damping m x dm/dt, by Runge-Kutta. */
function end(rate: Rate, from: Vector, { damping = 0.5, seconds = 2e-8, step = 4e-11 } = {}): Vector {
  const change = (m: Vector): Vector => {
    const r = rate(m);
    return scaled(plus(r, cross(m, r), damping), 1 / (1 + damping ** 2));
  };
  let m = from;
  for (let time = 0; time < seconds; time += step) {
    const k1 = change(m);
    const k2 = change(plus(m, k1, step / 2));
    const k3 = change(plus(m, k2, step / 2));
    const k4 = change(plus(m, k3, step));
    m = plus(m, plus(plus(k1, k4), plus(k2, k3), 2), step / 6);
    m = scaled(m, 1 / Math.hypot(...m));
  }
  return m;
}

/** Spins take from m what the exchange gives them: M_s t dm/dt = gamma Delta_xc m x S, with K_J at every m. */
function fromAngularMomentum(): Rate {
  const batch = batchSolver(problem);
  const size = 4.8e-3;
  return (m) => {
    const [Dx, Dy, Dz] = scaled(m, size);
    const [, ...rows] = batch({ Dx, Dy, Dz }).KJ;
    const S = rows.map(([x]) => x * SHEET) as unknown as Vector;
    return scaled(cross(m, S), (GAMMA * size * PER_AREA) / (1e-9 * 1e6));
  };
}

/** The lines of a mumax3 script that add to B_eff, evaluated at m. */
function fromMumax(script: string): Rate {
  const lines = [...script.matchAll(/^AddFieldTerm\((.*)\)$/gm)].map(([, text]) => text);
  expect(lines.length).toBeGreaterThan(3);
  return precession((m) =>
    lines.reduce<Vector>(
      (sum, line) => {
        const names = [...line.matchAll(/Mul\(sot_([xyz])/g)].map(([, name]) => m['xyz'.indexOf(name)]);
        const [, inside] = line.match(/ConstVector\(([^V]*?)\)\)*$/) ?? [];
        const vector = inside.split(', ').map((x) => Number(x.replace(/sot_j\*\(|\)/g, ''))) as unknown as Vector;
        return plus(
          sum,
          vector,
          names.reduce((a, b) => a * b, 1),
        );
      },
      [0, 0, 0],
    ),
  );
}

/** The torque of OOMMF's Slonczewski term with the numbers of a script. */
function fromUbermag(script: string): Rate {
  const number = (name: string): number => Number(script.match(new RegExp(`${name}=([-\\d.e+]+)`))?.[1]);
  const mp = script
    .match(/mp=\((.*)\)/)?.[1]
    .split(', ')
    .map(Number) as unknown as Vector;
  const beta = (1.054571817e-34 * number('J')) / (1.602176634e-19 * 1e-9 * 1e6);
  expect(number('P')).toBeGreaterThan(0);
  return (m) =>
    plus(
      scaled(cross(m, cross(mp, m)), GAMMA * beta * (number('P') / 2)),
      cross(m, mp),
      -GAMMA * beta * number('eps_prime'),
    );
}

/** 2 x 10^11 A/m^2 of both signs, from both directions of an easy axis along y that 2 mT hold. */
const EASY: Rate = precession(([, y]) => [0, 2e-3 * y, 0]);
const tilted = (y: 1 | -1): Vector => {
  const m: Vector = [0.05, y, 0.03];
  return scaled(m, 1 / Math.hypot(...m));
};
const ends = (rate: Rate): number[] =>
  ([2, -2] as const).flatMap((current) =>
    ([1, -1] as const).map((y) => end((m) => plus(EASY(m), rate(m), current), tilted(y))[1]),
  );

describe('the field of a current', () => {
  it('switches a magnet in both directions as angular momentum demands, whatever the program', () => {
    const routes = [fromAngularMomentum(), fromMumax(mumaxSnippet(fields)), fromUbermag(ubermagSnippet(fields))];
    // electrons that drift along -x fill states with spin along +y, and H = + Delta m.s turns m against it
    for (const rate of routes) for (const [k, y] of ends(rate).entries()) expect(y).toBeCloseTo([-1, -1, 1, 1][k], 2);
  });

  it('is the torque on m at every direction', () => {
    const rate = fromAngularMomentum();
    for (const { m, B } of fields.rows) {
      const [right, found] = [rate(m), scaled(cross(m, B), -GAMMA * 1e-3)];
      expect(Math.hypot(...plus(right, found, -1))).toBeLessThan(1e-6 * Math.hypot(...right) + 1e-3);
    }
  });

  it('has a damping-like part that is odd in m where m is along z', () => {
    // along +-z m x p = -+x: the damping-like field is along the current
    const [up, down] = [fields.rows[0], fields.rows[fields.rows.length - 1]];
    expect(up.B[0]).toBeCloseTo(-down.B[0], 9);
    expect(up.dampingLike).toBeCloseTo(-up.B[0], 9);
    expect(up.fieldLike).toBeCloseTo(up.B[1], 9);
  });

  it('is what its parts across m say', () => {
    for (const { m, B, fieldLike, dampingLike } of fields.rows) {
      if (fieldLike === null || dampingLike === null) {
        expect(Math.abs(dot(m, fields.p))).toBeCloseTo(1, 9);
        continue;
      }
      const rest = plus(
        across(B, m),
        plus(scaled(across(fields.p, m), fieldLike), cross(m, fields.p), dampingLike),
        -1,
      );
      expect(Math.hypot(...rest)).toBeLessThan(1e-9);
    }
  });

  it('is a polynomial of m to a small part', () => {
    const { terms, missed } = polynomialFit(fields);
    expect(missed).toBeLessThan(0.01);
    for (const { m, B } of fields.rows)
      expect(Math.hypot(...across(plus(fieldOf(terms, m), B, -1), m))).toBeLessThan(0.03 * Math.hypot(...B));
  });
});

describe('other bilayers', () => {
  const first = async (more: Record<string, string>, set: Record<string, string> = SET): Promise<EffectiveFields> =>
    torqueTable(readProblem(loadTheory('rashba-ferromagnet'), { set }), { ...MAGNET, polar: 6, azimuths: 7, ...more });

  it('have fields as their thicknesses and magnetisation say', async () => {
    const [plain, thick, other] = [
      await first({}),
      await first({ thickness: '2 nm' }),
      await first({ conductor: '3 nm', magnetisation: '5e5 A/m' }),
    ];
    for (const k of [0, 3, 9]) {
      // twice the current and twice the magnet
      expect(thick.rows[k].B[1]).toBeCloseTo(plain.rows[k].B[1], 9);
      expect(other.rows[k].B[1]).toBeCloseTo(6 * plain.rows[k].B[1], 9);
    }
  });

  it('turn with the current where the theory does', async () => {
    const [along, turned] = [await first({}), await first({ direction: '90 deg' })];
    expect(turned.p.map(Math.round)).toEqual([-1, 0, 0]);
    expect(turned.rows[0].B[0]).toBeCloseTo(-along.rows[0].B[1], 9);
    expect(turned.rows[0].fieldLike).toBeCloseTo(along.rows[0].fieldLike ?? 0, 9);
  });

  it('of a theory whose exchange field is a vector of parameters', async () => {
    const set = {
      ...{ mx: '0.8 m_e', my: '0.4 m_e', alpha: '1.7e-11 eV m', Dz: '4.8 meV', u: '1 eV nm^2', eps: '10 meV' },
    };
    const anisotropic = readProblem(loadTheory('examples/anisotropic.yaml'), { set });
    const { rows } = await torqueTable(anisotropic, { ...MAGNET, polar: 6, azimuths: 7 });
    expect(rows.length).toBe(2 + 4 * 7);
    expect(rows[0].B[1]).toBeLessThan(-0.1);
  });
});

describe('diffuson torque --table', () => {
  const line = ['torque', '--set', ...Object.entries(SET).map((pair) => pair.join('='))];
  const magnet = ['--thickness', '1 nm', '--magnetisation', '1e6 A/m'];
  const grid = ['--polar', '6', '--azimuths', '7'];

  it.each([
    ['text', /^dm\/dt = -gamma m x B.*\n(.*\n)*.*theta.*phi.*Bx.*\n/],
    ['csv', /^# dm\/dt.*\n(#.*\n)*theta,phi,Bx,By,Bz,fieldLike,dampingLike\n0,0,-?\d/],
    ['mumax3', /^\/\/ dm\/dt(.*\n)*AddFieldTerm\(ConstVector\(0, sot_j\*\(-/],
    ['ubermag', /^# dm\/dt(.*\n)*sot = mm.Slonczewski\((.*\n)*sot_field = \{\n/],
  ])('prints %s', async (format, pattern) => {
    const { out, err, code } = await run(...line, ...magnet, ...grid, '--table', format);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(pattern);
  });

  it('prints one object', async () => {
    const { out } = await run(...line, ...magnet, ...grid, '--table', '--json');
    const found = JSON.parse(out) as EffectiveFields & { conventions: string[] };
    expect(found.rows.length).toBe(30);
    expect(found.conventions.join()).toContain('B = -Delta_xc S/(t M_s)');
  });

  it.each([
    ['another format', [...magnet, '--table', 'oommf'], /^--table oommf: expected text, csv, mumax3, ubermag/],
    ['a current', [...magnet, '--table', '--current', '1 A/m'], /^--table is for every current/],
    ['too few azimuths', [...magnet, '--table', '--azimuths', '2'], /azimuths/],
    ['neither', magnet, /^give --current, such as "100 A\/m", or --table/],
    ['no exchange field', [...magnet, '--table', '--set', 'Delta=0 meV'], /given twice/],
  ])('refuses %s', async (_, more, message) => {
    const { code, err, out } = await run(...line, ...more);
    expect(err).toMatch(message);
    expect([code, out]).toEqual([1, '']);
  });

  it('refuses a theory without an exchange field, and one that is zero', async () => {
    const none = ['--set', 'v=1e5 m/s', 'M=10 meV', 'eps=20 meV', 'u=1 eV nm^2', '--cutoff', '10 / nm'];
    expect((await run('torque', 'massive-dirac', ...none, ...magnet, '--table')).err).toMatch(/no exchange field/);
    const zero = line.map((x) => x.replace('4.8 meV', '0 meV'));
    expect((await run(...zero, ...magnet, '--table')).err).toMatch(/^the exchange field is zero/);
  });
});
