import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { BUILTIN } from '../../src/theory/builtin.js';
import { environmentBlock } from '../../src/theory/environment.js';
import { loadTheory } from '../../src/theory/load.js';
import { readParameters } from '../../src/theory/parameters.js';
import { Theory } from '../../src/theory/theory.js';
import { runProgram } from '../arithmetic/run.js';

type Loose = Record<string, unknown>;

const energy = { energy: 1, length: 0 };
/** A theory of nobody's paper: anisotropic masses, cubic spin-orbit coupling, two species. */
const own = (): Loose => ({
  name: 'own',
  title: 'anisotropic gas with cubic coupling',
  parameters: {
    a: { meaning: 'inverse mass along x', dimension: { energy: 1, length: 2 } },
    b: { meaning: 'inverse mass along y', dimension: { energy: 1, length: 2 }, default: '2' },
    c: { meaning: 'cubic coupling', dimension: { energy: 1, length: 3 } },
    M: { meaning: 'exchange', dimension: energy },
    w: { meaning: 'strength', dimension: { energy: 1, length: 2 } },
  },
  hamiltonian: { h0: 'a px^2/2 + b py^2/2', hx: 'c * (px^3 - 3 px py^2)', hy: 'c * (py^3 - 3 py px^2)', hz: 'M' },
  impurities: [{ matrix: ['w', '0', '0', '0'] }, { concentration: '1/4', matrix: ['0', '0', '0', '3 w'] }],
  exchange: ['0', '0', 'M'],
});

const changed = (change: (theory: Loose) => void): Loose => {
  const theory = structuredClone(own());
  change(theory);
  return theory;
};

