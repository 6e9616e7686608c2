import { describe, expect, test } from 'vitest';
import { type Consistency, consistencyOf } from '../../kit/data/consistency.js';
import { direction, pairs } from '../../kit/data/direction.js';
import type { DataRow } from '../../kit/data/table.js';

/** A line of a table: parameters, quantities and the errors of some. */
type Line = readonly [Record<string, string>, Record<string, number>, (Record<string, number> | undefined)?];

const rowsOf = (lines: readonly Line[]): DataRow[] =>
  lines.map(([parameters, quantities, errors = {}], k) => ({
    line: k + 2,
    parameters,
    quantities: new Map(Object.entries(quantities)),
    errors: new Map(Object.entries(errors)),
  }));

function judged(lines: readonly Line[], group?: string, tolerance = 0.01): Consistency {
  const parameterNames = [...new Set(lines.flatMap(([parameters]) => Object.keys(parameters)))];
  return consistencyOf({ path: '', rows: rowsOf(lines), parameterNames, quantityNames: [] }, group, tolerance);
}
const words = ({ violations }: Consistency): string[] =>
  violations.map(({ law, lines, words }) => `${law} ${lines}: ${words}`);
const sigma = (xx: number, xy: number, yx: number, yy: number): Record<string, number> => ({
  ...{ 'sigma.xx': xx, 'sigma.xy': xy, 'sigma.yx': yx, 'sigma.yy': yy },
});

describe('dissipation', () => {
  const of = (...quantities: Record<string, number>[]): Consistency => judged(quantities.map((q) => [{}, q]));

  test('is positive: the smaller eigenvalue of the symmetric part, to the tolerance', () => {
    expect(words(of(sigma(1, 5, -5, 1), sigma(2, 0, 0, 0), sigma(1, 1, 1, 1)))).toEqual([]);
    expect(words(of(sigma(1, 0.4, 1.7, 1)))).toEqual([
      'positivity 2: the symmetric part of sigma has the eigenvalue -0.05000: a current would cool',
    ]);
    // (3 - sqrt 5)/2 and its mirror image
    expect(words(of(sigma(2, 1, 1, 1), sigma(1, 1, 1, 2)))).toEqual([]);
    expect(words(of(sigma(2, 1.5, 1.5, 1)))[0]).toMatch(/eigenvalue -0.0811/);
    expect([words(of(sigma(1, 0, 0, -0.0099))), words(of(sigma(1, 0, 0, -0.0101))).length]).toEqual([[], 1]);
    expect([words(of(sigma(-0.0099, 0, 0, 1))), words(of(sigma(-0.0101, 0, 0, 1))).length]).toEqual([[], 1]);
  });

  test('is judged by the entries that there are', () => {
    const some = of({ 'sigma.xx': 1 }, { 'sigma.yy': -1 }, { 'sigma.xx': -1 }, { 'sigma.xy': 3 }, { 'K.xx': -1 });
    expect(some.violations.map(({ lines }) => lines)).toEqual([[3], [4]]);
    expect(some.tried).toEqual({ positivity: 3, Onsager: 0, parity: 0, 'point group': 0, smoothness: 0 });
  });
});

