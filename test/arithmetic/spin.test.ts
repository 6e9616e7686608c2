import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Complex } from '../../src/arithmetic/complex.js';
import { DoubleField } from '../../src/arithmetic/double.js';
import { type Program, trace } from '../../src/arithmetic/expression.js';
import { halfTraceOfProduct, SpinMatrix } from '../../src/arithmetic/pauli.js';
import { runProgram } from './run.js';

type Z = readonly [number, number];
/** Rows (a b), (c d). */
type M = readonly [Z, Z, Z, Z];

const plus = (x: Z, y: Z): Z => [x[0] + y[0], x[1] + y[1]];
const minus = (x: Z, y: Z): Z => [x[0] - y[0], x[1] - y[1]];
const times = (x: Z, y: Z): Z => [x[0] * y[0] - x[1] * y[1], x[0] * y[1] + x[1] * y[0]];
const product = (a: M, b: M): M => [
  plus(times(a[0], b[0]), times(a[1], b[2])),
  plus(times(a[0], b[1]), times(a[1], b[3])),
  plus(times(a[2], b[0]), times(a[3], b[2])),
  plus(times(a[2], b[1]), times(a[3], b[3])),
];
const dagger = ([a, b, c, d]: M): M => [a, c, b, d].map(([re, im]) => [re, -im] as Z) as unknown as M;
const determinant = ([a, b, c, d]: M): Z => minus(times(a, d), times(b, c));

/** c_0 s_0 + c_x s_x + c_y s_y + c_z s_z as a matrix, from (re_0..re_z, im_0..im_z). */
function matrixOf(parts: readonly number[]): M {
  const [c0, cx, cy, cz] = [0, 1, 2, 3].map((i) => [parts[i], parts[i + 4]] as Z) as [Z, Z, Z, Z];
  const iy = times([0, 1], cy);
  return [plus(c0, cz), minus(cx, iy), plus(cx, iy), minus(c0, cz)];
}

const field = new DoubleField();
const run = (program: Program, ...blocks: number[][]): number[] => runProgram(field, program, ...blocks).map(Number);
const number = fc.integer({ min: -4000, max: 4000 }).map((k) => k / 256);
const parts = fc.array(number, { minLength: 8, maxLength: 8 });

function expectClose(ours: readonly number[], right: readonly number[], scale: number, what: string): void {
  expect(ours.length).toBe(right.length);
  ours.forEach((x, k) => {
    expect(Math.abs(x - right[k]), `${what}[${k}]: ${x} against ${right[k]}`).toBeLessThanOrEqual(1e-12 * scale);
  });
}

