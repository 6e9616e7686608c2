import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import * as diffuson from '../cli/index.js';
import * as lowLevel from '../cli/lowLevel.js';
import { run } from './cli/run.js';

const { AccuracyError, bandsAlong, discover, expand, fermiContour, InputError, laws, loadLedger, loadTheory } =
  diffuson;
const { magnetisationDrive, mutants, readProblem, STEPS, solve, symmetries, torqueInSI, verify } = diffuson;

const here = (path: string): URL => new URL(`../${path}`, import.meta.url);
const theory = loadTheory('rashba-ferromagnet');
const point = { m: 1, eps: 1, alpha: '0.3', Dx: 0.1, Dz: 0.1, u: 0.5 };
const problem = readProblem(theory, { set: point });

/** What JavaScript may pass in place of anything. */
const wrong = (x: unknown): never => x as never;

/** The one line of an InputError; anything else that happens fails the test. */
async function refusal(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as Error;
    expect(message).toMatch(/^[^\n]+$/);
    return message;
  }
  throw new Error('nothing was refused');
}

describe('the two entries', () => {
  it('the main one holds what users need and hides the machinery', () => {
    expect(Object.keys(diffuson).sort()).toEqual([
      ...['AccuracyError', 'BUILTIN', 'InputError', 'NoCarriersError', 'STEPS', 'TENSORS'],
      ...['acceptBaseline', 'acceptVerdicts', 'bandsAlong', 'batchSolver', 'checkBaseline', 'compare', 'consistency'],
      ...['diff', 'discover', 'doctor', 'expand', 'fermiContour', 'identities', 'init', 'isExpected', 'jsonSchema'],
      ...['laws', 'loadLedger', 'loadTheory', 'magnetisationDrive', 'mumaxSnippet', 'mutants', 'readProblem'],
      ...['schemaKinds', 'selectRows', 'solve', 'sweep', 'sweepFile', 'symmetries', 'templates', 'tensor'],
      ...['torqueInSI', 'torqueTable', 'ubermagSnippet', 'verify', 'writeBaseline'],
    ]);
  });

  it('the low one holds fields, programs and solvers of the same modules', () => {
    for (const name of [
      'ROW',
      'RESPONSE',
      'Pass',
      'Pipeline',
      'sectors',
      'DiluteSolver',
      'FiniteSolver',
      'Expr',
      'trace',
    ])
      expect(Object.keys(lowLevel)).toContain(name);
    expect(lowLevel.STEPS).toBe(STEPS);
    expect(theory).toBeInstanceOf(lowLevel.Theory);
  });

  it('are those of package.json, with their types', () => {
    const { exports, files } = JSON.parse(readFileSync(here('package.json'), 'utf8'));
    expect(Object.keys(exports)).toEqual(['.', './low-level', './vitest', './package.json']);
    for (const entry of ['.', './low-level', './vitest']) {
      const { types, default: code } = exports[entry];
      expect(types).toBe(code.replace(/\.js$/, '.d.ts'));
      expect(existsSync(here(code.replace('./dist/', '').replace(/\.js$/, '.ts')))).toBe(true);
    }
    expect(files).toContain('dist/cli');
  });

  it('run the example of README', async () => {
    const [, block] = /```ts\n([\s\S]*?)```/.exec(readFileSync(here('README.md'), 'utf8')) ?? [];
    const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(block, { compilerOptions: options });
    const code = outputText.replace(/import (\{[^}]*\}) from 'diffuson';/, 'const $1 = diffuson;');
    expect(code).not.toBe(outputText);
    const log = vi.fn();
    const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
    await new AsyncFunction('diffuson', 'console', code)(diffuson, { log });
    const [right, bare] = log.mock.calls[0] as diffuson.AgreedNumber[];
    const set = ['m=1', 'eps=1', 'alpha=0.3', 'Dz=0.1', 'u=0.5'];
    const { out } = await run('solve', '--set', ...set, '--digits', '20', '--json');
    expect(JSON.parse(out).K.yx).toBe(right.value);
    expect(bare.agreed).toBeGreaterThanOrEqual(20);
    expect(Math.abs(Number(bare.value) / Number(right.value) - 1)).toBeGreaterThan(0.01);
  });
});

