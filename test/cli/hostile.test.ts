import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadTheory } from '../../src/theory/load.js';
import { readParameters } from '../../src/theory/parameters.js';
import { POINT_A, run } from './run.js';
import { folder, LEDGER, THEORY, written } from './samples.js';

/** Fails in lines that a user can act on, one a fault, and that no terminal obeys. */
async function refuses(args: readonly string[], message: RegExp): Promise<void> {
  const { code, out, err } = await run(...args);
  expect(err).toMatch(message);
  expect(err).toMatch(/^(\P{Cc}+\n)+$/u);
  expect(err).not.toContain('internal error');
  // rows that were judged before one that cannot be
  expect(out.replaceAll(/^(holds|refuted|undecided) +[\w.-]+\n/gm, '')).toBe('');
  expect(code).toBe(1);
}

const changed = (text: string, from: string, to: string): string => {
  expect(text).toContain(from);
  return written(text.replace(from, to));
};

describe('nothing in a file runs', () => {
  test.each([
    'Dx^(createUnit({eV:{definition:"1.7e-19 J"}},{override:true}).toNumber("eV")) << Dz << alpha*pF << eps',
    'Dx^(1e9!) << Dz << alpha*pF << eps',
    'Dx^x << Dz << alpha*pF << eps',
    'Dx^(createUnit("foo")) << Dz << alpha*pF << eps',
    'Dx^(evaluate("1")) << Dz << alpha*pF << eps',
    'Dx^inf << Dz << alpha*pF << eps',
  ])('the regime %s is refused and changes no unit', async (chain) => {
    const before = readParameters(
      loadTheory('massive-dirac'),
      { eps: '1 meV', v: '1 eV nm', M: '0 eV', u: '1 eV nm^2' },
      false,
    );
    await refuses(['expand', 'K.yx', '--regime', chain], /regime/);
    await refuses(['verify', changed(LEDGER, 'Dx << Dz << alpha*pF << eps', JSON.stringify(chain))], /regime/);
    expect(
      readParameters(loadTheory('massive-dirac'), { eps: '1 meV', v: '1 eV nm', M: '0 eV', u: '1 eV nm^2' }, false),
    ).toEqual(before);
  });

  test.each([
    'createUnit("foo")',
    'evaluate("1+1") meV',
    'import("x")',
    'eps.constructor',
    '[1, 2]',
    '{a: 1}',
    'x = 1',
    '"1"',
  ])('the value %s is refused', (text) =>
    refuses(['solve', '--set', ...POINT_A.slice(1).filter((t) => !t.startsWith('eps')), `eps=${text}`], /^eps/),
  );
});

describe('data have limits', () => {
  test('a device, a pipe, a folder and a long file are refused before they are read', async () => {
    const device = join(folder, 'endless.yaml');
    symlinkSync('/dev/zero', device);
    mkdirSync(join(folder, 'folder.yaml'));
    for (const command of ['solve', 'verify']) {
      await refuses([command, device], /regular file/);
      await refuses([command, join(folder, 'folder.yaml')], /EISDIR/);
      await refuses([command, written(`# ${'x'.repeat(1_000_001)}`)], /bytes are too many/);
    }
  });

  test('a polynomial is refused before it is expanded', async () => {
    const { err } = await run('solve', changed(THEORY, '(px^2 + py^2)/(2 m)', '((px+py+1)^64)^64'));
    expect(err).toMatch(/^h0 = .*degree in the momentum exceeds 16, the highest/);
  });

  test('nesting, aliases and tags', async () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((c, k) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[k]}`)}]`),
    ];
    await refuses(['solve', written(bomb.join('\n'))], /alias/);
    await refuses(['solve', written(`${'['.repeat(30)}${']'.repeat(30)}`)], /nested more than 20 deep/);
    await refuses(['solve', written('['.repeat(100_000))], /nested too deeply/);
    await refuses(['solve', written('a: !run x')], /Unresolved tag: !run/);
    await refuses(['solve', written(`a: [${'1,'.repeat(60_000)}]`)], /more than 50000 values/);
    await refuses(['solve', changed(THEORY, 'title: mine', `title: ${'x'.repeat(5000)}`)], /title: too long/);
  });

  test.each(['constructor', '__proto__', 'toString'])('own properties only: %s', async (name) => {
    await refuses(['verify', changed(LEDGER, 'regime: deep', `regime: ${name}`)], /unknown regime/);
    await refuses(['verify', changed(LEDGER, '  A: {', `  ${name}: {`)], /reserved/);
    await refuses(['solve', changed(THEORY, '  a: {', `  ${name}: {`)], /reserved/);
    await refuses(['solve', '--set', `${name}=1`], /unknown parameter/);
  });

  test('control characters do not reach the terminal', async () => {
    const sequence = '\u001b]0;owned\u0007';
    await refuses(['solve', '--set', ...POINT_A.slice(1), '--scheme', sequence], /\\u\{1b\}\]0;owned\\u\{7\}/);
    await refuses(['solve', '--set', ...POINT_A.slice(1), '--scheme', '\u009b31m'], /\\u\{9b\}31m/);
    for (const field of ['title: A title', 'id: mine'])
      await refuses(
        ['verify', changed(LEDGER, field, `${field.split(':')[0]}: ${JSON.stringify(sequence)}`)],
        /control char/,
      );
    const replay = ['laws', '--law', 'optical-theorem', '--replay', 'm=1 alpha=1 u=1 eps=1 scheme=t-matrix\u007f'];
    const { out, err } = await run(...replay, '--json');
    expect(`${out}${err}`).toMatch(/t-matrix\\u(007f|\{7f\})/);
    if (out !== '') expect(JSON.parse(out)).toBeTruthy();
    await refuses(['verify', changed(LEDGER, 'place: here', String.raw`place: "\e[2J"`)], /control characters/);
    await refuses(['verify', changed(LEDGER, 'words: any', String.raw`words: "\x9b2J"`)], /control characters/);
    await refuses(['solve', changed(THEORY, 'title: mine', String.raw`title: "\e[2J"`)], /control characters/);
  });
});

