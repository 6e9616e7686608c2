import { beforeAll, describe, expect, test } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Program } from '../../src/arithmetic/expression.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { discriminant } from '../../src/arithmetic/roots.js';
import { LINE } from '../../src/quadrature/directions.js';
import { needsCutoff, type Survey, survey } from '../../src/quadrature/survey.js';
import { surveyedDirections, type Tangent } from '../../src/quadrature/tangents.js';
import { Pass } from '../../src/solution/pass.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';

beforeAll(loadMpfr);

const plain = { meaning: 'any', dimension: {}, default: '0' };
/** Two circles of electrons, about (a, b) -+ (c, d). */
const circles = new Theory({
  ...rashbaFerromagnet,
  name: 'circles',
  parameters: { ...rashbaFerromagnet.parameters, a: plain, b: plain, c: plain, d: plain },
  hamiltonian: { h0: '((px - a)^2 + (py - b)^2)/(2 m)', hx: 'Dx', hy: 'Dy', hz: 'Dz + c px + d py' },
});
/** With these radii, about (a, b). */
const ofRadii = (small: number, large: number): Record<string, string> => ({
  ...{ m: '1', alpha: '0', u: '0.5', ux: '0.1' },
  eps: String((small ** 2 + large ** 2) / 4),
  Dz: String((large ** 2 - small ** 2) / 4),
});
type Circle = readonly [x: number, y: number, radius: number];
/** Wherever they are. */
const ofCircles = (...[[x, y, r], [X, Y, R]]: [Circle, Circle]): Record<string, string> => {
  const [a, b] = [(x + X) / 2, (y + Y) / 2];
  const [s, S] = [r ** 2 - x ** 2 - y ** 2, R ** 2 - X ** 2 - Y ** 2].map((t) => (t + a ** 2 + b ** 2) / 4);
  const found = { a, b, c: (X - x) / 2, d: (Y - y) / 2, eps: s + S, Dz: S - s };
  return {
    ...ofRadii(r, R),
    ...Object.fromEntries(Object.entries(found).map(([name, value]) => [name, String(value)])),
  };
};
const passOf = (set: Record<string, string>, cutoff?: string): Pass<Float64Array> =>
  new Pass(readProblem(circles, { set, ...(cutoff && { cutoff }) }), new DoubleField());
const surveyOf = (set: Record<string, string>, cutoff?: string): Survey => passOf(set, cutoff).survey();

