import { describe, expect, test } from 'vitest';
import { type LawTable, lawTable } from '../../properties/catalogue/table.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { configurationsOf, paritiesOf } from '../../properties/symmetry/constraints.js';
import { generatorsOf, invariancesOf, symmetriesOf } from '../../properties/symmetry/invariance.js';
import { mapText } from '../../properties/symmetry/statement.js';
import { torqueParitiesOf } from '../../properties/symmetry/torque.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';

const rashba = new Classification(loadTheory('rashba-ferromagnet'));
const component = (configuration: RegExp, name: string, present: string[] = []) =>
  componentIn(rashba, configuration, name, present);
function componentIn(classification: Classification, configuration: RegExp, name: string, present: string[] = []) {
  return configurationsOf(classification, present)
    .find((c) => configuration.test(c.name))
    ?.components.find((c) => c.name === name);
}

const has = ({ symmetries }: Classification, name: string): boolean => symmetries.some((s) => s.name === name);

/** The parameter map of an operation that was found. */
const mapOf = ({ symmetries }: Classification, name: string): string | undefined =>
  symmetries.filter((s) => s.name === name).map(mapText)[0];

describe('symmetries found in the polynomials', () => {
  test('the Rashba ferromagnet turns with its exchange field', () => {
    const names = generatorsOf(rashba.symmetries).map((s) => s.name);
    expect(names).toEqual(['joint rotation', 'mirror x', 'orbital inversion', 'time reversal']);
    expect(mapOf(rashba, 'orbital inversion')).toBe('alpha -> -alpha');
    expect(mapOf(rashba, 'time reversal')).toContain('Dz -> -Dz');
  });

  test.each([
    ['rashba-ferromagnet', ['m', 'alpha', 'Dz', 'u', 'n']],
    ['rashba-dresselhaus-ferromagnet', ['m', 'alpha', 'beta', 'u', 'n']],
    ['massive-dirac', ['v', 'M', 'u', 'n']],
    ['examples/heavy-holes.yaml', ['m', 'l', 'u', 'n']],
  ])('those of %s that keep all parameters are those whose map is the identity', (name, present) => {
    const theory = loadTheory(name);
    const found = invariancesOf(theory, present).map((operation) => operation.name);
    const isIdentity = ({ map }: ReturnType<typeof symmetriesOf>[number]): boolean =>
      map.every((row, i) => row.every((entry, j) => entry === (i === j ? 1 : 0)));
    expect(found).toEqual(symmetriesOf(theory, present).flatMap((s) => (isIdentity(s) ? [s.name] : [])));
    expect(found.length).toBeGreaterThan(1);
  });

  test('a Dresselhaus term leaves a quarter turn that reverses it, and exchanges with Rashba', () => {
    const classification = new Classification(loadTheory('rashba-dresselhaus-ferromagnet'));
    expect(has(classification, 'joint rotation')).toBe(false);
    expect(mapOf(classification, 'joint C4')).toContain('beta -> -beta');
    expect(mapOf(classification, 'spin exchange xy')).toContain('alpha -> beta, ');
  });

  test('a quadratic coupling in place of the linear one changes which turns survive', () => {
    const theory = new Theory({
      ...rashbaFerromagnet,
      name: 'quadratic',
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hx: 'Dx + alpha*(px^2 - py^2)', hy: 'Dy - 2*alpha*px*py' },
    });
    const classification = new Classification(theory);
    expect(has(classification, 'joint rotation')).toBe(false);
    expect(has(classification, 'joint C3')).toBe(true);
    expect(mapOf(classification, 'orbital inversion')).toBe('');
  });
});

describe('constraints on the response', () => {
  test('m along z: two free entries of K', () => {
    expect(component(/along z/, 'K.yy')).toMatchObject({ status: 'related', equals: 'K.xx' });
    expect(component(/along z/, 'K.yx')).toMatchObject({ status: 'related', equals: '-K.xy' });
    expect(component(/along z/, 'K.zx')?.status).toBe('forbidden');
    expect(component(/along z/, 'sigma.yx')).toMatchObject({ status: 'related', equals: '-sigma.xy' });
  });

  test('m in the plane: the mirror forbids what skew scattering would give', () => {
    expect(component(/along x/, 'K.xx')).toMatchObject({ status: 'forbidden', by: ['mirror x'] });
    expect(component(/along x/, 'K.zx')?.status).toBe('allowed');
  });

  test('a magnetic impurity along z gives a Hall response without an exchange field', () => {
    expect(component(/no exchange/, 'sigma.xy')?.status).toBe('forbidden');
    expect(component(/no exchange/, 'sigma.xy', ['uz'])?.status).toBe('allowed');
    expect(component(/no exchange/, 'K.xx', ['uz'])?.status).toBe('allowed');
  });

  test('K is odd and sigma even in alpha', () => {
    const parity = paritiesOf(rashba).find((p) => p.flips.join() === 'alpha');
    expect(parity?.odd).toHaveLength(6);
    expect(parity?.even).toHaveLength(4);
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
    const classification = new Classification(tilted);
    expect(has(classification, 'joint rotation')).toBe(false);
    expect(classification.symmetriesWith([]).map((s) => s.name)).toContain('joint rotation');
    expect(componentIn(classification, /along z/, 'K.yy')).toMatchObject({ status: 'related', equals: 'K.xx' });
    expect(componentIn(classification, /along z/, 'K.yy', ['w'])?.status).toBe('allowed');
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
    const classification = new Classification(loadTheory('examples/anisotropic.yaml'));
    expect(mapText(classification.symmetries.find((s) => s.name === 'mirror x') ?? classification.symmetries[0])).toBe(
      'beta -> -beta, Dy -> -Dy, Dz -> -Dz, w -> -w',
    );
    expect(componentIn(classification, /along z/, 'K.zx')).toMatchObject({
      status: 'forbidden',
      by: ['joint C2', 'counter C2'],
    });
    expect(componentIn(classification, /no exchange/, 'sigma.xy')?.status).toBe('forbidden');
    expect(componentIn(classification, /no exchange/, 'sigma.xy', ['w', 'beta'])?.status).toBe('allowed');
  });
});

describe('torque efficiencies', () => {
  const of = (classification: Classification, operation: string) =>
    torqueParitiesOf(classification).find((t) => t.operation === operation);
  const all = ['tau.1e', 'tau.2e', 'tau.1o', 'tau.2o'];

  test('do not depend on the azimuth of m where the theory can be turned', () => {
    expect(of(rashba, 'joint rotation')?.even).toEqual(all);
    expect(of(new Classification(loadTheory('rashba-dresselhaus-ferromagnet')), 'joint rotation')).toBeUndefined();
  });

  test('keep their names under a mirror: even in m what is damping-like, odd what is field-like', () => {
    const mirror = of(rashba, 'mirror x');
    expect([...(mirror?.even ?? []), ...(mirror?.odd ?? [])].sort()).toEqual([...all].sort());
  });

  test('change sign with alpha', () => {
    expect(of(rashba, 'orbital inversion')?.odd).toEqual(all);
  });
});
