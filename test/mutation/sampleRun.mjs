// the process that runs tests on one mutant after the other, in the folder that it is started in
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BaseSequencer, createVitest } from 'vitest/node';

class AsGiven extends BaseSequencer {
  async sort(files) {
    return files;
  }
}

const vitest = await createVitest('test', {
  ...{ watch: false, config: false, bail: 1, reporters: [{}], sequence: { sequencer: AsGiven } },
  ...{ include: ['test/**/*.test.ts'], setupFiles: ['test/seed.ts'], env: { NO_COLOR: '1' } },
  ...{ pool: 'threads', isolate: false, maxWorkers: 1, testTimeout: 60_000, hookTimeout: 60_000 },
});
await vitest.standalone();

/** The tests that fail, in one line. */
async function failing(tests) {
  vitest.state.errorsSet.clear();
  const found = await vitest.globTestSpecifications(tests);
  const place = ({ moduleId }) => tests.findIndex((name) => moduleId.endsWith(name));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    found.sort((a, b) => place(a) - place(b)),
  );
  // what it remembers of earlier runs is of no interest
  const asked = testModules.filter((module) => place(module) >= 0);
  const failed = asked.filter((module) => !module.ok()).map(place);
  const missing = tests.filter((name) => !asked.some(({ moduleId }) => moduleId.endsWith(name)));
  return [...failed.map((k) => tests[k]), ...missing, ...unhandledErrors.map(({ message }) => message)].join(', ');
}

process.on('message', async ({ file, text, tests }) => {
  const sound = readFileSync(file, 'utf8');
  const write = (content) => {
    writeFileSync(file, content);
    vitest.invalidateFile(resolve(file));
  };
  write(text);
  const failed = await failing(tests).catch(({ message }) => message);
  write(sound);
  process.send({ status: failed === '' ? 'survived' : 'killed', failed });
});
