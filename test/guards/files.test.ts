import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeWhole } from '../../src/theory/dataFile.js';
import { run } from '../cli/run.js';
import { folder, LEDGER, written } from '../cli/samples.js';

const path = (name: string): string => join(folder, name);
const POINT = ['--set', 'm=1', 'eps=1', 'alpha=0.3', 'Dz=0.1', 'u=0.5'];
const SWEEP = ['sweep', ...POINT, '--quantities', 'K.xy', '--over'];

/** Fails in one line that fits, before anything is printed. */
async function refused(args: readonly string[], message: RegExp): Promise<void> {
  const { code, out, err } = await run(...args);
  expect(err).toMatch(message);
  expect(err).toMatch(/^\P{Cc}+\n$/u);
  expect(err).not.toContain('internal error');
  expect([code, out]).toEqual([1, '']);
}

describe('what is no regular file is not read, whatever the command', () => {
  const ends = { json: ['zero', 'pipe', 'folder'], csv: ['zero', 'pipe', 'folder'] };
  for (const [end, names] of Object.entries(ends)) {
    symlinkSync('/dev/zero', path(`${names[0]}.${end}`));
    execFileSync('mkfifo', [path(`${names[1]}.${end}`)]);
    mkdirSync(path(`${names[2]}.${end}`));
  }
  const page = ['verify', written(LEDGER), '--report', path('page.html'), '--mutants'];
  const cases: [string, string, string[]][] = [
    ['merge', 'json', ['merge', '--out', path('out.json')]],
    ['verify --mutants', 'json', page],
    ['baseline check', 'json', ['baseline', 'check']],
    ['diff', 'json', ['diff', 'massive-dirac']],
    ['doctor', 'json', ['doctor']],
    ['laws --keep', 'json', ['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--keep']],
    ['compare', 'csv', ['compare']],
    ['sweep --over', 'csv', SWEEP],
  ];
  test.each(cases)('%s', async (_, end, args) => {
    for (const name of ['zero', 'pipe']) await refused([...args, path(`${name}.${end}`)], /regular file/);
    await refused([...args, path(`folder.${end}`)], /EISDIR/);
  });

  test('a plan of figures, and a journal', async () => {
    const beside = path('zero.csv');
    mkdirSync(path('paper'));
    writeFileSync(path('paper/ledger.yaml'), LEDGER);
    symlinkSync('/dev/zero', path('paper/figures.yaml'));
    await refused(['figures', path('paper/ledger.yaml')], /figures .*regular file/);
    await refused([...page.with(1, path('paper/ledger.yaml')), path('none.json')], /figures .*regular file/);
    symlinkSync(beside, path('shard.csv.journal'));
    writeFileSync(path('shard.csv'), '');
    await refused(['merge', path('shard.csv'), '--out', path('out.csv')], /regular file/);
  });
});

describe('what was written is not what it says', () => {
  const head = { journal: 1, sweep: 'a', shard: '1/1', rows: 5, chunkRows: 1, columns: ['a', 'reason'], asked: {} };
  const shard = (end: string, table: string, journal: object, bytes: string): string => {
    const made = written(table, end);
    writeFileSync(`${made}.journal`, `${JSON.stringify(journal)}\n0 ${bytes} hash\nfinished\n`);
    return made;
  };
  test.each<[string, string, object, string, RegExp]>([
    ['csv', '1,2', { ...head, columns: undefined }, '3', /not the journal of a sweep/],
    ['csv', '1,2', { ...head, rows: null }, '3', /not the journal of a sweep/],
    ['csv', '1,2', head, '99999999999999', /rows from 0 on are missing/],
    ['jsonl', 'x{', head, '2', /not the table that was written/],
    ['jsonl', 'null', head, '4', /not the table that was written/],
    ['parquet', 'x{', head, '2', /not the table that was written/],
  ])('a shard .%s of %j', async (end, table, journal, bytes, message) => {
    await refused(['merge', shard(end, table, journal, bytes), '--out', path(`joined.${end}`), '--force'], message);
  });

  test.each(['null', '[]', '7', '{"shard":"1/1"', '['.repeat(30), '{"mutants": [{"id": 1}]}', '{"a":"\\u0007"}'])(
    'a JSON: %s',
    async (text) => {
      await refused(['merge', written(text, 'json'), '--out', path('joined.json')], /json: /);
      await refused(
        ['verify', written(LEDGER), '--report', path('page.html'), '--mutants', written(text, 'json')],
        /json: /,
      );
    },
  );

  test('a name that would be a path', async () => {
    const { err } = await run('verify', written(LEDGER.replace('id: mine', 'id: ../mine')));
    expect(err).toMatch(/paper.id: an id/);
    const plan = readFileSync('papers/veneri-2022/figures.yaml', 'utf8').replace(/id: '?2'?/, 'id: ../2');
    mkdirSync(path('named'));
    writeFileSync(path('named/ledger.yaml'), LEDGER);
    writeFileSync(path('named/figures.yaml'), plan);
    await refused(['figures', path('named/ledger.yaml'), '--out', path('named')], /figures.0.id: an id/);
  });
});

