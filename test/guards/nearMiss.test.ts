import { beforeAll, expect, test } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { Pass } from '../../src/solution/pass.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';

/** A crescent whose horns a line nearly touches: the tangent lies 0.003 off the real axis of angles. */
const problem = readProblem(loadTheory('rashba-ferromagnet'), {
  set: { m: '1', eps: '-0.22', alpha: '0.88', Dx: '0.37', Dz: '0.15', u: '0.5' },
});

beforeAll(loadMpfr);

test('lines that nearly touch a contour are known, and the quadrature is refined there', async () => {
  const { tangents } = new Pass(problem, new DoubleField()).survey();
  expect(tangents).toHaveLength(2);
  const [a, b] = tangents;
  for (const { distance } of tangents) expect(distance).toBeCloseTo(0.0029, 3);
  // the mirror y -> -y of m along x
  expect(a.angle + b.angle).toBeCloseTo(Math.PI, 9);
  const { lines, agreedDigits, tangents: touching } = await solve(problem, { field: 'mpfr', digits: 12 });
  expect([agreedDigits, touching]).toEqual([12, 0]);
  expect(lines).toBeLessThan(100);
});
