import { describe, expect, test } from 'vitest';
import { Classification } from '../../properties/symmetry/classification.js';
import { configurationsOf } from '../../properties/symmetry/constraints.js';
import { torqueParitiesOf } from '../../properties/symmetry/torque.js';
import { torqueRelations } from '../../properties/symmetry/torqueRelations.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';

const dresselhaus = { m: '1', alpha: '.5', beta: '.3', u: '.5', eps: '1' };
const anisotropic = { mx: '1', my: '1.4', alpha: '.4', eps: '1', u: '.6' };
const rashba = { m: '1', alpha: '.5', u: '.5', eps: '1' };

describe('what the derived symmetries say of the torque is what a solve finds', () => {
  test.each([
    ['rashba-dresselhaus-ferromagnet', [], /along z/, { ...dresselhaus, Dz: '.2' }],
    ['examples/anisotropic.yaml', ['beta', 'w'], /along z/, { ...anisotropic, beta: '.1', w: '.2', Dz: '.3' }],
    ['examples/anisotropic.yaml', [], /along x/, { ...anisotropic, Dx: '.3' }],
    ['examples/anisotropic.yaml', [], /xz plane/, { ...anisotropic, Dx: '.3', Dz: '.2' }],
    ['rashba-ferromagnet', ['ux'], /along z/, { ...rashba, ux: '.1', Dz: '.2' }],
    ['rashba-ferromagnet', ['uz'], /xz plane/, { ...rashba, uz: '.1', Dx: '.1', Dz: '.2' }],
  ] as const)('%s with %j, m %s', async (name, present, direction, set) => {
    const theory = loadTheory(name);
    const table = configurationsOf(new Classification(theory), present).find((c) => direction.test(c.name));
    const components = table?.components.filter((c) => c.name.startsWith('torque')) ?? [];
    expect(components).toHaveLength(12);
    const problem = readProblem(theory, { set });
    const solution = await solve(problem, { field: 'mpfr', digits: 12 });
    const value = (entry: string): number => Number(solution.quantities.get(entry)?.value);
    for (const { name: entry, status, equals = '' } of components) {
      const other = value(equals.replace('-', '')) * (equals.startsWith('-') ? -1 : 1);
      if (status === 'related') expect(value(entry) / other, entry).toBeCloseTo(1, 10);
      else if (status === 'forbidden') expect(value(entry), entry).toBe(0);
      // without h_z no state has a spin out of the plane, so that more is zero than symmetry says
      else if ('Dz' in set) expect(value(entry), entry).not.toBe(0);
    }
    // a solve explains as much
    const explained = torqueRelations(problem, solution).join();
    for (const { name: entry, status, equals = '0' } of components)
      expect(explained.includes(`${entry} = ${equals}`), entry).toBe(status !== 'allowed');
  });
});

test('a solve explains what symmetry says at its values, and nothing that a small term breaks', async () => {
  const theory = loadTheory('rashba-dresselhaus-ferromagnet');
  const reasons = async (set: Record<string, string>): Promise<string> => {
    const problem = readProblem(theory, { set: { ...dresselhaus, ...set } });
    return torqueRelations(problem, await solve(problem, { field: 'mpfr', digits: 6 })).join();
  };
  // a special direction of m, which no table lists
  expect(await reasons({ Dx: '.1', Dy: '.1', Dz: '.2' })).toMatch(/torque\w+\.\w+ = -?torque\w+\.\w+ by mirror d/);
  expect(await reasons({ Dx: '.1', Dy: '.11', Dz: '.2' })).toBe('');
  expect(await reasons({ beta: '0', ux: '1e-20', Dz: '.2' })).toContain('by mirror y with time reversal');
  expect(await reasons({ beta: '0', ux: '1e-20', uy: '1e-20', Dz: '.2' })).not.toContain('mirror y');
  expect(await reasons({ beta: '0', Dz: '.2' })).toBe('');
});

test('the parts of the torque are spoken of where Eq. (4) does not hold, its efficiencies where it does', () => {
  const spokenOf = (name: string, present: string[] = []): [torque: boolean, tau: boolean] => {
    const classification = new Classification(loadTheory(name));
    const components = configurationsOf(classification, present).flatMap((c) => c.components.map((x) => x.name));
    const parities = torqueParitiesOf(classification, present);
    return [components.some((c) => c.startsWith('torque')), parities.length > 0];
  };
  expect(spokenOf('rashba-ferromagnet')).toEqual([false, true]);
  expect(spokenOf('rashba-ferromagnet', ['ux'])).toEqual([true, false]);
  expect(spokenOf('rashba-dresselhaus-ferromagnet')).toEqual([true, false]);
  expect(spokenOf('massive-dirac')).toEqual([false, false]);
});
