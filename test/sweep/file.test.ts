import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type SweepFileOptions, sweep, sweepFile } from '../../cli/public/sweeping.js';
import { loadTheory } from '../../src/theory/load.js';
import { PointSolver } from '../../sweep/points/pointSolver.js';
import { solveChunk } from '../../sweep/run/chunk.js';
import chunkThread from '../../sweep/run/chunkThread.js';
import { mergeTables } from '../../sweep/run/merge.js';
import { readTable } from '../../sweep/table/format.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-sweep-'));
const path = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(path(name), 'utf8');
const theory = loadTheory('rashba-ferromagnet');
const OVER = ['Dx=0.05:0.2:10', 'eps=-0.5:1:4'];
const SET_WITHOUT_EPS = { m: '1', alpha: '0.3', Dz: '0.1', u: '0.5' };
const SET = { ...SET_WITHOUT_EPS, eps: '1' };
const COLUMNS = ['Dx', 'eps', 'K.zy', 'tau.1e', 'digits', 'reason'];

const run = (out: string, more: Partial<SweepFileOptions> = {}) =>
  sweepFile(theory, {
    over: OVER,
    set: SET_WITHOUT_EPS,
    quantities: ['K.zy', 'tau.1e'],
    out: path(out),
    workers: 1,
    digits: 6,
    ...more,
  });

/** Ends a run after so many rows. */
async function interrupted(out: string, rows: number, more: Partial<SweepFileOptions> = {}): Promise<void> {
  const stopping = new AbortController();
  const onProgress = ({ done }: { done: number }): void => {
    if (done >= rows) stopping.abort();
  };
  const { done, total } = await run(out, { ...more, onProgress, signal: stopping.signal });
  expect(done).toBeGreaterThanOrEqual(rows);
  expect(done).toBeLessThan(total);
}

