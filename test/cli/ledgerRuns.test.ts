import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'diffuson-runs-'));
const path = join(folder, 'ledger.yaml');
const LEDGER = new URL('../../papers/veneri-2022/ledger.yaml', import.meta.url).pathname;

beforeAll(() => {
  copyFileSync(LEDGER, path);
});

describe('verify', () => {
  it('judges only the rows that are asked for', async () => {
    const { code, out } = await run('verify', path, '--only', 'eq33.xy.dimension', 'parity.z*', '--json');
    expect(code).toBe(0);
    const ids = JSON.parse(out).claims.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['eq33.xy.dimension', 'parity.zx', 'parity.zy']);
  });

  it('writes accepted verdicts with their reason and nothing else', async () => {
    const before = readFileSync(path, 'utf8').split('\n');
    const why = 'tried: "again" # and again';
    const { code, out } = await run('verify', path, '--accept', 'eq34.2o.dimension', 'parity.zx', '--why', why);
    expect([code, out]).toEqual([
      0,
      'eq34.2o.dimension: refuted is expected from now on\nparity.zx: holds is expected from now on\n',
    ]);
    const after = readFileSync(path, 'utf8').split('\n');
    expect(after.length).toBe(before.length);
    const changed = after.filter((line, k) => line !== before[k]);
    expect(changed.length).toBe(2);
    for (const line of changed) expect(line).toContain(JSON.stringify(why));
    expect((await run('verify', path, '--only', 'eq34.2o.dimension', 'parity.zx')).code).toBe(0);
  });

  it('adds what is expected of a dimension where the row does not say it', async () => {
    const { code } = await run('verify', path, '--accept', 'eq33.xx.dimension', '--why', 'tried');
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8')).toContain('\n    dimension: { verdict: holds, why: "tried" }\n');
  });

  it.each([
    ['a pattern that fits no row', ['--only', 'nix'], /^no row "nix"; the rows are eq33.xx, /],
    ['a verdict without a reason', ['--accept', 'eq33.xx'], /^--accept needs --why TEXT/],
    ['the beginning of an id to accept', ['--accept', 'parity', '--why', 'x'], /give the whole id of a row/],
    ['another profile', ['--profile', 'slow'], /^--profile slow: expected quick or full/],
    ['no threads', ['--only', 'parity.zx', '--workers', '0'], /workers "0"/],
  ])('refuses %s', async (_, options, message) => {
    const { code, err } = await run('verify', path, ...options);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});
