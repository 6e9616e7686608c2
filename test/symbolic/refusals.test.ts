import { describe, expect, it } from 'vitest';
import { massiveDirac, rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { Theory } from '../../src/theory/theory.js';
import { expandQuantity } from '../../symbolic/derivation/expandQuantity.js';
import { discover } from '../../symbolic/discovery/discover.js';
import { recognise } from '../../symbolic/discovery/recognise.js';

const request = { variable: 'u', settings: {}, scheme: { kind: 't-matrix' } as const, strengthOrders: 1, terms: 1 };
const expand = (input: TheoryInput, regime: string, settings: Record<string, string> = {}, quantity = 'K.xy') =>
  expandQuantity(quantity, { ...request, theory: new Theory(input), regime, settings });
const withBand = (h0: string): TheoryInput => ({
  ...rashbaFerromagnet,
  name: 'other',
  hamiltonian: { ...rashbaFerromagnet.hamiltonian, h0 },
});

describe('theories and regimes outside the method get a clear error', () => {
  it.each([
    ['no parabola', massiveDirac, 'M << eps', /dominant parabola/],
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

  it('a Hamiltonian that depends on the impurities', () => {
    const odd = {
      ...rashbaFerromagnet,
      name: 'odd',
      hamiltonian: { ...rashbaFerromagnet.hamiltonian, hz: 'Dz + u*m*eps' },
    };
    expect(() => expand(odd, 'Dx << Dz << alpha*pF << eps')).toThrow(/depends on the impurity strength/);
  });

  it('the torque at theta = 0', () => {
    expect(() => expand(rashbaFerromagnet, 'theta = 0', {}, 'tau.1e')).toThrow(/in-plane/);
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
