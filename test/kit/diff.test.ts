import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differenceText } from '../../cli/reports/difference.js';
import type { TheoryDifference } from '../../kit/change/diff.js';
import { run } from '../cli/run.js';
import { folder, LEDGER, THEORY, written } from '../cli/samples.js';

const EXAMPLE = readFileSync('examples/anisotropic.yaml', 'utf8');
const changed = (from: string, to: string): string => {
  expect(EXAMPLE).toContain(from);
  return written(EXAMPLE.replace(from, to));
};

async function difference(a: string, b: string, ...more: string[]): Promise<TheoryDifference & { code: number }> {
  const { out, err, code } = await run('diff', a, b, '--samples', '12', ...more, '--json');
  expect(err).toBe('');
  return { ...(JSON.parse(out) as TheoryDifference), code };
}

describe('two theories', () => {
  it('are equal where only words differ', async () => {
    const other = changed('title: ferromagnet with an anisotropic mass', 'title: another');
    const { equal, terms, numbers, code } = await difference('examples/anisotropic.yaml', other);
    expect({ equal, terms, changes: numbers.changes, code }).toEqual({ equal: true, terms: [], changes: [], code: 0 });
    expect(numbers.compared).toBeGreaterThan(6);
  });

  it('differ by the sign of one term, which is named, with what follows from it', async () => {
    const flipped = changed('hx: Dx - alpha py', 'hx: Dx + alpha py');
    const found = await difference('examples/anisotropic.yaml', flipped);
    const { equal, terms, numbers, code } = found;
    expect([equal, code]).toEqual([false, 1]);
    expect(terms.map(({ kind, place, monomial, parameters }) => ({ kind, place, monomial, parameters }))).toEqual([
      { kind: 'sign', place: 'hx', monomial: 'py', parameters: ['alpha'] },
    ]);
    expect(terms[0].words).toBe('the sign of alpha in hx (py)');
    expect(numbers.changes.map(({ entry }) => entry)).toContain('K.xy');
    expect(numbers.smallest).toMatch(/^mx=/);
    expect(differenceText(found)).toMatch(
      /^the sign of alpha in hx \(py\)\n(.*\n)*K.xy differs in \d+ of \d+ samples(.*\n)*different$/,
    );
  });

  it('differ with the order of the change in each parameter', async () => {
    // to leading order the conductivity goes as u^-2, whatever else it depends on
    const { terms, numbers } = await difference(
      written(THEORY),
      written(THEORY.replace('matrix: [u,', 'matrix: [2 u,')),
    );
    expect(terms.map(({ words }) => words)).toEqual(['W.0 is 2 times what it was (u)']);
    const [sigma] = numbers.changes.filter(({ entry }) => entry === 'sigma.xx');
    expect(sigma.orders.u).toBe(-2);
  });

  it('have terms and parameters that the other has not', async () => {
    const more = changed('hz: Dz', 'hz: Dz + w px py');
    const { terms } = await difference('examples/anisotropic.yaml', more);
    expect(terms.map(({ words }) => words)).toEqual(['the coefficient of px py in hz is new (w)']);
    const { parameters } = await difference('massive-dirac', 'rashba-ferromagnet');
    expect(parameters.lost).toContain('M');
    expect(parameters.gained).toContain('alpha');
  });
});

