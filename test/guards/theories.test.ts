import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { parseDefinition, type TheoryInput } from '../../src/theory/definition.js';
import { callOf, fileBeside, loadTheory, registerTheory, theoryBeside } from '../../src/theory/load.js';
import { CENTRE_SIZE, Theory } from '../../src/theory/theory.js';

const energy = { energy: 1 };
/** The least that a theory says. */
const least: TheoryInput = {
  name: 'least',
  title: '',
  parameters: { m: { meaning: 'mass', dimension: { energy: -1, length: -2 } }, w: { meaning: 'w', dimension: {} } },
  hamiltonian: { h0: 'px^2/(2 m) + 2 py^2/m', hx: '0', hy: '0', hz: '0' },
  impurities: [{ matrix: ['w', '0', '0', '0'] }],
};
const refused = (message: string) => expect.objectContaining({ name: 'InputError', message });

describe('a definition', () => {
  test('says the rest by itself', () => {
    expect(parseDefinition(least)).toEqual({
      ...least,
      parameters: {
        m: { meaning: 'mass', dimension: { energy: -1, length: -2 }, positive: false, infinite: false },
        w: { meaning: 'w', dimension: { energy: 0, length: 0 }, positive: false, infinite: false },
      },
      alternatives: [],
      impurities: [{ concentration: '1', matrix: ['w', '0', '0', '0'] }],
      ranges: {},
      constraints: [],
    });
    const ranges = { m: { from: '1/2', to: 3 } };
    expect(parseDefinition({ ...least, ranges: { m: { from: '0.5', to: 3 } } }).ranges).toEqual({
      m: { from: 0.5, to: 3 },
    });
    expect(() => parseDefinition({ ...least, ranges })).toThrow(/^theory: ranges.m.from: /);
  });

  const wrong: [object, RegExp][] = [
    [{ parameters: { '1m': least.parameters.m } }, /^theory: parameters.1m: .*$/],
    [{ parameters: { 'm-': least.parameters.m } }, /^theory: parameters.m-: /],
    [{ parameters: { m: { ...least.parameters.m, default: 'x' } } }, /default: expected a number in quotes$/],
    [{ parameters: { m: { ...least.parameters.m, more: 1 } } }, /^theory: parameters.m: /],
    [{ parameters: { m: { ...least.parameters.m, dimension: { mass: 1 } } } }, /^theory: parameters.m.dimension: /],
    [{ alternatives: [{ parameters: {}, defines: {}, more: 1 }] }, /^theory: alternatives.0: /],
    [{ impurities: [{ matrix: ['w', '0', '0', '0'], more: 1 }] }, /^theory: impurities.0: /],
    [{ hamiltonian: { ...least.hamiltonian, h4: '0' } }, /^theory: hamiltonian: /],
    [{ ranges: { m: { least: 1 } } }, /^theory: ranges.m: /],
    [{ ranges: { m: { from: 'x' } } }, /^theory: ranges.m.from: (Invalid input|expected a number)$/],
    [{ secondsPerLaw: 0 }, /^theory: secondsPerLaw: /],
    [{ secondsPerLaw: -1 }, /^theory: secondsPerLaw: /],
  ];
  test.each(wrong)('is refused with %j', (more, message) => {
    expect(() => parseDefinition({ ...least, ...more })).toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(() => parseDefinition({ ...least, ...more })).toThrow(message);
  });

  test('is refused as a whole if it is none', () => {
    expect(() => parseDefinition(7)).toThrow(/^theory: the file: /);
    expect(() => parseDefinition({ ...least, name: 'x'.repeat(5000) })).toThrow(/^theory/);
  });
});

