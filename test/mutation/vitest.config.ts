import { defineConfig } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestModule, type TestSpecification, type Vitest } from 'vitest/node';
import groups from './groups.json' with { type: 'json' };

/** The test files that judge the mutants of a group, the cheapest ones first: one failure is enough. */
const group = process.env.MUTATION_GROUP as keyof typeof groups | undefined;
const tests = group ? groups[group].tests : [...new Set(Object.values(groups).flatMap((g) => g.tests))];

class AsListed extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => tests.findIndex((name) => moduleId.endsWith(name));
    return files.sort((a, b) => place(a) - place(b));
  }
}

/** A file of tests that a mutant does not let load is an error of the run; else the mutant would pass as a survivor. */
class Unloaded implements Reporter {
  private context: Vitest | undefined;

  onInit(context: Vitest): void {
    this.context = context;
  }

  onTestRunStart(): void {
    this.context?.state.errorsSet.clear();
  }

  onTestModuleEnd(module: TestModule): void {
    for (const error of module.errors()) this.context?.state.errorsSet.add(error);
  }
}

export default defineConfig({
  test: {
    include: tests,
    setupFiles: ['test/seed.ts'],
    reporters: [new Unloaded()],
    sequence: { sequencer: AsListed },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { NO_COLOR: '1' },
  },
});