describe('with a ledger', () => {
  const claims = (theory: string): string =>
    written(`
paper: { id: claims, title: A title, authors: Nobody }
theory: ${theory}
regimes: {}
conventions: {}
points: { here: { mx: '1', my: '1', alpha: '0.3', u: '0.5', eps: '1' } }
rows:
  - id: sign
    kind: equation
    source: { place: here }
    expect: { verdict: holds, why: any }
    at: [here]
    left: K.xy
    right: -K.yx
  - id: always
    kind: equation
    source: { place: here }
    expect: { verdict: holds, why: any }
    at: [here]
    left: sigma.xy
    right: '0'
    scale: sigma.xx
`);

  it('two theories differ by the claims whose verdict moved', async () => {
    const flipped = changed('hx: Dx - alpha py', 'hx: Dx + alpha py');
    const ledger = claims('examples/anisotropic.yaml');
    const { claims: moved } = await difference('examples/anisotropic.yaml', flipped, '--ledger', ledger);
    expect(moved).toEqual([{ id: 'sign', before: 'holds', after: 'refuted' }]);
    const { out } = await run('diff', 'examples/anisotropic.yaml', flipped, '--samples', '2', '--ledger', ledger);
    expect(out).toMatch(/^claim sign: holds -> refuted$/m);
    const data = written('{}', 'json');
    expect((await run('diff', data, data, '--ledger', ledger)).err).toBe('a ledger is for two theories\n');
  });

  it('a baseline says which of its rows moved', async () => {
    const theory = written(EXAMPLE);
    const [ledger, file] = [claims(theory), join(folder, 'claims-baseline.json')];
    const point = 'mx=1 my=1 alpha=0.3 u=0.5 eps=1';
    const kept = ['--theory', theory, '--at', point, '--quantities', 'sigma.xy', '--why', 'any', '--ledger', ledger];
    expect(await run('baseline', 'write', file, ...kept)).toMatchObject({ code: 0, err: '' });
    expect(await run('baseline', 'check', file)).toMatchObject({ code: 0 });
    const flipped = changed('hx: Dx - alpha py', 'hx: Dx + alpha py');
    writeFileSync(file, readFileSync(file, 'utf8').replace(theory, flipped));
    const { out, code } = await run('baseline', 'check', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^claim sign: holds -> refuted$/m);
    expect(out).toMatch(/1 values compared, 0 changed/);
    expect(await run('baseline', 'accept', file, '--why', 'the other sign')).toMatchObject({ code: 0 });
    expect(await run('baseline', 'check', file)).toMatchObject({ code: 0 });
  });
});

describe('two files', () => {
  const result = (K: string, verdict = 'holds') =>
    written(JSON.stringify({ K: { xy: K }, rows: [{ id: 'a', verdict }], milliseconds: Number(K) }), 'json');

  it('are compared value by value, with the digits that numbers share', async () => {
    const { out, code } = await run('diff', result('0.12345678'), result('0.12345999', 'refuted'));
    expect(out).toBe(
      [
        'claim a: holds -> refuted',
        'K.xy: 0.12345678 -> 0.12345999 (4.5 digits agree)',
        'rows.a.verdict: holds -> refuted',
        'different: 2 values\n',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(await run('diff', result('1'), result('1.0'))).toMatchObject({ code: 0, out: 'equal\n' });
  });

  it.each([
    [
      'a file that is not there',
      ['nothing.yaml', 'rashba-ferromagnet'],
      /nothing.yaml: no file, built-in theory or REV/,
    ],
    ['a revision that is not there', ['nowhere:x.yaml', 'rashba-ferromagnet'], /^nowhere:x.yaml: fatal/],
    ['an option of git', ['--output=x:y', 'rashba-ferromagnet'], /unknown option/],
    ['different kinds', ['rashba-ferromagnet', 'package.json'], /rashba-ferromagnet is a theory, package.json is not/],
    ['no samples', ['massive-dirac', 'massive-dirac', '--samples', '0'], /samples/],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await run('diff', ...args);
    expect(err).toMatch(message);
    expect(code).toBe(1);
  });

  it('tell whose verdict moved: expected ones of ledgers, found ones of laws, claims and wrong theories', async () => {
    const ledgers = [LEDGER, LEDGER.replace('verdict: holds', 'verdict: refuted')].map((text) => written(text));
    expect((await run('diff', ...ledgers)).out).toMatch(/^claim term: holds -> refuted$/m);
    const result = (killedBy: string[]) =>
      written(JSON.stringify({ laws: [{ id: 'l', verdict: 'holds' }], mutants: [{ id: 'm', killedBy }] }), 'json');
    const { out } = await run('diff', result(['l']), result([]), '--json');
    const { verdicts } = JSON.parse(out) as { verdicts: unknown };
    expect(verdicts).toEqual([{ id: 'm', before: 'refuted', after: 'survives' }]);
  });

  it('reads a revision of git', async () => {
    expect(await run('diff', 'HEAD:package.json', 'HEAD:package.json')).toMatchObject({ code: 0, out: 'equal\n' });
  });
});
