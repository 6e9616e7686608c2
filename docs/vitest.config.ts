import { defineConfig } from 'vitest/config';

/** All commands of the site, run; `npm test` runs the quick ones. */
export default defineConfig({
  test: { include: ['docs/*.check.ts'], testTimeout: 600_000, maxWorkers: 1, isolate: false, env: { NO_COLOR: '1' } },
});
