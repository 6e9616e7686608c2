import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { schemaKinds } from '../../cli/index.js';
import { OUTPUTS } from '../../cli/reports/outputs.js';
import { run } from './run.js';
import { folder, LEDGER, written } from './samples.js';

const SET = ['--set', 'm=1', 'eps=1', 'alpha=0.3', 'Dz=0.1', 'u=0.5'];
const UNITS = ['--set', 'm=0.8 m_e', 'alpha=1.7e-11 eV m', 'eps=10 meV', 'Delta=4.8 meV', 'u=1 eV nm^2'];
const MAGNET = ['--thickness', '1 nm', '--magnetisation', '1e6 A/m'];
const data = join(folder, 'outputs.csv');
writeFileSync(data, 'eps,sigma.xx\n1,2\n');

/** A line for every kind of object, and more where one command prints several. */
const LINES: readonly [keyof typeof OUTPUTS, () => string[]][] = [
  ['solve', () => ['solve', ...SET]],
  ['solve', () => ['solve', ...SET, 'n=0.02', '--limit', 'finite', '--digits', '6', '--cutoff', '50']],
  ['torque', () => ['torque', ...UNITS, ...MAGNET, '--current', '1 A/m', '--velocity', '1e5 m/s']],
  ['torque-table', () => ['torque', ...UNITS, ...MAGNET, '--table', '--polar', '6', '--azimuths', '7']],
  ['expand', () => ['expand', 'K.xy', '--orders', '2']],
  ['discover', () => ['discover', 'K.xy']],
  ['verify', () => ['verify', written(LEDGER), '--history', join(folder, 'outputs.json')]],
  ['verify', () => ['verify', written(LEDGER), '--shard', '1/2']],
  ['laws', () => ['laws', '--run', '--runs', '2', '--law', 'optical-theorem']],
  [
    'mutants',
    () => ['mutants', '--mutant', 'vertex.doubled', '--law', 'optical-theorem', '--runs', '2', '--no-ledger'],
  ],
  ['diff', () => ['diff', 'rashba-ferromagnet', 'rashba-dresselhaus-ferromagnet', '--samples', '4']],
  ['diff', () => ['diff', written('{ a: 1 }', 'json'), written('{ a: 2 }', 'json')]],
  ['compare', () => ['compare', data, '--theory', 'rashba-ferromagnet', ...SET.filter((x) => !x.startsWith('eps'))]],
  ['compare', () => ['compare', data]],
  ['doctor', () => ['doctor', 'examples/heavy-holes.yaml']],
];

describe('the objects that commands print', () => {
  it.each(LINES)('%s obeys its schema (%#)', async (kind, line) => {
    const { out, err } = await run(...line(), '--json');
    expect(err).toBe('');
    const object: unknown = JSON.parse(out);
    expect(object).toMatchObject({ schema: 1 });
    // the shape, and the JSON Schema that is printed of it
    for (const shape of [OUTPUTS[kind], z.fromJSONSchema(await printed(kind))]) {
      const { success, error } = shape.safeParse(object);
      expect([success, error?.issues.slice(0, 2)]).toEqual([true, undefined]);
      expect(shape.safeParse({ ...(object as object), schema: 2 }).success).toBe(false);
    }
  });

  it('all have one', () => {
    expect(new Set(LINES.map(([kind]) => kind))).toEqual(new Set(Object.keys(OUTPUTS)));
    expect(schemaKinds).toEqual(expect.arrayContaining(['theory', 'ledger', 'baseline', 'history', 'solve', 'verify']));
  });
});

const printed = async (kind: string): Promise<Parameters<typeof z.fromJSONSchema>[0]> =>
  JSON.parse((await run('schema', kind)).out);
