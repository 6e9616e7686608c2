import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { type Directions, trapezoid } from '../../src/quadrature/directions.js';
import { gaussLegendre } from '../../src/quadrature/gaussLegendre.js';
import { Harmonics, harmonicsOf } from '../../src/quadrature/harmonics.js';
import { sectors } from '../../src/quadrature/sectors.js';
import { Pass } from '../../src/solution/pass.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';
import { Wide } from '../arithmetic/run.js';

beforeAll(loadMpfr);

const PI = Wide.clone({ precision: 60 }).acos(-1).toString();
type Line = { cos: Decimal; sin: Decimal; weight: Decimal };

function linesOf<V>(field: Field<V>, { lines, count }: Directions<V>): Line[] {
  const at = (k: number): Decimal => new Wide(field.toText(lines, k));
  return Array.from({ length: count }, (_, k) => ({ cos: at(3 * k), sin: at(3 * k + 1), weight: at(3 * k + 2) }));
}

/** (cos, sin) of 2 m phi. */
function harmonic({ cos, sin }: Line, m: number): [Decimal, Decimal] {
  const [c, s] = [cos.times(cos).minus(sin.times(sin)), cos.times(sin).times(2)];
  let power: [Decimal, Decimal] = [new Wide(1), new Wide(0)];
  for (let k = 0; k < m; k++)
    power = [
      power[0].times(c).minus(power[1].times(s)).toSignificantDigits(80),
      power[0].times(s).plus(power[1].times(c)).toSignificantDigits(80),
    ];
  return power;
}

const integral = (lines: readonly Line[], f: (line: Line) => Decimal): Decimal =>
  lines.reduce((total, line) => total.plus(f(line).times(line.weight).toSignificantDigits(80)), new Wide(0));

const fields = (): [string, number, Field<never>][] => [
  ['double', 1e-14, new DoubleField() as unknown as Field<never>],
  ['mpfr', 1e-47, new MpfrField(50) as unknown as Field<never>],
  ['decimal', 1e-27, new DecimalField(30) as unknown as Field<never>],
];
const close = (a: Decimal, b: Decimal.Value, tolerance: number, what: string): void =>
  expect(a.minus(b).abs().lte(tolerance), `${what}: ${a.toPrecision(20)} against ${b}`).toBe(true);

describe('equidistant lines', () => {
  it.each(['double', 'mpfr', 'decimal'])('in %s integrate every harmonic below their number', (name) => {
    const [, tolerance, field] = fields().find((f) => f[0] === name) ?? fields()[0];
    for (const count of [1, 2, 7, 16]) {
      const lines = linesOf(field, trapezoid(field, count));
      expect(lines.length).toBe(count);
      close(
        integral(lines, () => new Wide(1)),
        PI,
        tolerance,
        'weights',
      );
      for (const line of lines) close(line.cos.pow(2).plus(line.sin.pow(2)), 1, tolerance, 'unit direction');
      for (let m = 1; m < count; m++)
        for (const part of [0, 1] as const)
          close(
            integral(lines, (line) => harmonic(line, m)[part]),
            0,
            20 * tolerance,
            `harmonic ${m} on ${count} lines`,
          );
      // and the first that it cannot see is aliased to its own value at phi = 0
      close(
        integral(lines, (line) => harmonic(line, count)[0]),
        PI,
        20 * tolerance * count,
        'aliasing',
      );
    }
  });
});

describe('Gauss-Legendre', () => {
  it.each([1, 2, 5, 12, 40])('with %i nodes is exact to degree 2n - 1', (n) => {
    const field = new MpfrField(50);
    const v = gaussLegendre(field, n);
    const nodes = Array.from({ length: n }, (_, k) => ({
      x: new Wide(field.toText(v, 2 * k)),
      w: new Wide(field.toText(v, 2 * k + 1)),
    }));
    let powers = nodes.map(({ w }) => w);
    for (let degree = 0; degree <= 2 * n; degree++) {
      const total = powers.reduce((t, x) => t.plus(x), new Wide(0));
      powers = powers.map((x, k) => x.times(nodes[k].x).toSignificantDigits(80));
      const right = degree % 2 === 0 ? new Wide(2).div(degree + 1) : new Wide(0);
      const off = total.minus(right).abs();
      if (degree < 2 * n) expect(off.lt('1e-45'), `x^${degree}: off by ${off.toPrecision(3)}`).toBe(true);
      else expect(off.gt('1e-40'), 'not exact at degree 2n').toBe(true);
    }
    nodes.forEach(({ x, w }, k) => {
      expect(w.gt(0) && x.abs().lt(1)).toBe(true);
      if (k > 0) expect(x.gt(nodes[k - 1].x)).toBe(true);
    });
    field.release();
  });
});