describe('a theory', () => {
  test('keeps the names that mean something by themselves', () => {
    const build = (more: Partial<TheoryInput>) => () => new Theory({ ...least, ...more });
    for (const [name, meaning] of [
      ['px', 'momentum along x'],
      ['py', 'momentum along y'],
      ['pi', 'the circle constant'],
      ['eps', 'Fermi energy'],
      ['n', 'density of impurities'],
    ]) {
      const parameters = { ...least.parameters, [name]: least.parameters.m };
      expect(build({ parameters })).toThrow(refused(`theory least: the name "${name}" is reserved (${meaning})`));
      const alternatives = [{ parameters: { [name]: least.parameters.m }, defines: {} }];
      expect(build({ alternatives })).toThrow(
        refused(`theory least: the name "${name}" of an alternative is already taken`),
      );
    }
  });

  test('says where it cannot be read', () => {
    const fault = (more: Partial<TheoryInput>) => () => new Theory({ ...least, ...more });
    const species = (concentration: string, matrix = 'w') => [
      { matrix: ['0', '0', '0', '0'] as [string, string, string, string] },
      { concentration, matrix: ['0', matrix, '0', '0'] as [string, string, string, string] },
    ];
    expect(fault({ impurities: species('(') })).toThrow(/^impurities\.1\.concentration: cannot read "\("/);
    expect(fault({ impurities: species('q') })).toThrow(/^impurities\.concentration = q: unknown name "q"/);
    expect(fault({ impurities: species('1', '(') })).toThrow(/^impurities\.1\.matrix\.1: cannot read "\("/);
    expect(fault({ impurities: species('1', 'q') })).toThrow(/^impurities\.1\.matrix = q: unknown name "q"/);
    expect(fault({ exchange: ['0', '0', '('] })).toThrow(/^exchange\.2: cannot read "\("/);
    expect(fault({ exchange: ['0', '0', 'q'] })).toThrow(/^exchange = q: unknown name "q"/);
    expect(fault({ hamiltonian: { ...least.hamiltonian, hy: '(' } })).toThrow(/^hy: cannot read "\("/);
    expect(fault({ hamiltonian: { ...least.hamiltonian, hy: 'q' } })).toThrow(/^hy = q: unknown name "q"/);
  });

  test('has a Fermi energy and a density', () => {
    const { parameters } = new Theory(least);
    expect([...parameters.keys()]).toEqual(['m', 'w', 'eps', 'n']);
    expect(parameters.get('m')).toMatchObject({ name: 'm', meaning: 'mass', positive: false });
    expect(parameters.get('eps')).toEqual({
      ...{
        name: 'eps',
        meaning: 'Fermi energy',
        dimension: { energy: 1, length: 0 },
        positive: false,
        infinite: false,
      },
    });
    expect(parameters.get('n')).toEqual({
      ...{ name: 'n', meaning: 'density of impurities', dimension: { energy: 0, length: -2 } },
      ...{ default: '1', positive: true, infinite: false },
    });
  });

  test('knows what its impurities and its exchange field are made of', () => {
    const { w } = least.parameters;
    const theory = new Theory({
      ...least,
      parameters: { ...least.parameters, v: w, x: w },
      impurities: [{ matrix: ['w', '0', '0', '0'] }, { concentration: 'x', matrix: ['0', '0', '2 v', 'w'] }],
      exchange: ['v', 'x', 'w'],
    });
    expect([...theory.impurityParameters].sort()).toEqual(['v', 'w']);
    const unitary = (...names: string[]): boolean[] => theory.unitarySpecies(new Set(names));
    expect([unitary('w'), unitary('v'), unitary('x')]).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    expect([theory.exchangeNames, theory.hasExchange, theory.speciesCount]).toEqual([['v', 'x', 'w'], true, 2]);
    expect(new Theory({ ...least, exchange: ['w', 'w', '2 w'] }).exchangeNames).toEqual([]);
    const plain = new Theory(least);
    expect([plain.exchangeNames, plain.hasExchange, plain.speciesCount]).toEqual([[], false, 1]);
  });

  test('about a centre has two numbers more, and the same H', () => {
    const theory = new Theory(least);
    const { centred } = theory;
    expect([centred.environmentSize - theory.environmentSize, theory.centred]).toEqual([CENTRE_SIZE, centred]);
    const field = new DoubleField();
    const environment = evaluated(field, theory.environment, ['2', '1', '1', '1', '5'].slice(0, 5));
    const at = (about: Theory, block: readonly number[], p: readonly number[], hard = false): number[] => {
      const program = trace([about.environmentSize, 2], (numbers, [x, y]) => {
        const { h, cutoff, n, about: centre } = about.expressions(numbers, hard);
        const [cx, cy] = centre?.centre ?? [n, n];
        return [h[0].at(x, y), cutoff ?? n.mul(-1), centre ? centre.origin.h[0].at(x, y) : n, cx, cy];
      });
      const out = field.vector(5);
      field.compile(program)(Float64Array.from(block), 0, Float64Array.from(p), 0, out, 0);
      return [...out];
    };
    const h0 = (x: number, y: number): number => x ** 2 / 4 + y ** 2;
    expect(at(theory, [...environment], [1, 2])).toEqual([h0(1, 2), -1, 1, 1, 1]);
    expect(at(centred, [...environment, 3, 4], [1, 2], true)).toEqual([h0(4, 6), 5, h0(1, 2), 3, 4]);
  });
});

