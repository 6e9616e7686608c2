import { createHash } from 'node:crypto';
import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { readRegular } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';

const VERSION = 1;
/** Of a journal: a line for every 1024 rows. */
const MOST_BYTES = 1_000_000_000;

const headShape = z.strictObject({
  journal: z.literal(VERSION),
  /** Hash of everything that decides the rows, but for the shard. */
  sweep: z.string(),
  shard: z.string(),
  rows: z.int().positive(),
  chunkRows: z.int().positive(),
  columns: z.array(z.string()).min(1),
  /** For readers: what was asked. */
  asked: z.record(z.string(), z.unknown()),
});
/** What a table is: two journals with the same words are of one sweep. */
export type JournalHead = Readonly<z.infer<typeof headShape>>;

/** A finished piece of a table: its bytes and their hash. */
export interface Entry {
  /** `header`, or the number of a chunk. */
  readonly name: string;
  readonly bytes: number;
  readonly hash: string;
}

export interface Journal {
  readonly head: JournalHead;
  readonly entries: readonly Entry[];
  /** Whether the table was finished. */
  readonly isFinished: boolean;
}

const FINISHED = 'finished';
export const journalPath = (out: string): string => `${out}.journal`;

export const hashOf = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const headLine = (head: JournalHead): string => `${JSON.stringify(head)}\n`;
export const entryLine = ({ name, bytes, hash }: Entry): string => `${name} ${bytes} ${hash}\n`;
export const finishedLine = `${FINISHED}\n`;

/** The journal of a table; undefined if there is none. A last line that was cut off does not count. */
export function readJournal(out: string): Journal | undefined {
  const path = journalPath(out);
  if (!existsSync(path)) return undefined;
  const lines = textOf(path).split('\n').slice(0, -1);
  const head = lines[0] === undefined ? undefined : headOf(lines[0]);
  if (!head) throw new InputError(`${path}: not the journal of a sweep; give --force to begin anew`);
  const entries = lines.slice(1).flatMap((line) => {
    const [name, bytes, hash] = line.split(' ');
    return hash === undefined || !/^\d+$/.test(bytes) ? [] : [{ name, bytes: Number(bytes), hash }];
  });
  return { head, entries, isFinished: lines.includes(FINISHED) };
}

function textOf(path: string): string {
  try {
    return readRegular(path, MOST_BYTES);
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}`);
  }
}

function headOf(line: string): JournalHead | undefined {
  try {
    return headShape.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** What two sweeps do not share, in words; undefined if they are one. */
export function difference(before: JournalHead, now: JournalHead): string | undefined {
  if (before.sweep === now.sweep && before.shard === now.shard) return undefined;
  const names = [...new Set([...Object.keys(before.asked), ...Object.keys(now.asked)])];
  const text = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
  const changed = names.filter((name) => text(before.asked[name]) !== text(now.asked[name]));
  if (before.shard !== now.shard) changed.push('shard');
  return changed.join(', ') || 'a file of points';
}

/**
 * The entries whose bytes stand in a file as the journal says, from its beginning on; what follows them is cut off from
 * both.
 */
export function wholeEntries(part: string, out: string, { head, entries }: Journal): Entry[] {
  const whole: Entry[] = [];
  let at = 0;
  if (existsSync(part)) {
    const file = openSync(part, 'r+');
    try {
      const { size } = fstatSync(file);
      for (const entry of entries) {
        if (at + entry.bytes > size) break;
        const bytes = Buffer.alloc(entry.bytes);
        if (readSync(file, bytes, 0, entry.bytes, at) < entry.bytes || hashOf(bytes) !== entry.hash) break;
        whole.push(entry);
        at += entry.bytes;
      }
      ftruncateSync(file, at);
    } finally {
      closeSync(file);
    }
  }
  const journal = openSync(journalPath(out), 'w');
  writeSync(journal, headLine(head) + whole.map(entryLine).join(''));
  closeSync(journal);
  return whole;
}
