import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Baseline, BaselineCheck } from '../../kit/change/baseline.js';
import { run } from '../cli/run.js';
import { folder, written } from '../cli/samples.js';

const EXAMPLE = readFileSync('examples/anisotropic.yaml', 'utf8');
const AT = [
  '--at',
  'mx=1 my=1.4 alpha=0.3 beta=0.1 Dx=0.1 Dz=0.2 u=0.4 eps=1',
  'mx=1 my=1 alpha=0.3 Dz=0.2 u=inf eps=1',
];
const path = (name: string): string => join(folder, name);

describe('a baseline', async () => {
  const file = path('baseline.json');
  const theory = written(EXAMPLE);
  const write = await run(
    ...['baseline', 'write', file, '--theory', theory, ...AT, '--quantities', 'K.xy, sigma.xx,sigma.xy'],
    ...['--digits', '10', '--why', 'agrees with the paper'],
  );

  /** The baseline of another theory in the place of this one. */
  const over = (text: string): string => {
    const copy = path(`copy-${Math.abs([...text].reduce((h, c) => (31 * h + c.charCodeAt(0)) | 0, 7))}.json`);
    writeFileSync(copy, readFileSync(file, 'utf8').replace(theory, written(text)));
    return copy;
  };

  it('keeps digits with their reason, and holds as long as nothing changes', async () => {
    expect(write).toMatchObject({ code: 0, err: '', out: `${file}: 6 values at 2 points\n` });
    const { points, reasons, digits, version } = JSON.parse(readFileSync(file, 'utf8')) as Baseline;
    expect(reasons).toEqual([{ why: 'agrees with the paper', changed: 0 }]);
    expect([digits, points.length, version.split('.').length]).toEqual([10, 2, 3]);
    expect(points[0].values['K.xy']).toMatch(/^-?0?\.?\d+/);
    const check = await run('baseline', 'check', file);
    expect(check).toMatchObject({ code: 0, err: '', out: '6 values compared, 0 changed\n' });
    expect(await run('baseline', 'check', over(EXAMPLE.replace('title: ferro', 'title: Ferro')))).toMatchObject({
      code: 0,
    });
  });

  it('sees the sign of one term', async () => {
    const flipped = over(EXAMPLE.replace('hx: Dx - alpha py', 'hx: Dx + alpha py'));
    const { out, code } = await run('baseline', 'check', flipped, '--json');
    const found = JSON.parse(out) as BaselineCheck;
    expect(code).toBe(1);
    expect(found.definitionChanged).toBe(true);
    expect(found.changes.map(({ entry }) => entry)).toContain('K.xy');
  });

  it('names the symmetry that is lost with the digits', async () => {
    const tilted = over(EXAMPLE.replace('hz: Dz', 'hz: Dz + alpha px/3'));
    const { out, code } = await run('baseline', 'check', tilted);
    expect(code).toBe(1);
    expect(out).toMatch(/^point 1: K.xy .* -> .* \(\d+ digits agree\)$/m);
    expect(out).toMatch(/^symmetry lost: /m);
    expect(out).toContain('the definition of the theory is another one');
  });

  it('is reviewed without a terminal, and accepted with a reason', async () => {
    const changed = over(EXAMPLE.replace('hx: Dx - alpha py', 'hx: Dx - 2 alpha py'));
    const review = await run('baseline', 'review', changed);
    expect(review.out).toContain(`accept with: diffuson baseline accept ${changed} --why TEXT`);
    expect(review.code).toBe(1);
    const before = readFileSync(changed, 'utf8');
    expect(await run('baseline', 'accept', changed, '--why', ' ')).toMatchObject({ code: 1 });
    expect(readFileSync(changed, 'utf8')).toBe(before);
    expect(await run('baseline', 'accept', changed, '--why', 'a factor was missing')).toMatchObject({ code: 0 });
    const { reasons } = JSON.parse(readFileSync(changed, 'utf8')) as Baseline;
    expect(reasons.map(({ why }) => why)).toEqual(['agrees with the paper', 'a factor was missing']);
    expect(reasons[1].changed).toBeGreaterThan(0);
    expect((await run('baseline', 'check', changed)).code).toBe(0);
  });

  it.each([
    ['a file that is none', () => written('{}', 'json'), /^baseline .*: schema: /],
    ['a value that is no number', () => over(EXAMPLE).replace(/$/, ''), undefined],
    ['a missing file', () => path('nothing.json'), /^baseline .*nothing.json: ENOENT/],
  ])('refuses %s', async (_, make, message) => {
    const at = make();
    if (message === undefined) {
      copyFileSync(at, path('broken.json'));
      writeFileSync(path('broken.json'), readFileSync(at, 'utf8').replace(/"K.xy": "[^"]*"/, '"K.xy": "abc"'));
    }
    const { code, err, out } = await run('baseline', 'check', message === undefined ? path('broken.json') : at);
    expect(err).toMatch(message ?? /points.0.values.K.xy: expected a number in quotes/);
    expect([code, out]).toEqual([1, '']);
  });

  it('refuses quantities that there are not', async () => {
    const { err } = await run('baseline', 'write', path('x.json'), '--at', 'm=1', '--quantities', 'K.qq', '--why', 'a');
    expect(err).toMatch(/quantity "K.qq": there is none/);
  });
});