describe('Onsager', () => {
  const at = (Dz: string, quantities: Record<string, number>): Line => [{ Dz }, quantities];

  test('transposes sigma from m to -m, to the tolerance of its largest entry', () => {
    const there = sigma(4, -1, 2, 3);
    expect(judged([at('1', sigma(4, 2, -1, 3)), at('-1', there)])).toMatchObject({
      violations: [],
      tried: { Onsager: 1 },
    });
    for (const [k, [entry, image]] of [
      ['xx', 'xx'],
      ['xy', 'yx'],
      ['yx', 'xy'],
      ['yy', 'yy'],
    ].entries()) {
      const moved = (by: number): string[] => {
        const here = [4, 2, -1, 3].map((x, l) => (l === k ? x - by : x)) as [number, number, number, number];
        return words(judged([at('1', sigma(...here)), at('-1', there)]));
      };
      expect(moved(0.0399)).toEqual([]);
      expect(moved(0.0401)).toEqual([
        `Onsager 2,3: sigma.${entry}(m) = ${[4, 2, -1, 3][k] - 0.0401} but sigma.${image}(-m) = ${[4, 2, -1, 3][k]}`,
      ]);
    }
  });

  test('says nothing of rows that differ in more, or lack an entry, or have no m', () => {
    const { 'sigma.yy': _, ...less } = sigma(1, 0, 0, 1);
    for (const lines of [
      [at('1', sigma(9, 5, 5, 9)), at('1', sigma(9, 1, 1, 9))],
      [at('1', sigma(9, 5, 5, 9)), at('-1', less)],
      [at('1', less), at('-1', sigma(9, 5, 5, 9))],
      [
        [{}, sigma(9, 5, 5, 9)],
        [{}, sigma(9, 1, 1, 9)],
      ],
      [
        [{ Dz: '1', eps: '1' }, sigma(9, 5, 5, 9)],
        [{ Dz: '-1', eps: '2' }, sigma(9, 1, 1, 9)],
      ],
    ] as Line[][])
      expect(judged(lines)).toMatchObject({ violations: [], tried: { Onsager: 0 } });
  });

  test('pairs directions that are given as fields or as angles, each two once', () => {
    const reversed = (...lines: Record<string, string>[]): string[] =>
      pairs(rowsOf(lines.map((parameters) => [parameters, {}])), (m) => m.map((x) => -x)).map(
        ([a, b]) => `${a.line} ${b.line}`,
      );
    expect(reversed({ Dx: '1' }, { Dx: '-1', Dy: '0' }, { Dx: '-2' })).toEqual(['2 3']);
    expect(reversed({ theta: '30 deg' }, { theta: '150 deg', phi: '180' }, { theta: '150' })).toEqual(['2 3']);
    expect(reversed({ theta: '30 deg' }, { theta: '210 deg' }, { theta: '0.5235987755982988' })).toEqual([
      '2 3',
      '3 4',
    ]);
    expect(
      reversed({ theta: '0.4', phi: '0.3' }, { theta: String(Math.PI - 0.4), phi: String(Math.PI + 0.3) }),
    ).toEqual(['2 3']);
    // measured twice, and at m = 0
    expect(reversed({ Dz: '1' }, { Dz: '1' }, { Dz: '-1' }, { Dz: '-1' }).sort()).toEqual(['2 4', '2 5', '3 4']);
    expect(reversed({ Dz: '0' }, { Dz: '0' }, { Dz: '0' })).toEqual(['2 3', '2 4']);
    expect(reversed({ Dz: '1 meV' }, { Dz: '-1 meV' }, { eps: '1' })).toEqual(['2 3']);
    // what is nothing beside the rest has no sign
    expect(reversed({ Dx: '1e-9', Dz: '1' }, { Dx: '1e-9', Dz: '-1' })).toEqual(['2 3']);
    expect(reversed({ Dx: '1e-6', Dz: '1' }, { Dx: '1e-6', Dz: '-1' })).toEqual([]);
    expect(reversed({ Dz: '1' }, { Dz: '-1.0000001' }, { Dz: '-1.00001' })).toEqual(['2 3']);
  });
});

describe('a direction', () => {
  const at = (parameters: Record<string, string>) => direction(rowsOf([[parameters, {}]])[0]);

  test('is that of fields or of polar angles, in radians or degrees', () => {
    expect(at({ Dy: '2 meV', eps: '1' })).toEqual({ m: [0, 2, 0], rest: '[["eps","1"]]' });
    expect(at({ Dx: '1', Dy: '-2', Dz: '3', theta: '1' })).toEqual({ m: [1, -2, 3], rest: '[["theta","1"]]' });
    const [theta, phi] = [0.7, 2.1];
    const m = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
    expect(at({ theta: '0.7', phi: '2.1', u: '3' })).toEqual({ m, rest: '[["u","3"]]' });
    expect(at({ theta: '90 deg' })?.m).toEqual([1, 0, expect.closeTo(0, 12)]);
    expect(at({ theta: '90 deg', phi: '90 deg' })?.m).toEqual([expect.closeTo(0, 12), 1, expect.closeTo(0, 12)]);
    expect([at({ phi: '1' }), at({})]).toEqual([undefined, undefined]);
  });
});

