import { describe, expect, test } from 'vitest';
import { type LawTable, lawTable } from '../../properties/catalogue/table.js';
import { Facts } from '../../properties/symmetry/classification.js';
import { configurationsOf, paritiesOf } from '../../properties/symmetry/constraints.js';
import { generatorsOf } from '../../properties/symmetry/invariance.js';
import { mapText } from '../../properties/symmetry/statement.js';
import { torqueParitiesOf } from '../../properties/symmetry/torque.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';

const rashba = new Facts(loadTheory('rashba-ferromagnet'));
const component = (facts: Facts, configuration: RegExp, name: string, present: string[] = []) =>
  configurationsOf(facts, present)
    .find((c) => configuration.test(c.name))!
    .components.find((c) => c.name === name)!;

describe('symmetries found in the polynomials', () => {
  test('the Rashba ferromagnet turns with its exchange field', () => {
    const names = generatorsOf(rashba.symmetries).map((s) => s.name);
    expect(names).toEqual(['joint rotation', 'mirror x', 'orbital inversion', 'time reversal']);
    expect(mapText(rashba.symmetries.find((s) => s.name === 'orbital inversion')!)).toBe('alpha -> -alpha');
    expect(mapText(rashba.symmetries.find((s) => s.name === 'time reversal')!)).toContain('Dz -> -Dz');
  });

  test('a Dresselhaus term leaves a quarter turn that reverses it, and exchanges with Rashba', () => {
    const facts = new Facts(loadTheory('rashba-dresselhaus-ferromagnet'));
    expect(facts.hasSymmetry('joint rotation')).toBe(false);
    expect(mapText(facts.symmetries.find((s) => s.name === 'joint C4')!)).toContain('beta -> -beta');
    expect(mapText(facts.symmetries.find((s) => s.name === 'spin exchange xy')!)).toContain('alpha -> beta, ');
  });

  test('a quadratic coupling in place of the linear one changes which turns survive', () => {
    const theory = new Theory({
      ...rashbaFerromagnet,
      name: 'quadratic',
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hx: 'Dx + alpha*(px^2 - py^2)', hy: 'Dy - 2*alpha*px*py' },
    });
    const facts = new Facts(theory);
    expect(facts.hasSymmetry('joint rotation')).toBe(false);
    expect(facts.hasSymmetry('joint C3')).toBe(true);
    expect(mapText(facts.symmetries.find((s) => s.name === 'orbital inversion')!)).toBe('');
  });
});

describe('constraints on the response', () => {
  test('m along z: two free entries of K', () => {
    expect(component(rashba, /along z/, 'K.yy')).toMatchObject({ status: 'related', equals: 'K.xx' });
    expect(component(rashba, /along z/, 'K.yx')).toMatchObject({ status: 'related', equals: '-K.xy' });
    expect(component(rashba, /along z/, 'K.zx').status).toBe('forbidden');
    expect(component(rashba, /along z/, 'sigma.yx')).toMatchObject({ status: 'related', equals: '-sigma.xy' });
  });

  test('m in the plane: the mirror forbids what skew scattering would give', () => {
    expect(component(rashba, /along x/, 'K.xx')).toMatchObject({ status: 'forbidden', by: ['mirror x'] });
    expect(component(rashba, /along x/, 'K.zx').status).toBe('allowed');
  });

  test('a magnetic impurity along z gives a Hall response without an exchange field', () => {
    expect(component(rashba, /no exchange/, 'sigma.xy').status).toBe('forbidden');
    expect(component(rashba, /no exchange/, 'sigma.xy', ['uz']).status).toBe('allowed');
    expect(component(rashba, /no exchange/, 'K.xx', ['uz']).status).toBe('allowed');
  });

  test('K is odd and sigma even in alpha', () => {
    const parity = paritiesOf(rashba).find((p) => p.flips.join() === 'alpha')!;
    expect(parity.odd).toHaveLength(6);
    expect(parity.even).toHaveLength(4);
  });
});

describe('parameters that are absent', () => {
  const tilted = new Theory({
    ...rashbaFerromagnet,
    name: 'tilted',
    parameters: {
      ...rashbaFerromagnet.parameters,
      w: { meaning: 'tilt velocity', dimension: { energy: 1, length: 1 }, default: '0' },
    },
    hamiltonian: { ...rashbaFerromagnet.hamiltonian, h0: '(px^2 + py^2)/(2 m) + w px' },
  });

  test('do not hide the symmetries of what is left', () => {
    const facts = new Facts(tilted);
    expect(facts.hasSymmetry('joint rotation')).toBe(false);
    expect(facts.symmetriesWith([]).map((s) => s.name)).toContain('joint rotation');
    expect(component(facts, /along z/, 'K.yy')).toMatchObject({ status: 'related', equals: 'K.xx' });
    expect(component(facts, /along z/, 'K.yy', ['w']).status).toBe('allowed');
  });

  test('both tables are made: for the parameters at hand and in general', () => {
    const operations = (table: Pick<LawTable, 'operations'>): string[] => table.operations.map((o) => o.name);
    const table = lawTable(tilted, ['uz']);
    expect(table.absent).toEqual(['ux', 'uy', 'w']);
    expect(operations(table)).not.toEqual(operations(table.general ?? table));
    expect(table.general?.absent).toEqual([]);
    expect(lawTable(tilted, ['ux', 'uy', 'uz', 'w']).general).toBeUndefined();
  });

  test('every species of impurities is read: a half turn forbids K_zx for m along z', () => {
    const facts = new Facts(loadTheory('examples/anisotropic.yaml'));
    expect(mapText(facts.symmetries.find((s) => s.name === 'mirror x') ?? facts.symmetries[0])).toBe(
      'beta -> -beta, Dy -> -Dy, Dz -> -Dz, w -> -w',
    );
    expect(component(facts, /along z/, 'K.zx')).toMatchObject({ status: 'forbidden', by: ['joint C2', 'counter C2'] });
    expect(component(facts, /no exchange/, 'sigma.xy').status).toBe('forbidden');
    expect(component(facts, /no exchange/, 'sigma.xy', ['w', 'beta']).status).toBe('allowed');
  });
});

describe('torque efficiencies', () => {
  const of = (facts: Facts, operation: string) => torqueParitiesOf(facts).find((t) => t.operation === operation);
  const all = ['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o'];

  test('do not depend on the azimuth of m where the theory can be turned', () => {
    expect(of(rashba, 'joint rotation')?.even).toEqual(all);
    expect(of(new Facts(loadTheory('rashba-dresselhaus-ferromagnet')), 'joint rotation')).toBeUndefined();
  });

  test('keep their names under a mirror: even in m what is damping-like, odd what is field-like', () => {
    const mirror = of(rashba, 'mirror x')!;
    expect([...mirror.even, ...mirror.odd].sort()).toEqual([...all].sort());
  });

  test('change sign with alpha', () => {
    expect(of(rashba, 'orbital inversion')?.odd).toEqual(all);
  });
});