describe('what cannot be written', () => {
  const nowhere = ['/proc/nobody', path('a.file/b')];
  writeFileSync(path('a.file'), '');

  test.each(nowhere)('is said before the work is done: %s', async (out) => {
    await refused(['init', out], /can(not)? be written/);
    await refused(['figures', '--only', '2', '--out', out], /can be written/);
    await refused(
      ['baseline', 'write', out, '--at', 'm=1 alpha=0.3 u=1 eps=1', '--quantities', 'K.xy', '--why', 'x'],
      /./,
    );
    await refused([...SWEEP, 'theta=0:pi:3', '--plot', `${out}/x.svg`], /can be written/);
    await refused(['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--keep', `${out}/x.json`], /can be/);
    await refused(['verify', written(LEDGER), '--markdown', `${out}/x.md`], /can be written/);
    const before = process.env.DIFFUSON_CACHE;
    process.env.DIFFUSON_CACHE = out;
    try {
      await refused(['verify', written(LEDGER)], /^DIFFUSON_CACHE .* can be written/);
    } finally {
      if (before === undefined) delete process.env.DIFFUSON_CACHE;
      else process.env.DIFFUSON_CACHE = before;
    }
  });

  test('a folder is not written over', async () => {
    mkdirSync(path('taken.svg'));
    await refused([...SWEEP, 'theta=0:pi:3', '--plot', path('taken.svg')], /EISDIR/);
    await refused(['verify', written(LEDGER), '--errata', path('taken.svg')], /EISDIR/);
  });
});

describe('a file is replaced as a whole', () => {
  test('a link stays one, and nothing is left beside the file', () => {
    mkdirSync(path('links'));
    writeFileSync(path('links/file'), 'old');
    symlinkSync('file', path('links/link'));
    writeWhole(path('links/link'), 'new');
    expect([readlinkSync(path('links/link')), readFileSync(path('links/file'), 'utf8')]).toEqual(['file', 'new']);
    expect(readdirSync(path('links'))).toEqual(['file', 'link']);
  });

  test('a device is written to, not replaced', () => {
    expect(() => writeWhole('/dev/full', 'x')).toThrow(/ENOSPC/);
    expect(() => writeFileSync('/dev/full', 'x')).toThrow(/ENOSPC/);
    expect(readdirSync('/dev').filter((name) => /^full./.test(name))).toEqual([]);
  });

  test('a ledger that cannot be written is as it was', async () => {
    const ledger = written(LEDGER);
    const beside = `${ledger}.${process.pid}.new`;
    // what is written beside the file cannot be: as on a full disk
    mkdirSync(beside);
    await refused(['verify', ledger, '--accept', 'same', '--why', 'tried'], /is as it was/);
    expect(readFileSync(ledger, 'utf8')).toBe(LEDGER);
    expect(existsSync(dirname(beside))).toBe(true);
  });
});
