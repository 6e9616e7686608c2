import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../cli/run.js';

const POINT = ['--set', 'm=1', 'eps=1', 'alpha=0.3', 'Dx=0.1', 'Dz=0.1'];

/** A Rashba ferromagnet whose coupling has a factor, with another hz and a further parameter. */
function written(name: string, factor: string, hz: string, parameter: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'guards-')), `${name}.yaml`);
  writeFileSync(
    path,
    `name: ${name}
title: a changed Rashba ferromagnet
parameters:
  m: { meaning: mass, dimension: { energy: -1, length: -2 }, positive: true }
  alpha: { meaning: coupling, dimension: { energy: 1, length: 1 } }
  Dz: { meaning: exchange field, dimension: { energy: 1 }, default: '0' }
  u: { meaning: strength, dimension: { energy: 1, length: 2 } }
  ${parameter.replace('MASS', '{ energy: 1, length: 2 }')}
hamiltonian: { h0: (px^2 + py^2)/(2 m), hx: -alpha${factor} * py, hy: alpha${factor} * px, hz: ${hz} }
impurities: [{ matrix: [u, '0', '0', '0'] }]
`,
  );
  return path;
}

describe('what is not green does not exit with 0', () => {
  test('a mutant that lives', async () => {
    const tried = ['mutants', '--mutant', 'charge.sign', '--runs', '2', '--no-ledger', '--law'];
    expect(await run(...tried, 'energy-origin')).toMatchObject({ code: 1, err: '' });
    expect(await run(...tried, 'boltzmann')).toMatchObject({ code: 0, err: '' });
  });

  test('a law that one sample did not test', async () => {
    const found = [];
    for (const seed of ['1', '2', '3', '4', '5', '6']) {
      const { code, out } = await run('laws', '--run', '--law', 'ward.current', '--runs', '1', '--seed', seed);
      expect(code).toBe(/^untested/m.test(out) ? 1 : 0);
      found.push(code);
    }
    expect(new Set(found)).toEqual(new Set([0, 1]));
  });
});

describe('what has no meaning is refused', () => {
  test('states with a negative scattering rate', async () => {
    const { code, err } = await run('solve', ...POINT, 'u=20', '--scheme', 'born:4');
    expect(err).toMatch(/^the scattering rate of some state is not positive in the scheme born:4/);
    expect(code).toBe(1);
    expect((await run('solve', ...POINT, 'u=0.05', '--scheme', 'born:4')).code).toBe(0);
  });

  test('a spin part of Re g that diverges with the cutoff', async () => {
    // bands of two masses: Re g_z grows as the logarithm of the cutoff
    const path = written('two-masses', '', 'b * (px^2 + py^2) + Dz', 'b: { meaning: difference, dimension: MASS }');
    const asked = ['solve', path, '--set', 'm=1', 'alpha=0.3', 'Dz=0.1', 'u=0.5', 'eps=1'];
    const { code, err } = await run(...asked, 'b=0.2');
    expect(err).toMatch(/^the spin part of Re g diverges logarithmically/);
    expect(code).toBe(1);
    expect((await run(...asked, 'b=0')).code).toBe(0);
  });
});

test('an exponent that is no simple fraction is not rounded to one', async () => {
  // the coupling a b^(1/16): the exponents of b are multiples of 1/16
  const coupling = ' * sqrt(sqrt(sqrt(sqrt(b))))';
  const path = written('sixteenth', coupling, 'Dz', 'b: { meaning: number, dimension: {}, positive: true }');
  const { code, out } = await run('discover', 'K.yx', path, '--regime', 'alpha*pF << eps');
  expect(out).toMatch(/the exponents do not settle on simple fractions \(.*b: /);
  expect(code).toBe(2);
});
