import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { templates } from '../../cli/index.js';
import { baselineShape } from '../../kit/change/baseline.js';
import { loadTheory } from '../../src/theory/load.js';
import { run } from '../cli/run.js';
import { folder } from '../cli/samples.js';

describe('init', () => {
  it.each(templates)('writes a repository whose files are sound: %s', async (template) => {
    const directory = join(folder, `init-${template}`);
    const { out, err, code } = await run('init', directory, '--template', template);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`next: cd ${directory} && npm install && npm test`);
    expect(loadTheory(join(directory, 'theory.yaml')).degree).toBeGreaterThan(0);
    const read = (file: string): string => readFileSync(join(directory, file), 'utf8');
    expect(baselineShape.safeParse(JSON.parse(read('baseline.json'))).success).toBe(true);
    for (const file of ['.github/workflows/theory.yml', '.gitlab-ci.yml', 'claims.yaml'])
      expect(parse(read(file))).toBeTruthy();
    for (const file of ['package.json', '.vscode/settings.json', 'schemas/ledger.schema.json'])
      expect(JSON.parse(read(file))).toBeTruthy();
    expect(read('theory.test.ts')).toContain("lawTests('theory.yaml'");
    const again = await run('init', directory, '--template', template);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(/theory.yaml, claims.yaml, .* is there already; nothing was written/);
  });

  it('takes the first template without a terminal, and refuses one that there is not', async () => {
    const directory = join(folder, 'init-plain');
    expect((await run('init', directory)).code).toBe(0);
    expect(readFileSync(join(directory, 'theory.yaml'), 'utf8')).toContain('rashba');
    expect((await run('init', join(folder, 'x'), '--template', 'nothing')).err).toMatch(/expected rashba, dirac/);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('writes nothing where one file is there', async () => {
    const directory = join(folder, 'init-taken');
    mkdirSync(directory);
    writeFileSync(join(directory, 'baseline.json'), '{}');
    expect((await run('init', directory)).err).toMatch(/baseline.json is there already/);
    expect(existsSync(join(directory, 'theory.yaml'))).toBe(false);
  });
});

describe('schema', () => {
  it.each(['theory', 'ledger', 'baseline'])('%s is a JSON Schema that reads back', async (kind) => {
    const { out } = await run('schema', kind);
    const schema = JSON.parse(out) as Record<string, unknown>;
    expect(schema).toMatchObject({ type: 'object' });
    expect(() => z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])).not.toThrow();
  });

  it('accepts the examples and refuses what is no theory', async () => {
    const { out } = await run('schema', 'theory');
    const shape = z.fromJSONSchema(JSON.parse(out) as Parameters<typeof z.fromJSONSchema>[0]);
    const example = parse(readFileSync('examples/anisotropic.yaml', 'utf8')) as object;
    expect(shape.safeParse(example).success).toBe(true);
    expect(shape.safeParse({ ...example, hamiltonian: undefined }).success).toBe(false);
    expect(shape.safeParse({ ...example, other: 1 }).success).toBe(false);
  });

  it('refuses kinds that there are not', async () => {
    expect((await run('schema', 'nothing')).err).toMatch(/expected theory, ledger, baseline/);
  });
});
