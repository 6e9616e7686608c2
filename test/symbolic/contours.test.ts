import type { Decimal } from 'decimal.js';
import Fraction from 'fraction.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import { massiveDirac, rashbaFerromagnet } from '../../src/theory/builtin.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { loadTheory } from '../../src/theory/load.js';
import { Theory } from '../../src/theory/theory.js';
import { completedRegime } from '../../symbolic/derivation/completedRegime.js';
import { defaultRegime } from '../../symbolic/derivation/defaultRegime.js';
import { quantityNamed } from '../../symbolic/derivation/quantities.js';
import { SeriesTheory } from '../../symbolic/derivation/seriesTheory.js';
import { WeakScatteringExpansion } from '../../symbolic/derivation/weakScattering.js';
import { Observer } from '../../symbolic/discovery/observer.js';
import { rationalRoots } from '../../symbolic/rings/rationalRoots.js';
import { MonomialCode } from '../../symbolic/rings/series/monomials.js';
import { SeriesRing } from '../../symbolic/rings/series/seriesRing.js';

const DIGITS = 400;
const Wide = decimals(DIGITS);
const scheme = { kind: 't-matrix' } as const;
const heavyHoles = loadTheory('examples/heavy-holes.yaml');
const request = (definition: TheoryInput, regime: string, settings: Record<string, string> = {}) => {
  const path = { theory: new Theory(definition), regime, variable: 'u', settings };
  return { ...path, regime: completedRegime(path), scheme };
};

beforeAll(loadMpfr);

describe('corrections in every small ratio, logarithms among them, are those of the solved numbers', () => {
  const strong = { m: '1.3', alpha: '0.7', Dx: '0', Dy: '0' };
  const CASES: [string, TheoryInput, string, number, Record<string, string>, readonly string[]][] = [
    [
      'a massive cone',
      massiveDirac,
      'M << eps',
      10,
      { v: '0.7', eps: '1.3', M: '1e-30', u: '1e-40', cutoff: '1e10' },
      ['K.xx', 'K.yx', 'sigma.xy', 'sigma.xx'],
    ],
    [
      'one contour of each band',
      rashbaFerromagnet,
      'Dz << eps << m*alpha^2',
      12,
      { ...strong, eps: '1e-10', Dz: '1e-40', u: '1e-90' },
      ['K.xx', 'K.yx', 'sigma.xy', 'sigma.xx'],
    ],
    [
      'two contours of the lower band',
      rashbaFerromagnet,
      'Dz << -eps << m*alpha^2',
      12,
      { ...strong, eps: '-1e-10', Dz: '1e-40', u: '1e-90' },
      ['K.xx', 'sigma.xx'],
    ],
    [
      'one contour and an imaginary momentum, m tilted',
      rashbaFerromagnet,
      'Dx << eps << Dz << m*alpha^2',
      19,
      { ...strong, Dx: '1e-80', eps: '1e-40', Dz: '1e-10', u: '1e-90' },
      ['K.xx', 'K.zx', 'K.zy', 'sigma.xy'],
    ],
    [
      'a cubic coupling between its contours',
      heavyHoles.definition,
      'Dz << l*pF^3 << eps',
      18,
      { m: '1.3', eps: '1.7', l: '1e-12', Dz: '1e-40', Dx: '0', Dy: '0', u: '1e-50', cutoff: '1e4' },
      ['sigma.xx'],
    ],
  ];

  it.each(CASES)('%s', async (_, definition, regime, order, point, names) => {
    const input = request(definition, regime);
    const expander = new WeakScatteringExpansion(input);
    const observer = await Observer.create(input.theory, { digits: DIGITS, lines: 8 });
    const seen = observer.observe(new Map(Object.entries(point)), names.map(quantityNamed));
    const field = new MpfrField(DIGITS);
    names.forEach((name, k) => {
      const { terms } = expander.allTerms(name, order, 4);
      const values = terms.map((t) => new Wide(t.formula.on(field)(point)));
      const sum = (kept: (x: Decimal) => boolean): Decimal =>
        values.filter(kept).reduce((a, b) => a.plus(b), new Wide(0));
      const exact = new Wide(seen[k]);
      const off = (x: Decimal): number => Number(x.div(exact).minus(1).abs());
      const largest = values.reduce((a, b) => (a.abs().gt(b.abs()) ? a : b));
      const rest = off(sum(() => true));
      expect(terms.length, name).toBeGreaterThan(1);
      // all terms reach far deeper than the first one alone
      expect(rest / off(largest), `${name}: ${rest}`).toBeLessThan(1e-10);
    });
    field.release();
    observer.release();
  });

  it('a logarithm that leads: K.xx with the spin-orbit energy above the Fermi energy', () => {
    const expander = new WeakScatteringExpansion(request(rashbaFerromagnet, 'Dx << Dz << eps << m*alpha^2'));
    const [{ terms }] = expander.expand('K.xx').orders;
    expect(terms.map(({ formula }) => `${formula}`)).toEqual([
      'Dz * m * log(2 * alpha ^ 2 * m / eps) / (2 * alpha * pi ^ 2)',
    ]);
  });

  it('conserve charge', () => {
    for (const [, definition, regime] of CASES) {
      const { residuals } = new SeriesTheory(request(definition, regime)).derive(12, 3);
      for (const x of residuals()) expect(x.coefficients.every((c) => c.codes.length === 0)).toBe(true);
    }
  });
});