describe('lines that touch a circle', () => {
  test('are none where it is about the origin', () => {
    expect(surveyOf(ofRadii(1, 2))).toEqual({
      ...{ tangents: [], crossings: 4, unboundedBelow: false, divergent: false, flat: [] },
    });
    const pass = passOf(ofRadii(1, 2));
    expect(pass.directions(pass.survey(), 7).count).toBe(7);
    // in other units
    for (const m of [1e-8, 1e8]) {
      const [eps, Dz] = [1.25 / m, 0.75 / m].map(String);
      expect(surveyOf({ ...ofRadii(1, 2), m: String(m), eps, Dz }).crossings).toBe(4);
    }
  });

  test('are at the arcsine of radius over distance, on either side', () => {
    for (const [small, large] of [
      [0.5, 0.8],
      [0.3, 0.95],
      [0.1, 0.2],
    ])
      for (const centre of [0, 0.3, 1.2, 2.5]) {
        const set = { ...ofRadii(small, large), a: String(Math.cos(centre)), b: String(Math.sin(centre)) };
        const { tangents, crossings } = surveyOf(set);
        const expected = [small, large]
          .flatMap((radius) => [1, -1].map((side) => [centre + side * Math.asin(radius), Math.sqrt(1 - radius ** 2)]))
          // beyond pi a line meets the circle on its lower ray
          .map(([angle, p]) =>
            angle < 0 ? [angle + Math.PI, -p] : angle > Math.PI ? [angle - Math.PI, -p] : [angle, p],
          )
          .sort(([x], [y]) => x - y);
        expect([crossings, tangents.length]).toEqual([4, 4]);
        for (const [k, { angle, momentum, distance }] of tangents.entries()) {
          expect(angle).toBeCloseTo(expected[k][0], 9);
          expect(momentum).toBeCloseTo(expected[k][1], 4);
          expect(distance).toBe(0);
        }
      }
  });

  test('touch the one circle and miss the other where they lie apart', () => {
    for (const [one, other] of [
      [
        [2, 0.3, 0.4],
        [0.5, 2, 0.3],
      ],
      [
        [-1, 1, 0.2],
        [3, 0.1, 1],
      ],
      [
        [0.1, 5, 1],
        [-0.4, -1, 0.9],
      ],
    ] as const) {
      const expected = [one, other]
        .flatMap(([x, y, radius]) =>
          [1, -1].map((side) => {
            const turned = Math.atan2(y, x) + side * Math.asin(radius / Math.hypot(x, y));
            const p = Math.sqrt(x ** 2 + y ** 2 - radius ** 2);
            const half = Math.floor(turned / Math.PI);
            return [turned - half * Math.PI, half % 2 === 0 ? p : -p];
          }),
        )
        .sort(([a], [b]) => a - b);
      const pass = passOf(ofCircles(one, other));
      const survey = pass.survey();
      expect(pass.directions(survey, 3).count % (3 * survey.tangents.length)).toBe(0);
      const found = survey.tangents.filter(({ distance }) => distance === 0);
      expect(found.map(({ angle, momentum }) => [angle, momentum])).toEqual(
        expected.map(([angle, p]) => [expect.closeTo(angle, 9), expect.closeTo(p, 4)]),
      );
    }
  });

  test('count below the cutoff alone', () => {
    const { tangents, crossings } = surveyOf({ ...ofRadii(0.5, 4), a: '1' }, '2');
    expect([tangents.length, crossings]).toEqual([2, 2]);
    // on lines that touch another one beyond it, too
    const both = surveyOf(ofCircles([1, 0, 0.6], [-5, 0, 3]), '1.7').tangents.filter(({ distance }) => distance === 0);
    expect(both.map(({ momentum }) => momentum)).toEqual([0.8, -0.8].map((p) => expect.closeTo(p, 4)));
  });

  test('are near misses where they lie off the real axis, and not too far', () => {
    const missed = (radius: number): Survey => surveyOf({ ...ofRadii(radius, 9), a: '1' });
    // sin(angle) = radius: pi/2 + i arcosh(radius)
    for (const distance of [1e-5, 0.01, 0.119]) {
      const { tangents, crossings } = missed(Math.cosh(distance));
      expect([tangents.length, crossings]).toEqual([1, 4]);
      expect(tangents[0].angle).toBeCloseTo(Math.PI / 2, 6);
      expect(tangents[0].distance / distance).toBeCloseTo(1, 3);
      expect(tangents[0].momentum).toBeNaN();
    }
    expect(missed(Math.cosh(0.121)).tangents).toEqual([]);
    // also where the other circle has lines that miss it, farther off
    for (const [x, y, R] of [
      [1, 0, 1.1],
      [1, 0, 3],
      [0.6, 0.8, 2.2],
      [-0.2, 0, 2.5],
      [0, 5, 1],
      [-3, 1, 0.9],
    ] as const)
      expect(surveyOf(ofCircles([1, 0, Math.cosh(0.119)], [x, y, R])).tangents).toContainEqual({
        ...{ angle: expect.closeTo(Math.PI / 2, 6), distance: expect.closeTo(0.119, 6), momentum: Number.NaN },
      });
    // beside a line that touches the other circle, too
    const [angle, far] = [Math.PI / 2 + 0.05 + Math.asin(0.2), 5];
    const beside = surveyOf(ofCircles([1, 0, Math.cosh(0.01)], [far * Math.cos(angle), far * Math.sin(angle), 1]));
    expect(beside.tangents.map((t) => [t.angle, t.distance])).toEqual([
      [expect.closeTo(Math.PI / 2, 6), expect.closeTo(0.01, 6)],
      [expect.closeTo(Math.PI / 2 + 0.05, 9), 0],
      [expect.closeTo(Math.PI / 2 + 0.05 + 2 * Math.asin(0.2), 9), 0],
    ]);
    // of two in one direction the nearer one counts
    for (const [near, far] of [
      [0.02, 0.05],
      [0.01, 0.11],
    ])
      for (const [small, large] of [[near, far].map(Math.cosh), [far, near].map(Math.cosh)]) {
        const { tangents } = surveyOf(ofCircles([0.6, 0.8, small], [0.6, 0.8, large]));
        expect(tangents.map(({ distance }) => distance)).toEqual([expect.closeTo(near, 6)]);
      }
  });

  test('are found to all digits of a field, each once', () => {
    const field = new MpfrField(40);
    const set = { ...ofRadii(0.6, 9), a: '1' };
    const pass = new Pass(readProblem(circles, { set: { ...set, eps: '20.34', Dz: '20.16' } }), field);
    const { tangents } = pass.survey();
    expect(tangents).toHaveLength(2);
    const widths = (list: readonly Tangent[]): string[] => {
      const lines = 60;
      const found = surveyedDirections(circles, field, pass.environment, list, lines);
      return Array.from({ length: found.count / lines }, (_, s) =>
        Array.from({ length: lines }, (_, k) => field.toText(found.lines, LINE.size * (s * lines + k) + 2))
          .reduce((sum, weight) => sum.plus(weight), new Wide(0))
          .toPrecision(30),
      );
    };
    const Wide = decimals(60);
    const angle = Wide.asin('0.6');
    const expected = [Wide.acos(-1).minus(angle.times(2)), angle.times(2)].map((x) => x.toPrecision(30));
    expect(widths(tangents)).toEqual(expected);
    const [first, second] = tangents;
    expect(widths([first, { ...first, angle: first.angle + 1e-11 }, second])).toEqual(expected);
    // of a near miss the angle is as it is given
    const missed = widths([{ ...first, angle: 0.5, distance: 0.1 }, second]);
    expect(Number(missed[0]) + Number(missed[1])).toBeCloseTo(Number(expected[0]) + angle.toNumber() - 0.5, 9);
    field.release();
  });

  test('are moved by a finite density, also where others are missed', () => {
    const lines = (radius: number, n?: string): number => {
      const set = { ...ofRadii(0.6, radius), a: '1', ...(n && { n }) };
      const pass = new Pass(readProblem(circles, { set, ...(n && { limit: 'finite' }) }), new DoubleField());
      return pass.directions(pass.survey(), 2).count;
    };
    // two half sectors of two lines each for every special angle
    expect([lines(9), lines(9, '0.1'), lines(1.001), lines(1.001, '0.1')]).toEqual([4, 16, 12, 20]);
    expect([lines(1.001, '1e-30'), lines(9, '1e-30')]).toEqual([12, 4]);
  });

  test('that are not where they were said to be are refused', () => {
    const { field, environment } = passOf({ ...ofRadii(0.6, 9), a: '1' });
    const angle = Math.asin(0.6);
    const at = (shift: number) => () =>
      surveyedDirections(circles, field, environment, [{ angle: angle + shift, momentum: 0.8, distance: 0 }], 4);
    expect(at(0)).not.toThrow();
    expect(at(9e-6)).not.toThrow();
    expect(at(-9e-6)).not.toThrow();
    expect(at(1.1e-5)).toThrow(AccuracyError);
    expect(at(-1.1e-5)).toThrow(AccuracyError);
    expect(at(1.1e-5)).toThrow(
      'a line tangent to the Fermi contour near 0.643512 rad could not be located: two contours nearly touch',
    );
    // next to the x axis, on whichever side they are said to be
    const axis = passOf(ofCircles([1, 0.5, 0.5 - 1e-7], [1, 0, 9]));
    for (const [angle, momentum] of [
      [0, 1],
      [Math.PI - 1e-7, -1],
    ])
      expect(
        surveyedDirections(circles, axis.field, axis.environment, [{ angle, momentum, distance: 0 }], 4).count,
      ).toBe(4);
  });
});

