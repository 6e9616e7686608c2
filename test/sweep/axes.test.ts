import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadTheory } from '../../src/theory/load.js';
import { readParameters } from '../../src/theory/parameters.js';
import { rangeOf, readShard, WHOLE } from '../../src/theory/shard.js';
import { Grid } from '../../sweep/axes/grid.js';
import { planOf, rowsOf } from '../../sweep/run/plan.js';

const theory = loadTheory('rashba-ferromagnet');
const grid = (...over: string[]): Grid => Grid.read(theory, over);
const folder = mkdtempSync(join(tmpdir(), 'diffuson-axes-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe('axes', () => {
  it('has exact numerals, so that a right angle on the way is one', () => {
    const over = grid('theta=0:pi:201');
    const { values } = readParameters(
      theory,
      { m: '1', eps: '1', alpha: '1', u: '1', Delta: '2', ...over.textsAt(100) },
      false,
    );
    expect([values.get('Dx'), values.get('Dz')]).toEqual(['2', '0']);
    expect(over.numbersAt(100)).toEqual([Math.PI / 2]);
    expect(grid('eps=0.1:1:10').numbersAt(2)).toEqual([0.3]);
    expect(grid('eps=0.1:1:10').textsAt(2)).toEqual({ eps: '0.3' });
  });

  it('has equal ratios, whose numerals are what the table shows', () => {
    const over = grid('eps=0.2:2:log:50');
    const all = Array.from({ length: 50 }, (_, row) => over.numbersAt(row)[0]);
    expect([all[0], all[49]]).toEqual([0.2, 2]);
    for (const k of all.keys()) {
      expect(over.textsAt(k).eps).toBe(String(all[k]));
      if (k > 0) expect(all[k] / all[k - 1]).toBeCloseTo(10 ** (1 / 49), 13);
    }
  });

  it('runs the last axis fastest, ties and unitary limit included', () => {
    const over = grid('u=0.1,inf', 'Dz=1:2:3', 'Dx=Dz');
    expect(over.names).toEqual(['u', 'Dz', 'Dx']);
    expect([0, 2, 3, 5].map((row) => over.numbersAt(row))).toEqual([
      [0.1, 1, 1],
      [0.1, 2, 2],
      [Number.POSITIVE_INFINITY, 1, 1],
      [Number.POSITIVE_INFINITY, 2, 2],
    ]);
    expect(over.textsAt(3)).toEqual({ u: 'inf', Dz: '1', Dx: '1' });
  });

  it('takes units, which become those of the run', () => {
    const over = grid('eps=1 meV:20 meV:20', 'alpha=1e-11 eV m,2e-11 eV m');
    expect(over.numbersAt(3)).toEqual([0.002, 0.02]);
    const set = { m: '0.8 m_e', u: '1 eV nm^2', Dz: '1 meV' };
    const { values, units } = readParameters(theory, { ...set, ...over.textsAt(3) }, false);
    expect([Number(values.get('eps')), Number(values.get('alpha')), units]).toEqual([0.002, 0.02, 'eV nm']);
  });

  it('reads files of points, of any length, by their line', () => {
    const lines = Array.from({ length: 1000 }, (_, k) => `${k / 8},${k}`);
    const csv = grid(file('points.csv', `eps,u\n${lines.join('\n')}\n`));
    expect([csv.size, csv.numbersAt(777), csv.numbersAt(3)]).toEqual([1000, [777 / 8, 777], [3 / 8, 3]]);
    const json = grid(file('points.jsonl', '{"eps": 1, "u": "inf"}\n{"u": 2, "eps": "3/2"}'), 'Dz=0,1');
    expect([json.size, json.numbersAt(0), json.numbersAt(3)]).toEqual([
      4,
      [1, Number.POSITIVE_INFINITY, 0],
      [1.5, 2, 1],
    ]);
  });

  const refusals: [string, string[], RegExp][] = [
    ['no axis', [], /--over is missing/],
    ['no points', ['eps=1:2:0'], /--over eps=1:2:0: points "0": expected an integer from 2 to/],
    ['no count', ['eps=1:2'], /expected from:to:points/],
    ['one value twice', ['eps=1:1:5'], /both ends are the same/],
    ['a ratio through zero', ['eps=-1:1:log:5'], /ends of one sign that are not zero/],
    [
      'an unknown name',
      ['mass=1:2:5'],
      /--over mass: unknown parameter of rashba-ferromagnet; its parameters are m alpha/,
    ],
    ['a name given twice', ['eps=1,2', 'eps=3,4'], /--over eps: given twice/],
    ['a value that is missing', ['eps=1,,2'], /a value is missing/],
    ['infinity where there is none', ['eps=1,inf'], /eps = inf: a finite number is expected/],
    ['a tie to what does not run', ['Dx=Dz'], /--over Dx=Dz: Dz does not run/],
    ['no assignment', ['eps'], /--over eps: expected NAME=from:to:points/],
    ['a file that is not there', ['none.csv'], /--over none.csv: ENOENT/],
    ['a file without points', [file('empty.csv', 'eps,u\n')], /no points/],
    ['a wrong unit', ['eps=1 nm:2 nm:3'], /eps = 1 nm: has the dimension length/],
  ];
  it.each(refusals)('refuses %s', (_, over, message) => expect(() => grid(...over)).toThrow(message));

  it('names the line of a file that is wrong', () => {
    expect(() => grid(file('short.csv', 'eps,u\n1,2\n3\n')).numbersAt(1)).toThrow(/line 3: 1 values, expected 2/);
    expect(() => grid(file('list.jsonl', '{"eps":1}\n[2]\n')).numbersAt(1)).toThrow(/line 2: expected a JSON object/);
  });
});

describe('chunks and shards', () => {
  it.each([1, 5, 256, 1000, 40_201, 10_000_000])('has each of %i rows in one chunk of one shard', (rows) => {
    const whole = planOf(rows, WHOLE);
    const { first, count } = rowsOf(whole, whole.to - 1);
    expect([whole.from, first + count, whole.size <= 1024]).toEqual([0, rows, true]);
    const shards = Array.from({ length: 7 }, (_, k) => planOf(rows, { index: k + 1, of: 7 }));
    expect(shards.map(({ from }) => from)).toEqual([0, ...shards.slice(0, 6).map(({ to }) => to)]);
    expect(shards[6].to).toBe(whole.to);
  });

  it('reads K/N', () => {
    expect(rangeOf(readShard('2/4'), 10)).toEqual([2, 5]);
    for (const text of ['0/4', '5/4', '1', '1/2/3', 'a/b']) expect(() => readShard(text)).toThrow(/--shard/);
  });
});
