import { beforeAll, describe, expect, it } from 'vitest';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { rashbaDresselhausFerromagnet, rashbaFerromagnet } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';
import { ClosedForm, type Rings } from '../../symbolic/derivation/closedForm.js';
import { QUANTITIES, quantityNamed } from '../../symbolic/derivation/quantities.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { Observer } from '../../symbolic/discovery/observer.js';

const theory = new Theory(rashbaFerromagnet);
const scheme = { kind: 't-matrix' } as const;
const DIGITS = 90;
const COEFFICIENTS = 2;

beforeAll(loadMpfr);

describe.each([
  ['two rings', '1'],
  ['one ring', '0.3'],
] as [Rings, string][])('theta = 0, %s, eps = %s', (rings, eps) => {
  const form = new ClosedForm({ theory, variable: 'u', settings: {}, rings, scheme });
  const given = { m: '1.3', eps, alpha: '0.7', Dz: '0.6' };

  it.each(['K.xx', 'K.xy', 'K.yx', 'K.yy', 'sigma.xx', 'sigma.xy', 'KJ.xx', 'KJ.xy'])(
    '%s: what is left out falls with the next power of u',
    async (name) => {
      const observer = await Observer.create(theory, { digits: DIGITS, lines: 6 });
      const field = new MpfrField(DIGITS);
      if (rings === 'one ring' && name === 'KJ.xx') {
        // with one ring the spin density is locked to the current, so K_J is its leading term
        expect(() => form.expand(name, 1)).toThrow(/vanishes/);
        return;
      }
      const coefficients = form.expand(name, COEFFICIENTS);
      const differences = ['1e-5', '1e-6', '1e-7', '1e-8'].map((u) => {
        const point = { ...given, u };
        const exact = observer.observe(new Map(Object.entries(point)), [quantityNamed(name)])[0];
        const sum = coefficients.map((c) => c.formula.on(field)(point));
        return relative(exact, sum);
      });
      if (coefficients.length < COEFFICIENTS) expect(differences.every((d) => d < 1e-40)).toBe(true);
      else {
        const last = coefficients[coefficients.length - 1].power - coefficients[0].power;
        const falls = differences.slice(1).map((d, k) => Math.log10(differences[k] / d));
        for (const fall of falls) expect(Math.abs(fall - Math.round(fall))).toBeLessThan(0.01);
        expect(falls[0]).toBeGreaterThan(last + 0.9);
      }
      field.release();
      observer.release();
    },
  );

  it('conserves charge exactly', () => {
    const { residuals, ring } = form.derived(4);
    for (const x of residuals()) expect(x.coefficients.every((c) => ring.base.isZero(c))).toBe(true);
  });
});

describe('the closed form', () => {
  it('contains both regimes of the paper', () => {
    const form = new ClosedForm({ theory, variable: 'u', settings: {}, rings: 'two rings', scheme });
    const field = new MpfrField(120);
    for (const [regime, point] of [
      ['Dx << Dz << alpha*pF << eps', { m: '1', eps: '1', alpha: '1e-12', Dz: '1e-30', u: '0.3' }],
      ['Dx << alpha*pF << Dz << eps', { m: '1', eps: '1', alpha: '1e-30', Dz: '1e-12', u: '0.3' }],
    ] as const) {
      const expander = new WeakScatteringExpansion({ theory, regime, variable: 'u', settings: { Dx: '0' }, scheme });
      for (const name of ['K.xx', 'K.xy', 'sigma.xy']) {
        const [closed] = form.expand(name, 1);
        const leading = expander.expand(name).orders[0];
        expect(closed.power).toBe(leading.power);
        const [a, b] = [closed.formula, leading.terms[0].formula].map((f) => Number(f.on(field)(point)));
        expect(Math.abs(a / b - 1), `${name} in ${regime}`).toBeLessThan(1e-20);
      }
    }
    field.release();
  });

  it('is exact in alpha, Dz and their ratio: K_xx from its logarithm', () => {
    const form = new ClosedForm({ theory, variable: 'u', settings: {}, rings: 'two rings', scheme });
    expect(form.expand('K.xx', 1)[0].compact.symbols.sort()).toEqual(['Dz', 'L', 'alpha', 'lm', 'lp', 'm']);
  });

  it('needs a splitting that does not depend on the direction', () => {
    const dresselhaus = new Theory(rashbaDresselhausFerromagnet);
    expect(
      () => new ClosedForm({ theory: dresselhaus, variable: 'u', settings: {}, rings: 'two rings', scheme }),
    ).toThrow(/direction/);
    const pure = new ClosedForm({
      theory: dresselhaus,
      variable: 'u',
      settings: { alpha: '0' },
      rings: 'two rings',
      scheme,
    });
    expect(pure.expand('K.xx', 1)[0].compact.symbols).toContain('beta');
  });
});

describe('charge conservation in the series ring', () => {
  it.each(['Dx << Dz << alpha*pF << eps', 'Dx << alpha*pF << Dz << eps'])(
    'Gamma (1 - N Y) = 0 and Gamma J = 0 in %s',
    (regime) => {
      const { seriesTheory } = new WeakScatteringExpansion({ theory, regime, variable: 'u', settings: {}, scheme });
      const { residuals, ring, response } = seriesTheory.derive(24, 4);
      for (const x of residuals()) expect(x.coefficients.every((c) => c.codes.length === 0)).toBe(true);
      expect(response.some((x) => x.coefficients.some((c) => !ring.base.isZero(c)))).toBe(true);
      expect(QUANTITIES.length).toBe(20);
    },
  );
});

/** |exact - sum|/|exact| with more digits than a double. */
function relative(exact: string, terms: readonly string[]): number {
  const total = terms.reduce((sum, t) => sum + scaled(t), 0n);
  const [value, difference] = [scaled(exact), scaled(exact) - total];
  return Math.abs(Number((difference * 10n ** 80n) / value) / 1e80);
}

/** A decimal numeral as an integer multiple of 10^-120. */
function scaled(text: string): bigint {
  const [mantissa, exponent = '0'] = text.toLowerCase().split('e') as [string, string?];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string?];
  const shift = 120 + Number(exponent) - fraction.length;
  const integer = BigInt(whole + fraction);
  return shift >= 0 ? integer * 10n ** BigInt(shift) : integer / 10n ** BigInt(-shift);
}