describe('bounds', () => {
  const bounded = (more: Partial<TheoryInput>, input: TheoryInput = least): Theory => new Theory({ ...input, ...more });
  const at = (theory: Theory, values: Record<string, number>): string | undefined =>
    theory.bounds.breach((name) => ({ m: 1, w: 1, eps: 1, n: 1, ...values })[name] ?? Number.NaN);

  test('are refused where they say nothing, in words', () => {
    const build = (more: Partial<TheoryInput>) => () => bounded(more);
    expect(build({ ranges: { q: { from: 1 } } })).toThrow(
      refused('theory least: ranges.q: there is no such parameter (m w eps n)'),
    );
    expect(build({ ranges: { m: { from: 2, to: 1 } } })).toThrow(
      refused('theory least: ranges.m: from 2 to 1 is empty'),
    );
    for (const range of [{ from: 2, to: 2 }, { from: 2 }, { to: -3 }, {}])
      expect(build({ ranges: { m: range } })).not.toThrow();
    for (const constraint of ['m', 'm <', '< m', 'm < < w', ''])
      expect(build({ constraints: [constraint] })).toThrow(
        refused(`theory least: constraint "${constraint}": expected an inequality, such as "Dx < alpha*pF"`),
      );
  });

  test('hold at their ends, and name the first that does not', () => {
    const theory = bounded({ ranges: { m: { from: 1, to: 2 }, w: { from: 1 }, eps: { to: 1 } } });
    expect(['m', 'w', 'eps'].map((name) => [1, 2].map((x) => at(theory, { [name]: x })))).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [undefined, 'eps = 2 is outside its range, up to 1'],
    ]);
    expect(at(theory, { w: 0, m: 3 })).toBe('m = 3 is outside its range, 1 to 2');
    expect(at(theory, { w: 0 })).toBe('w = 0 is outside its range, from 1');
    expect([bounded({}).bounds.isEmpty, theory.bounds.isEmpty]).toEqual([true, false]);
    expect(bounded({ constraints: ['m < 1'] }).bounds.isEmpty).toBe(false);
  });

  test('order what they compare', () => {
    for (const [order, holds] of [
      ['<', [true, false, false]],
      ['<=', [true, true, false]],
      ['>', [false, false, true]],
      ['>=', [false, true, true]],
    ] as const) {
      const theory = bounded({ constraints: [`m${order}w`] });
      expect([1, 2, 3].map((m) => at(theory, { m, w: 2 }) === undefined)).toEqual(holds);
      expect(at(theory, { m: Number.NaN })).toBe(`m${order}w does not hold`);
    }
    const chain = bounded({ constraints: ['m < w', '0 < m < w <= 2 eps'] });
    expect([{ w: 2 }, { w: 3 }, { m: 3 }, { m: -1, w: 2 }].map((values) => at(chain, values))).toEqual([
      undefined,
      '0 < m < w <= 2 eps does not hold',
      'm < w does not hold',
      '0 < m < w <= 2 eps does not hold',
    ]);
  });

  test('know pF by the geometric mean of the masses, unless it is a parameter', () => {
    // kappa = sqrt(1/(2 m) 2/m) = 1/m
    const theory = bounded({ constraints: ['w < pF'] });
    expect([1.99, 2.01].map((w) => at(theory, { w, m: 4 }))).toEqual([undefined, 'w < pF does not hold']);
    const own = bounded({
      constraints: ['w < pF'],
      parameters: { ...least.parameters, pF: { meaning: '', dimension: energy } },
    });
    expect(own.bounds.breach((name) => (name === 'pF' ? 5 : 4))).toBeUndefined();
    for (const h0 of ['px^2', 'py^2 + px py', 'px + py'])
      expect(() => bounded({ constraints: ['w < pF'], hamiltonian: { ...least.hamiltonian, h0 } })).toThrow(
        /unknown name "pF"/,
      );
  });

  test('have numbers inside', () => {
    const { bounds } = bounded({ ranges: { m: { from: 1, to: 3 }, w: { from: -2 }, eps: { to: 4 }, n: { from: 0 } } });
    for (const [name, wanted, size, inside] of [
      ['m', 1, 1, 1],
      ['m', 3, 1, 3],
      ['m', 0, 1, 2],
      ['m', 9, 3, 2.5],
      ['w', -2, 1, -2],
      ['w', -3, 0.5, -1],
      ['eps', 4, 1, 4],
      ['eps', 5, 0.25, 3],
      ['n', -1, 0.5, 0.5],
      ['q', -1, 0.5, -1],
    ] as const)
      expect(bounds.inside(name, wanted, size), `${name} ${wanted}`).toBe(inside);
    expect(bounded({ ranges: { m: { to: 0 } } }).bounds.inside('m', 1, 0.5)).toBe(-0.5);
    expect(bounded({ secondsPerLaw: 7 }).bounds.seconds).toBe(7);
  });
});