describe('a regime without a cutoff', () => {
  it.each([
    [massiveDirac, {}, 'M << eps << v*cutoff'],
    [heavyHoles.definition, {}, 'Dx << Dz << l*pF^3 << eps << cutoff^2/m'],
    [rashbaFerromagnet, {}, 'Dx << Dz << alpha*pF << eps'],
  ] as [TheoryInput, Record<string, string>, string][])(
    'is completed where the theory needs one: %#',
    (definition, settings, whole) => {
      const theory = new Theory(definition);
      const path = { theory, regime: defaultRegime(theory, settings), variable: 'u', settings };
      expect(completedRegime(path)).toBe(whole);
      expect(completedRegime({ ...path, regime: whole })).toBe(whole);
    },
  );

  it('says what the theory lacks where it is not completed', () => {
    const input = { ...request(massiveDirac, 'M << eps'), regime: 'M << eps' };
    expect(() => new SeriesTheory(input).derive(6, 3)).toThrow(/diverges with the cutoff.*v\*cutoff/);
  });
});

describe('what the contours are made of', () => {
  it('rational roots with their multiplicities', () => {
    // (x - 1/2)^2 (x + 3) (x^2 + 1)
    const coefficients = ['3/4', '-11/4', '11/4', '-7/4', '2', '1'].map((c) => new Fraction(c));
    const found = rationalRoots(coefficients).map(({ root, multiplicity }) => [root.toFraction(), multiplicity]);
    expect(found.sort()).toEqual([
      ['-3', 1],
      ['1/2', 2],
    ]);
  });

  it('angles and logarithms of series', () => {
    const ring = new SeriesRing(new MonomialCode(new Map([['x', 1]]), 1, ['L']), 6);
    const x = ring.symbol('x');
    const text = (a: Parameters<typeof ring.terms>[0]): string =>
      ring
        .terms(a)
        .map((t) => ring.describe(t))
        .join(' ');
    expect(text(ring.angle(x, ring.constant(2)))).toBe('1/2 x -1/24 x^3 1/160 x^5');
    expect(ring.isZero(ring.angle(ring.zero, x))).toBe(true);
    expect(() => ring.angle(x, ring.neg(ring.one))).toThrow(/no power series/);
    expect(() => ring.angle(ring.one, x)).toThrow(/no power series/);
    const argument = ring.terms(ring.symbol('x', 2))[0];
    ring.logarithms = [{ argument, value: ring.symbol('L') }];
    const series = ring.mul(ring.symbol('x', 2), ring.add(ring.one, x));
    expect(text(ring.log(series))).toMatch(/^1 L 1 x -1\/2 x\^2/);
    expect(() => ring.log(x)).toThrow(/large logarithm/);
  });
});
