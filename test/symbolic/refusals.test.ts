import { describe, expect, it } from 'vitest';
import { massiveDirac, rashbaDresselhausFerromagnet, rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { Theory } from '../../src/theory/theory.js';
import { defaultRegime } from '../../symbolic/derivation/defaultRegime.js';
import { expandQuantity } from '../../symbolic/derivation/expandQuantity.js';
import { discover } from '../../symbolic/discovery/discover.js';
import { recognise } from '../../symbolic/discovery/recognise.js';

const request = { variable: 'u', settings: {}, scheme: { kind: 't-matrix' } as const, strengthOrders: 1, terms: 1 };
const expand = (input: TheoryInput, regime?: string, settings: Record<string, string> = {}, quantity = 'K.xy') =>
  expandQuantity(quantity, { ...request, theory: new Theory(input), regime, settings });
const withBand = (h0: string): TheoryInput => ({
  ...rashbaFerromagnet,
  name: 'other',
  hamiltonian: { ...rashbaFerromagnet.hamiltonian, h0 },
});

const warped: TheoryInput = {
  ...massiveDirac,
  name: 'warped',
  parameters: { ...massiveDirac.parameters, l: { meaning: 'warping', dimension: { energy: 1, length: 3 } } },
  hamiltonian: { ...massiveDirac.hamiltonian, hz: 'M + l*(px^3 - 3 px py^2)' },
};

describe('theories and regimes outside the method get a clear error', () => {
  it.each([
    ['a cone warped beyond the cutoff', warped, 'M << l*pF^3 << eps', /circles to leading order.*discover/],
    ['a place for the velocity of a cone', massiveDirac, 'M << v*pF << eps', /must be left out .*of v, M/],
    ['pF where eps is small', rashbaFerromagnet, 'Dx << Dz << eps << alpha*pF', /write the scale with/],
    ['eps at the order of the largest', rashbaFerromagnet, 'Dx << Dz << eps ~ m*alpha^2', /put them in an order/],
    ['a cutoff below the largest scale', massiveDirac, 'v*cutoff << M << eps', /beyond every other scale/],
    ['a negative mass', rashbaFerromagnet, 'Dx << Dz << eps << -m*alpha^2', /m is positive/],
    ['an anisotropic parabola', withBand('px^2/(2 m) + py^2/m'), 'Dx << Dz << alpha*pF << eps', /dominant parabola/],
    ['a quartic band', withBand('(px^2 + py^2)/(2 m) + (px^2 + py^2)^2/m^3'), 'Dx << Dz << alpha*pF << eps', /degree/],
    ['no place for alpha', rashbaFerromagnet, 'Dx << Dz << eps', /alpha/],
    ['an unknown symbol', rashbaFerromagnet, 'Dx << Dq << eps', /no parameter "Dq"/],
    ['no chain', rashbaFerromagnet, 'Dx', /chain of scales/],
    ['an empty scale', rashbaFerromagnet, 'Dx << << eps', /scale is missing/],
    ['a sum', rashbaFerromagnet, 'Dx + Dz << alpha*pF << eps', /product of powers/],
  ] as const)('%s', (_, theory, regime, message) => {
    expect(() => expand(theory, regime)).toThrow(message);
  });

  it('competing scales, numbers without a place, unknown names', () => {
    expect(() => expand(rashbaFerromagnet, 'Dx ~ Dz << eps', { alpha: '0' })).toThrow(/compete|dominates/);
    expect(() => expand(rashbaFerromagnet, 'Dx << Dz << alpha*pF << eps', { Dy: '0.1' })).toThrow(
      /no place in the order/,
    );
    expect(() => expand(rashbaFerromagnet, 'Dx << Dz << alpha*pF << eps', { q: '1' })).toThrow(/unknown parameter "q"/);
    expect(() => expand(rashbaFerromagnet, 'Dx << Dz << alpha*pF << eps', {}, 'K.zz')).toThrow(
      /unknown quantity "K.zz"; known: K.xx/,
    );
  });

  it('scales of equal order name the two orders that expand', () => {
    const propose = /compete.*"alpha\*pF << Dx << Dz << eps" or "alpha\*pF << Dz << Dx << eps"/;
    expect(() => expand(rashbaFerromagnet, 'alpha*pF << Dx ~ Dz << eps')).toThrow(propose);
    const fixed = expand(rashbaFerromagnet, 'alpha*pF << Dz << eps', { Dx: '3/4*Dz' });
    expect(fixed.terms).toHaveLength(1);
  });

  it.each(['sqrt(2*eps/m)', '-3*sqrt(2*eps/m)'])('a splitting that is not small: alpha = %s', (alpha) => {
    expect(() => expand(rashbaFerromagnet, 'Dx << eps', { alpha })).toThrow(/not small compared with eps/);
  });

  it.each(['Dx^-1', 'm', 'eps'])('a value of another dimension: alpha = %s', (alpha) => {
    expect(() => expand(rashbaFerromagnet, 'Dx << eps', { alpha })).toThrow(/right side has the dimension/);
  });

  it('what would never end is refused at once', () => {
    expect(() => expand(rashbaFerromagnet, 'Dx << eps', {}, 'K.0x')).toThrow(/exactly zero: it is the density row/);
    expect(() => expand(rashbaFerromagnet, 'Dx << eps')).toThrow(/leaves the places of m, alpha open/);
    expect(() => expand(rashbaFerromagnet, 'Dx^1e-9 << alpha*pF << eps')).toThrow(/differ too much/);
    expect(expand(rashbaFerromagnet, 'alpha^1e9 << eps').terms).toHaveLength(1);
  });

  it('theories with two masses say why', () => {
    const two = { mx: rashbaFerromagnet.parameters.m, my: rashbaFerromagnet.parameters.m };
    const { m: _, ...parameters } = rashbaFerromagnet.parameters;
    const h0 = 'px^2/(2 mx) + py^2/(2 my)';
    const masses = { ...withBand(h0), parameters: { ...two, ...parameters } };
    expect(() => expand(masses, undefined)).toThrow(/mx, my are masses of their own.*--set my=mx/);
    expect(expand(masses, undefined, { my: 'mx' }).terms).toHaveLength(1);
    expect(() => expand(rashbaFerromagnet, 'eps^2*m << eps << m*alpha^2')).toThrow(/exactly one new parameter/);
  });

  it('a Hamiltonian that depends on the impurities', () => {
    const odd = {
      ...rashbaFerromagnet,
      name: 'odd',
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hz: 'Dz + u*m*eps' },
    };
    expect(() => expand(odd, 'Dx << Dz << alpha*pF << eps')).toThrow(/depends on the impurity strength/);
  });

  it('the efficiencies of a torque where Eq. (4) does not hold, and there alone', async () => {
    const regime = 'beta*pF << Dx << Dz << alpha*pF << eps';
    const broken = /Eq. \(4\) does not hold: the rotation symmetry about z is broken by hx, hy; ask for K or KJ/;
    expect(() => expand(rashbaDresselhausFerromagnet, regime, {}, 'tau.1o')).toThrow(broken);
    const theory = new Theory(rashbaDresselhausFerromagnet);
    await expect(discover('tau.1o', { theory, regime, variable: 'u', settings: {} })).rejects.toThrow(broken);
    const plain = 'Dx << Dz << alpha*pF << eps';
    expect(() => expand(rashbaDresselhausFerromagnet, plain, { beta: '0' }, 'tau.1o')).not.toThrow();
  });

  it('the torque at theta = 0', () => {
    expect(() => expand(rashbaFerromagnet, 'theta = 0', {}, 'tau.1e')).toThrow(/in-plane/);
  });
});

