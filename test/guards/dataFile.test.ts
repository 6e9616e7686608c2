import { execFileSync } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LineCounter } from 'yaml';
import { countFrom } from '../../src/theory/counts.js';
import {
  dataOf,
  demandModest,
  faultsOf,
  readData,
  readDocument,
  readResults,
  writeWhole,
} from '../../src/theory/dataFile.js';
import { contourCrossesCutoff, InputError, unsettledRoots } from '../../src/theory/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-data-'));
let count = 0;
const file = (text: string): string => {
  const path = join(folder, `${count++}.yaml`);
  writeFileSync(path, text);
  return path;
};
const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  throw new Error('it was not refused');
};

/** Lists inside each other; the innermost one stands so deep. */
const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

describe('data of a file', () => {
  test('is read, with its anchors, from YAML and JSON', () => {
    expect(readData(file('a: &x [1, 2.50]\nb: *x\n'))).toEqual({ a: [1, 2.5], b: [1, 2.5] });
    expect(readData(file('{"a": "text\\twith\\nlines"}'))).toEqual({ a: 'text\twith\nlines' });
  });

  test('is refused in one line that names the file, or what it is', () => {
    const broken = file('a: [1, 2\nb: }');
    expect(refused(() => readData(broken))).toMatch(new RegExp(`^${broken}: [^\\n]+$`));
    expect(refused(() => readData(broken, 'the ledger'))).toMatch(/^the ledger: [^\n]+$/);
    expect(refused(() => readData(file('a: !florin 3')))).toMatch(/: Unresolved tag: !florin/);
    expect(refused(() => readData(join(folder, 'none.yaml')))).toMatch(/none.yaml: ENOENT: no such file/);
  });

  test('comes from a regular file', () => {
    expect(refused(() => readData(folder, 'it'))).toBe('it: EISDIR: a file is expected, not a folder');
    expect(refused(() => readData('/dev/null', 'it'))).toBe('it: a regular file is expected, no device or pipe');
    const link = join(folder, 'link.yaml');
    symlinkSync('/dev/null', link);
    expect(refused(() => readData(link, 'it'))).toContain('a regular file');
  });

  test('is at most a megabyte', () => {
    const lines = `${'# a comment of 31 characters ...\n'.repeat(40_000)}`;
    const sized = (bytes: number): string => file(`${lines.slice(0, bytes - 5)}\na: 1`);
    expect(readData(sized(1_000_000))).toEqual({ a: 1 });
    expect(refused(() => readData(sized(1_000_001), 'it'))).toBe('it: 1000001 bytes are too many (at most 1000000)');
  });

  test('repeats its anchors at most a hundred times', () => {
    const repeated = (times: number): string => file(`a: &x [1]\nb: [${Array(times).fill('*x').join()}]\n`);
    expect(readData(repeated(99))).toHaveProperty('b.length', 99);
    expect(refused(() => readData(repeated(120), 'it'))).toMatch(/^it: Excessive alias count/);
  });

  test('that is nested beyond the stack is said to be so', () => {
    expect(refused(() => readData(file('['.repeat(20_000)), 'it'))).toMatch(/^it: (nested too deeply|[A-Z].*)$/);
    const document = readDocument(file('a: 1'), 'it');
    document.toJS = () => {
      const down = (): number => down() + 1;
      return down();
    };
    expect(refused(() => dataOf(document, 'it'))).toBe('it: nested too deeply');
  });

  test('is modest too', () => {
    expect(refused(() => readData(file(`a: ["\\u001b[31m"]`), 'it'))).toBe(
      'it: a.0: control characters are not allowed',
    );
    const lines = new LineCounter();
    const [fault] = faultsOf(readDocument(file('a: 1\nb: 2\n  c: }\n'), 'it', lines));
    expect(lines.linePos(fault.pos[0]).line).toBeGreaterThan(1);
    const document = readDocument(file('a: [1\n'), 'it');
    expect(faultsOf(document).length).toBeGreaterThan(0);
    expect(dataOf(readDocument(file('a: 1'), 'it'), 'it')).toEqual({ a: 1 });
  });
});

describe('results that a command printed', () => {
  test('are JSON, with larger limits', () => {
    expect(readResults(file('{"a": [1, 2]}'))).toEqual({ a: [1, 2] });
    const long = 'x'.repeat(100_000);
    expect(readResults(file(`["${long}"]`))).toEqual([long]);
    const path = file(`["${long}x"]`);
    expect(refused(() => readResults(path))).toBe(`${path}: 0: too long (at most 100000 characters)`);
  });

  test('are nothing else', () => {
    expect(refused(() => readResults(file('a: 1')))).toMatch(/yaml: Unexpected token/);
    expect(refused(() => readResults(folder))).toContain('EISDIR: a file is expected, not a folder');
  });
});

