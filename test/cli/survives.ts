import fc from 'fast-check';
import { expect } from 'vitest';
import { run } from './run.js';

/** A stack trace, or a message that was not written for a user. */
const CRASH = /internal error|Error:|\.[jt]s:\d+|^\s+at /m;

/** Every number of a printed object is a finite numeral (or null, where a quantity does not exist). */
function expectFinite(value: unknown, path: string): void {
  if (typeof value === 'number') expect(Number.isFinite(value), path).toBe(true);
  else if (typeof value === 'string') expect(value, path).not.toMatch(/^[-+]?(nan|inf|infinity|undefined|@.*@)$/i);
  else if (value && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) expectFinite(inner, `${path}.${key}`);
}

/** Runs one command line and checks what must always hold. @returns the exit code */
export async function survives(args: string[]): Promise<number> {
  const { code, out, err } = await run(...args);
  const shown = JSON.stringify(args);
  expect([0, 1, 2], `${shown}: exit code ${code}`).toContain(code);
  expect(`${out}${err}`, shown).not.toMatch(CRASH);
  if (code === 0) {
    expect(err, shown).toBe('');
    if (args.includes('--json') && out.startsWith('{')) {
      const { parameters, ...rest } = JSON.parse(out);
      expect(parameters === undefined || typeof parameters === 'object').toBe(true);
      expectFinite(rest, shown);
    }
  } else if (/^(verify|laws|mutants|discover|compare|diff|baseline)$/.test(args[0])) {
    // a verdict that is not green, or a line for every fault of a file
    expect(err === '' ? out : err, shown).toMatch(/^([^\n]+\n|\n)+$/);
  } else expect(err, shown).toMatch(/^[^\n]+\n$/);
  return code;
}

/** Numerals, some of them none. */
export const number = fc.oneof(
  fc.integer({ min: -30, max: 30 }).map((k) => String(k / 10)),
  fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -12, max: 12 })).map(([a, e]) => `${a}e${e}`),
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -400, max: 400 })).map(([a, e]) => `${a}e${e}`),
  fc.constantFrom(
    '0',
    '-0',
    '1',
    '0.1',
    '1e-9',
    '1e308',
    '1e-308',
    '9e999',
    'inf',
    '-inf',
    'NaN',
    'pi',
    '2^200',
    '2^-200',
    '1/3',
    'sqrt(2)',
    '1-1',
  ),
);
const quantity = fc
  .tuple(
    number,
    fc.constantFrom('meV', 'eV', 'nm', 'm_e', '/ m^2', 'eV nm', 'eV nm^2', 'kg', 'K', 'deg', 'A', 'furlong'),
  )
  .map((parts) => parts.join(' '));
const nested = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 6 },
    number,
    fc
      .tuple(tie('text'), fc.constantFrom('+', '-', '*', '/', '^', ' ', '!', ',', '=', ';'), tie('text'))
      .map(([a, op, b]) => `(${a})${op}(${b})`),
    fc
      .tuple(
        fc.constantFrom('sqrt', 'log', 'cos', 'tan', 'abs', 'sign', 'exp', 'constructor', 'import', 'eval'),
        tie('text'),
      )
      .map(([f, a]) => `${f}(${a})`),
  ),
})).text;
/** What somebody may type in place of a number. */
export const anyText = fc.oneof(
  { arbitrary: number, weight: 5 },
  quantity,
  nested,
  fc.string({ unit: 'binary', maxLength: 12 }),
);
