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

async function survives(tests) {
  vitest.state.errorsSet.clear();
  const found = await vitest.globTestSpecifications(tests);
  const place = ({ moduleId }) => tests.findIndex((name) => moduleId.endsWith(name));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    found.sort((a, b) => place(a) - place(b)),
  );
  // what it remembers of earlier runs is of no interest
  const asked = testModules.filter((module) => place(module) >= 0);
  return asked.length === tests.length && unhandledErrors.length === 0 && asked.every((module) => module.ok());
}

process.on('message', async ({ file, text, tests }) => {
  const sound = readFileSync(file, 'utf8');
  const write = (content) => {
    writeFileSync(file, content);
    vitest.invalidateFile(resolve(file));
  };
  write(text);
  const survived = await survives(tests).catch(() => false);
  write(sound);
  process.send(survived ? 'survived' : 'killed');
});