describe('a line that touches both of two circles', () => {
  /** What is touched, by angle and then by momentum. */
  const touching = ({ tangents }: Survey): readonly Tangent[] =>
    [...tangents].sort((a, b) => a.angle - b.angle || a.momentum - b.momentum);

  test('stands for either of them', () => {
    for (const sine of [0.1, 0.6, 0.8]) {
      const found = surveyOf(ofCircles([-1, 0, sine], [1.5, 0, 1.5 * sine]));
      expect(found.crossings).toBe(4);
      const pair = (angle: number, side: number) =>
        [-1, 1.5].map((x) => ({
          angle: expect.closeTo(angle, 9),
          momentum: expect.closeTo(side * x * Math.sqrt(1 - sine ** 2), 3),
          distance: 0,
        }));
      expect(touching(found)).toEqual([...pair(Math.asin(sine), 1), ...pair(Math.PI - Math.asin(sine), -1).reverse()]);
    }
  });

  test('is told from one that nearly does', () => {
    for (const apart of [1e-9, 1e-7, 1e-5, 1e-3]) {
      const found = touching(surveyOf(ofCircles([-1, 0, 0.6], [1.5, 0, 1.5 * (0.6 + apart)])));
      const [a, b] = [0.6, 0.6 + apart].map(Math.asin);
      expect(found).toHaveLength(4);
      for (const [k, angle] of [a, b, Math.PI - b, Math.PI - a].entries())
        expect(Math.abs(found[k].angle - angle)).toBeLessThan(5e-11);
    }
  });
});

