import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { historyShape } from '../../ledger/history.js';
import { ledgerJsonSchema } from '../../ledger/ledger.js';
import { writeWhole } from '../../src/theory/dataFile.js';
import { definitionSchema } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { makeFolder } from '../../src/theory/outputFile.js';
import { baselineShape, newBaseline } from '../change/baseline.js';
import { TEMPLATES, type Template } from './templates.js';

export interface InitRequest {
  readonly directory: string;
  /** Name in `TEMPLATES`. */
  readonly template: string;
  /** Of the suite. */
  readonly version: string;
  /** What the repository installs in the place of that version: a tarball, say. */
  readonly dependency?: string;
}

/** The JSON Schemas of files that people write. */
export const SCHEMAS = {
  theory: (): unknown => z.toJSONSchema(definitionSchema, { io: 'input', unrepresentable: 'any' }),
  ledger: (): unknown => ledgerJsonSchema(),
  baseline: (): unknown => z.toJSONSchema(baselineShape, { io: 'input', unrepresentable: 'any' }),
  history: (): unknown => z.toJSONSchema(historyShape, { io: 'input', unrepresentable: 'any' }),
} as const;

/**
 * Writes a repository that tests a theory: theory, claims, baseline, tests, workflows, editor settings.
 * @returns the files, relative to the directory
 * @throws InputError if one of them is there already; then nothing is written
 */
export async function initRepository({
  directory,
  template: name,
  version,
  dependency,
}: InitRequest): Promise<string[]> {
  const template = Object.hasOwn(TEMPLATES, name) ? TEMPLATES[name] : undefined;
  if (!template) throw new InputError(`template "${name}": expected ${Object.keys(TEMPLATES).join(', ')}`);
  const files = new Map(Object.entries(filesOf(template, dependency ?? version)));
  const taken = [...files.keys(), 'baseline.json'].filter((file) => existsSync(join(directory, file)));
  if (taken.length > 0) throw new InputError(`${directory}: ${taken.join(', ')} is there already; nothing was written`);
  for (const [file, text] of files) write(join(directory, file), text);
  loadTheory(join(directory, 'theory.yaml'));
  const path = join(directory, 'baseline.json');
  const { cutoff } = template;
  const baseline = await newBaseline(path, {
    theory: 'theory.yaml',
    points: [{ set: { ...template.point }, ...(cutoff !== undefined && { cutoff }) }],
    quantities: template.quantities,
    digits: 12,
    why: 'as the suite computed it when the repository was made',
    version,
    ledger: 'claims.yaml',
  });
  write(path, json(baseline));
  return [...files.keys(), 'baseline.json'];
}

function write(path: string, text: string): void {
  makeFolder(dirname(path));
  writeWhole(path, text);
}

const json = (data: unknown): string => `${JSON.stringify(data, null, 2)}\n`;

function filesOf(template: Template, dependency: string): Record<string, string> {
  const cutoff = template.cutoff === undefined ? '' : ` --cutoff ${template.cutoff}`;
  const set = Object.entries(template.point).map((pair) => pair.join('='));
  return {
    'theory.yaml': `# yaml-language-server: $schema=schemas/theory.schema.json\n${template.theory()}`,
    'claims.yaml': claims(template),
    'theory.test.ts': TEST,
    'package.json': json({
      name: 'theory',
      private: true,
      type: 'module',
      scripts: { test: 'vitest run', verify: 'diffuson verify claims.yaml' },
      devDependencies: { diffuson: dependency, vitest: '^4.1.0' },
    }),
    '.gitignore': 'node_modules/\nreport.html\n',
    '.github/workflows/theory.yml': GITHUB,
    '.gitlab-ci.yml': GITLAB,
    '.vscode/settings.json': json({
      'yaml.schemas': { 'schemas/theory.schema.json': 'theory.yaml', 'schemas/ledger.schema.json': 'claims.yaml' },
      'json.schemas': [{ fileMatch: ['baseline.json'], url: './schemas/baseline.schema.json' }],
    }),
    'schemas/theory.schema.json': json(SCHEMAS.theory()),
    'schemas/ledger.schema.json': json(SCHEMAS.ledger()),
    'schemas/baseline.schema.json': json(SCHEMAS.baseline()),
    'README.md': `# ${template.title}, under test

\`\`\`sh
npm install && npm test
\`\`\`

- \`theory.yaml\`: the Hamiltonian and the impurities. \`npx diffuson doctor theory.yaml\` tells what they are.
- \`claims.yaml\`: what a paper or a draft says of them. \`npm run verify\` judges every row.
- \`baseline.json\`: digits that must not change without a reason. \`npx diffuson baseline review baseline.json\`.
- \`theory.test.ts\`: the laws that every such theory obeys, the claims and the baseline, in one \`npm test\`.

\`\`\`sh
npx diffuson solve theory.yaml --set ${set.join(' ')}${cutoff}
npx diffuson diff HEAD~1:theory.yaml theory.yaml
\`\`\`
`,
  };
}

function claims({ title, point, claim }: Template): string {
  const ledger = {
    paper: { id: 'draft', title, authors: 'you' },
    theory: 'theory.yaml',
    regimes: {},
    conventions: {},
    points: { here: point },
    rows: [claim],
  };
  return `# yaml-language-server: $schema=schemas/ledger.schema.json\n${stringify(ledger)}`;
}

const TEST = `import { checkBaseline } from 'diffuson';
import { lawTests, ledgerTests } from 'diffuson/vitest';
import { expect, test } from 'vitest';

lawTests('theory.yaml', { runs: 5, seed: 1 });
ledgerTests('claims.yaml');

test('the baseline holds', async () => {
  expect(await checkBaseline('baseline.json')).toMatchObject({ holds: true });
}, 240_000);
`;

const GITHUB = `name: theory
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        shard: [1, 2]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npm install
      - run: npx vitest run --shard=\${{ matrix.shard }}/2
  claims:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npm install
      # writes its summary to $GITHUB_STEP_SUMMARY
      - run: npx diffuson verify claims.yaml --report report.html
      - uses: actions/upload-artifact@v4
        if: always()
        with: { name: report, path: report.html }
`;

const GITLAB = `image: node:20
before_script:
  - npm install
test:
  parallel: 2
  script:
    - npx vitest run --shard=$CI_NODE_INDEX/$CI_NODE_TOTAL
claims:
  script:
    - npx diffuson verify claims.yaml --report report.html --junit claims.xml
  artifacts:
    when: always
    paths: [report.html]
    reports: { junit: claims.xml }
`;
