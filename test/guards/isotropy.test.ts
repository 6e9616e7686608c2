import { describe, expect, test } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { environmentOf } from '../../src/solution/environment.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { breachesIn, breachText, noEfficiencies } from '../../src/theory/isotropy.js';
import { Theory } from '../../src/theory/theory.js';

const SET = { m: '1', alpha: '0.5', u: '0.5', eps: '1', Dx: '0.1', Dy: '-0.07', Dz: '0.2' };
const number = (meaning: string) => ({ meaning, dimension: {}, default: '0' });
const { parameters, hamiltonian } = rashbaFerromagnet;

/** The Rashba ferromagnet with further terms, of the strength c (and d). */
const changed = (terms: Partial<typeof hamiltonian>, more: Partial<ConstructorParameters<typeof Theory>[0]> = {}) =>
  new Theory({
    ...rashbaFerromagnet,
    parameters: { ...parameters, c: number('c'), d: number('d') },
    hamiltonian: { ...hamiltonian, ...terms },
    ...more,
  });

/** What breaks Eq. (4) for numbers in double precision. */
function broken(theory: Theory, set: Record<string, string> = {}): string | undefined {
  const field = new DoubleField();
  return breachesIn(theory, field)(environmentOf(readProblem(theory, { set: { ...SET, ...set } }), field));
}
const turning = (by: string): string => `the rotation symmetry about z is broken by ${by}`;
const mirroring = (by: string): string => `the mirror symmetry (planes that contain z) is broken by ${by}`;

describe('Eq. (4) holds', () => {
  test.each([
    ['for any direction of m', {}],
    ['for a dispersion that depends on |p| alone', { h0: `${hamiltonian.h0} + c * (px^2 + py^2)^2` }],
    [
      'for a coupling that grows with |p|',
      { hx: 'Dx - (alpha + c * (px^2 + py^2)) * py', hy: 'Dy + (alpha + c * (px^2 + py^2)) * px' },
    ],
  ])('%s', (_, terms) => {
    expect(broken(changed(terms), { c: '0.01', d: '0.02' })).toBeUndefined();
  });

  test('whatever the numbers of impurities without a spin', () => {
    const impurities = [{ matrix: ['u', '0', '0', '0'] }, { concentration: '1/4', matrix: ['2*u', '0', '0', '0'] }];
    expect(broken(changed({}, { impurities } as never))).toBeUndefined();
  });
});

describe('Eq. (4) does not hold', () => {
  test.each([
    // rotations: L h_0 = L h_z = 0, L h_x = -h_y, L h_y = h_x
    ['two masses', { h0: `${hamiltonian.h0} + c * px^2` }, turning('h0')],
    ['a tilt along the diagonal', { h0: `${hamiltonian.h0} + c * px + c * py` }, turning('h0')],
    ['a tilt along y', { h0: `${hamiltonian.h0} + c * py` }, turning('h0')],
    ['an exchange that depends on the direction', { hz: 'Dz + c * px^2' }, turning('hz')],
    ['an exchange that is odd in the momentum', { hz: 'Dz + c * px' }, turning('hz')],
    ['a Dresselhaus coupling', { hx: 'Dx - alpha py + c px', hy: 'Dy + alpha px - c py' }, turning('hx, hy')],
    ['a coupling of one component', { hx: 'Dx - alpha py - c py' }, turning('hx, hy')],
    ['an exchange field that is not the one that is named', { hx: 'Dx - alpha py + c' }, turning('hy')],
    ['the same along y', { hy: 'Dy + alpha px + c' }, turning('hx')],
    // mirrors
    ['a chiral coupling', { hx: 'Dx - alpha py + c px', hy: 'Dy + alpha px + c py' }, mirroring('hx, hy')],
    ['an exchange without m', { hz: 'Dz + c' }, mirroring('hz')],
    ['an exchange without m that grows with |p|', { hz: 'Dz + c * (px^2 + py^2)' }, mirroring('hz')],
    // where rotations are broken the mirrors of one plane say nothing of the others
    ['both', { h0: `${hamiltonian.h0} + c * px^2`, hz: 'Dz + c' }, turning('h0')],
  ])('%s', (_, terms, said) => {
    expect(broken(changed(terms), { c: '0.01' })).toBe(said);
    expect(broken(changed(terms), { c: '0' })).toBeUndefined();
  });

  test('for impurities with a spin: in the plane, or along z', () => {
    const theory = changed({});
    expect(broken(theory, { ux: '0.1' })).toBe(turning('the spin of the impurities'));
    expect(broken(theory, { uy: '0.1' })).toBe(turning('the spin of the impurities'));
    expect(broken(theory, { uz: '0.1' })).toBe(mirroring('the spin of the impurities'));
    const impurities = [{ matrix: ['u', '0', '0', '0'] }, { matrix: ['u', '0', 'c', '0'] }];
    expect(broken(changed({}, { impurities } as never), { c: '0.1' })).toBe(turning('the spin of impurity 2'));
  });

  test('by more than rounding errors', () => {
    // 4 of 16 digits may be lost to rounding: 1e-12 of what cancels
    const theory = changed({ hx: 'Dx - alpha py - c py' });
    expect(broken(theory, { c: '1e-15' })).toBeUndefined();
    expect(broken(theory, { c: '1e-11' })).toBe(turning('hx, hy'));
    // of what cancels
    expect(broken(theory, { alpha: '1e4', c: '1e-10' })).toBeUndefined();
    expect(broken(theory, { alpha: '1e-4', c: '1e-15' })).toBe(turning('hx, hy'));
  });
});