describe('loading', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diffuson-theories-'));
  const file = (name: string): string => {
    writeFileSync(join(folder, name), JSON.stringify(least));
    return join(folder, name);
  };

  test('remembers a theory and what it is called', () => {
    const path = file('mine.JSON');
    const theory = loadTheory(path);
    expect([theory.name, loadTheory(path), callOf(theory)]).toEqual(['least', theory, path]);
    const other = new Theory(least);
    expect(callOf(other)).toBe('least');
    registerTheory('revision:mine', other);
    expect([callOf(other), loadTheory('revision:mine')]).toEqual(['revision:mine', other]);
    expect(callOf(loadTheory('massive-dirac'))).toBe('massive-dirac');
  });

  test('refuses what is no theory, with what there is', () => {
    const unknown = (path: string): unknown =>
      refused(
        `unknown theory "${path}"; built in are rashba-ferromagnet, rashba-dresselhaus-ferromagnet, massive-dirac; ` +
          'your own is a .yaml or .json file',
      );
    for (const path of [join(folder, 'none.yaml'), file('mine.txt'), file('json'), file('a.json.bak')])
      expect(() => loadTheory(path)).toThrow(unknown(path));
  });

  test('looks beside the file that names another one first', () => {
    const here = file('here.yaml');
    file('other.yaml');
    expect(fileBeside(here, 'other.yaml')).toBe(join(folder, 'other.yaml'));
    expect(fileBeside(here, 'README.md')).toBe('README.md');
    file('massive-dirac');
    expect([theoryBeside(here, 'massive-dirac'), theoryBeside(here, 'other.yaml')]).toEqual([
      'massive-dirac',
      join(folder, 'other.yaml'),
    ]);
  });
});

test('a built-in theory is unbounded', () => {
  expect(new Theory(rashbaFerromagnet).bounds.isEmpty).toBe(true);
});