test.each([
  ['beside the origin', [1, 2, 1], [2.5, 2, 1], [1.75, 2 - Math.sqrt(7) / 4]],
  ['far from it', [10, 0, 1], [10, 2.5, 2], [10 + Math.sqrt(1 - 0.65 ** 2), 0.65]],
] as const)('two circles that cross %s are refused where they do', (_, one, [X, Y, R], where) => {
  const at = (shift: number) => () => surveyOf(ofCircles(one, [X + shift, Y, R]));
  expect(at(0)).toThrow(AccuracyError);
  expect(at(0)).toThrow(`band crossing at p = (${where.map((p) => Number(p.toPrecision(6))).join(', ')})`);
  expect(at(3)).not.toThrow();
});

describe('a contour that crosses the cutoff', () => {
  // about (1, 2)/sqrt 5: no line of any rule goes through its farthest point
  const set = { ...ofRadii(0.5, 0.8), a: String(1 / Math.sqrt(5)), b: String(2 / Math.sqrt(5)) };

  test('is refused, however little of it does', () => {
    for (const excess of [1e-6, 1e-3, 0.1]) {
      const cutoff = 1.8 - excess;
      expect(() => surveyOf(set, String(cutoff))).toThrow(InputError);
      const [, where] = /at the angle (\S+) rad/.exec(messageOf(() => surveyOf(set, String(cutoff)))) ?? [];
      // the law of cosines
      const side = Math.acos((cutoff ** 2 + 1 - 0.64) / (2 * cutoff));
      expect(Math.abs(Math.abs(Number(where) - Math.atan2(2, 1)) - side)).toBeLessThan(2e-6);
    }
    expect(surveyOf(set, '1.800001').crossings).toBe(4);
  });

  const messageOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };
});

