import { describe, expect, it } from 'vitest';
import { decimals, logarithm } from '../../src/arithmetic/numeral.js';

const Wide = decimals(1200);

describe('logarithm', () => {
  it.each(['1', '10', '999', '1000', '9999999', '10000000', '-1.25e-300', '3e5000', '123456789.123', '1e-7'])(
    'is that of %s',
    (text) => {
      const [mantissa, exponent] = new Wide(text).abs().toExponential(17).split('e').map(Number);
      expect(logarithm(new Wide(text))).toBeCloseTo(exponent + Math.log10(mantissa), 11);
    },
  );
  it('follows numbers of many digits to either side of a power of ten', () => {
    expect(logarithm(new Wide(1).minus('1e-900'))).toBe(0);
    expect(logarithm(new Wide(1000).minus('1e-9'))).toBeCloseTo(3, 9);
    expect(logarithm(new Wide(0))).toBe(Number.NEGATIVE_INFINITY);
    expect(logarithm(new Wide('Infinity'))).toBe(Number.POSITIVE_INFINITY);
  });
});
