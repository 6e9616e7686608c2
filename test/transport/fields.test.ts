import { describe, expect, it } from 'vitest';
import { DecimalField } from '../../src/arithmetic/decimal.js';
import type { Field } from '../../src/arithmetic/field.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import { agreedDigits } from '../../src/solution/agreement.js';
import { Pass } from '../../src/solution/pass.js';
import { solve } from '../../src/solution/solve.js';
import { isPrimary } from '../../src/transport/tensors.js';
import { A, B, rashba } from './problems.js';

const REFERENCE = {
  A: {
    xx: '0.0012915579068196047758541594733',
    xy: '-0.39648573216711885785572211546',
    zx: '-0.000073720354977742505405022769181',
    zy: '0.0028512151752037390831443658795',
  },
  B: {
    xx: '0.086444634515052510372797807415',
    xy: '-0.95998551673732823499953884497',
    zx: '-0.00907973058549986199208305003743',
    zy: '0.099344869277403880618206618128',
  },
};

describe('the three number fields', () => {
  it.each([
    ['A', A, REFERENCE.A],
    ['B', B, REFERENCE.B],
  ] as const)(
    'MPFR and decimal.js give the published digits of point %s and the same 20 digits',
    async (_, set, reference) => {
      const [mpfr, decimal] = [
        await solve(rashba(set), { field: 'mpfr', digits: 30 }),
        await solve(rashba(set), { field: 'decimal', digits: 20 }),
      ];
      expect(mpfr.agreedDigits).toBe(30);
      for (const [name, x] of mpfr.quantities)
        if (isPrimary(name) && x.value !== '0')
          expect(agreedDigits(x.value, valueAt(decimal.quantities, name).value, 40)).toBeGreaterThanOrEqual(20);
      for (const [ab, digits] of Object.entries(reference))
        expect(agreedDigits(valueAt(mpfr.quantities, `K.${ab}`).value, digits, 40)).toBeGreaterThan(28);
    },
  );

  it('double states digits that are true', async () => {
    for (const set of [A, B]) {
      const [fast, exact] = [
        await solve(rashba(set), { field: 'double', digits: 10 }),
        await solve(rashba(set), { field: 'mpfr', digits: 25 }),
      ];
      for (const [name, x] of fast.quantities)
        if (isPrimary(name) && x.value !== '0')
          expect(agreedDigits(x.value, valueAt(exact.quantities, name).value, 30)).toBeGreaterThanOrEqual(
            Math.floor(Math.min(x.agreed, 16)) - 1,
          );
    }
  });

  it('agrees between 100 and 500 digits', async () => {
    const [long, short] = [
      await solve(rashba(A), { field: 'mpfr', digits: 500 }),
      await solve(rashba(A), { field: 'mpfr', digits: 100 }),
    ];
    expect(
      agreedDigits(valueAt(long.quantities, 'K.zx').value, valueAt(short.quantities, 'K.zx').value, 200),
    ).toBeGreaterThanOrEqual(100);
  });

  it('decimal.js keeps 430 digits, more than its own constants carry', async () => {
    await loadMpfr();
    // at theta = 0 three lines are exact
    const problem = rashba({ m: '1', eps: '1', alpha: '0.3', Delta: '0.2', u: '0.5' });
    const once = <V>(field: Field<V>): string[] => {
      const pass = new Pass(problem, field);
      const result = pass.solve(trapezoid(field, 3), 'conserved');
      return [2, 3, 8].map((k) => field.toText(result, k));
    };
    const [mpfr, decimal] = [once(new MpfrField(460)), once(new DecimalField(460))];
    mpfr.forEach((x, k) => {
      expect(agreedDigits(x, decimal[k], 460)).toBeGreaterThan(430);
    });
  });

  it('says when digits are not reached', async () => {
    await expect(solve(rashba(A), { field: 'double', digits: 17 })).rejects.toThrow(/asked 17 digits, reached 1\d/);
  });
});