describe('parity', () => {
  const at = (m: readonly number[], quantities: Record<string, number>): Line => [
    { Dx: String(m[0]), Dy: String(m[1]), Dz: String(m[2]) },
    quantities,
  ];
  const parities = (lines: readonly Line[], group?: string): string[] =>
    words(judged(lines, group)).filter((text) => text.startsWith('parity'));

  test('under the reversal of m is that of the parts of the torque and of the efficiencies', () => {
    const here = { 'torqueEven.xx': 1, 'torqueOdd.xx': 2, 'tau.1o': 3, 'K.xx': 4, 'sigma.xy': 5 };
    const there = { ...here, 'torqueOdd.xx': -2 };
    const tried = judged([at([1, 2, 3], here), at([-1, -2, -3], there)]);
    expect([tried.violations, tried.tried.parity]).toEqual([[], 3]);
    const under = 'under m -> -m by its definition';
    expect(parities([at([1, 2, 3], here), at([-1, -2, -3], { ...here, 'torqueEven.xx': -1, 'tau.1o': 4 })])).toEqual([
      `parity 2,3: torqueEven.xx is even ${under}, but 1 at m and -1 at its image`,
      `parity 2,3: torqueOdd.xx is odd ${under}, but 2 at m and 2 at its image`,
      `parity 2,3: tau.1o is even ${under}, but 3 at m and 4 at its image`,
    ]);
  });

  test('is judged by the tolerance of the largest entry of the tensor, or of the image', () => {
    const off = (there: number, size = 10): number =>
      parities([
        at([0, 0, 1], { 'torqueEven.xx': 1, 'torqueEven.zy': -size, 'torqueOdd.xx': 1000 }),
        at([0, 0, -1], { 'torqueEven.xx': there }),
      ]).length;
    expect([off(1.099), off(0.901), off(1.101), off(0.899)]).toEqual([0, 0, 1, 1]);
    expect([off(1.0101, 0.5), off(1.0102, 0.5), off(0.9901, 0.5), off(0.9899, 0.5)]).toEqual([0, 1, 0, 1]);
  });

  test('under mirrors is that of axial and polar vectors', () => {
    const all = ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'];
    const K = Object.fromEntries(all.flatMap((ab) => ['K', 'KJ'].map((name) => [`${name}.${ab}`, 1])));
    const here = { ...K, ...sigma(9, 1, 1, 9) };
    for (const [mirror, image, odd] of [
      ['x', [1, -2, -3], ['K.xx', 'KJ.xx', 'K.yy', 'KJ.yy', 'K.zy', 'KJ.zy', 'sigma.xy', 'sigma.yx']],
      ['y', [-1, 2, -3], ['K.xx', 'KJ.xx', 'K.yy', 'KJ.yy', 'K.zx', 'KJ.zx', 'sigma.xy', 'sigma.yx']],
    ] as const) {
      const found = parities([at([1, 2, 3], here), at(image, here)], 'C4v');
      expect(found).toEqual(
        odd.map(
          (entry) =>
            `parity 2,3: ${entry} is odd under the mirror ${mirror} -> -${mirror}, but 1 at m and 1 at its image`,
        ),
      );
      const turned = Object.fromEntries(
        Object.entries(here).map(([entry, x]) => [entry, (odd as readonly string[]).includes(entry) ? -x : x]),
      );
      const sound = judged([at([1, 2, 3], here), at(image, turned)], 'C6v');
      expect([sound.violations, sound.tried.parity]).toEqual([[], 16]);
    }
  });

  test('under mirrors needs planes, and along no other direction than z an axis of even order', () => {
    const tried = (group: string, m: readonly number[]): number =>
      judged([at(m, { 'K.xx': 1 }), at([m[0], -m[1], -m[2]], { 'K.xx': -1 })], group).tried.parity;
    expect(['C1v', 'C4', 'C2v', 'C3v', 'C4v', 'C5v'].map((group) => tried(group, [1, 2, 3]))).toEqual([
      0, 0, 1, 0, 1, 0,
    ]);
    // along z both mirrors turn m over
    expect(['C1v', 'C4', 'C2v', 'C3v', 'C5v'].map((group) => tried(group, [0, 0, 1]))).toEqual([0, 0, 2, 2, 2]);
    expect([tried('C3v', [1e-10, 0, 1]), tried('C3v', [1e-6, 0, 1]), tried('C3v', [0, 1e-6, 1])]).toEqual([2, 0, 0]);
  });
});