test('what is said names every part once, and how to go on', () => {
  expect(breachText([])).toBeUndefined();
  const of = (symmetry: 'rotation symmetry about z' | 'mirror symmetry (planes that contain z)', by: string) => ({
    symmetry,
    by,
  });
  expect(breachText([of('mirror symmetry (planes that contain z)', 'hz')])).toBe(mirroring('hz'));
  expect(
    breachText([
      of('mirror symmetry (planes that contain z)', 'hz'),
      of('rotation symmetry about z', 'hx'),
      of('rotation symmetry about z', 'hx'),
    ]),
  ).toBe(turning('hx'));
  expect(noEfficiencies('it', 'why')).toBe(
    'tau of it: Eq. (4) does not hold: why; ask for K or KJ, or let `solve` print the torque',
  );
});

describe('an environment has something to solve', () => {
  const refused = (set: Record<string, string>, theory = changed({})): void => {
    environmentOf(readProblem(theory, { set: { ...SET, ...set } }), new DoubleField());
  };
  const none = { Dx: '0', Dy: '0', Dz: '0' };

  test.each([
    ['no spin', { ...none, alpha: '0' }, /^H has no spin part .* no spin texture; give a spin-orbit or exchange term$/],
    [
      'one direction of spin',
      { alpha: '0' },
      /^the spin direction of the bands does not depend .* undetermined; give a spin-orbit term$/,
    ],
    ['no impurities', { u: '0' }, /^no scattering: every impurity matrix vanishes/],
  ])('refuses %s', (_, set, message) => {
    expect(() => refused(set)).toThrow(message);
    expect(() => refused(set)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });

  test('and takes what is enough', () => {
    refused({});
    // magnetic impurities turn the spin of bands that have one direction
    refused({ alpha: '0', ux: '0.1' });
    refused({ u: '0', uz: '0.1' });
    refused(none);
    const species = (...matrices: string[][]) =>
      changed({}, { impurities: matrices.map((matrix) => ({ matrix })) } as never);
    // one species is enough
    refused({ alpha: '0', c: '0.1' }, species(['u', '0', '0', '0'], ['u', 'c', '0', '0']));
    refused({}, species(['u', '0', '0', '0'], ['c', '0', '0', '0']));
    refused({ alpha: '0', c: '0.1' }, changed({ hx: 'Dx - alpha py + c px py' }));
  });

  test('has the cutoff of the problem', () => {
    const theory = changed({});
    const cutoffOf = (cutoff?: string): number =>
      theory.read(environmentOf(readProblem(theory, { set: SET, ...(cutoff && { cutoff }) }), new DoubleField()))
        .cutoff;
    expect([cutoffOf('50'), cutoffOf()]).toEqual([50, 1]);
  });

  test('refuses what is not finite, and negative concentrations', () => {
    const wild = changed({ h0: `${hamiltonian.h0} + c * d * px^2` });
    expect(() => refused({ c: '1e200', d: '1e200' }, wild)).toThrow(
      /^a coefficient of the Hamiltonian .* is not finite/,
    );
    const impurities = [{ matrix: ['u', '0', '0', '0'] }, { concentration: 'c', matrix: ['u', '0', '0', '0'] }];
    const species = changed({}, { impurities } as never);
    expect(() => refused({ c: '-0.5' }, species)).toThrow(
      'a concentration of impurities is -0.5: it must not be negative',
    );
    refused({ c: '0' }, species);
  });
});
