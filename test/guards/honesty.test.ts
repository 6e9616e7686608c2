import type { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Case } from '../../properties/cases/case.js';
import { casesOf } from '../../properties/cases/generator.js';
import { Classification } from '../../properties/symmetry/classification.js';
import type { FieldName } from '../../src/arithmetic/field.js';
import { decimals } from '../../src/arithmetic/numeral.js';
import type { Problem } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { type Solution, solve } from '../../src/solution/solve.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import { isPrimary } from '../../src/transport/tensors.js';

/**
 * `DIFFUSON_CASES=2000` tries that many, `DIFFUSON_FROM=500` leaves out as many of them that were tried before; a
 * sample is enough for every day.
 */
const CASES = Number(process.env.DIFFUSON_CASES ?? 6);
const FROM = Number(process.env.DIFFUSON_FROM ?? 0);
const Wide = decimals(300);

const THEORIES = ['rashba-ferromagnet', 'rashba-dresselhaus-ferromagnet', 'massive-dirac', 'examples/anisotropic.yaml'];
const SCHEMES = ['t-matrix', 'first-born', 'born:3', 'gaussian'];

const problemOf = (theory: string, scheme: string, { values, infinite, cutoff }: Case): Problem =>
  readProblem(loadTheory(theory), {
    set: Object.fromEntries(
      Object.entries(values)
        .filter(([name]) => name !== 'n')
        .map(([name, value]) => [name, infinite.includes(name) ? 'inf' : value]),
    ),
    scheme,
    cutoff,
  });

/** Random problems of all contours, and an order of digits. */
const problems = fc.constantFrom(...THEORIES).chain((name) =>
  fc.record({
    name: fc.constant(name),
    sample: casesOf(new Classification(loadTheory(name)), { cutoffs: ['renormalised', 'hard'] }),
    scheme: fc.constantFrom(...SCHEMES),
    digits: fc.integer({ min: 3, max: 25 }),
    field: fc.constantFrom<FieldName>('mpfr', 'mpfr', 'double'),
  }),
);

/** What the solver says, or nothing where it refuses or gives up in words. */
async function answered(work: () => Promise<Solution>): Promise<Solution | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError || error instanceof AccuracyError) return undefined;
    throw error;
  }
}

const distance = (a: string, b: string): Decimal => {
  const [x, y] = [new Wide(a), new Wide(b)];
  return x
    .minus(y)
    .abs()
    .div(Wide.max(x.abs(), y.abs(), '1e-290'));
};

test(`no number claims a digit that a run 40 digits deeper denies (${CASES} random problems)`, {
  timeout: 4000 * CASES + 60_000,
}, async () => {
  let [drawn, compared] = [0, 0];
  await fc.assert(
    fc.asyncProperty(problems, async ({ name, sample, scheme, digits, field }) => {
      if (drawn++ < FROM) return;
      const asked = await answered(async () => {
        const effort = { field, digits, bestEffort: true, seconds: 20 };
        return solve(problemOf(name, scheme, sample), effort);
      });
      if (!asked) return;
      const deeper = await answered(async () =>
        solve(problemOf(name, scheme, sample), { field: 'mpfr', digits: digits + 40, seconds: 60 }),
      );
      if (!deeper) return;
      for (const [entry, { value, agreed, below }] of asked.quantities) {
        const known = deeper.quantities.get(entry)?.value;
        if (known === undefined || !isPrimary(entry)) continue;
        if (below !== undefined) expect(new Wide(known).abs().lte(new Wide(below).times(2)), entry).toBe(true);
        else if (agreed >= 1) {
          compared++;
          const claimed = Math.min(agreed, digits);
          // the last digit may be off by rounding
          expect(distance(value, known).lte(Wide.pow(10, -claimed).times(2)), `${entry} ${value} ${known}`).toBe(true);
        }
      }
    }),
    { numRuns: CASES, seed: 11, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(CASES - FROM);
});

test('the digits of a short answer begin those of a long one', async () => {
  const set = { m: '1', eps: '0.3', alpha: '0.8', Dx: '0.3', Dz: '0.6', u: '0.5' };
  const problem = readProblem(loadTheory('rashba-ferromagnet'), { set });
  const [short, long] = [
    await solve(problem, { field: 'mpfr', digits: 30 }),
    await solve(problem, { field: 'mpfr', digits: 60 }),
  ];
  for (const [entry, { value }] of short.quantities)
    if (isPrimary(entry) && value !== '0')
      expect(distance(value, long.quantities.get(entry)?.value ?? '').lte('1e-30'), entry).toBe(true);
});
