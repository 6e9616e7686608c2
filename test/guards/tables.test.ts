import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readShard, WHOLE } from '../../src/theory/shard.js';
import { difference, hashOf, type JournalHead, readJournal } from '../../sweep/run/journal.js';
import { mergeTables } from '../../sweep/run/merge.js';
import { planOf, rowsOf } from '../../sweep/run/plan.js';
import { type Existing, TableFile } from '../../sweep/run/tableFile.js';
import { ByteText } from '../../sweep/table/byteText.js';
import { formatOf, readTable, TEXTS } from '../../sweep/table/format.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'diffuson-tables-'));
});
const at = (name: string): string => join(folder, name);
const text = (name: string): string => readFileSync(at(name), 'utf8');

const ROWS = 600;
const columns = ['x', 'y', 'digits', 'reason'];
const headOf = (shard = '1/1', more: Partial<JournalHead> = {}): JournalHead => ({
  ...{ journal: 1, sweep: 'abc', shard, rows: ROWS, chunkRows: 3, columns, asked: { over: ['x=0:1:600'], digits: 8 } },
  ...more,
});
const rowAt = (k: number) => ({ values: [k, k / 8, 8], reason: k % 7 === 0 ? 'no "digit", here' : '' });
function textOf(name: string, from: number, count: number): Uint8Array {
  const lines = new ByteText();
  for (let k = from; k < from + count; k++) TEXTS[formatOf(name)].write(lines, columns, rowAt(k));
  return lines.bytes;
}

