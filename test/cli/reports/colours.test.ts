import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

const marked = async (environment: Record<string, string>): Promise<boolean> => {
  for (const name of ['NO_COLOR', 'FORCE_COLOR', 'CI']) vi.stubEnv(name, environment[name]);
  vi.resetModules();
  const { colours } = await import('../../../cli/reports/ledger/colours.js');
  return colours.red('refuted') !== 'refuted';
};

it('colours stay out of what another program reads, also in continuous integration', async () => {
  expect(process.stdout.isTTY).not.toBe(true);
  expect(await marked({})).toBe(false);
  expect(await marked({ CI: '1' })).toBe(false);
  expect(await marked({ FORCE_COLOR: '1' })).toBe(true);
  expect(await marked({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
});
