import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { InputError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';
import { unitText } from '../../sweep/axes/axis.js';
import { Grid } from '../../sweep/axes/grid.js';

const theory = new Theory(rashbaFerromagnet);
const grid = (...over: string[]): Grid => Grid.read(theory, over);
const folder = mkdtempSync(join(tmpdir(), 'diffuson-guarded-axes-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const refusal = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
};
const HOW = 'expected from:to:points or from:to:log:points, such as 0:pi:201 or 0.2:2:log:50';

describe('a range', () => {
  test('has both of its ends, as they were given', () => {
    const [linear, log] = [grid('eps=1:2:5'), grid('eps=1:pi:log:3')];
    expect(Array.from({ length: 5 }, (_, k) => linear.numbersAt(k)[0])).toEqual([1, 1.25, 1.5, 1.75, 2]);
    expect([linear.size, linear.axes[0].isLog, log.axes[0].isLog]).toEqual([5, false, true]);
    expect(log.textsAt(0).eps).toBe('1');
    expect(log.textsAt(2).eps).toMatch(/^3\.14159265358979323846\d{500,}$/);
    expect(log.textsAt(1).eps).toBe(String(log.numbersAt(1)[0]));
    expect(grid('eps= 2 : 1 : 2 ').textsAt(1)).toEqual({ eps: '1' });
    expect(grid('Dx=-1:-4:log:3').numbersAt(1)[0]).toBeCloseTo(-2, 14);
    const far = grid('eps=1:2:100001');
    expect([far.numbersAt(50_000), far.numbersAt(100_000)]).toEqual([[1.5], [2]]);
    expect(grid('eps=0:1:2').size).toBe(2);
  });

  test('carries the unit of an end', () => {
    expect(grid('eps=0:20 meV:2').textsAt(1)).toEqual({ eps: '0.02 eV^1' });
    expect(grid('eps=1 meV:20 meV:log:2').textsAt(1)).toEqual({ eps: '0.02 eV^1' });
    expect(unitText({ energy: 1, length: -2 })).toBe('eV^1 nm^-2');
    expect([unitText({ energy: 0, length: 1 }), unitText({ energy: 0, length: 0 })]).toEqual(['nm^1', '']);
  });

  test.each([
    ['eps=1:2', `--over eps=1:2: ${HOW}`],
    ['eps=1:2:3:4', `--over eps=1:2:3:4: ${HOW}`],
    ['eps=1:2:lin:4', `--over eps=1:2:lin:4: ${HOW}`],
    ['eps=1:2:log:3:4', `--over eps=1:2:log:3:4: ${HOW}`],
    ['eps=1:2:log', '--over eps=1:2:log: points "log": expected an integer from 2 to 1000000000'],
    ['eps=1:2:1', '--over eps=1:2:1: points "1": expected an integer from 2 to 1000000000'],
    ['eps=1:2:1000000001', '--over eps=1:2:1000000001: points "1000000001": expected an integer from 2 to 1000000000'],
    ['eps=1:1.0:5', '--over eps=1:1.0:5: both ends are the same; give one value instead'],
    ['eps=0:1:log:5', '--over eps=0:1:log:5: equal ratios need ends of one sign that are not zero'],
    ['eps=1:0:log:5', '--over eps=1:0:log:5: equal ratios need ends of one sign that are not zero'],
  ])('is refused: %s', (over, message) => expect(refusal(() => grid(over))).toBe(message));
});

describe('a list', () => {
  test('has its values, and the unitary limit in any spelling', () => {
    const list = grid('u= 0.5 ,inf,+inf,Infinity,INF, 1/3');
    expect([0, 1, 2, 3, 4, 5].map((row) => [list.textsAt(row).u, list.numbersAt(row)[0]])).toEqual([
      ['0.5', 0.5],
      ...Array(4).fill(['inf', Number.POSITIVE_INFINITY]),
      ['1/3', 1 / 3],
    ]);
    for (const text of ['-inf', 'xinf', 'infx']) expect(refusal(() => grid(`u=${text}`))).toMatch(/^u = /);
    expect(refusal(() => grid('eps=inf'))).toMatch(/^eps = inf: a finite number/);
  });

  test.each(['u=', 'u=1,', 'u=,1', 'u=1, ,2'])('is refused without a value: %s', (over) => {
    expect(refusal(() => grid(over))).toBe(`--over ${over}: a value is missing; expected one or more, such as 0.1,0.5`);
  });
});

describe('a grid', () => {
  test('counts its last axis fastest, ties behind all', () => {
    const all = grid('u=1,2', 'Dx = Dz', 'eps=3,4,5', 'Dz=6,7');
    expect([all.names, all.size, all.hashes]).toEqual([['u', 'eps', 'Dz', 'Dx'], 12, []]);
    expect(Array.from({ length: 12 }, (_, row) => all.numbersAt(row).join(''))).toEqual([
      ...['1366', '1377', '1466', '1477', '1566', '1577'],
      ...['2366', '2377', '2466', '2477', '2566', '2577'],
    ]);
    expect(all.textsAt(11)).toEqual({ u: '2', eps: '5', Dz: '7', Dx: '7' });
  });

  test.each([
    [[], '--over is missing; expected an axis, such as --over theta=0:pi:201'],
    [['eps'], '--over eps: expected NAME=from:to:points, NAME=a,b,c, NAME=OTHER or a .csv or .jsonl file'],
    [['=1,2'], '--over =1,2: expected NAME=from:to:points, NAME=a,b,c, NAME=OTHER or a .csv or .jsonl file'],
    [['eps=1,2', 'eps=1:2:3'], '--over eps: given twice'],
    [['Dz=1,2', 'Dx=Dz', 'Dx=Dz'], '--over Dx: given twice'],
    [['Dz=1,2', 'Dx=Dy'], '--over Dx=Dy: Dy does not run; give it as --over Dy=... too'],
    [['eps=1:2:1000000000', 'u=1:2:1000000000'], '--over: 1000000000000000000 points are too many'],
  ])('is refused: %j', (over, message) => expect(refusal(() => grid(...over))).toBe(message));

  test('names what may run', () => {
    const names = 'm alpha Dx Dy Dz u ux uy uz eps n Delta theta phi';
    for (const over of ['q=1,2', 'q=1:2:3', 'q=eps'])
      expect(refusal(() => grid('eps=1,2', over))).toBe(
        `--over q: unknown parameter of rashba-ferromagnet; its parameters are ${names}`,
      );
  });
});

describe('a file of points', () => {
  test('is one of its end, in any case', () => {
    const text = 'eps, "u"\r\n1,"2"\r\n 3 , inf\r\n';
    for (const name of ['a.csv', 'a.CSV', 'a.jsonl.csv', 'a=1.csv']) {
      const points = grid(file(name, text));
      expect([points.size, points.textsAt(0), points.numbersAt(1)]).toEqual([
        2,
        { eps: '1', u: '2' },
        [3, Number.POSITIVE_INFINITY],
      ]);
    }
    for (const name of ['a.jsonl', 'a.NDJSON', 'a.csv.jsonl']) {
      const points = grid(file(name, '{"eps": 1, "u": "2"}\n{"u": "1/2", "eps": 0.25}\n'));
      expect([points.size, points.textsAt(0), points.textsAt(1)]).toEqual([
        ...[2, { eps: '1', u: '2' }],
        { eps: '0.25', u: '1/2' },
      ]);
    }
    expect(refusal(() => grid(file('a.csvx', text)))).toMatch(/expected NAME=/);
  });

  test('is known by its bytes', () => {
    const [{ hashes: one }, { hashes: same }, { hashes: other }] = ['eps\n1\n', 'eps\n1\n', 'eps\n2\n'].map((text, k) =>
      grid(file(`${k}.csv`, text), 'u=1,2'),
    );
    expect(one).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect([same, other[0] === one[0]]).toEqual([one, false]);
  });

  test('has every line, across strides and blocks, whether the last one ends or not', () => {
    for (const count of [1, 254, 255, 256, 257, 511, 512, 513, 9000])
      for (const end of ['', '\n']) {
        const lines = Array.from({ length: count }, (_, k) => `${k}.${'5'.repeat(k % 30)},1`);
        const points = grid(file('long.csv', `eps,u\n${lines.join('\n')}${end}`));
        expect(points.size).toBe(count);
        for (const row of [0, 253, 254, 255, 256, 510, 511, count - 1, 0])
          if (row < count) expect(points.textsAt(row).eps).toBe(lines[row].split(',')[0]);
      }
  });

  test.each([
    ['empty.csv', '', 'no points; expected names in the first line, then values'],
    ['empty.jsonl', '', 'no points; expected names in the first line, then values'],
    ['names.csv', 'eps,u', 'no points; expected names in the first line, then values'],
    ['short.csv', 'eps,u\n1\n', 'line 2: 1 values, expected 2'],
    ['long.csv', 'eps,u\n1,2,3\n', 'line 2: 3 values, expected 2'],
    ['truth.jsonl', '{"eps": true}\n', 'line 1: eps: expected a number or a text'],
    ['less.jsonl', '{"eps": 1, "u": 2}\n{"eps": 1}\n', 'line 2: u: expected a number or a text'],
    ...['7', 'null', '"eps"', '[1]', '{', ''].map((line, k) => [
      `wrong${k}.jsonl`,
      `{"eps": 1}\n${line}\n`,
      'line 2: expected a JSON object such as {"theta": 0.3, "eps": 1}',
    ]),
  ])('is refused: %s %j', (name, text, message) => {
    const path = file(name, text);
    const all = (): void => {
      const points = grid(path);
      for (let row = 0; row < points.size; row++) points.textsAt(row);
    };
    expect(refusal(all)).toBe(`--over ${path}: ${message}`);
  });

  test('is refused with names that are none, and where it is none', () => {
    expect(refusal(() => grid(file('names.csv', 'q\n1\n')))).toMatch(/^--over q: unknown parameter/);
    expect(refusal(() => grid(file('quotes.csv', 'e"ps"\n1\n')))).toMatch(/^--over e"ps": unknown parameter/);
    expect(refusal(() => grid('/nowhere/points.csv'))).toMatch(/^--over \/nowhere\/points.csv: ENOENT/);
    expect(refusal(() => grid(file('value.csv', 'eps\nx\n')).numbersAt(0))).toMatch(/^eps = x/);
  });
});
