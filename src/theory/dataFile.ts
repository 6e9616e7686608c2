import {
  accessSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import type { Document, LineCounter, YAMLError } from 'yaml';
import { once } from '../arithmetic/memo.js';
import { InputError } from './errors.js';

/** Loaded by the first file: the theories that are built in need none. */
const yaml = once(() => createRequire(import.meta.url)('yaml') as typeof import('yaml'));

/** How large data may be. */
export interface Limits {
  readonly bytes: number;
  readonly depth: number;
  readonly values: number;
  readonly text: number;
  readonly aliases: number;
}

/** Limits of every file and every object that is read as data: far beyond any theory or ledger. */
const DATA_LIMITS: Limits = {
  /** Bytes of a file. */
  bytes: 1_000_000,
  /** Lists and records inside each other. */
  depth: 20,
  /** Texts, numbers, lists and records together. */
  values: 50_000,
  /** Characters of one text. */
  text: 4000,
  /** Times that the anchors of a file may be repeated. */
  aliases: 100,
};

/** Of files that the suite wrote itself. */
export const RESULT_LIMITS: Limits = { ...DATA_LIMITS, bytes: 50_000_000, values: 5_000_000, text: 100_000 };

/**
 * Data of a YAML or JSON file.
 * @throws InputError naming the file: no regular file, too large, not readable, or beyond the limits of data
 */
export function readData(path: string, what = path): unknown {
  const document = readDocument(path, what);
  const [fault] = faultsOf(document);
  if (fault) throw new InputError(`${what}: ${firstLine(fault)}`);
  return dataOf(document, what);
}

/**
 * What a command of the suite printed with `--json`.
 * @throws InputError naming the file, as `readData`
 */
export function readResults(path: string): unknown {
  const data: unknown = attempt(path, () => JSON.parse(readRegular(path, RESULT_LIMITS.bytes)));
  demandModest(data, path, RESULT_LIMITS);
  return data;
}

/** A YAML or JSON file with the places of its parts; its faults are not looked at. @throws InputError as `readData` */
export function readDocument(path: string, what: string, lineCounter?: LineCounter): Document.Parsed {
  const text = attempt(what, () => readRegular(path));
  return attempt(what, () => yaml().parseDocument(text, lineCounter && { lineCounter }));
}

/** What is wrong with the text of a document; a tag that is not known is a warning of the parser. */
export const faultsOf = ({ errors, warnings }: Document.Parsed): readonly YAMLError[] => [...errors, ...warnings];

/** The data of a document without faults. @throws InputError beyond the limits of data */
export function dataOf(document: Document.Parsed, what: string): unknown {
  const data: unknown = attempt(what, () => document.toJS({ maxAliasCount: DATA_LIMITS.aliases }));
  demandModest(data, what);
  return data;
}

/** The text of a file. @throws Error if it is none, or has too many bytes: nothing of it is read then */
export function readRegular(path: string, most = DATA_LIMITS.bytes): string {
  const { size } = demandRegular(path);
  if (size > most) throw new Error(`${size} bytes are too many (at most ${most})`);
  return readFileSync(path, 'utf8');
}

/** @throws Error if there is no such file, and on folders, devices and pipes, which may have no end */
export function demandRegular(path: string): { readonly size: number } {
  const found = statSync(path);
  if (found.isDirectory()) throw new Error('EISDIR: a file is expected, not a folder');
  if (!found.isFile()) throw new Error('a regular file is expected, no device or pipe');
  return found;
}

function attempt<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new InputError(`${what}: ${firstLine(error)}`);
  }
}

const firstLine = (error: unknown): string => {
  const [line] = (error as Error).message.split('\n');
  return line.startsWith('Maximum call stack') ? 'nested too deeply' : line;
};

/**
 * Refuses data that is too large or too deep, and texts that would act instead of being read: control characters, and
 * keys that every object has.
 * @throws InputError naming the place
 */
export function demandModest(data: unknown, what: string, limits = DATA_LIMITS): void {
  let values = 0;
  const visit = (x: unknown, place: readonly string[]): void => {
    const refuse = (fault: string): never => {
      throw new InputError(`${[what, place.join('.')].filter(Boolean).join(': ')}: ${fault}`);
    };
    if (++values > limits.values) refuse(`more than ${limits.values} values`);
    if (place.length > limits.depth) refuse(`nested more than ${limits.depth} deep`);
    if (typeof x === 'string') {
      if (x.length > limits.text) refuse(`too long (at most ${limits.text} characters)`);
      if (/[^\P{Cc}\n\t]/u.test(x)) refuse('control characters are not allowed');
    } else if (typeof x === 'object' && x !== null)
      for (const [key, inner] of Object.entries(x)) {
        if (/\p{Cc}/u.test(key)) refuse('control characters are not allowed in a name');
        if (key in Object.prototype) refuse(`the name "${key}" is reserved`);
        visit(inner, [...place, key]);
      }
  };
  visit(data, []);
}

/**
 * Replaces a file as a whole: on a full disk the old one stays as it was. A link stays one; a device or a pipe is
 * written to, not replaced.
 * @throws InputError if it cannot be written
 */
export function writeWhole(path: string, text: string): void {
  let beside: string | undefined;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) accessSync(path, constants.W_OK);
    if (found && !found.isFile()) writeFileSync(path, text);
    else {
      const target = found ? realpathSync(path) : path;
      beside = `${target}.${process.pid}.new`;
      writeFileSync(beside, text);
      renameSync(beside, target);
    }
  } catch (error) {
    if (beside !== undefined) tried(() => rmSync(beside ?? '', { force: true }));
    throw new InputError(`${path} cannot be written and is as it was: ${firstLine(error)}`);
  }
}

function tried(work: () => void): void {
  try {
    work();
  } catch {
    // what could not be written need not be removed
  }
}
