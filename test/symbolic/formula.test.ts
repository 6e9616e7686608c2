import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect, it } from 'vitest';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { DimensionError, dimensionOf } from '../../symbolic/formula/dimension.js';
import { sameFormula } from '../../symbolic/formula/equality.js';
import { Formula } from '../../symbolic/formula/formula.js';
import { demandSame, expanded, NerdamerError, solved, substituted, tidied } from '../../symbolic/formula/nerdamer.js';
import { execute } from '../../symbolic/rings/algebra.js';
import { FractionRing } from '../../symbolic/rings/exact/fractionRing.js';

const f = Formula.parse;
/** Random rational expressions of three symbols as text. */
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('x', 'y', 'eps', '2', '3/7', 'pi'),
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-', '*'), tie('expression'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('expression').map((a) => `(${a})^2`),
    tie('expression').map((a) => `(${a})/(1 + eps^2)`),
    tie('expression').map((a) => `sqrt(1 + (${a})^2)`),
  ),
}));

describe('a formula is read, printed and evaluated', () => {
  beforeAll(loadMpfr);

  test.prop([expression])('text, JSON and text again', (text) => {
    const formula = f(text);
    expect(sameFormula(f(formula.toString()), formula)).toBe(true);
    expect(sameFormula(Formula.fromJson(JSON.parse(JSON.stringify(formula))), formula)).toBe(true);
  });

  test.prop([expression], { numRuns: 30 })('the same value on every number field', (text) => {
    const formula = f(text);
    const point = { x: '1.25', y: '-0.75', eps: '2.5' };
    const [double, mpfr, decimal] = [new DoubleField(), new MpfrField(40), new DecimalField(40)].map((field) =>
      Number(formula.on(field as never)(point)),
    );
    const scale = Math.abs(decimal) + 1e-12;
    expect(Math.abs(mpfr - decimal) / scale).toBeLessThan(1e-13);
    if (Math.abs(decimal) > 1e-3) expect(Math.abs(double - decimal) / scale).toBeLessThan(1e-9);
  });

  it('prints LaTeX', () => {
    expect(f('-m^2 * Dz * alpha / (2 * pi^2 * eps)').toLatex()).toBe(
      '\\frac{-{m}^{2} \\Delta_{z} \\alpha}{2 {\\pi}^{2} \\varepsilon}',
    );
    expect(f('(a + b) * sqrt(c)').toLatex()).toBe('\\left(a+b\\right) \\sqrt{c}');
  });

  it('refuses what is no real formula', () => {
    expect(() => f('')).toThrow(/empty|cannot read/);
    expect(() => f('a +* b')).toThrow(/cannot read/);
    expect(() => f('foo(x)')).toThrow(/unknown function/);
    expect(() => f('x = 3')).toThrow();
    expect(() => f('a*b').on(new DoubleField())({ a: 1 })).toThrow(/no value for b/);
  });
});

describe('equality is exact', () => {
  it.each([
    ['(a + b)*(a - b)', 'a^2 - b^2'],
    ['1/(1 + 1/x)', 'x/(1 + x)'],
    ['sqrt(2*m*eps)^2', '2*eps*m'],
    ['sqrt(8)', '2*sqrt(2)'],
    ['sqrt(x^2)', 'abs(x)'],
    ['sqrt((x + y)^2)', 'abs(x + y)'],
    ['log(m^2*eps/2)', '2*log(m) + log(eps) - log(2)'],
    ['sin(x)^2 + cos(x)^2', '1'],
    ['(sqrt(1 + x) - 1)*(sqrt(1 + x) + 1)', 'x'],
    ['0.1 + 0.2', '3/10'],
  ])('%s = %s', (a, b) => expect(sameFormula(f(a), f(b))).toBe(true));

  it.each([
    ['sqrt(x^2)', 'x'],
    ['m^2/2', 'm^2/2 + 1e-60*m'],
    ['alpha/pi', 'alpha/3.14159265358979323846'],
    ['log(x*y)', 'log(x) - log(y)'],
  ])('%s differs from %s', (a, b) => expect(sameFormula(f(a), f(b))).toBe(false));

  test.prop([expression, expression])('agrees with substitution and the field axioms', (a, b) => {
    const ring = new FractionRing();
    const of = (x: Formula) => execute(x.trace(), ring, [x.symbols.map((name) => ring.symbol(name))])[0];
    const [sum, swapped] = [f(`(${a}) + (${b})`), f(`(${b}) + (${a})`)];
    expect(ring.equal(of(sum), of(swapped))).toBe(true);
    expect(sameFormula(f(`((${a}) + (${b}))^2`), f(`(${a})^2 + 2*(${a})*(${b}) + (${b})^2`))).toBe(true);
    expect(sameFormula(f(a), f(`(${a}) + 1/1000000000000`))).toBe(false);
  });
});