describe('a contour that is open', () => {
  /** The Zeeman term falls as the energy rises: without a mass along x where b = 1/2, along a diagonal where c = 1. */
  const bent = (h0 = '(px^2 + py^2)/(2 m)'): Theory =>
    new Theory({
      ...rashbaFerromagnet,
      parameters: { ...rashbaFerromagnet.parameters, a: plain, b: plain, c: plain, d: plain, k: plain },
      hamiltonian: { h0, hx: 'Dx', hy: 'Dy', hz: 'Dz + a px + b px^2 + c px py + d py^2' },
    });
  const set = { m: '1', alpha: '0', u: '0.5', ux: '0.1', eps: '1', Dz: '0.9', a: '0.1' };
  const surveyBent = (more: Record<string, string>, cutoff?: string, theory = bent()): Survey => {
    const problem = readProblem(theory, { set: { ...set, ...more }, ...(cutoff && { cutoff }) });
    // without the refusals of a pass
    return survey(theory, new DoubleField(), new Pass(problem, new DoubleField()).environment, Number(cutoff ?? 1 / 0));
  };
  const OPEN =
    'the Fermi contour is open: in some direction neither band leaves the Fermi energy as p grows (D(p) loses its ' +
    'top power)';
  const refusal = (...given: Parameters<typeof surveyBent>): unknown => {
    try {
      return surveyBent(...given).flat;
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['along x', { b: '0.5' }, undefined],
    ['along y, which is no line of the survey', { d: '0.5' }, undefined],
    ['along both diagonals', { c: '1' }, undefined],
    ['in a narrow range', { d: '0.5001' }, undefined],
    ['in most directions', { b: '3', d: '0.4' }, undefined],
    ['where neither part grows', {}, bent('px^2/(2 m)')],
    ['where nothing does', { k: '0', Dx: '0.2' }, bent('k px^2/m + py')],
  ])('is refused without a cutoff, %s', (_, more, theory) => {
    expect(refusal(more, undefined, theory)).toEqual(
      new InputError(`${OPEN}; give --cutoff VALUE between its contours`),
    );
  });

  test('is told from one that nearly is', () => {
    for (const [b, open] of [
      ['0.4999999999996', true],
      ['0.499999999999', false],
      ['-0.499999999999', false],
      ['-0.4999999999996', true],
    ] as const)
      expect(refusal({ b }) instanceof InputError, b).toBe(open);
    expect(refusal({ Dx: '0.2' }, undefined, bent('(px^2/10^5 + py^2)/(2 m)'))).toEqual([]);
  });

  test('is refused with a cutoff too where a whole band is flat', () => {
    for (const cutoff of [undefined, '1'])
      expect(refusal({ a: '0', b: '0.5', d: '0.5' }, cutoff)).toEqual(new InputError(OPEN));
  });

  test('is known below a cutoff by the directions in which it is', () => {
    const flat = (more: Record<string, string>) => surveyBent({ eps: '1.3', Dz: '0.1', a: '0', ...more }, '1').flat;
    expect(flat({ c: '1' })).toEqual([1, 3].map((k) => expect.closeTo((k * Math.PI) / 4, 6)));
    expect(flat({ c: '0.9' })).toEqual([]);
  });

  test('has a lower band without a bottom where that falls in some direction', () => {
    const unbounded = (b: string): boolean => surveyBent({ b }, '0.5').unboundedBelow;
    expect(['0.4', '0.5', '0.6'].map(unbounded)).toEqual([false, false, true]);
  });

  test('hides no contour below the cutoff where it has a pole at infinity', () => {
    // E_- falls along x alone: its contour is a parabola about the cutoff, that of E_+ an ellipse below it
    const { tangents, crossings, flat } = surveyBent({ b: '0.5' }, '1');
    expect([crossings, flat.map((angle) => Math.sin(angle))]).toEqual([2, [expect.closeTo(0, 6)]]);
    // the parabola p^2 sin^2 = 2 (eps + Dz + a p cos) has a double root at tan^2 = -a^2/(2 (eps + Dz))
    expect(tangents).toEqual([{ angle: 0, momentum: Number.NaN, distance: expect.any(Number) }]);
    expect(tangents[0].distance).toBeCloseTo(Math.atanh(Math.sqrt(0.01 / 3.8)), 9);
    // two poles
    expect(surveyBent({ a: '0', b: '0.5' }, '1').crossings).toBe(2);
  });
});

