import { expect, it } from 'vitest';
import { DoubleField } from '../../src/arithmetic/double.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import { Pass } from '../../src/solution/pass.js';
import { closureOf } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { loadTheory } from '../../src/theory/load.js';
import { RESPONSE, TENSORS } from '../../src/transport/tensors.js';

/** A pocket off the origin, which two lines touch, and states broad enough to move these lines off the real axis. */
const displaced = (scheme: string, n: string) =>
  readProblem(loadTheory('rashba-ferromagnet'), {
    set: { m: '1', alpha: '0.67', Dx: '0.26', Dz: '0.06', u: '1.05', eps: '0.213', n },
    limit: 'finite',
    cutoff: '36',
    scheme,
  });

it('lines that touch a pocket of broad states are refined where they touch it, so that a few suffice', async () => {
  const { agreedDigits, lines } = await solve(displaced('t-matrix', '0.006'), { field: 'mpfr', digits: 8 });
  expect(agreedDigits).toBe(8);
  expect(lines).toBeLessThan(500);
});

it('they give what equidistant lines give, if these are many', async () => {
  const problem = displaced('self-consistent', '0.02');
  const { quantities } = await solve(problem, { field: 'mpfr', digits: 8 });
  const pass = new Pass(problem, new DoubleField());
  const closure = closureOf(problem);
  if (closure === 'measured') throw new Error('the closure of this scheme is known');
  const response = pass.solve(trapezoid(pass.field, 3000), closure);
  for (const tensor of ['K', 'sigma'] as const)
    for (const [k, place] of RESPONSE.places(tensor).entries()) {
      const entry = TENSORS[tensor].entries[k];
      const found = Number(quantities.get(entry)?.value);
      expect(Math.abs(response[place] - found), entry).toBeLessThan(1e-7 * Math.max(1, Math.abs(found)));
    }
});
