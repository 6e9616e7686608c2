import { describe, expect, test } from 'vitest';
import { decimals } from '../../src/arithmetic/numeral.js';
import { limitsFrom, tilted } from '../../src/solution/tilt.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';
import { A, rashba } from '../transport/problems.js';

const Wide = decimals(60);
const H = '1e-12';

/** The exchange field of point A, replaced and tilted. */
function fieldOf(alignment: 'out-of-plane' | 'in-plane', field: Record<string, string>) {
  const { Dx: _, Dz: __, ...rest } = A;
  const problem = rashba({ ...rest, ...field });
  const { values } = tilted(problem, alignment, H)?.parameters ?? problem.parameters;
  const [x, y, z] = ['Dx', 'Dy', 'Dz'].map((name) => new Wide(values.get(name) ?? ''));
  const others = [...values].filter(([name]) => !name.startsWith('D'));
  expect(others).toEqual([...problem.parameters.values].filter(([name]) => !name.startsWith('D')));
  return { x, y, z, length: x.times(x).plus(y.times(y)).plus(z.times(z)).sqrt() };
}

/** Digits to which a number is another one. */
const apart = (a: InstanceType<typeof Wide>, b: number | string): number => Number(a.div(b).minus(1).abs());

describe('a tilted m', () => {
  test.each([['0.3'], ['-0.3']])('along z = %s turns towards +x and keeps its length', (Dz) => {
    const { x, y, z, length } = fieldOf('out-of-plane', { Dz });
    expect(apart(length, '0.3')).toBeLessThan(1e-50);
    expect([y.isZero(), x.isPositive(), z.isNegative()]).toEqual([true, true, Dz.startsWith('-')]);
    // the sine of the tilt is h, but for h^3
    expect(apart(x.div('0.3'), H)).toBeLessThan(1e-23);
    // the cosine is 1 - h^2/2
    expect(apart(new Wide(1).minus(z.div(Dz)), '5e-25')).toBeLessThan(1e-20);
  });

  test('in the plane turns out of it, towards +z, along its own direction', () => {
    const { x, y, z, length } = fieldOf('in-plane', { Dx: '-0.3', Dy: '0.4' });
    expect(apart(length, '0.5')).toBeLessThan(1e-50);
    expect(apart(y.div(x), '-1.3333333333333333333333333333333333333333333333333333333333333333')).toBeLessThan(1e-50);
    expect([x.isNegative(), z.isPositive()]).toEqual([true, true]);
    expect(apart(z.div('0.5'), H)).toBeLessThan(1e-23);
  });

  test('needs an exchange field of three plain parameters', () => {
    const composed = new Theory({ ...rashbaFerromagnet, exchange: ['2*Dx', 'Dy', 'Dz'] });
    expect(tilted({ ...rashba(A), theory: composed }, 'in-plane', H)).toBeUndefined();
  });
});

describe('the limits of the efficiencies', () => {
  const limits = (values: Record<string, string>): Record<string, string | undefined> =>
    Object.fromEntries(
      limitsFrom(
        new Map(Object.entries({ 'tau.1e': '0', 'tau.2e': '0', 'tau.1o': '0', 'tau.2o': '0', ...values })),
        10,
      ),
    );

  test('are zero where they lie below the error of the tilt, the square of it times a million', () => {
    const found = limits({ 'tau.1e': '2', 'tau.2e': '2e-14', 'tau.1o': '-2.1e-14', 'tau.2o': '-1e-15' });
    expect(found).toEqual({ 'tau.1e': '2', 'tau.2e': '0', 'tau.1o': '-2.1e-14', 'tau.2o': '0' });
  });

  test('are measured by the largest, whatever its sign', () => {
    expect(limits({ 'tau.1e': '-2', 'tau.2e': '1e-14' })).toMatchObject({ 'tau.1e': '-2', 'tau.2e': '0' });
    expect(limits({ 'tau.2o': '-2', 'tau.2e': '1e-14' })).toMatchObject({ 'tau.2o': '-2', 'tau.2e': '0' });
  });

  test('need all four', () => {
    expect(() => limitsFrom(new Map([['tau.1e', '1']]), 10)).toThrow('tau.2e');
  });
});