/** Writes the rows of a shard as a sweep does, and ends before some chunk if it is said. */
async function write(name: string, head = headOf(), { before, ...existing }: Existing & { before?: number } = {}) {
  const table = TableFile.open(at(name), head, existing);
  if (!table) return undefined;
  const plan = planOf(head.rows, readShard(head.shard));
  const written: number[] = [];
  for (let chunk = plan.from; chunk < (before ?? plan.to); chunk++) {
    if (table.has(String(chunk))) continue;
    const { first, count } = rowsOf(plan, chunk);
    table.write(String(chunk), textOf(name, first, count));
    written.push(chunk);
  }
  if (before === undefined) await table.finish();
  else table.close();
  return written;
}
const rowsIn = async (name: string): Promise<unknown[]> => {
  const found: unknown[] = [];
  for await (const { values, reason } of readTable(at(name), columns))
    found.push({ values: [...Array.from(values)], reason });
  return found;
};
const refused = (message: string | RegExp) =>
  expect.objectContaining({
    name: 'InputError',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

describe('the plan of a table', () => {
  test('has 256 chunks, of at most 1024 rows', () => {
    const sizes = [1, 256, 257, 600, 262_144, 262_145].map((rows) => planOf(rows, WHOLE));
    expect(sizes.map(({ size, from, to }) => [size, from, to])).toEqual([
      [1, 0, 1],
      [1, 0, 256],
      [2, 0, 129],
      [3, 0, 200],
      [1024, 0, 256],
      [1024, 0, 257],
    ]);
    expect([rowsOf(sizes[2], 0), rowsOf(sizes[2], 128), rowsOf(sizes[5], 256)]).toEqual([
      { first: 0, count: 2 },
      { first: 256, count: 1 },
      { first: 262_144, count: 1 },
    ]);
  });
});

describe('a journal', () => {
  const journal = (lines: string): void => writeFileSync(at('t.csv.journal'), lines);
  const head = JSON.stringify(headOf());

  test('is read back, whole lines alone', () => {
    expect(readJournal(at('t.csv'))).toBeUndefined();
    journal(`${head}\nheader 12 aa\n0 34 bb\n1 x cc\n2 5\n3 1.5 dd\n4 78 ee`);
    expect(readJournal(at('t.csv'))).toEqual({
      head: headOf(),
      entries: [
        { name: 'header', bytes: 12, hash: 'aa' },
        { name: '0', bytes: 34, hash: 'bb' },
      ],
      isFinished: false,
    });
    journal(`${JSON.stringify(headOf('1/1', { asked: { over: 'a 5 b' } }))}\n`);
    expect(readJournal(at('t.csv'))?.entries).toEqual([]);
    journal(`${head}\nheader 12 aa\nfinished`);
    expect(readJournal(at('t.csv'))?.isFinished).toBe(false);
    journal(`${head}\nheader 12 aa\nfinished\n`);
    expect(readJournal(at('t.csv'))).toMatchObject({ isFinished: true, entries: [{ name: 'header' }] });
  });

  test.each([
    ['of nothing', '\n'],
    ['of words', 'journal\n'],
    ['of another version', `${JSON.stringify({ ...headOf(), journal: 2 })}\n`],
    ['of no rows', `${JSON.stringify(headOf('1/1', { rows: 0 }))}\n`],
    ['of half rows', `${JSON.stringify(headOf('1/1', { chunkRows: 1.5 }))}\n`],
    ['without columns', `${JSON.stringify(headOf('1/1', { columns: [] }))}\n`],
    ['with more', `${JSON.stringify({ ...headOf(), more: 1 })}\n`],
    ['cut in its first line', head],
  ])('%s is refused', (_, lines) => {
    journal(lines);
    const told = `${at('t.csv.journal')}: not the journal of a sweep; give --force to begin anew`;
    expect(() => readJournal(at('t.csv'))).toThrow(refused(told));
  });

  test('that is a folder is refused', () => {
    mkdirSync(at('t.csv.journal'));
    expect(() => readJournal(at('t.csv'))).toThrow(refused(/t\.csv\.journal: ./));
  });

  test('tells in words what two sweeps do not share', () => {
    const now = headOf();
    expect(difference(now, { ...now, asked: {} })).toBeUndefined();
    const other = (asked: Record<string, unknown>, shard = '1/1') =>
      difference(headOf(shard, { sweep: 'x', asked }), now);
    expect(other({ ...now.asked, digits: 9 })).toBe('digits');
    expect(other({ digits: 8, set: { m: '1' } })).toBe('set, over');
    expect(other(now.asked, '1/2')).toBe('shard');
    expect(other(now.asked)).toBe('a file of points');
    expect(difference(headOf('1/2'), now)).toBe('shard');
  });
});

describe('a table', () => {
  test('is its pieces behind each other, beside what says so', async () => {
    expect(await write('t.csv')).toHaveLength(200);
    const header = 'x,y,digits,reason\n';
    expect(text('t.csv')).toBe(header + textOf('t.csv', 0, ROWS));
    expect(text('t.csv')).toContain('7,0.875,8,"no ""digit"", here"\n');
    const [head, first, second, ...more] = text('t.csv.journal').split('\n');
    expect(JSON.parse(head)).toEqual(headOf());
    expect(first).toBe(`header ${header.length} ${hashOf(header)}`);
    const piece = textOf('t.csv', 0, 3);
    expect(second).toBe(`0 ${piece.length} ${hashOf(piece)}`);
    expect(more.slice(-3)).toEqual([expect.stringMatching(/^199 /), 'finished', '']);
    expect(existsSync(at('t.csv.part'))).toBe(false);
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  test('is not begun over what is there', async () => {
    writeFileSync(at('t.csv'), 'mine');
    await expect(write('t.csv')).rejects.toThrow(
      refused(`${at('t.csv')} exists; give another --out, or --force to replace it`),
    );
    await expect(write('t.csv', headOf(), { resume: true })).rejects.toThrow(
      refused(`${at('t.csv')} exists without its journal, so it cannot be resumed; --force begins anew`),
    );
    await expect(write('t.csv', headOf(), { resume: true, force: true })).rejects.toThrow(
      refused('--force begins anew and --resume goes on: give one of them'),
    );
    expect([text('t.csv'), existsSync(at('t.csv.journal')), existsSync(at('t.csv.part'))]).toEqual([
      'mine',
      false,
      false,
    ]);
    await write('u.csv', headOf(), { before: 5 });
    await expect(write('u.csv')).rejects.toThrow(
      refused(`${at('u.csv.part')} is an unfinished sweep; go on with --resume, or begin anew with --force`),
    );
    // forced, nothing of it is left
    for (const name of ['t.csv', 'u.csv']) {
      expect(await write(name, headOf(), { force: true })).toHaveLength(200);
      expect(text(name)).toBe(`x,y,digits,reason\n${textOf(name, 0, ROWS)}`);
      expect(readJournal(at(name))?.entries).toHaveLength(201);
    }
  });

  test('goes on after its last whole piece', async () => {
    await write('whole.csv');
    const resumed = async (spoil: () => void): Promise<number | undefined> => {
      await write('t.csv', headOf(), { force: true, before: 20 });
      spoil();
      const written = await write('t.csv', headOf(), { resume: true });
      expect([text('t.csv'), text('t.csv.journal')]).toEqual([text('whole.csv'), text('whole.csv.journal')]);
      return written?.[0];
    };
    const part = at('t.csv.part');
    const length = (): number => readFileSync(part).length;
    expect(await resumed(() => {})).toBe(20);
    expect(await resumed(() => appendFileSync(part, '3,'))).toBe(20);
    expect(await resumed(() => truncateSync(part, length() - 1))).toBe(19);
    expect(await resumed(() => truncateSync(part, 3))).toBe(0);
    expect(await resumed(() => rmSync(part))).toBe(0);
    expect(await resumed(() => writeFileSync(part, text('t.csv.part').replace('\n12,', '\n13,')))).toBe(4);
    expect(await resumed(() => appendFileSync(at('t.csv.journal'), '20 10 '))).toBe(20);
    expect(await resumed(() => appendFileSync(at('t.csv.journal'), `20 ${Number.MAX_SAFE_INTEGER} ab\n`))).toBe(20);
    // what is finished is left alone, unless it is gone
    expect(await write('t.csv', headOf(), { resume: true })).toBeUndefined();
    rmSync(at('t.csv'));
    expect(await write('t.csv', headOf(), { resume: true })).toHaveLength(200);
    expect(await write('new.csv', headOf(), { resume: true })).toHaveLength(200);
  });

  test('does not go on with another sweep', async () => {
    await write('t.csv', headOf(), { before: 20 });
    await expect(write('t.csv', headOf('1/1', { sweep: 'x', asked: { digits: 9 } }), { resume: true })).rejects.toThrow(
      refused(`${at('t.csv.journal')} is of another sweep (over, digits); give its options, or --force`),
    );
    expect(await write('t.csv', headOf(), { resume: true })).toHaveLength(180);
  });

  test('that cannot be written says so, and where its rows are', async () => {
    const told = (name: string, code: string) =>
      refused(
        new RegExp(`${name} cannot be written: ${code}.*; the rows so far are in .*${name}.part, go on with --resume$`),
      );
    await expect(write('none/t.csv')).rejects.toThrow(told('none/t.csv', 'ENOENT'));
    mkdirSync(at('t.csv.part'));
    await expect(write('t.csv', headOf(), { force: true })).rejects.toThrow(told('t.csv', '.+'));
    const table = TableFile.open(at('u.csv'), headOf(), {});
    mkdirSync(at('u.csv'));
    await expect(table?.finish()).rejects.toThrow(told('u.csv', 'EISDIR'));
    table?.close();
    expect(() => table?.write('0', '')).toThrow(told('u.csv', 'EBADF'));
    expect(readJournal(at('u.csv'))?.isFinished).toBe(false);
  });

  test('in Parquet is made of finished lines, all or nothing', async () => {
    await write('t.parquet');
    expect(await rowsIn('t.parquet')).toEqual(Array.from({ length: ROWS }, (_, k) => rowAt(k)));
    expect(['.part', '.new'].map((end) => existsSync(at(`t.parquet${end}`)))).toEqual([false, false]);
    const table = TableFile.open(at('u.parquet'), headOf(), {});
    table?.write('0', 'no line of a table\n');
    // a mistake of ours is no fault of the disk
    await expect(table?.finish()).rejects.toBeInstanceOf(SyntaxError);
    expect(['', '.part', '.new'].map((end) => existsSync(at(`u.parquet${end}`)))).toEqual([false, true, false]);
    expect(readJournal(at('u.parquet'))?.isFinished).toBe(false);
  });
});

describe('shards', () => {
  const shards = async (format = 'csv', of = 3): Promise<string[]> => {
    const names = Array.from({ length: of }, (_, k) => `part${k + 1}.${format}`);
    for (const [k, name] of names.entries()) await write(name, headOf(`${k + 1}/${of}`), { force: true });
    return names.map(at);
  };

  test.each(['csv', 'jsonl', 'parquet'])('are joined to what one run writes: %s', async (format) => {
    const [a, b, c] = await shards(format);
    await write(`one.${format}`);
    expect(await mergeTables([c, a, b], at(`all.${format}`), {})).toBe(ROWS);
    expect(readFileSync(at(`all.${format}`)).equals(readFileSync(at(`one.${format}`)))).toBe(true);
    expect(text(`all.${format}.journal`)).toBe(text(`one.${format}.journal`));
    await expect(mergeTables([a, b, c], at(`all.${format}`), {})).rejects.toThrow(
      refused(/all\.\w+ exists; give another/),
    );
    expect(await mergeTables([a, b, c], at(`all.${format}`), { force: true })).toBe(ROWS);
  });

  test('are all needed, each once', async () => {
    const [a, b, c] = await shards();
    const missing = (row: number): unknown =>
      refused(`the rows from ${row} on are missing: give the files of all 3 shards`);
    for (const [given, told] of [
      [[b, c], missing(0)],
      [[a, c], missing(198)],
      [[a, b], missing(399)],
      [[a, b, b, c], refused(`${b}: its rows are in another file too`)],
    ] as const)
      await expect(mergeTables(given, at('all.csv'), {})).rejects.toThrow(told);
    expect(existsSync(at('all.csv.part'))).toBe(false);
  });

  test('are of one sweep and one format', async () => {
    const [a, , c] = await shards();
    await write('other.csv', headOf('2/3', { sweep: 'x' }));
    await expect(mergeTables([a, at('other.csv'), c], at('all.csv'), {})).rejects.toThrow(
      refused(`${at('other.csv')} is of another sweep than ${a}`),
    );
    await write('part2.jsonl', headOf('2/3'));
    await expect(mergeTables([a, at('part2.jsonl'), c], at('all.csv'), {})).rejects.toThrow(
      refused(`${at('part2.jsonl')}: shards and --out ${at('all.csv')} need one format`),
    );
  });

  test('are finished', async () => {
    const [a, b, c] = await shards();
    const unfinished = refused(`${b}: its journal ${b}.journal is missing or not finished`);
    const merge = () => mergeTables([a, b, c], at('all.csv'), {});
    writeFileSync(`${b}.journal`, readFileSync(`${b}.journal`, 'utf8').replace('finished\n', ''));
    await expect(merge()).rejects.toThrow(unfinished);
    rmSync(`${b}.journal`);
    await expect(merge()).rejects.toThrow(unfinished);
    rmSync(b);
    await expect(merge()).rejects.toThrow(refused(`${b}: no such file; a shard is finished when it has this name`));
  });

  test('are as they were solved', async () => {
    const [a, b, c] = await shards();
    const sound = readFileSync(b, 'utf8');
    const lines = sound.split('\n');
    for (const [changed, told] of [
      [sound.replace('\n200,', '\n201,'), `${b}: rows from 198 on are not those that were solved`],
      [sound.replace('\n398,', '\n397,'), `${b}: rows from 396 on are not those that were solved`],
      [lines.slice(0, -2).join('\n'), `${b}: rows from 396 on are missing`],
      [`${lines.slice(0, -4).join('\n')}\n`, `${b}: rows from 396 on are missing`],
      [`${sound}399,0,8,\n`, `${b}: it has more rows than its shard`],
    ]) {
      writeFileSync(b, changed);
      await expect(mergeTables([a, b, c], at('all.csv'), { force: true })).rejects.toThrow(refused(told));
      expect(existsSync(at('all.csv'))).toBe(false);
    }
    const [d, e] = await shards('parquet', 2);
    writeFileSync(e, 'no table');
    await expect(mergeTables([d, e], at('all.parquet'), {})).rejects.toThrow(
      refused(new RegExp(`^${e}: it is not the table that was written \\(.+\\)$`)),
    );
  });
});
