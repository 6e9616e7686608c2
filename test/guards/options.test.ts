import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as diffuson from '../../cli/index.js';
import { POINT_A } from '../cli/run.js';
import { folder } from '../cli/samples.js';
import { survives } from '../cli/survives.js';

const { InputError, loadLedger, loadTheory } = diffuson;

/** What JavaScript may pass in the place of an option, legal nowhere or almost nowhere. */
const JUNK: readonly unknown[] = [
  ...[null, Number.NaN, -1, 0.5, 1e99, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 10n, true, false],
  ...['', ' ', 'x', '0x10', '1e3', '3/2', '0/0', '1/2/3', '-1/2', 'a\nb', '\0', '__proto__', 'constructor', 'toString'],
  ...[
    Symbol('s'),
    () => undefined,
    new Date(0),
    /x/,
    new Map([['a', 1]]),
    new Set([1]),
    Promise.resolve({}),
    new Error('e'),
  ],
  ...[[null], [1], [''], ['__proto__'], ['constructor'], [['a']], { a: 1 }, { constructor: 1 }, { toString: 'x' }],
  ...[JSON.parse('{"__proto__": 1}'), 'x'.repeat(5000)],
];

const theory = loadTheory('rashba-ferromagnet');
const ledger = loadLedger('veneri-2022');
const grid = { over: 'eps=1:2:2', set: { m: 1, alpha: 0.3, Dz: 0.2, u: 0.5 }, digits: 1 };

/** Public functions of their options, small ones that are sound, and the names of all options. */
const FUNCTIONS: readonly (readonly [string, (options: never) => unknown, object, string])[] = [
  [
    'laws',
    (options) => diffuson.laws(theory, options),
    { law: ['optical-theorem'], runs: 1, seed: 1 },
    'runs seed law shard workers keep seconds onWait onLaw',
  ],
  [
    'verify',
    (options) => diffuson.verify(ledger, options),
    { only: () => false },
    'report only digits profile seed workers known name steps shard',
  ],
  [
    'mutants',
    (options) => diffuson.mutants(theory.name, options),
    { mutant: ['charge.sign'], law: ['energy-origin'], runs: 1, ledger: false },
    'runs seed jobs law mutant shard ledger allClaims watch onMutant onProgress',
  ],
  [
    'sweep',
    (options) => diffuson.sweep(theory, options).next(),
    grid,
    'over set limit scheme cutoff quantities digits workers signal',
  ],
  [
    'sweepFile',
    (options) => diffuson.sweepFile(theory, options),
    { ...grid, out: `${folder}/options.csv`, force: true },
    'over set limit scheme cutoff quantities digits workers signal out force resume shard onProgress',
  ],
  [
    'diff',
    (options) => diffuson.diff('massive-dirac', 'massive-dirac', options),
    { samples: 1 },
    'samples seed ledger seconds onWait',
  ],
  ['doctor', (options) => diffuson.doctor(theory, {}, options), {}, 'seconds onWait'],
  ['values of doctor', (options) => diffuson.doctor(theory, options), {}, 'm alpha eps n'],
];

/** Ends of a call: what was refused is told in one line; nothing else may be thrown but doubt of numbers. */
async function ended(call: () => unknown): Promise<'answered' | 'refused'> {
  try {
    await call();
    return 'answered';
  } catch (error) {
    expect(error).toBeInstanceOf(error instanceof diffuson.AccuracyError ? diffuson.AccuracyError : InputError);
    expect((error as Error).message).toMatch(/^[^\n]+$/);
    return 'refused';
  }
}

const asked = fc.constantFrom(...FUNCTIONS).chain(([name, call, sound, options]) =>
  fc.record({
    name: fc.constant(name),
    call: fc.constant(call),
    sound: fc.constant(sound),
    option: fc.constantFrom(...options.split(' '), 'nonsense', 'constructor', '__proto__'),
  }),
);

test('whatever stands in the place of an option is taken or refused in one line', async () => {
  const count = { answered: 0, refused: 0 };
  for (const [, call, sound] of FUNCTIONS) count[await ended(() => call(sound as never))]++;
  expect(count).toEqual({ answered: FUNCTIONS.length, refused: 0 });
  await fc.assert(
    fc.asyncProperty(asked, fc.constantFrom(...JUNK), async ({ call, sound, option }, value) => {
      // as a key of its own, whatever its name
      const options = Object.fromEntries([...Object.entries(sound), [option, value]]);
      const end = await ended(() => call(options as never));
      if (/nonsense|constructor|__proto__/.test(option)) expect(end).toBe('refused');
      count[end]++;
    }),
    { numRuns: 400 },
  );
  expect(count.refused).toBeGreaterThan(10 * count.answered);
});

test.each(FUNCTIONS)('%s takes nothing in the place of its options', async (_, call) => {
  for (const value of JUNK) if (value !== false) expect(await ended(() => call(value as never))).toBe('refused');
});

test('whatever follows an option on the command line is taken or refused in one line', async () => {
  const LINES = [
    ['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--seed', '1'],
    ['verify', '--only', 'eq33.zy', '--shard', '1/99', '--json'],
    ['mutants', '--mutant', 'charge.sign', '--law', 'energy-origin', '--runs', '1', '--no-ledger'],
    ['sweep', ...POINT_A, '--over', 'ux=0:0.1:2'],
    ['diff', 'massive-dirac', 'massive-dirac', '--samples', '1'],
    ['contour', ...POINT_A],
  ];
  const OPTIONS = ['--seed', '--runs', '--workers', '--shard', '--time-limit', '--digits', '--samples', '--jobs'];
  const text = fc.constantFrom(...JUNK.filter((value) => typeof value === 'string' || typeof value === 'number'));
  const codes: number[] = [];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...LINES),
      fc.constantFrom(...OPTIONS, '--lines', '--profile', '--nonsense', '--constructor', '--__proto__'),
      text,
      async (line, option, value) => {
        codes.push(await survives([...line, option, String(value)]));
      },
    ),
    { numRuns: 150 },
  );
  expect(codes.filter((code) => code === 1).length).toBeGreaterThan(100);
});