test('a theory needs a cutoff if it has no bottom or its Re g diverges', () => {
  const needed = (set: Record<string, string>, hz: string): boolean => {
    const { hamiltonian } = rashbaFerromagnet;
    const theory = new Theory({ ...rashbaFerromagnet, hamiltonian: { ...hamiltonian, hz } });
    const { environment } = new Pass(readProblem(theory, { set: { ...SET, ...set } }), new DoubleField());
    return needsCutoff(theory, new DoubleField(), environment);
  };
  const SET = { m: '1', alpha: '0.3', Dz: '0.1', u: '0.5', eps: '1' };
  expect(needed({}, 'Dz')).toBe(false);
  expect(needed({}, 'Dz + px^2/10')).toBe(true);
  // its parts along x and y balance, but it is larger than the kinetic energy
  expect(needed({}, 'Dz + px^2/10 - py^2/10')).toBe(false);
  expect(needed({}, 'Dz + px^2 - py^2')).toBe(true);
  for (const m of ['1e-6', '1e6']) expect(needed({ m }, 'Dz + px^2/(10 m) - py^2/(10 m)')).toBe(false);
});

test('a contour through the origin is refused below a cutoff alone', () => {
  const theory = circles;
  const at = (radius: number, cutoff: number) => () => {
    const { field, environment } = passOf(ofCircles([1, 0, radius], [1, 0, 3]));
    return survey(theory, field, environment, cutoff);
  };
  expect(at(1, 5)).toThrow(AccuracyError);
  expect(at(1, 5)).toThrow('a Fermi contour passes through p = 0');
  expect(at(1.001, 5)).not.toThrow();
  expect(at(1, Number.POSITIVE_INFINITY)).not.toThrow('passes through p = 0');
});

test('a spin part of Re g that diverges is seen in each of its components', () => {
  const diverges = (component: string, warping: string): boolean => {
    const { hamiltonian } = rashbaFerromagnet;
    const base = { hx: 'Dx', hy: 'Dy', hz: 'Dz' }[component];
    const theory = new Theory({
      ...rashbaFerromagnet,
      hamiltonian: {
        ...hamiltonian,
        h0: `${hamiltonian.h0} + ${warping} px^2`,
        [component]: `${base} + px^2/10 - py^2/10`,
      },
    });
    const set = { m: '1', alpha: '0.3', Dz: '0.1', u: '0.5', eps: '1' };
    return new Pass(readProblem(theory, { set, cutoff: '100' }), new DoubleField()).survey().divergent;
  };
  for (const component of ['hx', 'hy', 'hz'])
    expect([diverges(component, '0.2'), diverges(component, '0')], component).toEqual([true, false]);
});

describe('a discriminant with more harmonics than it can have', () => {
  /** Double precision whose discriminants are off by a part that is made of the number of the line. */
  class Noisy extends DoubleField {
    private calls = 0;

    constructor(private readonly noise: (line: number) => number) {
      super();
    }

    override compile(program: Program): Kernel<Float64Array> {
      const kernel = super.compile(program);
      if (program !== discriminant({ degree: 4, reals: 4 })) return kernel;
      return (...args) => {
        kernel(...args);
        const [out, at] = args.slice(-2) as [Float64Array, number];
        out[at] *= 1 + this.noise(this.calls++);
      };
    }
  }

  test('is refused: the contours are not resolved', () => {
    const surveyed = (size: number, of: (line: number) => number) => () =>
      new Pass(readProblem(circles, { set: ofRadii(1, 2) }), new Noisy((line) => size * of(line))).survey();
    const rough = (line: number): number => Math.sin(12.3 * line ** 2);
    // of 21 lines, with the sixth harmonic as the last one that may be there
    const harmonic = (m: number) => (line: number) => Math.cos((2 * Math.PI * m * line) / 21);
    expect(surveyed(1e-4, rough)).not.toThrow();
    for (const noise of [rough, harmonic(7), harmonic(10)]) {
      expect(surveyed(0.1, noise)).toThrow(AccuracyError);
      expect(surveyed(0.1, noise)).toThrow(
        'the Fermi contours are not resolved with 15 working digits; ask for more digits',
      );
    }
    expect(surveyed(0.1, harmonic(6))).not.toThrow();
  });
});