describe('the shape of a theory', () => {
  const wrong: [string, (t: Loose) => void, RegExp][] = [
    ['a missing Hamiltonian', (t) => delete t.hamiltonian, /^theory: hamiltonian: /],
    ['a missing component', (t) => delete (t.hamiltonian as Loose).hz, /^theory: hamiltonian\.hz: /],
    ['a component that is a number', (t) => ((t.hamiltonian as Loose).h0 = 3), /^theory: hamiltonian\.h0: /],
    ['an unknown field', (t) => (t.colour = 'red'), /^theory: .*"?colour"?/],
    ['no impurities', (t) => (t.impurities = []), /^theory: impurities: /],
    ['a matrix of three', (t) => (t.impurities = [{ matrix: ['w', '0', '0'] }]), /^theory: impurities\.0\.matrix/],
    [
      'a parameter without a dimension',
      (t) => delete ((t.parameters as Loose).a as Loose).dimension,
      /^theory: parameters\.a\.dimension: /,
    ],
    [
      'a dimension that is a word',
      (t) => (((t.parameters as Loose).a as Loose).dimension = 'energy'),
      /^theory: parameters\.a\.dimension: /,
    ],
    [
      'a name with a blank',
      (t) => ((t.parameters as Loose)['a b'] = { meaning: '', dimension: energy }),
      /^theory: parameters/,
    ],
    ['an empty name', (t) => (t.name = ''), /^theory: name: /],
    ['an exchange of two', (t) => (t.exchange = ['0', '0']), /^theory: exchange/],
  ];

  it.each(wrong)('%s is named', (_, change, message) => {
    const build = (): Theory => new Theory(changed(change) as never);
    expect(build).toThrow(message);
    expect(build).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it.each([null, 3, 'theory', [], undefined])('%s is not a theory', (input) => {
    expect(() => new Theory(input as never)).toThrow(/^theory: /);
  });

  it.each(['eps', 'n', 'px', 'py', 'pi'])('the name %s is reserved', (name) => {
    const build = (): Theory =>
      new Theory(changed((t) => ((t.parameters as Loose)[name] = { meaning: '', dimension: energy })) as never);
    expect(build).toThrow(`the name "${name}" is reserved`);
  });
});

describe('another way to give parameters', () => {
  const polar = { parameters: { g: { meaning: 'half the exchange', dimension: energy } }, defines: { M: '2 g' } };

  it('is read', () => {
    const theory = new Theory(changed((t) => (t.alternatives = [polar])) as never);
    expect(readParameters(theory, { a: '1', c: '2', g: '0.25', w: '4', eps: '5' }, false).values.get('M')).toBe('0.5');
  });

  it('must define parameters of the theory, by names of its own', () => {
    const build = (more: object) => (): Theory =>
      new Theory(changed((t) => (t.alternatives = [{ ...polar, ...more }])) as never);
    expect(build({ defines: { Q: 'g' } })).toThrow('an alternative defines "Q", which is no parameter');
    expect(build({ parameters: { a: polar.parameters.g } })).toThrow('the name "a" of an alternative is already taken');
    expect(build({ parameters: { eps: polar.parameters.g } })).toThrow(
      'the name "eps" of an alternative is already taken',
    );
  });
});

describe('what a theory says', () => {
  const wrong: [string, (t: Loose) => void, string][] = [
    ['a typo in h0', (t) => ((t.hamiltonian as Loose).h0 = 'q px^2'), 'h0 = q px ^ 2: unknown name "q"'],
    ['broken brackets', (t) => ((t.hamiltonian as Loose).hx = 'c (px'), 'hx: cannot read "c (px"'],
    [
      'a root of the momentum',
      (t) => ((t.hamiltonian as Loose).hy = 'sqrt(px^2 + py^2)'),
      'must be a polynomial in px and py',
    ],
    ['an imaginary component', (t) => ((t.hamiltonian as Loose).hz = 'i M'), 'non-Hermitian'],
    [
      'momentum in an impurity',
      (t) => (t.impurities = [{ matrix: ['w px', '0', '0', '0'] }]),
      'impurities.0.matrix = w px: unknown name "px"',
    ],
    ['an imaginary impurity', (t) => (t.impurities = [{ matrix: ['i w', '0', '0', '0'] }]), 'non-Hermitian'],
    [
      'an unknown concentration',
      (t) => (t.impurities = [{ concentration: 'x', matrix: ['w', '0', '0', '0'] }]),
      'impurities.concentration',
    ],
    [
      'no momentum at all',
      (t) => (t.hamiltonian = { h0: 'a', hx: '0', hy: '0', hz: 'M' }),
      'H does not depend on the momentum; there is no Fermi contour',
    ],
    [
      'cancelled momentum',
      (t) => (t.hamiltonian = { h0: 'px - px', hx: '0 py', hy: '0', hz: 'M' }),
      'H does not depend on the momentum',
    ],
  ];

  it.each(wrong)('%s is named', (_, change, message) => {
    const build = (): Theory => new Theory(changed(change) as never);
    expect(build).toThrow(message);
    expect(build).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  it('is what the formulas see', () => {
    const theory = new Theory(own() as never);
    expect(theory.degree).toBe(3);
    expect(theory.speciesCount).toBe(2);
    expect(theory.parameterNames).toEqual(['a', 'b', 'c', 'M', 'w', 'eps', 'n']);
    const [a, c, M, w, eps, n, cutoff, px, py] = [1.5, 0.25, 0.5, 0.75, 2, 0.125, 9, 0.5, -1.25];
    const field = new DoubleField();
    const environment = runProgram(field, theory.environment, [a, 2, c, M, w, eps, n, cutoff]).map(Number);
    expect(environment.length).toBe(theory.environmentSize);
    const program = trace([theory.environmentSize, 2], (block, [x, y]) => {
      const seen = theory.expressions(block, true);
      return [
        seen.eps,
        seen.n,
        seen.cutoff ?? seen.eps,
        ...seen.h.map((p) => p.at(x, y)),
        ...seen.impurities.flatMap(({ W, concentration }) => [concentration, ...W.components.map((z) => z.re)]),
        ...seen.exchange,
      ];
    });
    const right = [
      ...[eps, n, cutoff],
      ...[(a * px * px) / 2 + py * py, c * (px ** 3 - 3 * px * py * py), c * (py ** 3 - 3 * py * px * px), M],
      ...[1, w, 0, 0, 0, 0.25, 0, 0, 0, 3 * w],
      ...[0, 0, M],
    ];
    runProgram(field, program, environment, [px, py])
      .map(Number)
      .forEach((x, k) => {
        expect(x).toBeCloseTo(right[k], 14);
      });
    const { h, impurities } = theory.read(environment);
    expect(h[3]).toEqual([{ i: 0, j: 0, coefficient: M }]);
    expect(impurities.map(({ W }) => W)).toEqual([
      [w, 0, 0, 0],
      [0, 0, 0, 3 * w],
    ]);
    expect(environmentBlock(theory.read(environment))).toEqual(environment);
  });

  it('knows which species are unitary', () => {
    const theory = new Theory(changed((t) => (((t.parameters as Loose).w as Loose).infinite = true)) as never);
    expect(theory.unitarySpecies(new Set(['w']))).toEqual([true, true]);
    expect(theory.unitarySpecies(new Set())).toEqual([false, false]);
  });
});

describe('loading', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'diffuson-theory-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it.each([
    ['own.yaml', stringify(own())],
    ['own.yml', stringify(own())],
    ['own.json', JSON.stringify(own())],
  ])('reads %s', (name, text) => {
    const theory = loadTheory(file(name, text));
    expect(theory.name).toBe('own');
    expect(theory.environment.instructions).toEqual(new Theory(own() as never).environment.instructions);
    expect(readParameters(theory, { a: '1', c: '2', M: '3', w: '4', eps: '5' }, false).values.get('b')).toBe('2');
  });

  it.each(Object.keys(BUILTIN))('knows %s', (name) => {
    const theory = loadTheory(name);
    expect(theory.name).toBe(name);
    expect(theory.hasExchange).toBe(true);
    expect(loadTheory(name)).toBe(theory);
  });

  it('the Hamiltonian of the built-in theories is that of the paper', () => {
    const at = (name: string, values: Record<string, number>, p: [number, number]): number[] => {
      const theory = loadTheory(name);
      const field = new DoubleField();
      const input = [...theory.parameterNames.map((key) => values[key] ?? 0), 1];
      const environment = runProgram(field, theory.environment, input).map(Number);
      const program = trace([theory.environmentSize, 2], (block, [x, y]) =>
        theory.expressions(block).h.map((c) => c.at(x, y)),
      );
      return runProgram(field, program, environment, p).map(Number);
    };
    const [m, alpha, Dx, Dy, Dz, x, y] = [0.8, 0.3, 0.1, 0.2, 0.4, 1.5, -0.5];
    const values = { m, alpha, Dx, Dy, Dz, eps: 1, n: 1 };
    const rashba = [(x * x + y * y) / (2 * m), -alpha * y + Dx, alpha * x + Dy, Dz];
    const close = (ours: number[], right: number[]): void => {
      ours.forEach((z, k) => {
        expect(z).toBeCloseTo(right[k], 14);
      });
    };
    close(at('rashba-ferromagnet', values, [x, y]), rashba);
    const beta = 0.7;
    close(at('rashba-dresselhaus-ferromagnet', { ...values, beta }, [x, y]), [
      rashba[0],
      rashba[1] + beta * x,
      rashba[2] - beta * y,
      Dz,
    ]);
    close(at('massive-dirac', { v: 2, M: 0.5, eps: 1, n: 1 }, [x, y]), [0, 2 * y, -2 * x, 0.5]);
  });

  it.each([
    '',
    'nonsense',
    'constructor',
    '__proto__',
    'toString',
    'rashba-ferromagnet.yaml',
    '/nowhere/x.json',
    tmpdir(),
  ])('"%s" is unknown, and the message names what is built in', (name) => {
    expect(() => loadTheory(name)).toThrow(/^unknown theory ".*"; built in are rashba-ferromagnet, /);
  });

  it.each([
    ['broken.yaml', 'name: [1,'],
    ['broken.json', '{"name": '],
    ['empty.yaml', ''],
    ['list.yaml', '- 1\n- 2\n'],
    ['number.json', '7'],
  ])('%s gets one line', (name, text) => {
    const path = file(name, text);
    expect(() => loadTheory(path)).toThrow(
      expect.objectContaining({ name: 'InputError', message: expect.stringMatching(/^[^\n]+$/) }),
    );
  });
});
