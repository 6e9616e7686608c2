import { describe, expect, it } from 'vitest';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { isPrimary } from '../../src/transport/tensors.js';

const rashba = (set: Record<string, string>) =>
  readProblem(loadTheory('rashba-ferromagnet'), { set: { m: '1', ...set } });
const B = rashba({ eps: '0.3', alpha: '0.8', Dx: '0.3', Dz: '0.6', u: '0.5' });

describe('digits', () => {
  it('are 500 where 500 are asked', async () => {
    const [many, few] = [await solve(B, { field: 'mpfr', digits: 500 }), await solve(B, { field: 'mpfr', digits: 40 })];
    expect(many.agreedDigits).toBe(500);
    for (const name of ['K.xy', 'K.zx', 'sigma.xx', 'tau.2e'])
      expect(many.quantities.get(name)?.value).toContain(few.quantities.get(name)?.value.slice(0, 40));
  });

  it('are those of a true value, however far below its neighbours it lies', async () => {
    // Eq. (33) at u = 1e-45: K.xx is 1e-105 of K.xy
    const { quantities } = await solve(rashba({ eps: '1', u: '1e-45', alpha: '1e-9', Dx: '1e-4', Dz: '1e-14' }), {
      field: 'mpfr',
      digits: 12,
    });
    expect(Number(quantities.get('K.xx')?.value) / (-1e-23 / (2 * Math.PI ** 2))).toBeCloseTo(1, 4);
  });

  it('are those of the printed number, not of the one before rounding', async () => {
    const exact = await solve(B, { field: 'mpfr', digits: 60 });
    for (const digits of [5, 9]) {
      const found = await solve(B, { field: 'double', digits });
      for (const [name, { value }] of found.quantities) {
        const reference = Number(exact.quantities.get(name)?.value);
        if (!isPrimary(name) || reference === 0 || value === '0') continue;
        const error = Math.abs(Number(value) / reference - 1);
        expect(error, name).toBeLessThanOrEqual(10 ** -found.agreedDigits);
      }
    }
  });

  it('of what rounds to zero are its bound, in every block', async () => {
    const { quantities } = await solve(rashba({ eps: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', u: '0.5' }), {
      field: 'mpfr',
      digits: 15,
    });
    for (const [name, { value, agreed }] of quantities) expect(value === '0' || agreed >= 1, name).toBe(true);
    expect(quantities.get('g.y.im')).toMatchObject({ value: '0', below: expect.stringMatching(/e-\d\d/) });
  });
});
