import { createHash } from 'node:crypto';
import { openSync, readSync } from 'node:fs';
import { demandRegular } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { type Axis, parameterNamed, readValue } from './axis.js';

/** Lines between two remembered places of a file. */
const STRIDE = 256;
const BLOCK = 1 << 16;
/** Longest line. */
const MOST_BYTES = 1 << 20;

/** Points of a file, one a line: CSV with names in its first line, or JSON objects. Only a stride of it is held. */
export interface PointFile extends Axis {
  /** Of its bytes. */
  readonly hash: string;
}

/**
 * A file of points as an axis.
 * @throws InputError if it cannot be read or has no points, on unknown names; a value is read when its point is asked
 * for
 */
export function readPointFile(theory: Theory, path: string): PointFile {
  const file = attempt(path, () => {
    demandRegular(path);
    return openSync(path, 'r');
  });
  const { starts, lines, hash } = attempt(path, () => scan(file));
  const isJson = /\.(jsonl|ndjson)$/i.test(path);
  const linesFrom = strides(path, file, starts);
  const textAt = (line: number): string => linesFrom(Math.floor(line / STRIDE))[line % STRIDE] ?? '';
  const first = isJson ? 0 : 1;
  if (lines <= first) throw new InputError(`--over ${path}: no points; expected names in the first line, then values`);
  const names = isJson ? Object.keys(objectOf(path, 0, textAt(0))) : cells(textAt(0));
  const parameters = names.map((name) => parameterNamed(theory, name));
  const textsAt = (place: number): string[] => {
    const line = place + first;
    if (!isJson) return demandWidth(path, line, cells(textAt(line)), names.length);
    const given = objectOf(path, line, textAt(line));
    return names.map((name) => {
      const value = given[name];
      if (typeof value === 'number' || typeof value === 'string') return String(value);
      throw new InputError(`--over ${path}: line ${line + 1}: ${name}: expected a number or a text`);
    });
  };
  const valuesAt = (place: number) => textsAt(place).map((text, k) => readValue(parameters[k], text));
  return {
    names,
    size: lines - first,
    hash,
    textsAt: (place) => valuesAt(place).map(({ text }) => text),
    numbersAt: (place) => valuesAt(place).map(({ number }) => number),
  };
}

const cells = (line: string): string[] => line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));

function demandWidth(path: string, line: number, found: string[], width: number): string[] {
  if (found.length === width) return found;
  throw new InputError(`--over ${path}: line ${line + 1}: ${found.length} values, expected ${width}`);
}

function objectOf(path: string, line: number, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // told below
  }
  throw new InputError(`--over ${path}: line ${line + 1}: expected a JSON object such as {"theta": 0.3, "eps": 1}`);
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`--over ${path}: ${(error as Error).message}`);
  }
}

/** Where every stride of lines starts, how many lines there are, and the hash; an empty last line does not count. */
function scan(file: number): { starts: number[]; lines: number; hash: string } {
  const hash = createHash('sha256');
  const starts = [0];
  const block = Buffer.alloc(BLOCK);
  let [at, lines, isOpen] = [0, 0, false];
  for (let read = readSync(file, block, 0, BLOCK, at); read > 0; read = readSync(file, block, 0, BLOCK, at)) {
    const bytes = block.subarray(0, read);
    hash.update(bytes);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) {
      lines++;
      if (lines % STRIDE === 0) starts.push(at + end + 1);
    }
    isOpen = bytes[read - 1] !== 10;
    at += read;
  }
  if (starts[starts.length - 1] !== at) starts.push(at);
  return { starts, lines: lines + (isOpen ? 1 : 0), hash: hash.digest('hex') };
}

/** The lines of a stride; the last one that was asked for is kept. */
function strides(path: string, file: number, starts: readonly number[]): (stride: number) => readonly string[] {
  let [known, lines]: [number, readonly string[]] = [-1, []];
  return (stride) => {
    if (stride === known) return lines;
    const [start, end] = [starts[stride], starts[stride + 1]];
    if (end - start > STRIDE * MOST_BYTES) throw new InputError(`--over ${path}: its lines are too long`);
    const bytes = Buffer.alloc(end - start);
    attempt(path, () => readSync(file, bytes, 0, bytes.length, start));
    known = stride;
    lines = bytes.toString('utf8').split(/\r?\n/);
    return lines;
  };
}
