import { describe, expect, it } from 'vitest';
import { conventionsOf } from '../../kit/data/conventions.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';
import { written } from '../cli/samples.js';

const FIXED = { m: '1', alpha: '0.3', u: '0.5' };
const SET = Object.entries(FIXED).map((pair) => pair.join('='));
const ANGLES = [0.3, 0.7, 1.1, 2.2];

interface Row {
  readonly theta: number;
  readonly Kxy: number;
  readonly Kxx: number;
  readonly Kyx: number;
  readonly sxx: number;
  readonly sxy: number;
}

/** Numbers of MPFR at 12 digits, an independent route to those of the command. */
async function numbers(theory = 'rashba-ferromagnet', set: Record<string, string> = FIXED): Promise<Row[]> {
  return Promise.all(
    ANGLES.map(async (theta) => {
      const polar = { Dx: String(0.15 * Math.sin(theta)), Dz: String(0.15 * Math.cos(theta)) };
      const problem = readProblem(loadTheory(theory), { set: { ...set, eps: '1', ...polar } });
      const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
      const at = (name: string): number => Number(quantities.get(name)?.value);
      const [Kxx, Kxy, Kyx, sxx, sxy] = ['K.xx', 'K.xy', 'K.yx', 'sigma.xx', 'sigma.xy'].map(at);
      return { theta, Kxx, Kxy, Kyx, sxx, sxy };
    }),
  );
}

const table = (rows: readonly Row[], change: (row: Row, k: number) => Partial<Row> = () => ({})): string => {
  const lines = rows.map((row, k) => Object.values({ ...row, ...change(row, k) }).join(','));
  return written([Object.keys(rows[0]).join(','), ...lines].join('\n'), 'csv');
};
const COLUMNS = 'K.xx=Kxx, K.xy=Kxy, K.yx=Kyx, sigma.xx=sxx, sigma.xy=sxy';
const compared = (path: string, ...more: string[]) =>
  run(
    ...['compare', path, '--theory', 'rashba-ferromagnet', '--columns', COLUMNS],
    ...['--set', ...SET, 'eps=1', 'Delta=0.15', ...more],
  );

/** Ids of the departures that were found. */
async function found(path: string, ...more: string[]): Promise<{ verdict: string; ids: string[][]; code: number }> {
  const { out, code, err } = await compared(path, ...more, '--json');
  expect(err).toBe('');
  const { verdict, conventions } = JSON.parse(out) as { verdict: string; conventions: { id: string }[][] };
  return { verdict, ids: conventions.map((set) => set.map(({ id }) => id)), code };
}