describe('the default regime', () => {
  const quadratic = {
    ...rashbaFerromagnet,
    parameters: {
      ...rashbaFerromagnet.parameters,
      alpha: { meaning: 'quadratic coupling', dimension: { energy: 1, length: 2 } },
      M: { meaning: 'a gap', dimension: { energy: 1, length: 0 } },
    },
  };

  it.each([
    [rashbaFerromagnet, {}, 'Dx << Dz << alpha*pF << eps'],
    [rashbaFerromagnet, { Dx: '0' }, 'Dy << Dz << alpha*pF << eps'],
    [rashbaDresselhausFerromagnet, {}, 'Dx << Dz << beta*pF << alpha*pF << eps'],
    [rashbaDresselhausFerromagnet, { alpha: '0' }, 'Dx << Dz << beta*pF << eps'],
    [quadratic, {}, 'Dx << Dz << M << alpha*pF^2 << eps'],
    [massiveDirac, {}, 'M << eps'],
  ] as [TheoryInput, Record<string, string>, string][])('of a theory is its own: %#', (theory, settings, regime) => {
    expect(defaultRegime(new Theory(theory), settings)).toBe(regime);
  });
});

describe('values put into the formulas', () => {
  it('replace symbols that have a place in the regime', () => {
    const { terms } = expand(rashbaFerromagnet, 'Dx << Dz << alpha*pF << eps', { m: '2', alpha: '3' });
    expect(terms[0].formula.symbols).toEqual(['u']);
  });
});

describe('discovery refuses what the data do not settle', () => {
  it('a leading term that is no monomial', async () => {
    const found = await discover('K.xx', {
      theory: new Theory(rashbaFerromagnet),
      regime: 'Dz ~ alpha*pF << eps',
      variable: 'u',
      settings: {},
    });
    expect(found.verdict).toBe('undecided');
    if (found.verdict === 'undecided') expect(found.reason).toMatch(/exponents|coefficient/);
  });

  it('a quantity that vanishes', async () => {
    const found = await discover('K.zx', {
      theory: new Theory(rashbaFerromagnet),
      regime: 'Dz << alpha*pF << eps',
      variable: 'u',
      settings: {},
    });
    expect(found.verdict).toBe('undecided');
  });

  it('a number that is no simple rational times a power of pi', () => {
    expect(recognise('0.318309886183790671537767526745', 20)).toMatchObject({
      piPower: -1,
      coefficient: expect.objectContaining({ n: 1n, d: 1n }),
    });
    expect(recognise('-0.50660591821168885721939731604863', 20)).toMatchObject({
      piPower: -2,
      coefficient: expect.objectContaining({ n: 5n, d: 1n, s: -1n }),
    });
    expect(recognise('0.57721566490153286060651209008240', 20)?.surplus).toBeLessThan(4);
  });
});
