import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteText } from '../../sweep/table/byteText.js';

const written = (...numbers: readonly (readonly [number, number?])[]): string[] => {
  const text = new ByteText();
  for (const [x, digits] of numbers) {
    text.number(x, digits);
    text.add(' ');
  }
  return Buffer.from(text.bytes).toString().trim().split(' ');
};

test('numbers are rounded to their digits and written as JavaScript writes them', () => {
  const numbers = [
    ...([
      [0.0028129088777748236, 9],
      [-2.5, 3],
      [100, 2],
      [99.96, 3],
      [1234567, 3],
      [-0.999999, 4],
    ] as const),
    ...([[1e-7, 5], [1.23456e-9, 3], [3e22, 4], [0, 5], [123456789.123, 15], [0.1, 17], [1 / 3]] as const),
    ...([[Number.POSITIVE_INFINITY], [9.9999e-7, 2], [0.000001, 1], [5e-324, 3], [7, 1]] as const),
  ];
  expect(written(...numbers)).toEqual([
    ...['0.00281290888', '-2.5', '100', '100', '1230000', '-1'],
    ...['1e-7', '1.23e-9', '3e+22', '0', '123456789.123', '0.1', '0.3333333333333333'],
    ...['inf', '0.000001', '0.000001', '5e-324', '7'],
  ]);
});

test('what is written is read as the number that it is rounded to, and has no shorter text', () => {
  const numbers = fc.tuple(
    fc.double({ min: -1, max: 1, noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -12, max: 18 }),
    fc.integer({ min: 1, max: 15 }),
  );
  fc.assert(
    fc.property(numbers, ([mantissa, power, digits]) => {
      const x = Math.abs(mantissa) < 1e-200 ? 0 : mantissa * 10 ** power;
      const [text] = written([x, digits]);
      expect(text).toBe(String(Number(text)));
      const [sound, rounded] = [Number(x.toPrecision(digits)), Number(text)];
      // a tie may go either way: scaling rounds too
      const unit = x === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(sound))) + 1 - digits);
      expect(Math.abs(rounded - sound)).toBeLessThanOrEqual(1.001 * unit);
      expect(Math.abs(rounded - x)).toBeLessThanOrEqual((0.5 + 1e-3 + 10 ** (digits - 15.3)) * unit);
    }),
    { numRuns: 2000 },
  );
});

test('texts of any characters and length', () => {
  const text = new ByteText();
  const parts = ['plain', 'Grüße – in the middle of a few', 'Δ', 'x'.repeat(300_000), '"q"'];
  for (const part of parts) text.add(part);
  expect(Buffer.from(text.bytes).toString()).toBe(parts.join(''));
});