describe('a survey', () => {
  it('finds the narrow holes that a mirror makes of one another', () => {
    const set = { m: '0.6', alpha: '-1.5', Dx: '-0.6', Dy: '-0.3', Dz: '0', u: '0.5', eps: '-0.1649' };
    const pass = new Pass(readProblem(loadTheory('rashba-ferromagnet'), { set }), new DoubleField());
    const angles = pass.survey().tangents.map(({ angle }) => angle);
    expect(angles).toHaveLength(4);
    // the mirror lies across the exchange field
    const across = Math.atan2(-0.3, -0.6) + (3 * Math.PI) / 2;
    for (const [k, angle] of angles.entries()) expect(angle + angles[3 - k]).toBeCloseTo(2 * across, 9);
  });

  it.each([
    ['far from every real dip of the discriminant', '-0.4022', ['3', '-2', '0.7', '2', '1', '1.1'], 128],
    ['where three roots nearly meet', '-0.1793', ['-2', '1', '-0.5', '-1.1', '0.5', '1.5'], 32],
  ])('finds the near misses %s, so that few lines converge', (_, eps, [alpha, beta, Dx, Dy, Dz, m], lines) => {
    const set = { m, alpha, beta, Dx, Dy, Dz, eps, u: '0.5' };
    const problem = readProblem(loadTheory('rashba-dresselhaus-ferromagnet'), { set, cutoff: '1000' });
    const pass = new Pass(problem, new DoubleField());
    const [coarse, fine] = [lines, 2 * lines].map((count) => [
      ...pass.solve(pass.directions(pass.survey(), count), 'conserved').subarray(2, 12),
    ]);
    const largest = Math.max(...fine.map(Math.abs));
    for (const [k, x] of fine.entries()) expect(Math.abs(x - coarse[k]) / largest).toBeLessThan(1e-6);
  });
});

describe('a trigonometric polynomial', () => {
  it('has the zeros that it is made of, real, double and complex', () => {
    const made = [
      { angle: 0.4, height: 0 },
      { angle: 0.4001, height: 0 },
      { angle: 1.3, height: 0 },
      { angle: 1.3, height: 0 },
      { angle: 2, height: 0.003 },
      { angle: 2.1, height: 0.5 },
    ];
    // sin(phi - z) sin(phi - z*) off the real axis, two real zeros together
    const value = (phi: number): number =>
      made.reduce((product, { angle, height }) => {
        const sine = Math.sin(phi - angle);
        return product * (height === 0 ? sine : sine ** 2 + Math.sinh(height) ** 2);
      }, 1);
    const samples = Array.from({ length: 19 }, (_, k) => value((Math.PI * k) / 19));
    const found = new Harmonics(harmonicsOf(samples).slice(0, 8)).zeros;
    expect(found.map(({ angle }) => angle)).toHaveLength(8);
    for (const { angle, height } of made)
      expect(found.some((z) => Math.abs(z.angle - angle) < 1e-6 && Math.abs(z.height - height) < 1e-6)).toBe(true);
    const signs = new Harmonics(harmonicsOf(samples).slice(0, 8)).between.map((phi) => Math.sign(value(phi)));
    expect(signs).toContain(-1);
    // a place between each zero and the next, the first one again behind the last
    const harmonics = new Harmonics(harmonicsOf(samples).slice(0, 8));
    const angles = harmonics.zeros.map(({ angle }) => angle);
    for (const [k, place] of harmonics.between.entries()) {
      const [from, to] = [angles[k], angles[k + 1] ?? angles[0] + Math.PI];
      const ahead = (place - from + Math.PI) % Math.PI;
      expect(place).toBeGreaterThanOrEqual(0);
      expect(ahead).toBeCloseTo((to - from) / 2, 12);
    }
  });
});

describe('sectors between tangents', () => {
  const perSector = 30;
  const angles = fc
    .uniqueArray(fc.integer({ min: 0, max: 62 }), { minLength: 1, maxLength: 4 })
    .map((list) => list.sort((a, b) => a - b).map((k) => k / 20));

  it('have weights that sum to pi and integrate smooth functions', () => {
    const field = new MpfrField(40);
    fc.assert(
      fc.property(angles, (list) => {
        const tangents = field.vector(list.length);
        list.forEach((x, k) => {
          field.set(tangents, k, x);
        });
        const lines = linesOf(field, sectors(field, tangents, list.length, perSector));
        // crowded sectors are halved
        expect([1, 2]).toContain(lines.length / (list.length * perSector));
        const one = integral(lines, () => new Wide(1));
        close(one, PI, 1e-25, 'weights');
        for (const part of [0, 1] as const)
          close(
            integral(lines, (line) => harmonic(line, 1)[part]),
            0,
            1e-20,
            'harmonic 1',
          );
        for (const { weight } of lines) expect(weight.gt(0)).toBe(true);
      }),
      { numRuns: 12 },
    );
    field.release();
  });

  it('integrate inverse-square-root ends', () => {
    // with psi the angle from the middle of a sector of half width h: int cos psi/sqrt(sin^2 h - sin^2 psi) = pi
    const field = new MpfrField(60);
    const ends = ['0.3', '1.1', '2.0'];
    const tangents = field.vector(3);
    ends.forEach((x, k) => {
      field.set(tangents, k, x);
    });
    const lines = linesOf(field, sectors(field, tangents, 3, perSector));
    const Long = Wide.clone({ precision: 80 });
    const closing = [...ends, new Long(ends[0]).plus(PI).toString()];
    for (let s = 0; s < 3; s++) {
      const [a, b] = [new Long(closing[s]), new Long(closing[s + 1])];
      const middle = a.plus(b).div(2);
      const [c, d] = [middle.cos(), middle.sin()];
      const value = integral(lines.slice(s * perSector, (s + 1) * perSector), ({ cos, sin }) => {
        const [cosine, sine] = [cos.times(c).plus(sin.times(d)), sin.times(c).minus(cos.times(d))];
        return new Long(cosine).div(b.minus(a).div(2).sin().pow(2).minus(sine.pow(2)).sqrt());
      });
      close(value, PI, 1e-18, `sector ${s}`);
    }
    field.release();
  });
});
