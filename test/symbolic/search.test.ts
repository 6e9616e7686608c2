import { describe, expect, it } from 'vitest';
import { discover, expand } from '../../cli/public/deriving.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { AccuracyError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { sameFormula } from '../../symbolic/formula/equality.js';
import { Formula } from '../../symbolic/formula/formula.js';

const theory = new Theory(rashbaFerromagnet);
const input = { theory, variable: 'u', settings: {}, scheme: { kind: 't-matrix' } as const };

describe('a series goes on until its first term', () => {
  const regime = 'alpha*pF << Dx << Dz << eps';
  const expander = new WeakScatteringExpansion({ ...input, regime });

  // what discovery finds from the numbers alone
  it('K.zx', () => {
    const [order] = expander.expand('K.zx').orders;
    expect(sameFormula(order.terms[0].formula, Formula.parse('-m^2*alpha*Dx/(4*pi^2*eps)'))).toBe(true);
  });
});

describe('a coupling of the dimension of an impurity strength', () => {
  const quadratic = new Theory({
    ...rashbaFerromagnet,
    name: 'quadratic',
    parameters: {
      ...rashbaFerromagnet.parameters,
      alpha: { meaning: 'quadratic coupling', dimension: { energy: 1, length: 2 } },
    },
    hamiltonian: { ...rashbaFerromagnet.hamiltonian, hx: 'Dx + alpha*(px^2 - py^2)', hy: 'Dy + 2*alpha*px*py' },
  });

  it('is no strength: sigma expands as discovery has it, K vanishes by inversion', async () => {
    const [term] = expand('sigma.xx', { theory: quadratic }).terms;
    const found = await discover('sigma.xx', { theory: quadratic });
    expect(found.verdict === 'found' && sameFormula(term.formula, found.formula)).toBe(true);
    expect(expand('K.xy', { theory: quadratic }).truncation).toMatch(/exactly zero by symmetry \(orbital inversion/);
  });
});

describe('a quantity without terms', () => {
  const regime = 'Dz << alpha*pF << eps';

  it.each([
    ['K.zx', regime, {}, /exactly zero by symmetry \(joint rotation/],
    ['K.xx', 'alpha*pF << eps', {}, /exactly zero by symmetry \(mirror x/],
    ['KJ.xy', 'Dx << eps', { alpha: 0 }, /exactly zero by symmetry/],
    ['tau.1e', 'Dx << eps', { alpha: 0 }, /exactly zero/],
  ])('%s in "%s" is zero, with the reason', (name, chain, set, reason) => {
    const { terms, truncation } = expand(name, { theory, regime: chain, set });
    expect(terms).toEqual([]);
    expect(truncation).toMatch(reason);
  });

  it('is never said to be zero where nothing says why', () => {
    const expander = new WeakScatteringExpansion({ ...input, regime });
    expect(() => expander.expand('K.zx')).toThrow(AccuracyError);
    expect(() => expander.expand('K.zx')).toThrow(/relative weight \d+ .*discover/);
  });
});
