import { describe, expect, it, vi } from 'vitest';
import { run } from './run.js';

/** What the package prints goes through the console. */
async function completed(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const spy = vi.spyOn(console, 'log').mockImplementation((...texts) => {
    lines.push(...texts.join(' ').split('\n'));
  });
  try {
    const { code, out } = await run('complete', ...args);
    return { code, lines: [...lines, ...out.split('\n')] };
  } finally {
    spy.mockRestore();
  }
}
const suggested = async (...words: string[]): Promise<string[]> =>
  (await completed('--', ...words)).lines.map((line) => line.split('\t')[0]);

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('has a script for %s', async (shell) => {
    const { code, lines } = await completed(shell);
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/diffuson/);
    expect(lines.length).toBeGreaterThan(20);
  });

  it('suggests commands, options, theories and values', async () => {
    expect(await suggested('')).toEqual(expect.arrayContaining(['solve', 'verify', 'baseline', 'compare']));
    expect(await suggested('so')).toContain('solve');
    expect(await suggested('solve', '--')).toEqual(expect.arrayContaining(['--set', '--digits', '--json']));
    expect(await suggested('solve', '')).toContain('rashba-ferromagnet');
    expect(await suggested('solve', '--field', '')).toEqual(expect.arrayContaining(['mpfr', 'double']));
    expect(await suggested('baseline', '')).toEqual(expect.arrayContaining(['write', 'check', 'review', 'accept']));
  });

  it('is told of shells that it has not', async () => {
    expect((await run('complete', 'tcsh')).code).toBe(1);
  });
});
