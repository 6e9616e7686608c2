import { evaluate } from 'mathjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../../cli/program.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';
import { QUANTITIES, quantityNamed } from '../../symbolic/derivation/quantities.js';
import { Observer } from '../../symbolic/discovery/observer.js';

/** Runs a command line: exit code and what it printed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  const code = await runCommandLine(args);
  vi.restoreAllMocks();
  process.exitCode = 0;
  return { code, out, err };
}

afterEach(() => void vi.restoreAllMocks());

describe('diffuson expand', () => {
  it('--json has the agreed shape and formulas that mathjs evaluates to the solved numbers', async () => {
    const observer = await Observer.create(new Theory(rashbaFerromagnet), { digits: 120, lines: 8 });
    const values = { m: 0.8, eps: 1.7, alpha: 1e-5, Dz: 1e-9, Dx: 1e-14, Dy: 0, u: 1e-13 };
    const point = new Map(Object.entries(values).map(([name, x]) => [name, String(x)]));
    for (const { name } of QUANTITIES.filter((q) => !q.name.startsWith('KJ.'))) {
      const { code, out } = await run('expand', name, '--json');
      expect(code).toBe(0);
      const printed = JSON.parse(out);
      expect(Object.keys(printed)).toEqual(['schema', 'quantity', 'regime', 'terms', 'truncation']);
      expect(printed).toMatchObject({ quantity: name, regime: 'Dx << Dz << alpha*pF << eps' });
      expect(printed.terms[0].power.u).toBeTypeOf('number');
      const value = evaluate(printed.terms[0].formula, { ...values, e: -1, pi: Math.PI });
      const solved = Number(observer.observe(point, [quantityNamed(name)])[0]);
      expect(Math.abs(value / solved - 1), `${name} = ${printed.terms[0].formula}`).toBeLessThan(1e-5);
    }
    observer.release();
  });

  it('more orders in u, more terms, powers of Dx', async () => {
    const { out } = await run('expand', 'K.xy', '--orders', '3', '--terms', '2', '--json');
    const powers = JSON.parse(out).terms.map((t: { power: { u: number } }) => t.power.u);
    expect(powers).toEqual([-2, -1, -1, 0, 0]);
    const inDx = JSON.parse((await run('expand', 'K.xx', '--in', 'Dx', '--orders', '2', '--json')).out);
    expect(inDx.terms.map((t: { power: { Dx: number } }) => t.power.Dx)).toEqual([0, 2]);
  });

  it('prints text, LaTeX and closed forms', async () => {
    expect((await run('expand', 'K.yx')).out).toMatch(
      /^n K\.yx = alpha \/ \(u \^ 2 \* pi\)\nregime: .*\nknown to: u\^-2: O\(t\^\d+\); O\(u\^-1\)/,
    );
    expect((await run('expand', 'K.xx', '--format', 'latex')).out).toBe(
      'n K_{xx} = \\frac{{m}^{2} \\Delta_{z} \\alpha}{2 \\varepsilon {\\pi}^{2}} + \\dots\n',
    );
    const closed = await run('expand', 'K.xx', '--regime', 'theta = 0');
    expect(closed.out).toContain('L = log(abs(');
    expect(closed.out).toContain('exact in every parameter but u');
    const one = await run('expand', 'KJ.xy', '--regime', 'theta = 0, one ring', '--json');
    expect(
      evaluate(JSON.parse(one.out).terms[0].formula, { m: 1, alpha: 0.8, eps: 0.3, Dz: 0.6, pi: Math.PI }),
    ).toBeCloseTo(-0.8 / Math.sqrt(0.64 ** 2 + 2 * 0.64 * 0.3 + 0.36), 12);
  });

  it('puts values in, and keeps terms of the same size together', async () => {
    expect((await run('expand', 'K.xx', '--set', 'm=2', 'eps=1')).out).toMatch(/^n K\.xx = 2 \* /);
    const regime = 'Dx ~ Dy << alpha*pF << eps';
    const both = JSON.parse((await run('expand', 'K.xy', '--orders', '2', '--regime', regime, '--json')).out);
    expect(both.terms.map((t: { power: { Dx: number; Dy: number } }) => [t.power.Dx, t.power.Dy])).toEqual([
      [0, 0],
      [0, 2],
      [2, 0],
    ]);
    expect(JSON.parse((await run('expand', 'K.zx', '--regime', regime, '--json')).out)).toMatchObject({
      terms: [],
      truncation: 'exactly zero',
    });
  });

  it('errors are one line and end with 1', async () => {
    for (const args of [
      ['expand', 'K.qq'],
      ['expand', 'K.xx', 'massive-dirac', '--regime', 'M << v*pF << eps'],
      ['expand', 'K.xx', '--regime', 'Dx << eps'],
      ['expand', 'K.xx', '--orders', 'many'],
      ['expand', 'K.xx', '--format', 'html'],
      ['expand', 'K.xx', '--scheme', 'self-consistent'],
      ['expand', 'K.xx', '--in', 'nothing'],
      ['expand', 'K.xx', '--set', 'u=inf'],
      ['expand', 'K.xx', '--set', 'eps=10 meV'],
      ['discover', 'tau.9', '--regime', 'Dx << Dz << alpha*pF << eps'],
    ]) {
      const { code, out, err } = await run(...args);
      expect(code, args.join(' ')).toBe(1);
      expect(out).toBe('');
      expect(err.trim().split('\n'), args.join(' ')).toHaveLength(1);
      expect(err).not.toContain('internal error');
    }
  });

  it('a quantity that vanishes has no terms and says how far it was followed', async () => {
    const { code, out } = await run(
      'expand',
      'K.zx',
      '--scheme',
      'gaussian',
      '--regime',
      'Dz << alpha*pF << eps',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ terms: [], truncation: expect.stringContaining('0 + ') });
  });
});

describe('diffuson discover', () => {
  it('prints the term with its evidence', async () => {
    const { code, out } = await run('discover', 'K.zy', '--regime', 'Dx << Dz << alpha*pF << eps', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'found',
      coefficient: '1/2',
      piPower: -2,
      powers: { Dx: '1', Dz: '1', alpha: '-1', eps: '-1', u: '-1' },
    });
    const text = await run('discover', 'K.zy');
    expect(text.out).toMatch(/stable digits .* distance from the term .* digits beyond chance/);
  });

  it('ends with 2 where the data do not settle it', async () => {
    const { code, out } = await run('discover', 'K.xx', '--regime', 'Dz ~ alpha*pF << eps');
    expect(code).toBe(2);
    expect(out).toContain('undecided');
  });
});
