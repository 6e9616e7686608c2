import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { type Directions, trapezoid } from '../../src/quadrature/directions.js';
import { gaussLegendre } from '../../src/quadrature/gaussLegendre.js';
import { sectors } from '../../src/quadrature/sectors.js';
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
    for (let degree = 0; degree <= 2 * n; degree++) {
      const total = nodes.reduce(
        (t, { x, w }) => t.plus(w.times(x.pow(degree).toSignificantDigits(80)).toSignificantDigits(80)),
        new Wide(0),
      );
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