describe('modest data', () => {
  const modest = (data: unknown): void => expect(() => demandModest(data, 'it')).not.toThrow();
  const fault = (data: unknown, what = 'it'): string => refused(() => demandModest(data, what));

  test('is anything that files hold', () => {
    for (const data of [null, 1, true, '', [], {}, { a: null, b: [{ c: 'x' }] }, undefined]) modest(data);
  });

  test('has at most 50,000 values', () => {
    modest(Array(49_999).fill(0));
    expect(fault(Array(50_000).fill(0))).toBe('it: 49999: more than 50000 values');
    // those of all lists together
    expect(fault([Array(25_000).fill(0), Array(25_000).fill('')])).toMatch(/more than 50000 values/);
  });

  test('is at most twenty deep', () => {
    modest(nested(20));
    expect(fault(nested(21))).toBe(`it: ${Array(21).fill('0').join('.')}: nested more than 20 deep`);
  });

  test('has texts of at most 4,000 characters', () => {
    modest({ a: 'x'.repeat(4000) });
    expect(fault({ a: ['x'.repeat(4001)] })).toBe('it: a.0: too long (at most 4000 characters)');
  });

  test('has no character that acts, but for line ends and tabs', () => {
    modest('a\tb\nc \u00e9 \u2202 \u{1f600}');
    for (const character of ['\u0000', '\u0007', '\r', '\u001b', '\u007f', '\u009b'])
      expect(fault({ a: `x${character}` })).toBe('it: a: control characters are not allowed');
    expect(fault({ b: { 'x\u0007': 1 } })).toBe('it: b: control characters are not allowed in a name');
    expect(fault({ 'x\n': 1 })).toBe('it: control characters are not allowed in a name');
  });

  test('has no key that every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(fault(JSON.parse(`{"a": {"${name}": 1}}`))).toBe(`it: a: the name "${name}" is reserved`);
    expect(fault(JSON.parse('{"constructor": 1}'))).toBe('it: the name "constructor" is reserved');
  });
});

describe('a file that is written', () => {
  test('is replaced as a whole, and nothing is left beside it', () => {
    const path = file('old');
    const unfinished = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.new'));
    const before = unfinished();
    writeWhole(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    writeWhole(join(folder, 'another.json'), 'text');
    expect(readFileSync(join(folder, 'another.json'), 'utf8')).toBe('text');
    const link = join(folder, 'a link');
    symlinkSync(path, link);
    writeWhole(link, 'newer');
    expect([readFileSync(path, 'utf8'), lstatSync(link).isSymbolicLink()]).toEqual(['newer', true]);
    expect(unfinished()).toEqual(before);
  });

  test('stays as it was if it cannot be, and nothing is left beside it', () => {
    const target = join(folder, 'a folder');
    mkdirSync(target);
    expect(refused(() => writeWhole(target, 'text'))).toMatch(
      new RegExp(`^${target} cannot be written and is as it was: EISDIR[^\\n]*$`),
    );
    const nowhere = join(folder, 'no', 'where.json');
    expect(refused(() => writeWhole(nowhere, 'text'))).toMatch(/ cannot be written and is as it was: ENOENT/);
    // the file beside it cannot take its place
    const path = file('old');
    mkdirSync(`${path}.${process.pid}.new`);
    expect(() => writeWhole(path, 'text')).toThrow(/ cannot be written and is as it was: EISDIR/);
    expect(readFileSync(path, 'utf8')).toBe('old');
    const other = file('old');
    symlinkSync('/dev/full', `${other}.${process.pid}.new`);
    expect(() => writeWhole(other, 'text')).toThrow(/ cannot be written and is as it was: ENOSPC/);
    expect(readdirSync(folder)).not.toContain(basename(`${other}.${process.pid}.new`));
  });

  test('that is a pipe is written to, not replaced', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const end = openSync(pipe, 'r+');
    try {
      writeWhole(pipe, 'text');
      expect(statSync(pipe).isFIFO()).toBe(true);
      const read = Buffer.alloc(10);
      expect(read.toString('utf8', 0, readSync(end, read))).toBe('text');
    } finally {
      closeSync(end);
    }
  });
});

describe('a count', () => {
  test('is an integer within its bounds', () => {
    expect([
      countFrom('N', ' 3 ', 1, 5),
      countFrom('N', 1, 1, 5),
      countFrom('N', '5', 1, 5),
      countFrom('N', -2, -2, 0),
    ]).toEqual([3, 1, 5, -2]);
    expect(countFrom('N', '12', 1, 20)).toBe(12);
    for (const text of ['0', '6', '1.5', '1e0', '', 'x', '0x2', '2 3', '+2', '--2'])
      expect(refused(() => countFrom('N', text, 1, 5))).toBe(`N "${text}": expected an integer from 1 to 5`);
  });
});

describe('what is said', () => {
  test('where a contour crosses the cutoff: at which momentum', () => {
    expect(contourCrossesCutoff(Math.PI / 3, 2).message).toBe(
      'the Fermi contour crosses the cutoff |p| = 2 at the angle 1.047198 rad, at the momentum (1.00000, 1.73205): ' +
        'give a cutoff between the contours',
    );
    expect(contourCrossesCutoff(0, 1)).toMatchObject({ name: 'InputError' });
  });

  test('where roots do not settle: with how many digits', () => {
    expect(unsettledRoots(16.9)).toMatchObject({
      name: 'AccuracyError',
      message: expect.stringMatching(
        /^the roots .* did not settle with 16 working digits: eps sits on a band edge or on a band crossing \(move it/,
      ),
    });
  });
});
