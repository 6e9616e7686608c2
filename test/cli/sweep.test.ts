import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { progressLine, progressText } from '../../cli/reports/progress.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-sweep-cli-'));
const path = (name: string): string => join(folder, name);
const SET = ['--set', 'm=1', 'alpha=0.3', 'u=0.5'];
const LINE = ['sweep', '--over', 'Dx=0.2:3:15', ...SET, 'eps=9', 'Dz=0.2', '--quantities', 'K.zy,sigma.xx'];

describe('diffuson sweep', () => {
  it('draws in the terminal what goes to no file', async () => {
    const { out, err, code } = await run(...LINE);
    expect([code, err]).toEqual([0, '']);
    const [first, second] = out.split('\n\n');
    expect(first).toMatch(/^K.zy\n +[-0-9.e]+ \|/);
    expect(first.match(/\*/g)).toHaveLength(15);
    expect(first.trimEnd()).toMatch(/0.2 +Dx 3$/);
    expect(second).toMatch(/^sigma.xx\n/);
  });

  it('draws two axes as a map, and counts what has no answer', async () => {
    const over = ['--over', 'Dz=0.1:0.3:8', 'eps=-0.5:1:10'];
    const { out, code } = await run('sweep', ...over, ...SET, '--quantities', 'K.xy', '--plot', path('map.svg'));
    expect(code).toBe(0);
    expect(out).toMatch(/^K.xy over Dz and eps \(up\)\n/);
    expect(out).toMatch(/\n\d+ of 80 points: no carriers: no band crosses the Fermi energy\n$/);
    const { document } = parseHTML(readFileSync(path('map.svg'), 'utf8'));
    const missing = Number(/(\d+) of 80/.exec(out)?.[1]);
    const [map, bar] = document.querySelectorAll('svg svg');
    expect(map.querySelectorAll('rect[x]').length).toBeGreaterThanOrEqual(80 - missing);
    // which colour is which value
    expect(bar.querySelectorAll('rect[x]').length).toBeGreaterThan(9);
    expect(bar.querySelectorAll('text').length).toBeGreaterThan(2);
  });

  it('draws a finished file as one SVG with a curve for each member of a family', async () => {
    const { out, code } = await run(
      ...LINE,
      '--over',
      'theta=0.2:3:15',
      'u=0.5,1',
      '--out',
      path('a.csv'),
      '--set',
      'm=1',
    );
    expect([code, out]).toEqual([1, '']);
    const family = ['sweep', '--over', 'u=0.5,1', 'Dz=0.1:0.3:9', '--set', 'm=1', 'alpha=0.3', 'eps=1'];
    const files = ['--out', path('b.csv'), '--plot', path('b.svg')];
    const drawn = await run(...family, '--quantities', 'K.xy', ...files);
    expect(drawn.out).toBe(`${path('b.csv')}: 18 rows\n`);
    const { document } = parseHTML(readFileSync(path('b.svg'), 'utf8'));
    const texts = [...document.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(['u = 0.5', 'u = 1']));
    expect([...document.querySelectorAll('path[d]')].length).toBeGreaterThan(1);
  });

  it('says how to go on when it is stopped, and what shells expect', async () => {
    const before = process.listenerCount('SIGTERM');
    const stop = setInterval(() => {
      if (process.listenerCount('SIGTERM') > before && existsSync(path('stopped.csv.part')))
        process.listeners('SIGTERM').at(-1)?.('SIGTERM');
    }, 1);
    const stopped = await run(...LINE, '--out', path('stopped.csv'), '--workers', '1').finally(() =>
      clearInterval(stop),
    );
    expect(stopped.code).toBe(143);
    expect(stopped.err).toMatch(
      /^interrupted: \d+ of 15 rows are finished in .*stopped.csv.part; go on with --resume\n$/,
    );
    expect(existsSync(path('stopped.csv'))).toBe(false);
    const ended = await run(...LINE, '--out', path('stopped.csv'), '--resume');
    expect([ended.code, readFileSync(path('stopped.csv'), 'utf8').split('\n').length]).toEqual([0, 17]);
    expect((await run(...LINE, '--out', path('stopped.csv'), '--resume')).out).toMatch(/15 rows, finished before/);
  });

  it('merges shards', async () => {
    const names = ['1', '2'].map((k) => path(`shard${k}.csv`));
    for (const [k, name] of names.entries()) await run(...LINE, '--out', name, '--shard', `${k + 1}/2`);
    const { out } = await run('merge', ...names, '--out', path('merged.csv'));
    expect(out).toBe(`${path('merged.csv')}: 15 rows of 2 files\n`);
    await run(...LINE, '--out', path('whole.csv'));
    expect(readFileSync(path('merged.csv'), 'utf8')).toBe(readFileSync(path('whole.csv'), 'utf8'));
  });

  const refusals: [string, string[], RegExp][] = [
    ['no axis', ['sweep', ...SET], /^--over is missing/],
    ['a quantity that the theory has not', [...LINE, 'rho'], /^--quantities rho: rashba-ferromagnet has K/],
    ['more digits than a row holds', [...LINE, '--digits', '16'], /digits "16": expected an integer from 1 to 15/],
    ['a file of no known format', [...LINE, '--out', path('a.txt')], /expected a name that ends with .csv, .jsonl/],
    ['a folder that is not there', [...LINE, '--out', path('no/a.csv')], /ENOENT.*give a file in a folder/],
    ['a file that exists', [...LINE, '--out', path('mine.csv')], /mine.csv exists; give another --out, or --force/],
    ['resuming nothing', [...LINE, '--resume'], /--force, --resume and --shard need --out FILE/],
    ['a shard of no shards', [...LINE, '--out', path('a.csv'), '--shard', '3/2'], /--shard 3\/2: K "3": expected/],
    ['too many threads', [...LINE, '--workers', '0'], /workers "0": expected an integer from 1 to 256/],
    ['merging what is not there', ['merge', path('none.csv'), '--out', path('m.csv')], /none.csv: no such file/],
  ];
  it.each(refusals)('refuses %s', async (_, args, message) => {
    writeFileSync(path('mine.csv'), 'mine');
    const { code, out, err } = await run(...args);
    expect(err).toMatch(message);
    expect([code, out, err.split('\n').length]).toEqual([1, '', 2]);
  });
});

describe('progress', () => {
  it('has the time that is left, counted from this run', () => {
    const progress = { done: 120_000, before: 20_000, total: 1_000_000 };
    expect(progressText(progress, 10)).toBe('120,000 of 1,000,000 rows (12 %), 10,000/s, 88 s left');
    expect(progressText({ ...progress, done: 20_000 }, 10)).toBe('20,000 of 1,000,000 rows (2 %)');
    expect(progressText({ done: 12, before: 0, total: 90 }, 24, 'mutants')).toBe('12 of 90 mutants (13 %), 3 min left');
  });

  it('is a line each ten seconds in a log, and one line that changes in a terminal', () => {
    const written = (isTTY: boolean): string[] => {
      const texts: string[] = [];
      let time = 0;
      const show = progressLine({ isTTY, write: (text) => texts.push(text) }, 'rows', () => time);
      for (let k = 0; k < 200; k++) {
        time = k / 10;
        show({ done: k, before: 0, total: 200 });
      }
      show.end();
      return texts;
    };
    expect(written(false)).toHaveLength(1);
    expect(written(true).length).toBeGreaterThan(60);
    expect(
      written(true)
        .slice(0, -1)
        .every((text) => text.startsWith('\r') && !text.includes('\n')),
    ).toBe(true);
  });
});