describe('the tensors of a point group', () => {
  const K = (values: Record<string, number>, name = 'K'): Record<string, number> =>
    Object.fromEntries(Object.entries(values).map(([entry, x]) => [`${name}.${entry}`, x]));
  const broken = (group: string, quantities: Record<string, number>, parameters: Record<string, string> = {}) =>
    words(judged([[parameters, quantities]], group)).map((text) => text.replace(/^.* asks (.*):.*$/, '$1'));
  const all = { xx: 1, xy: 1.3, yx: 0.4, yy: 2, zx: 0.7, zy: 0.8 };
  const AXIS = ['K.xx = K.yy', 'K.xy = -K.yx', 'K.zx = 0', 'K.zy = 0'];

  test('has what the order of its axis leaves', () => {
    expect([broken('C1', K(all)), broken('C2', K(all)), broken('C3', K(all)), broken('C6', K(all))]).toEqual([
      [],
      ['K.zx = 0', 'K.zy = 0'],
      AXIS,
      AXIS,
    ]);
    expect(broken('C4', K(all, 'KJ'))).toEqual(AXIS.map((text) => text.replaceAll('K.', 'KJ.')));
    expect(broken('C4', sigma(2, 1, 1, 3))).toEqual(['sigma.xx = sigma.yy', 'sigma.xy = -sigma.yx']);
    expect(broken('C4', K({ xx: 1, yy: 1, xy: 2, yx: -2, zx: 0, zy: 0 }))).toEqual([]);
  });

  test('with planes has no Hall conductivity, and of K what is across, unless there is a magnetisation', () => {
    expect(broken('C4v', K({ xx: 1, yy: 1, xy: 2, yx: -2 }))).toEqual(['K.xx = 0']);
    expect(broken('C4v', sigma(1, 0.5, -0.5, 1))).toEqual(['sigma.xy = 0']);
    expect(broken('C2v', { ...sigma(1, 0.5, -0.5, 1), ...K({ xx: 1, yy: 1 }) })).toEqual([]);
    expect(broken('C4v', { ...sigma(1, 0.5, -0.5, 1), ...K({ xx: 1, yy: 1 }) }, { Dz: '1' })).toEqual([]);
    expect(broken('C4v', sigma(1, 0.5, -0.5, 1), { Dz: '0' })).toEqual(['sigma.xy = 0']);
  });

  test('is broken by a magnetisation along another direction', () => {
    expect(broken('C4', K(all), { Dx: '1' })).toEqual([]);
    expect(broken('C4', K(all), { Dx: '1e-6', Dz: '1' })).toEqual([]);
    expect(broken('C4', K(all), { Dx: '1e-10', Dz: '1' })).toEqual(AXIS);
    expect(broken('C4', K(all), { Dy: '-1e-4', Dz: '-1e6' })).toEqual(AXIS);
    expect(broken('C4', K(all), { Dy: '1' })).toEqual([]);
    expect(broken('C4', K(all), { theta: '0' })).toEqual(AXIS);
    // a magnetisation of unknown direction
    expect(broken('C4', K(all), { Delta: '1' })).toEqual([]);
  });

  test('is judged in units of the largest entry of each tensor', () => {
    expect([broken('C2', K({ xy: 10, zx: 0.1 })), broken('C2', K({ xy: 10, zx: 0.11 }))]).toEqual([[], ['K.zx = 0']]);
    expect(broken('C2', { ...K({ xy: 1, zx: 0.1 }), ...K({ xy: 100 }, 'KJ') })).toEqual(['K.zx = 0']);
    expect(broken('C4', K({ zx: 10, xx: 1, yy: 1.05 }))).toEqual(['K.zx = 0']);
    expect(broken('C4', K({ zy: -10, xx: 1, yy: 1.05 }))).toEqual(['K.zy = 0']);
    expect(broken('C4', K({ xy: 1, yx: -1.05, xx: 10, yy: 10 }))).toEqual([]);
    expect(broken('C4', K({ yx: 10, xx: 1, yy: 1.05 }))).toEqual([]);
    expect(judged([[{}, K({ zx: 0, zy: 1 })]], 'C2').violations).toEqual([
      { law: 'point group', lines: [2], words: 'C2 asks K.zy = 0: 1 against 0' },
    ]);
  });

  test.each(['C7', 'C0', 'D4', 'C4h', 'xC4', 'C4vv', ''])('is none that is called "%s"', (group) => {
    expect(() => judged([[{}, {}]], group)).toThrow(
      `group "${group}": expected C1 ... C6, or C1v ... C6v (the axis is z, planes contain it)`,
    );
  });
});

