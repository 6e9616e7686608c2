import { readFileSync } from 'node:fs';
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/arithmetic/memo.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { solve } from '../../src/solution/solve.js';
import { BUILTIN } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';

/**
 * Points of an independent program (adaptive quadrature over momenta, no rays, no residues), with the digits it trusts.
 */
interface OraclePoint {
  name: string;
  theory: string;
  limit: string;
  scheme: string;
  cutoff: string;
  digits: number;
  set: Record<string, string>;
  species?: { c: string; u?: string; ux?: string; uy?: string; uz?: string }[];
  K: Record<string, string>;
  sigma: Record<string, string>;
}

const points = JSON.parse(readFileSync(new URL('./oracle.json', import.meta.url), 'utf8')) as OraclePoint[];
const Wide = Decimal.clone({ precision: 60 });

/** The theory of a point; several species replace the single impurity of the built-in one. */
function theoryOf({ theory, species }: OraclePoint): Theory {
  const input = BUILTIN[theory];
  if (!species) return new Theory(input);
  const { u, ux, uy, uz, ...parameters } = input.parameters;
  const impurities = species.map((s) => ({
    concentration: s.c,
    matrix: [s.u ?? '0', s.ux ?? '0', s.uy ?? '0', s.uz ?? '0'] as [string, string, string, string],
  }));
  return new Theory({ ...input, parameters, impurities });
}

/** Largest difference of a tensor in units of its largest entry. */
function worst(ours: (name: string) => string, theirs: Record<string, string>): number {
  const scale = Object.values(theirs).reduce<Decimal>((max, x) => Wide.max(max, new Wide(x).abs()), new Wide(0));
  return Math.max(
    ...Object.entries(theirs).map(([name, x]) => new Wide(ours(name)).minus(x).abs().div(scale).toNumber()),
  );
}

describe('an independent program finds the same numbers', () => {
  it.each(points.map((point) => [point.name, point] as const))('%s', async (_, point) => {
    const problem = readProblem(theoryOf(point), point);
    const digits = Math.min(point.digits - 3, 28);
    const { quantities } = await solve(problem, { field: 'mpfr', digits });
    const tolerance = 10 ** -Math.min(digits, point.digits - 4);
    expect(worst((name) => valueAt(quantities, `K.${name}`).value, point.K)).toBeLessThan(tolerance);
    expect(worst((name) => valueAt(quantities, `sigma.${name}`).value, point.sigma)).toBeLessThan(tolerance);
  });
});