describe('a table of numbers from elsewhere', async () => {
  const rows = await numbers();

  it('agrees as it is, with its digits', async () => {
    expect(await found(table(rows))).toEqual({ verdict: 'agree', ids: [[]], code: 0 });
    const { out } = await compared(table(rows));
    expect(out).toMatch(/4 rows agree \(at least (1[0-5]|9)[.\d]* digits\) with the convention of the core/);
  });

  it.each<[string, string[], (row: Row) => Partial<Row>]>([
    ['|e|', ['charge'], ({ Kxx, Kxy, Kyx }) => ({ Kxx: -Kxx, Kxy: -Kxy, Kyx: -Kyx })],
    ['s/2 and |e|', ['charge', 'half-spin'], ({ Kxx, Kxy, Kyx }) => ({ Kxx: -Kxx / 2, Kxy: -Kxy / 2, Kyx: -Kyx / 2 })],
    ['e^2/h', ['planck'], ({ sxx, sxy }) => ({ sxx: 2 * Math.PI * sxx, sxy: 2 * Math.PI * sxy })],
    ['transposed indices', ['transposed'], ({ Kxy, Kyx, sxy }) => ({ Kxy: Kyx, Kyx: Kxy, sxy: -sxy })],
    ['the other sign of the Berry curvature', ['berry'], ({ sxy }) => ({ sxy: -sxy })],
    ['degrees', ['degrees'], ({ theta }) => ({ theta: (theta * 180) / Math.PI })],
  ])('is recognised in another convention: %s', async (_, ids, change) => {
    const { ids: all, ...rest } = await found(table(rows, change));
    expect(rest).toEqual({ verdict: 'agree', code: 0 });
    expect(all[0]).toEqual(ids);
    // p -> -p turns alpha and every velocity over: nothing here can tell the sign of alpha from that of e
    expect(all.slice(1)).toEqual(
      ids.includes('charge') ? [[...ids.filter((id) => id !== 'charge'), 'sign-alpha']] : [],
    );
  });

  it('is recognised with the other sign of alpha', async () => {
    const flipped = await numbers('rashba-ferromagnet', { ...FIXED, alpha: '-0.3' });
    const { verdict, ids } = await found(table(flipped));
    expect(verdict).toBe('agree');
    expect(ids).toEqual([['charge'], ['sign-alpha']]);
    expect((await compared(table(flipped))).out).toMatch(/cannot tell this from: the opposite sign of alpha/);
  });

  it('is not recognised where only the convention of the core will do', async () => {
    const half = table(rows, ({ Kxx, Kxy, Kyx }) => ({ Kxx: Kxx / 2, Kxy: Kxy / 2, Kyx: Kyx / 2 }));
    expect(await found(half, '--as-is')).toMatchObject({ verdict: 'differ', code: 1 });
    expect(await found(half)).toMatchObject({ verdict: 'agree', ids: [['half-spin']] });
  });

  it('with two conventions mixed is refused with the lines of each', async () => {
    const mixed = table(rows, ({ Kxx, Kxy, Kyx }, k) => (k < 2 ? {} : { Kxx: -Kxx, Kxy: -Kxy, Kyx: -Kyx }));
    const { out, code } = await compared(mixed);
    expect(code).toBe(1);
    expect(out).toContain('the rows follow different conventions');
    expect(out).toContain('lines 2-3: the convention of the core');
    expect(out).toMatch(/lines 4-5: e is \|e\|/);
  });

  it('with a wrong number is refused with its line', async () => {
    const wrong = table(rows, ({ sxx }, k) => (k === 2 ? { sxx: 1.01 * sxx } : {}));
    const { out, code } = await compared(wrong);
    expect(code).toBe(1);
    expect(out).toContain('no convention makes all rows agree');
    expect(out).toContain('lines 4: none');
    expect(await found(wrong, '--tolerance', '0.02')).toMatchObject({ verdict: 'agree', ids: [[]] });
  });

  it('in which a row has no answer stays undecided', async () => {
    const path = written('eps,sigma.xx\n-5,1\n1,1.909859317102744\n', 'csv');
    const { out, code } = await run(
      'compare',
      path,
      '--theory',
      'rashba-ferromagnet',
      '--set',
      ...SET,
      '--tolerance',
      '0.9',
    );
    expect(out).toMatch(/line 2: the theory has no answer: no carriers/);
    expect(code).toBe(2);
  });

  it('of another theory with units', async () => {
    const set = { mx: '1', my: '1.4', alpha: '0.3', beta: '0.1', u: '0.4', Dx: '0.1', Dz: '0.2' };
    const problem = readProblem(loadTheory('examples/anisotropic.yaml'), { set: { ...set, eps: '1' } });
    const { quantities } = await solve(problem, { field: 'mpfr', digits: 10 });
    const path = written(`E;kzx\n1;${quantities.get('K.zx')?.value}\n`, 'csv');
    const line = ['compare', path, '--theory', 'examples/anisotropic.yaml', '--columns', 'eps=E, K.zx=kzx'];
    const fixed = ['--set', ...Object.entries(set).map((pair) => pair.join('='))];
    expect((await run(...line, ...fixed)).code).toBe(0);
    expect((await run(...line, '--units', 'eps=meV', ...fixed)).err).toMatch(/units/);
  });
});

it('conventions are tried from the smallest to the largest', () => {
  const sizes = conventionsOf([[{ id: 'a', words: '', latex: '' }], [{ id: 'b', words: '', latex: '' }]]);
  expect(sizes.map((set) => set.map(({ id }) => id).join())).toEqual(['', 'a', 'b', 'a,b']);
});