describe('dimensions', () => {
  const dimensions = new Map([
    ['m', { energy: -1, length: -2 }],
    ['alpha', { energy: 1, length: 1 }],
    ['eps', { energy: 1, length: 0 }],
    ['Dz', { energy: 1, length: 0 }],
    ['u', { energy: 1, length: 2 }],
  ]);

  it('follow from the units of the symbols', () => {
    expect(dimensionOf(f('m^2*Dz*alpha/(2*pi^2*eps)'), dimensions)).toEqual({ energy: -1, length: -3 });
    expect(dimensionOf(f('sqrt(2*m*eps)'), dimensions)).toEqual({ energy: 0, length: -1 });
    expect(dimensionOf(f('0 + alpha*log(Dz/eps)/e'), dimensions)).toEqual({ energy: 1, length: 1 });
  });

  it('name the two terms that clash', () => {
    const clash = (text: string): string[] => {
      try {
        dimensionOf(f(text), dimensions);
      } catch (error) {
        if (error instanceof DimensionError) return [...error.terms];
        throw error;
      }
      return [];
    };
    expect(clash('m*alpha^2 + Dz')).toEqual([]);
    expect(clash('Dz + m*alpha^2 - alpha/u')).toEqual(['m * alpha ^ 2', 'alpha / u']);
    expect(clash('eps*(alpha + Dz)')).toEqual(['alpha', 'Dz']);
    expect(clash('log(Dz)')).toEqual(['Dz']);
    expect(() => dimensionOf(f('q'), dimensions)).toThrow(/dimension of "q"/);
  });
});

describe('nerdamer works and is checked', () => {
  it('expands, collects, substitutes and solves', () => {
    expect(sameFormula(expanded(f('(alpha + e)^3*(eps - Dz)')), f('(alpha + e)^3*(eps - Dz)'))).toBe(true);
    expect(expanded(f('(a + b)^2')).toString()).not.toContain('(');
    expect(tidied(f('(2)^2*Dz*(3)/(2*eps)')).toString().replace(/\s/g, '')).toMatch(
      /^6\*Dz\*eps\^\(?-1\)?$|^6\*eps\^\(?-1\)?\*Dz$/,
    );
    expect(sameFormula(substituted(f('a^2 + e'), 'a', f('1 + b')), f('(1 + b)^2 + e'))).toBe(true);
    const solution = solved([f('x + 2*y - a'), f('x - y - b')], ['x', 'y']);
    expect(sameFormula(valueAt(solution, 'x'), f('(a + 2*b)/3'))).toBe(true);
  });

  it('a wrong result is refused', () => {
    expect(() => demandSame(f('(a + b)^2'), f('a^2 + b^2'), 'test')).toThrow(NerdamerError);
    // a relative error of 1e-40 is seen
    expect(() => demandSame(f('a/3'), f('a*0.3333333333333333333333333333333333333333'), 'test')).toThrow(
      NerdamerError,
    );
    expect(() => solved([f('x + y - a'), f('2*x + 2*y - b')], ['x', 'y'])).toThrow();
  });
});
