import { Complex } from '../../src/arithmetic/complex.js';
import type { Expr } from '../../src/arithmetic/expression.js';
import { type Matrix, matrixFrom } from '../../src/arithmetic/matrix.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';

/** Something with as many real symbols as it has degrees of freedom. */
export interface Generic<T> {
  readonly size: number;
  readonly read: (symbols: readonly Expr[]) => T;
}

export const number: Generic<Expr> = { size: 1, read: ([x]) => x };
export const numbers = (size: number): Generic<readonly Expr[]> => ({ size, read: (symbols) => symbols });
export const matrix = (rows: number, columns: number): Generic<Matrix> => ({
  size: rows * columns,
  read: (symbols) => matrixFrom(symbols, rows, columns),
});
export const complexSpin: Generic<SpinMatrix> = { size: 8, read: SpinMatrix.fromParts };
export const hermitianSpin: Generic<SpinMatrix> = { size: 4, read: SpinMatrix.real };
/** c_0 + c_k s_k with complex c: few enough symbols for an exact answer. */
export const axialSpin = (axis: 1 | 2 | 3): Generic<SpinMatrix> => ({
  size: 4,
  read: ([a, b, c, d]) =>
    new SpinMatrix(PAULI.map((k) => (k === 0 ? new Complex(a, b) : k === axis ? new Complex(c, d) : Complex.zero))),
});

/** s_k as a matrix. */
export const pauli = (k: number): SpinMatrix => SpinMatrix.basis(k);

/** Real and imaginary parts of a list of complex numbers. */
export const parts = (zs: readonly Complex[]): Expr[] => zs.flatMap((z) => [z.re, z.im]);

/** A . B . C ... */
export const chain = (...matrices: SpinMatrix[]): SpinMatrix => matrices.reduce((a, b) => a.mul(b));

/** 1/2 tr[A B C ...] */
export const halfTrace = (...matrices: SpinMatrix[]): Complex => chain(...matrices).halfTrace();