describe('a table by itself', () => {
  const judged = (text: string, ...more: string[]) => run('compare', written(text, 'csv'), ...more);

  it('violates nothing where it comes from a solve', async () => {
    const lines = await Promise.all(
      ['0.2', '-0.2'].map(async (Dz) => {
        const problem = readProblem(loadTheory('rashba-ferromagnet'), { set: { ...FIXED, eps: '0.1', Dz } });
        const { quantities } = await solve(problem, { field: 'mpfr', digits: 12 });
        const names = ['sigma.xx', 'sigma.xy', 'sigma.yx', 'sigma.yy', 'K.xx', 'K.xy', 'K.yx', 'K.yy', 'K.zx'];
        return [Dz, ...names.map((name) => quantities.get(name)?.value)].join(',');
      }),
    );
    const head = 'Dz,sigma.xx,sigma.xy,sigma.yx,sigma.yy,K.xx,K.xy,K.yx,K.yy,K.zx';
    const { out, code } = await judged([head, ...lines].join('\n'), '--group', 'C4v');
    expect(out).toContain(
      'statements tried: positivity 2, Onsager 1, parity 18, point group 10, smoothness 0\nnothing is violated',
    );
    expect(code).toBe(0);
  });

  it('has the parity in m that a solve has, in any direction', async () => {
    const names = ['K.xx', 'K.xy', 'K.yx', 'K.yy', 'K.zx', 'K.zy', 'sigma.xx', 'sigma.xy', 'sigma.yx', 'sigma.yy'];
    const directions = [
      [0.1, 0.05, 0.2],
      [0.1, -0.05, -0.2],
      [-0.1, 0.05, -0.2],
      [-0.1, -0.05, -0.2],
    ];
    const lines = await Promise.all(
      directions.map(async ([Dx, Dy, Dz]) => {
        const set = { ...FIXED, eps: '1', Dx: String(Dx), Dy: String(Dy), Dz: String(Dz) };
        const { quantities } = await solve(readProblem(loadTheory('rashba-ferromagnet'), { set }), {
          field: 'mpfr',
          digits: 10,
        });
        return [Dx, Dy, Dz, ...names.map((name) => quantities.get(name)?.value)].join(',');
      }),
    );
    const { out, code } = await judged([`Dx,Dy,Dz,${names}`, ...lines].join('\n'), '--group', 'C6v');
    expect(out).toMatch(/Onsager 1, parity 20,.*\nnothing is violated/);
    expect(code).toBe(0);
    const wrong = lines.map((line, k) => (k === 1 ? line.replace(/[^,]*$/, '1') : line));
    expect((await judged([`Dx,Dy,Dz,${names}`, ...wrong].join('\n'), '--group', 'C6v')).out).toMatch(
      /^parity, line 2-3: sigma.yy is even under the mirror x -> -x/m,
    );
  });

  it.each([
    ['negative sigma', 'eps,sigma.xx\n1,2\n2,-2', [], /^positivity, line 3:/],
    ['a hyperbolic tensor', 'sigma.xx,sigma.xy,sigma.yx,sigma.yy\n1,2,2,1', [], /eigenvalue -1/],
    [
      'Onsager',
      'Dz,sigma.xx,sigma.xy,sigma.yx,sigma.yy\n0.1,1,0.3,-0.3,1\n-0.1,1,0.3,-0.3,1',
      [],
      /^Onsager, line 2-3: sigma.xy\(m\) = 0.3 but sigma.yx\(-m\) = -0.3/m,
    ],
    [
      'parity by definition',
      'Dx,torqueEven.yx,torqueOdd.yx\n0.1,1,2\n-0.1,1,2',
      [],
      /^parity, line 2-3: torqueOdd.yx is odd under m -> -m by its definition, but 2 at m and 2/m,
    ],
    [
      'parity by a mirror plane',
      'theta,K.xx,K.xy\n30,0.1,1\n150,0.1,1\n',
      ['--group', 'C6v', '--units', 'theta=deg'],
      /^parity, line 2-3: K.xx is odd under the mirror x -> -x/m,
    ],
    ['the axis', 'sigma.xx,sigma.yy\n1,1.2', ['--group', 'C3'], /C3 asks sigma.xx = sigma.yy/],
    ['the planes', 'K.xx,K.yy,K.xy\n1,1,2', ['--group', 'C4v'], /C4v asks K.xx = 0/],
    [
      'smoothness',
      `eps,sigma.xx,ds\n${[1, 2, 3, 4, 5, 6].map((x) => `${x},${x === 3 ? 3.5 : x},0.01`).join('\n')}`,
      ['--errors', 'sigma.xx=ds'],
      /^smoothness, line 4: sigma.xx is .* error bars off/m,
    ],
  ])('is seen to violate %s', async (_, text, more, message) => {
    const { out, code } = await judged(text, ...more);
    expect(out).toMatch(message);
    expect(code).toBe(1);
  });
});

it.each([
  ['no number', 'eps,K.xy\n1,abc', [], /line 2, column K.xy: "abc" is no number/],
  ['a missing column', 'eps,K\n1,2', ['--columns', 'K.xy=Kxy'], /no column "Kxy"/],
  ['no quantity', 'eps,b\n1,2', [], /no column is a quantity/],
  ['a ragged line', 'eps,K.xy\n1,2,3', [], /line 2 has 3 fields, the header 2/],
  ['nothing', '', [], /a header and at least one line/],
  ['a wrong group', 'sigma.xx\n1', ['--group', 'D4'], /group "D4": expected C1/],
  ['a scheme without a theory', 'sigma.xx\n1', ['--scheme', 't-matrix'], /--scheme needs --theory/],
  ['a tolerance', 'sigma.xx\n1', ['--tolerance', '0'], /tolerance 0: a relative difference/],
  ['a broken quote', 'sigma.xx\n"1', [], /csv: /],
])('refuses %s', async (_, text, more, message) => {
  const { code, err, out } = await run('compare', written(text, 'csv'), ...more);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([1, '']);
});