describe('a smooth curve', () => {
  const curve = (xs: readonly number[], y: (x: number) => number, error = 0.01): Line[] =>
    xs.map((x) => [{ eps: `${x} meV`, u: '1' }, { 'K.xy': y(x) }, { 'K.xy': error }]);
  const cubic = (x: number): number => 1 + x - 2 * x ** 2 + x ** 3 / 3;

  test('goes through what its neighbours say, wherever they are and in whatever order', () => {
    const { violations, tried } = judged(curve([5, 1, 2.5, 3, 8, 2], cubic, 1e-9));
    expect([violations, tried.smoothness]).toEqual([[], 2]);
    expect(judged(curve([1, 2, 3, 4], cubic)).tried.smoothness).toBe(0);
  });

  test('is left by a point that is more than five error bars off, those of the neighbours included', () => {
    // weights -1/6, 4/6, 4/6, -1/6: the error of the distance is sqrt(1 + 34/36) of one error
    const off = (bars: number): Consistency => {
      const lines = curve([1, 2, 3, 4, 5], cubic);
      const bar = 0.01 * Math.sqrt(70 / 36);
      return judged(lines.map(([p, q, e], k) => [p, k === 2 ? { 'K.xy': q['K.xy'] + bars * bar } : q, e]));
    };
    expect([off(4.99).violations, off(-4.99).violations]).toEqual([[], []]);
    expect(words(off(5.01))).toEqual(['smoothness 4: K.xy is 5.01 error bars off the curve through its neighbours']);
    expect(words(off(-7))).toEqual(['smoothness 4: K.xy is 7.00 error bars off the curve through its neighbours']);
    const shuffled = curve([4, 2, 5, 1, 3], (x) => (x === 3 ? 9 : cubic(x)));
    expect(judged(shuffled).violations.map(({ lines }) => lines)).toEqual([[6]]);
  });

  test('is one of a single parameter, with errors, of numbers', () => {
    const lines = curve([1, 2, 3, 4, 5], (x) => (x === 3 ? 9 : 0));
    expect(judged(lines).violations).toHaveLength(1);
    expect(judged(lines.map(([p, q, e], k) => [{ ...p, u: `${k}` }, q, e])).tried.smoothness).toBe(0);
    expect(judged(lines.map(([p, q]) => [p, q])).tried.smoothness).toBe(0);
    expect(judged(lines.map(([p, q]) => [p, q, { 'K.xy': 0 }])).tried.smoothness).toBe(0);
    expect(judged(lines.map(([p, , e], k) => [p, k === 0 ? {} : { 'K.xy': 1 }, e])).tried.smoothness).toBe(0);
    expect(judged(lines.map(([p, q, e], k) => [k === 4 ? { ...p, eps: 'inf' } : p, q, e])).tried.smoothness).toBe(0);
  });
});
