import fc from 'fast-check';
import { Fraction } from 'fraction.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { trace } from '../../src/arithmetic/expression.js';
import { determinant, identity, matrixFrom, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { runProgram, Wide } from './run.js';

beforeAll(loadMpfr);

const toWide = (x: Fraction): InstanceType<typeof Wide> => new Wide((x.s * x.n).toString()).div(x.d.toString());

/** Gaussian elimination over the rationals. @returns the solution, or undefined if singular, and the determinant */
function eliminate(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
): { x: Fraction[][] | undefined; det: Fraction } {
  const n = a.length;
  const rows = a.map((row, i) => [...row, ...b[i]].map((x) => new Fraction(x)));
  let det = new Fraction(1);
  for (let k = 0; k < n; k++) {
    const pivot = rows.findIndex((row, i) => i >= k && !row[k].equals(0));
    if (pivot < 0) return { x: undefined, det: new Fraction(0) };
    if (pivot !== k) {
      [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
      det = det.neg();
    }
    const head = rows[k][k];
    det = det.mul(head);
    rows[k] = rows[k].map((x) => x.div(head));
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = row[k];
      rows[i] = row.map((x, j) => x.sub(factor.mul(rows[k][j])));
    });
  }
  return { x: rows.map((row) => row.slice(n)), det };
}

const entry = fc.integer({ min: -50, max: 50 });
const blockOf = (n: number, m: number): fc.Arbitrary<number[]> =>
  fc.array(entry, { minLength: n * m, maxLength: n * m });
const cut = (block: readonly number[], columns: number): number[][] =>
  Array.from({ length: block.length / columns }, (_, i) => block.slice(i * columns, (i + 1) * columns));

describe.each([1, 2, 3, 4])('systems of %i equations', (n) => {
  const program = (): ReturnType<typeof trace> =>
    trace([n * n, 2 * n], (a, b) => {
      const A = matrixFrom(a, n, n);
      const X = solve(A, matrixFrom(b, n, 2));
      const back = product(identity(n), subtract(product(A, X), matrixFrom(b, n, 2)));
      return [determinant(A), determinant(transpose(A)), ...X.flat(), ...back.flat()];
    });

  it('have the solution and the determinant of exact elimination', () => {
    const made = program();
    const field = new MpfrField(40);
    let solved = 0;
    fc.assert(
      fc.property(blockOf(n, n), blockOf(n, 2), (a, b) => {
        const { x, det } = eliminate(cut(a, n), cut(b, 2));
        const out = runProgram(field, made, a, b).map((text) => new Wide(text));
        expect(
          out[0].eq(toWide(det)) && out[1].eq(toWide(det)),
          `determinant ${out[0]} against ${det.toFraction()}`,
        ).toBe(true);
        if (!x) return;
        solved++;
        x.flat().forEach((right, k) => {
          const exact = toWide(right);
          expect(out[2 + k].minus(exact).abs().lte(exact.abs().plus(1).times('1e-35'))).toBe(true);
          expect(out[2 + 2 * n + k].abs().lt('1e-30'), 'A X - B').toBe(true);
        });
      }),
      { numRuns: 60 },
    );
    expect(solved).toBeGreaterThan(40);
    field.release();
  });
});