describe('what is left out is chosen as on the command line', () => {
  const digitsOf = (text: string): number => text.replace(/^-?0\.0*|e.*$|[-.]/g, '').length;

  it('15 digits with MPFR', async () => {
    const { agreedDigits, quantities, workingDigits } = await solve(problem);
    expect(agreedDigits).toBe(15);
    expect(workingDigits).toBeGreaterThan(16);
    const { out } = await run('solve', '--set', ...Object.entries(point).map((pair) => pair.join('=')), '--json');
    expect(quantities.get('K.yx')?.value).toBe(JSON.parse(out).K.yx);
    expect(digitsOf(JSON.parse(out).K.yx)).toBeGreaterThanOrEqual(15);
  });

  it('10 digits in double precision, or as many as it reaches', async () => {
    expect(await solve(problem, { field: 'double' })).toMatchObject({ agreedDigits: 10, workingDigits: 16 });
    await expect(solve(problem, { field: 'double', digits: 40 })).rejects.toBeInstanceOf(AccuracyError);
    expect((await solve(problem, { field: 'double', digits: 40, bestEffort: true })).agreedDigits).toBeLessThan(17);
  });

  it('numbers are as good as numerals', async () => {
    const texts = Object.fromEntries(Object.entries(point).map(([name, x]) => [name, String(x)]));
    expect(problem).toEqual(readProblem(theory, { set: texts }));
    const cut = readProblem(theory, { set: point, cutoff: 50, scheme: 'born:3' });
    expect(cut).toMatchObject({ cutoff: '50', scheme: { kind: 'born', order: 3 }, limit: 'dilute' });
    expect(readProblem(theory, { set: { ...point, u: Number.POSITIVE_INFINITY } }).parameters.infinite).toContain('u');
    expect((await solve(problem, { digits: '12' })).agreedDigits).toBe(12);
  });

  it('lines, directions, reach', async () => {
    expect(fermiContour(problem)).toEqual(fermiContour(problem, '24'));
    expect(bandsAlong(problem)).toHaveLength(41);
    const [first, , last] = bandsAlong(problem, 'pi/2', 2, 3);
    expect([first.p, last.p]).toEqual([-2, 2]);
  });

  it('regime, strength, scheme and orders of a derivation', async () => {
    const { terms, regime } = expand('K.zy', { theory });
    expect([regime, terms.length]).toEqual(['Dx << Dz << alpha*pF << eps', 1]);
    const found = await discover('K.zy', { theory });
    expect(found).toMatchObject({ verdict: 'found', coefficient: '1/2', piPower: -2, regime });
    expect(expand('K.xy', { theory, orders: 3, terms: 2, set: { Dy: 0 } }).terms.length).toBeGreaterThan(3);
  });

  it('symmetries, laws and mutants', async () => {
    expect(symmetries(theory)).toEqual(symmetries(theory, []));
    const heard = vi.fn();
    const [law] = await laws(theory, { law: ['ward.ladder'], runs: 3, seed: 5, onLaw: heard });
    expect([law.id, law.verdict, law.seed]).toEqual(['ward.ladder', 'holds', 5]);
    expect(heard).toHaveBeenCalledWith(law);
    const options = { mutant: ['charge.sign'], law: ['energy-origin'], runs: 2 };
    expect((await mutants(theory.name, { ...options, ledger: false })).survivors).toEqual(['charge.sign']);
  });

  it('a ledger by its name or its path', async () => {
    const ledger = loadLedger('veneri-2022');
    expect(loadLedger(here('papers/veneri-2022/ledger.yaml').pathname)).toEqual(ledger);
    const { judgements } = await verify(ledger, { only: ({ id }) => id === 'eq33.zy', digits: 20 });
    expect(judgements.map(diffuson.isExpected)).toEqual([true]);
  });

  it('the current along x and the electron', async () => {
    const set = { m: '0.8 m_e', alpha: '1.7e-11 eV m', Dx: '5 meV', Dz: '12 meV', eps: '60 meV', u: '0.4 eV nm^2' };
    const drive = { current: '100 A/m', thickness: '1 nm', magnetisation: '1e6 A/m' };
    const measured = readProblem(theory, { set });
    const solution = await solve(measured);
    const result = magnetisationDrive(measured, drive)(solution);
    const full = { ...drive, direction: 0, gamma: '1.76085962784e11 / (T s)' };
    expect(magnetisationDrive(measured, full)(solution)).toEqual(result);
    expect(await refusal(() => magnetisationDrive(measured, drive)(wrong(undefined)))).toMatch(/^solution: /);
  });
});

