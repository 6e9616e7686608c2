import { describe, expect, test } from 'vitest';
import { type Consistency, consistencyOf } from '../../kit/data/consistency.js';
import { pairs } from '../../kit/data/direction.js';
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
    expect(reversed({ Dz: '1' }, { Dz: '-1.0000001' }, { Dz: '-1.00001' })).toEqual(['2 3']);
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
    expect(broken('C4', K(all), { Dy: '1' })).toEqual([]);
    expect(broken('C4', K(all), { theta: '0' })).toEqual(AXIS);
    // a magnetisation of unknown direction
    expect(broken('C4', K(all), { Delta: '1' })).toEqual([]);
  });

  test('is judged in units of the largest entry of each tensor', () => {
    expect([broken('C2', K({ xy: 10, zx: 0.1 })), broken('C2', K({ xy: 10, zx: 0.11 }))]).toEqual([[], ['K.zx = 0']]);
    expect(broken('C2', { ...K({ xy: 1, zx: 0.1 }), ...K({ xy: 100 }, 'KJ') })).toEqual(['K.zx = 0']);
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
