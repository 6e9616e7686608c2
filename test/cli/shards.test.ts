import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-shards-'));
const path = (name: string): string => join(folder, name);

/** What a command prints as a whole and what its shards are merged into. */
async function bothOf(name: string, args: readonly string[], of: number) {
  const whole = await run(...args, '--json');
  const files: string[] = [];
  for (let k = of; k > 0; k--) {
    files.push(path(`${name}-${k}.json`));
    writeFileSync(path(`${name}-${k}.json`), (await run(...args, '--json', '--shard', `${k}/${of}`)).out);
  }
  const merged = await run('merge', ...files, '--out', path(`${name}.json`));
  return { whole, merged, text: readFileSync(path(`${name}.json`), 'utf8'), files };
}

const timeless = (text: string): string => text.replaceAll(/"milliseconds": \d+/g, '');

describe('shards of laws, mutants and verify are merged into what one run prints', () => {
  it('laws, but for the time that they took', async () => {
    const laws = ['laws', '--run', '--runs', '1', '--seed', '3', '--law', 'energy-origin', 'dimensions'];
    const { whole, merged, text, files } = await bothOf('laws', laws, 2);
    expect(timeless(text)).toBe(timeless(whole.out));
    expect([merged.code, merged.out]).toEqual([whole.code, `${path('laws.json')}: 2 rows of 2 files\n`]);
    const refused = async (...args: string[]): Promise<string> =>
      (await run('merge', ...args, '--out', path('x.json'))).err;
    expect(await refused(...files.slice(1))).toMatch(/shard 2\/2 is missing/);
    expect(await refused(files[0], ...files)).toMatch(/shard 2\/2 again/);
    writeFileSync(path('other.json'), readFileSync(files[0], 'utf8').replace('"seed": 3', '"seed": 4'));
    expect(await refused(...files.slice(1), path('other.json'))).toMatch(/other.json is of another run than/);
    writeFileSync(path('none.json'), '{"shard":"1/1"}');
    expect(await refused(path('none.json'))).toMatch(/expected the JSON of laws --run, mutants or verify with --shard/);
    expect((await run(...laws, '--shard', '1/2')).err).toMatch(/--shard 1\/2 needs --json/);
  });

  it('mutants', async () => {
    const mutants = ['mutants', '--mutant', 'charge', 'spin.half', '--law', 'ward', '--runs', '1', '--no-ledger'];
    const { whole, merged, text } = await bothOf('mutants', mutants, 2);
    expect([text, merged.code]).toEqual([whole.out, whole.code]);
  });

  it('verify', async () => {
    const rows = ['verify', '--only', 'eq4.torque', 'eq8.hamiltonian', '--workers', '1'];
    const { whole, merged, text } = await bothOf('verify', rows, 2);
    expect([text, merged.code]).toEqual([whole.out, whole.code]);
  });
});
