import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    env: { NO_COLOR: '1' },
  },
});