describe('a table that grows', () => {
  it('is the same after interruptions, bytes cut off and bytes too many', async () => {
    await run('whole.csv');
    expect(text('whole.csv').split('\n')).toHaveLength(42);
    await interrupted('cut.csv', 10);
    expect(existsSync(path('cut.csv'))).toBe(false);
    // a chunk of which half was written when the power went, and a journal that is ahead of it
    appendFileSync(path('cut.csv.part'), '0.5,0.1,');
    await interrupted('cut.csv', 20, { resume: true });
    truncateSync(path('cut.csv.part'), readFileSync(path('cut.csv.part')).length - 3);
    appendFileSync(path('cut.csv.journal'), '7');
    const { before, done, total } = await run('cut.csv', { resume: true });
    expect([before, done, total]).toEqual([19, 40, 40]);
    expect(text('cut.csv')).toBe(text('whole.csv'));
    expect(await run('cut.csv', { resume: true })).toEqual({ done: 40, before: 40, total: 40 });
  });

  it('is refused where something is that must not be touched', async () => {
    writeFileSync(path('mine.csv'), 'mine');
    await expect(run('mine.csv')).rejects.toThrow(/mine.csv exists; give another --out, or --force/);
    await expect(run('mine.csv', { resume: true })).rejects.toThrow(/without its journal/);
    expect(text('mine.csv')).toBe('mine');
    await interrupted('other.csv', 10);
    await expect(run('other.csv')).rejects.toThrow(/other.csv.part is an unfinished sweep; go on with --resume/);
    const other = run('other.csv', { resume: true, digits: 7, over: ['Dx=0.05:0.2:9', OVER[1]] });
    await expect(other).rejects.toThrow(/journal is of another sweep \(over, digits\)/);
    await expect(run('other.csv', { resume: true, shard: '1/2' })).rejects.toThrow(/\(shard\)/);
    expect((await run('other.csv', { resume: true })).before).toBeGreaterThan(0);
    await run('other.csv', { force: true });
    await expect(run('table.txt')).rejects.toThrow(/ends with .csv, .jsonl or .parquet/);
    await expect(run('none/table.csv')).rejects.toThrow(/cannot be written: ENOENT/);
  });

  it('says in one line that the disk is full', async () => {
    if (!existsSync('/dev/full')) return;
    symlinkSync('/dev/full', path('device.csv.journal'));
    await expect(run('device.csv')).rejects.toThrow(
      /^[^\n]*device.csv cannot be written: ENOSPC[^\n]*the rows so far are in [^\n]*part, go on with --resume$/,
    );
  });

  it('says of a bad row of a file of points what is wrong, from a thread too', async () => {
    writeFileSync(path('points.csv'), 'Dx\n0.1\n0.2,0.3\n');
    const over = [path('points.csv')];
    const wrong = /points.csv: line 3: 2 values, expected 1$/;
    await expect(run('bad-points.csv', { over, set: SET })).rejects.toThrow(wrong);
    const orders = {
      ...{ theory: theory.definition, over, set: SET, limit: 'dilute', scheme: 't-matrix', cutoff: 'renormalised' },
      ...{ quantities: ['K.zy'], digits: 6 },
    };
    const told = await chunkThread({ orders, first: 0, count: 2, format: 'csv' });
    expect(told && 'refused' in told && told.refused).toMatch(wrong);
  });

  it.each(['csv', 'jsonl', 'parquet'])('merges shards in any order into what one run writes: %s', async (format) => {
    await run(`one.${format}`);
    const parts = ['3/3', '1/3', '2/3'].map((shard, k) => ({ shard, name: `part${k}.${format}` }));
    for (const { shard, name } of parts) await run(name, { shard });
    const paths = parts.map(({ name }) => path(name));
    expect(await mergeTables(paths, path(`merged.${format}`), {})).toBe(40);
    expect(readFileSync(path(`merged.${format}`)).equals(readFileSync(path(`one.${format}`)))).toBe(true);
    await expect(mergeTables(paths.slice(1), path(`less.${format}`), {})).rejects.toThrow(
      /give the files of all 3 shards/,
    );
    await expect(mergeTables([...paths, paths[0]], path(`twice.${format}`), {})).rejects.toThrow(/in another file too/);
  });

  it('does not merge what was changed since it was solved', async () => {
    for (const shard of ['1/2', '2/2']) await run(`changed${shard[0]}.csv`, { shard });
    writeFileSync(path('changed2.csv'), text('changed2.csv').replace(/\n0\./, '\n1.'));
    const paths = ['changed1.csv', 'changed2.csv'].map(path);
    await expect(mergeTables(paths, path('bad.csv'), {})).rejects.toThrow(/are not those that were solved/);
  });

  it('is written to two digits beyond those that hold', async () => {
    await run('digits.csv', { quantities: ['K.zy'] });
    const lines = text('digits.csv').trim().split('\n').slice(1);
    const rows = sweep(theory, { over: OVER, set: SET_WITHOUT_EPS, quantities: ['K.zy'], digits: 6, workers: 1 });
    let compared = 0;
    for await (const { quantities, digits } of rows) {
      const [, , K, held] = (lines.shift() ?? '').split(',');
      if (digits === null) continue;
      compared++;
      expect(Number(held)).toBe(digits);
      const significant = K.replace(/e.*$/, '')
        .replace(/^-?0*\.?0*/, '')
        .replace('.', '');
      expect(significant.length).toBeLessThanOrEqual(digits + 2);
      expect(Math.abs(Number(K) / Number(quantities['K.zy']) - 1)).toBeLessThan(10 ** (-digits - 1));
    }
    expect([compared, lines]).toEqual([30, []]);
  });

  it('solves one chunk at a time, whoever asks', async () => {
    // a contour that just begins takes runs of higher precision, which give way to other work
    const orders = {
      ...{ theory: theory.definition, over: ['eps=1,0.31,-0.0950001,0.5'], set: { ...SET_WITHOUT_EPS, Dx: '0.05' } },
      ...{ limit: 'dilute', scheme: 't-matrix', cutoff: 'renormalised', quantities: ['K.zy'], digits: 14 },
    };
    const task = (first: number) => ({ orders, first, count: 2, format: 'csv' as const });
    const solving = vi.spyOn(PointSolver.prototype, 'inDouble');
    await Promise.all([task(0), task(2)].map((chunk) => solveChunk(chunk)));
    expect(solving.mock.calls.map(([row]) => row)).toEqual([0, 1, 2, 3]);
    solving.mockRestore();
    const stopping = new AbortController();
    const stopped = solveChunk(task(0), stopping.signal);
    stopping.abort();
    expect(await stopped).toBeUndefined();
  });

  it('has the same rows in every format', async () => {
    const rows = async (name: string): Promise<unknown[]> => {
      const found: unknown[] = [];
      for await (const { values, reason } of readTable(path(name), COLUMNS))
        found.push([...Array.from(values), reason]);
      return found;
    };
    for (const format of ['csv', 'jsonl', 'parquet']) await run(`same.${format}`);
    const csv = await rows('same.csv');
    expect(csv).toHaveLength(40);
    expect(await rows('same.jsonl')).toEqual(csv);
    expect(await rows('same.parquet')).toEqual(csv);
    expect(csv.filter((row) => /no carriers/.test(String((row as unknown[])[5])))).not.toHaveLength(0);
  });
});
