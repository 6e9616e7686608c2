import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, expect } from 'vitest';
import { eliminate } from '../../properties/routes/eliminate.js';
import { eliminated, leastSquares, solveDense, transpose } from '../../properties/symmetry/linear.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import type { Field } from '../../src/arithmetic/field.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';

beforeAll(loadMpfr);

/** A regular matrix whose rows are in an order that needs pivoting, and a solution. */
const system = fc.tuple(
  fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 }),
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 }),
);
const regular = (entries: readonly number[][]): number[][] =>
  entries.map((row, i) => row.map((x, j) => (j === 3 - i ? x + 50 : x)));
const times = (A: readonly number[][], x: readonly number[]): number[] =>
  A.map((row) => row.reduce((t, a, k) => t + a * x[k], 0));

const inField = <V>(field: Field<V>, A: readonly number[][], b: readonly number[]): number[] => {
  const rows = field.vector(20);
  for (const [k, value] of A.flatMap((row, i) => [...row, b[i]]).entries()) field.set(rows, k, value);
  eliminate(field, rows, 4, 5);
  return A.map((_, k) => field.toNumber(rows, 5 * k + 4));
};

describe('elimination', () => {
  test.prop([system])('solves A x = b in doubles and in every field', ([entries, x]) => {
    const A = regular(entries);
    const b = times(A, x);
    const mpfr = new MpfrField(30);
    for (const found of [solveDense(A, b), inField(new DoubleField(), A, b), inField(mpfr, A, b)])
      expect(Math.max(...found.map((y, k) => Math.abs(y - x[k])))).toBeLessThan(1e-10);
    mpfr.release();
  });

  test.prop([system])(
    'finds the smallest solution of too few equations, as far as its ridge allows',
    ([entries, x]) => {
      const rows = regular(entries).slice(0, 2);
      const found = leastSquares(transpose(rows), times(rows, x));
      expect(Math.max(...times(rows, found).map((y, k) => Math.abs(y - times(rows, x)[k])))).toBeLessThan(1e-2);
      expect(Math.hypot(...found)).toBeLessThanOrEqual(Math.hypot(...x) + 1e-2);
    },
  );

  test('leaves columns without a pivot free', () => {
    const rows = [
      [1, 2, 0],
      [2, 4, 1],
      [3, 6, 1],
    ];
    const reduced = eliminated(rows, 3, 1e-9);
    expect([...reduced.keys()]).toEqual([0, 2]);
    expect(reduced.get(0)?.map((x) => Math.round(1e9 * x) / 1e9)).toEqual([1, 2, 0]);
  });
});