describe('bad input is an InputError in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diffuson-public-'));
  const path = (name: string): string => join(folder, name);
  mkdirSync(path('folder.yaml'));
  writeFileSync(path('empty.yaml'), '');
  writeFileSync(path('broken.yaml'), 'a: [1, 2\nb: }');
  const drive = { current: '100 A/m', thickness: '1 nm', magnetisation: '1e6 A/m' };
  const si = { KJ: Array(8).fill(1), exchange: [1, 0, 0], current: [1, 0], prefactor: 1, velocity: 0 };
  const ledger = loadLedger('veneri-2022');
  const contents = { equations: 0, figures: [], sentences: [] };

  const cases: [string, () => unknown, string | RegExp][] = [
    ['field', () => solve(problem, { field: 'foo' }), 'field "foo": expected double, mpfr, decimal'],
    ['half a digit', () => solve(problem, { digits: 0.5 }), 'digits "0.5": expected an integer from 1 to 500'],
    ['many digits', () => solve(problem, { digits: 1e9 }), 'digits "1000000000": expected an integer from 1 to 500'],
    ['no number', () => solve(problem, { digits: Number.NaN }), 'digits "NaN": expected an integer from 1 to 500'],
    [
      'digits that are a list',
      () => solve(problem, wrong({ digits: [3] })),
      'options.digits: expected a text or a number',
    ],
    ['a misspelled option', () => solve(problem, wrong({ digit: 3 })), /^options: .*"digit"/],
    ['options that are a number', () => solve(problem, wrong(20)), /^options: .*expected object/],
    ['options that are null', () => solve(problem, wrong(null)), /^options: .*expected object/],
    ['no problem', () => solve(wrong(undefined)), 'problem: expected a problem, as readProblem returns it'],
    ['a theory for a problem', () => solve(wrong(theory)), 'problem: expected a problem, as readProblem returns it'],
    [
      'options that were not awaited',
      () => laws(theory, wrong(Promise.resolve({}))),
      'options: Invalid input: expected object, received Promise',
    ],
    ['a copied problem', () => solve(wrong(JSON.parse(JSON.stringify(problem)))), /^problem\.theory: /],
    ['a cutoff put in', () => solve({ ...problem, cutoff: wrong(50) }), /^problem\.cutoff: /],
    ['a scheme put in', () => solve({ ...problem, scheme: wrong('born:3') }), /^problem\.scheme: /],
    ['one step of all', () => solve({ ...problem, steps: wrong({}) }), /^problem\.steps: expected all steps/],
    ['a theory that is a text', () => readProblem(wrong('massive-dirac')), /^theory: expected a theory, as loadTheory/],
    ['no theory', () => readProblem(wrong(undefined)), /^theory: expected a theory/],
    ['no values', () => readProblem(theory), /^rashba-ferromagnet needs m/],
    ['a list of values', () => readProblem(theory, { set: wrong(['m=1']) }), /^options\.set: expected values by name/],
    ['a value that is null', () => readProblem(theory, { set: wrong({ m: null }) }), /^options\.set: expected values/],
    ['NaN', () => readProblem(theory, { set: { ...point, m: Number.NaN } }), /^m = NaN: a finite number is expected/],
    [
      'a prototype',
      () => readProblem(theory, { set: JSON.parse('{"__proto__":1}') }),
      /^unknown parameter "__proto__"/,
    ],
    [
      'an unknown limit',
      () => readProblem(theory, { set: point, limit: 'clean' }),
      'limit "clean": expected dilute, finite',
    ],
    ['an unknown theory', () => loadTheory('graphene'), /^unknown theory "graphene"; built in are/],
    ['no name of a theory', () => loadTheory(wrong(undefined)), /^theory: /],
    ['a theory file that is not there', () => loadTheory(path('none.yaml')), /^unknown theory ".*none\.yaml"/],
    ['a folder for a theory', () => loadTheory(path('folder.yaml')), /folder\.yaml: EISDIR/],
    ['a folder by its name', () => loadTheory(folder), /^unknown theory/],
    ['an empty theory', () => loadTheory(path('empty.yaml')), /^theory: /],
    ['a broken theory', () => loadTheory(path('broken.yaml')), /broken\.yaml: /],
    [
      'an unknown ledger',
      () => loadLedger('nobody-1900'),
      /^unknown ledger "nobody-1900"; in papers\/ are veneri-2022/,
    ],
    ['no ledger', () => loadLedger(wrong(undefined)), /^ledger: /],
    ['a ledger file that is not there', () => loadLedger(path('none.yaml')), /^no ledger file ".*none\.yaml"/],
    ['a folder for a ledger', () => loadLedger(path('folder.yaml')), /folder\.yaml: EISDIR/],
    ['an empty ledger', () => loadLedger(path('empty.yaml')), /^\/.*empty\.yaml:1:1: /],
    ['the name of a ledger to verify', () => verify(wrong('veneri-2022')), /^ledger: .*expected object/],
    ['a ledger without rows', () => verify({ ...ledger, rows: [] }), /^ledger: rows: /],
    [
      'rows twice',
      () => verify({ ...ledger, contents, rows: [ledger.rows[0], ledger.rows[0]] }),
      /^ledger: row (\S+): id: the id \1 stands twice$/,
    ],
    ['digits of a ledger', () => verify(ledger, { digits: 0 }), 'digits "0": expected an integer from 1 to 500'],
    ['a filter that is none', () => verify(ledger, { only: wrong('eq33') }), 'options.only: expected a function'],
    ['few lines', () => fermiContour(problem, 1), 'lines "1": expected an integer from 6 to 10000'],
    ['a contour of nothing', () => fermiContour(wrong(undefined)), /^problem: /],
    ['one point', () => bandsAlong(problem, 0, 1, 1), 'points "1": expected an integer from 2 to 100000'],
    ['a negative reach', () => bandsAlong(problem, 0, -1), 'reach = -1: a positive momentum is expected'],
    ['a direction in nanometres', () => bandsAlong(problem, '1 nm'), /^direction = 1 nm: has the dimension length/],
    ['bands of nothing', () => bandsAlong(wrong({})), /^problem\.theory: /],
    ['a drive of natural numbers', () => magnetisationDrive(problem, drive), /^H_SOT and T are SI quantities/],
    ['no drive', () => magnetisationDrive(problem, wrong(undefined)), /^drive: /],
    [
      'half a drive',
      () => magnetisationDrive(problem, wrong({ current: '1 A/m' })),
      /^drive\.thickness: expected a text/,
    ],
    ['K_J of three', () => torqueInSI({ ...si, KJ: [1, 2, 3] }), /^drive\.KJ: /],
    ['K_J of words', () => torqueInSI({ ...si, KJ: Array(8).fill('x') }), 'drive.KJ.0: expected a number'],
    ['an unknown quantity', () => expand('K.qq', { theory }), /^unknown quantity "K\.qq"; known: K\.xx/],
    ['no quantity', () => expand(wrong(undefined), { theory }), /^quantity: /],
    ['an expansion of no theory', () => expand('K.zy', wrong(undefined)), /^options: /],
    [
      'an expansion of a text',
      () => expand('K.zy', { theory: wrong('massive-dirac') }),
      /^options\.theory: expected a theory/,
    ],
    ['orders', () => expand('K.zy', { theory, orders: 13 }), 'orders "13": expected an integer from 1 to 12'],
    ['terms', () => expand('K.zy', { theory, terms: 0 }), 'terms "0": expected an integer from 1 to 50'],
    ['a scheme', () => expand('K.zy', { theory, scheme: 'born' }), /^scheme "born": expected gaussian/],
    ['a strength', () => expand('K.zy', { theory, in: 'q' }), /^--in q: rashba-ferromagnet has no such parameter/],
    ['a strength to discover', () => discover('K.zy', { theory, in: 'q' }), /^--in q: rashba-ferromagnet has no such/],
    [
      'digits to discover',
      () => discover('K.zy', { theory, digits: 999 }),
      'digits "999": expected an integer from 1 to 140',
    ],
    ['steps to discover', () => discover('K.zy', { theory, steps: wrong([]) }), /^options\.steps: expected all steps/],
    ['symmetries of a text', () => symmetries(wrong('massive-dirac')), /^theory: expected a theory/],
    ['an unknown presence', () => symmetries(theory, ['q']), /^--with q: /],
    ['presence that is a text', () => symmetries(theory, wrong('uz')), /^present: /],
    ['laws of nothing', () => laws(wrong(undefined)), /^theory: expected a theory/],
    ['no runs', () => laws(theory, { runs: 0 }), 'runs "0": expected an integer from 1 to 1000000'],
    ['a seed that is a word', () => laws(theory, { seed: 'x' }), /^seed "x": expected an integer from -2147483647 to/],
    ['an unknown law', () => laws(theory, { law: ['nonsense'] }), /^no law "nonsense" is claimed/],
    ['laws kept in a folder', () => laws(theory, { keep: folder }), /^counterexamples .*: EISDIR/],
    [
      'laws kept in no list',
      () => laws(theory, { keep: here('package.json').pathname }),
      /^counterexamples .*expected array/,
    ],
    ['mutants of a theory', () => mutants(wrong(theory)), /^theory: /],
    ['mutants of graphene', () => mutants('graphene'), /^unknown theory "graphene"/],
    ['an unknown mutant', () => mutants(theory.name, { mutant: ['nobody'] }), /^no mutant "nobody"/],
    ['no threads', () => mutants(theory.name, { jobs: 0 }), 'jobs "0": expected an integer from 1 to 16'],
    ['a baseline of nothing', () => diffuson.checkBaseline(wrong(undefined)), /^path: /],
    ['a baseline that is an object', () => diffuson.acceptBaseline(wrong({ constructor: 1 }), 'x'), /^path: /],
    ['a baseline without a reason', () => diffuson.acceptBaseline(path('x.json'), ' '), /^(baseline|why)/],
    ['no baseline', () => diffuson.writeBaseline(path('x.json'), wrong(undefined)), /^baseline: /],
    [
      'a baseline in a folder that is not there',
      () => diffuson.writeBaseline('/nowhere/x.json', { points: [{ set: point }], quantities: ['K.xy'], why: 'x' }),
      /^\/nowhere\/x.json: .* can be written$/,
    ],
    ['a table of nothing', () => diffuson.compare(wrong(null), { theory }), /^path: /],
    [
      'a table compared with a text',
      () => diffuson.compare(path('x.csv'), { theory: wrong('x') }),
      /^compare.theory: /,
    ],
    ['the consistency of nothing', () => diffuson.consistency(wrong(Symbol('x'))), /^path: /],
    ['what differs from nothing', () => diffuson.diff('massive-dirac', wrong(undefined)), /^b: /],
    ['a diagnosis of a text', () => diffuson.doctor(wrong('massive-dirac')), /^theory: /],
    ['a repository of nothing', () => diffuson.init(wrong(null)), /^init: /],
    ['a schema of nothing', () => diffuson.jsonSchema(wrong(undefined)), /^kind: /],
    ['a schema of every object', () => diffuson.jsonSchema('constructor'), /^schema "constructor": expected theory/],
    ['a tensor of nothing', () => diffuson.tensor('J', wrong(undefined), wrong({})), /^indices: /],
    ['verdicts of nothing', () => diffuson.acceptVerdicts(path('x.yaml'), wrong(null), 'x'), /^judgements: /],
    [
      'verdicts that are none',
      () => diffuson.acceptVerdicts(path('x.yaml'), wrong([{ row: {} }]), 'x'),
      /^judgements.0/,
    ],
    ['whether nothing is expected', () => diffuson.isExpected(wrong({})), /^judgement.verdict: /],
    ['rows of nothing', () => diffuson.selectRows(wrong({}), []), /^ledger.rows: /],
    ['a direction that is an object', () => bandsAlong(problem, wrong({})), 'direction: expected a text or a number'],
    ['lines that are a list', () => fermiContour(problem, wrong([8])), 'lines: expected a text or a number'],
    ['a sweep of nothing', () => diffuson.sweep(theory, wrong(undefined)), /^options: /],
    ['a sweep over a number', () => diffuson.sweep(theory, { over: wrong(7) }), /^options.over: /],
    ['a sweep into nothing', () => diffuson.sweepFile(theory, wrong({ over: 'eps=1:2:2' })), /^options.out: /],
    ['one value of a batch that is a text', () => diffuson.batchSolver(problem)(wrong({ eps: '1' })), /^values.eps: /],
    ['a batch of nothing', () => diffuson.batchSolver(wrong(null)), /^problem: /],
    [
      'a mutant that is unknown among others',
      () => mutants(theory.name, { mutant: ['charge.sign', 'x'] }),
      /^no mutant "x"/,
    ],
    ['a ledger of mutants', () => mutants(theory.name, { ledger: 'nobody' }), /^unknown ledger "nobody"/],
  ];

  it.each(cases)('%s', async (_, call, message) => {
    const line = await refusal(call);
    if (typeof message === 'string') expect(line).toBe(message);
    else expect(line).toMatch(message);
  });
});
