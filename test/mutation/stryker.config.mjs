import { readFileSync } from 'node:fs';

const groups = JSON.parse(readFileSync(new URL('groups.json', import.meta.url), 'utf8'));
const name = process.env.MUTATION_GROUP;
// without: kinds of mutants that say nothing of a guard, such as the words of a help text
const { mutate = [], least = 90, without = [] } = groups[name] ?? {};
const kept = `.stryker/${name ?? 'files'}`;

/** Stryker for one group of groups.json; what it learnt stays in .stryker, so that a second run tries what changed. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  mutate,
  mutator: { excludedMutations: without },
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: `${kept}.incremental.json`,
  tempDirName: '.stryker/tmp',
  concurrency: 1,
  timeoutMS: 20_000,
  thresholds: { high: 100, low: least, break: least },
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false },
  jsonReporter: { fileName: `${kept}.report.json` },
};