describe('spin matrices against explicit 2x2 matrices', () => {
  const two = trace([8, 8], (a, b) => {
    const [A, B] = [SpinMatrix.fromParts(a), SpinMatrix.fromParts(b)];
    const half = halfTraceOfProduct(A, B);
    const traced = A.mul(B).halfTrace();
    return [
      ...A.mul(B).toParts(),
      ...A.add(B).toParts(),
      ...A.sub(B).toParts(),
      half.re,
      half.im,
      traced.re,
      traced.im,
    ];
  });

  it('products, sums and traces', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const [A, B] = [matrixOf(a), matrixOf(b)];
        const out = run(two, a, b);
        const scale = 300 + Math.max(...a.map(Math.abs)) * Math.max(...b.map(Math.abs));
        expectClose(matrixOf(out.slice(0, 8)).flat(), product(A, B).flat(), scale, 'A B');
        expectClose(
          matrixOf(out.slice(8, 16)).flat(),
          A.flatMap((x, k) => plus(x, B[k])),
          100,
          'A + B',
        );
        expectClose(
          matrixOf(out.slice(16, 24)).flat(),
          A.flatMap((x, k) => minus(x, B[k])),
          100,
          'A - B',
        );
        const [p, , , q] = product(A, B);
        const half = plus(p, q).map((x) => x / 2);
        expectClose(out.slice(24), [...half, ...half], scale, '1/2 tr A B');
      }),
    );
  });

  const one = trace([8], (a) => {
    const A = SpinMatrix.fromParts(a);
    const det = A.determinant();
    return [...A.dagger().toParts(), ...A.inverse().toParts(), det.re, det.im, ...A.inverse().mul(A).toParts()];
  });

  it('dagger, determinant and inverse', () => {
    let invertible = 0;
    fc.assert(
      fc.property(parts, (a) => {
        const A = matrixOf(a);
        const out = run(one, a);
        expectClose(matrixOf(out.slice(0, 8)).flat(), dagger(A).flat(), 1, 'dagger');
        const det = determinant(A);
        expectClose(out.slice(16, 18), det, 1000, 'det');
        const size = Math.hypot(...det);
        if (size < 1) return;
        invertible++;
        const scale = 1e5 / size;
        expectClose(product(matrixOf(out.slice(8, 16)), A).flat(), [1, 0, 0, 0, 0, 0, 1, 0], scale, 'A^-1 A');
        expectClose(out.slice(18), [1, 0, 0, 0, 0, 0, 0, 0], scale, 'A^-1 A by parts');
      }),
    );
    expect(invertible).toBeGreaterThan(50);
  });

  it('the basis obeys s_i s_j = delta_ij + i e_ijk s_k', () => {
    const program = trace([], () =>
      [1, 2, 3].flatMap((i) => [1, 2, 3].flatMap((j) => SpinMatrix.basis(i).mul(SpinMatrix.basis(j)).toParts())),
    );
    const out = run(program);
    const sign = (i: number, j: number, k: number): number => ((i - j) * (j - k) * (k - i)) / 2;
    for (let i = 1; i <= 3; i++)
      for (let j = 1; j <= 3; j++) {
        const right = [i === j ? 1 : 0, 0, 0, 0, 0, ...[1, 2, 3].map((k) => sign(i, j, k))];
        expectClose(out.splice(0, 8), right, 1, `s_${i} s_${j}`);
      }
  });
});

describe('complex numbers', () => {
  const program = trace([2, 2], (a, b) => {
    const [z, w] = [new Complex(a[0], a[1]), new Complex(b[0], b[1])];
    return [z.mul(w), z.div(w), w.inverse(), z.log(), z.square(), z.conj(), z.neg(), z.scale(3)].flatMap((x) => [
      x.re,
      x.im,
    ]);
  });

  it('multiply, divide and take logarithms', () => {
    fc.assert(
      fc.property(number, number, number, number, (a, b, c, d) => {
        fc.pre(c * c + d * d > 1e-2 && a * a + b * b > 1e-2);
        const out = run(program, [a, b], [c, d]);
        const pairs = Array.from({ length: 8 }, (_, k) => [out[2 * k], out[2 * k + 1]] as const);
        const n = c * c + d * d;
        expectClose(pairs[0], times([a, b], [c, d]), 1000, 'z w');
        expectClose(times(pairs[1], [c, d]), [a, b], 1e4, '(z/w) w');
        expectClose(pairs[2], [c / n, -d / n], 100, '1/w');
        expectClose(pairs[3], [Math.log(Math.hypot(a, b)), Math.atan2(b, a)], 100, 'log z');
        expectClose(pairs[4], times([a, b], [a, b]), 1000, 'z^2');
        expectClose([...pairs[5], ...pairs[6], ...pairs[7]], [a, -b, -a, -b, 3 * a, 3 * b], 1, 'conj, neg, scale');
      }),
    );
  });

  it('real ones invert without an imaginary part', () => {
    const real = trace([1], ([x]) => {
      const z = Complex.real(x).inverse();
      expect(z.im.known).toBe(0);
      return [z.re];
    });
    expect(run(real, [8])).toEqual([0.125]);
  });
});