describe('faults of the input are no internal errors', () => {
  test.each(['hello', '1/0', 'Infinity', '0', ''])('the spin "%s" of a convention', (spin) =>
    refuses(['verify', changed(LEDGER, "'1/2'", `'${spin}'`)], /options.1.spin: expected a fraction/),
  );

  test('numbers that are none', async () => {
    await refuses(['verify', changed(LEDGER, "u: '0.5'", 'u: hello')], /u = hello/);
    await refuses(
      ['solve', changed(THEORY, 'strength, ', "strength, default: '', ")],
      /parameters.u.default: expected/,
    );
    await refuses(['discover', 'K.yx', '--in', ''], /--in : rashba-ferromagnet has no such parameter/);
    await refuses(['expand', 'K.yx', '--in', ''], /--in : rashba-ferromagnet has no such parameter/);
  });

  test('a number whose text has a power of ten', async () => {
    const { code, out, err } = await run('verify', changed(LEDGER, '-e alpha/(2 pi u^2)', "'1e21'"));
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('refuted');
  });

  test('files of counterexamples', async () => {
    const tried = ['laws', '--run', '--law', 'optical-theorem', '--runs', '1', '--seed', '1', '--keep'];
    await refuses([...tried, written('null', 'json')], /counterexamples .*: Invalid input: expected array/);
    await refuses([...tried, written('[{"law": "x"', 'json')], /counterexamples/);
    await refuses([...tried, written('[1]', 'json')], /counterexamples .*: 0: /);
    await refuses([...tried, folder], /counterexamples .*EISDIR/);
  });

  test('a row that cannot be solved is not swallowed', async () => {
    const broken = changed(LEDGER, 'left: K.yx', 'left: K.nothing');
    await refuses(['verify', broken], /K_nothing/);
    await refuses(['verify', changed(LEDGER, "eps: '1'", "eps: '-9'")], /^row same: no carriers/);
    await refuses(
      ['mutants', '--mutant', 'weight.doubled', '--law', 'optical-theorem', '--runs', '1', '--ledger', broken],
      /K_nothing/,
    );
  });
});

test('the ledger of these tests is sound', async () => {
  const rows = parse(LEDGER).rows as unknown[];
  const { out, code } = await run('verify', written(LEDGER));
  // one more for the dimension of the formula
  expect(out).toContain(`mine: ${rows.length + 1} rows`);
  expect(code).toBe(0);
  expect(readFileSync(written(THEORY), 'utf8')).toBe(THEORY);
  expect((await run('solve', written(THEORY), '--set', 'm=1', 'a=0.3', 'eps=1', 'u=0.5')).code).toBe(0);
});
