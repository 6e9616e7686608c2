import { constant, type Expr, sum } from './expression.js';

/** A small real matrix of expressions, row by row. */
export type Matrix = readonly (readonly Expr[])[];

/** Builds a matrix from a row-major block of inputs. */
export const matrixFrom = (entries: readonly Expr[], rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, (_, i) => entries.slice(i * columns, (i + 1) * columns));

export const transpose = (m: Matrix): Matrix => m[0].map((_, j) => m.map((row) => row[j]));

export const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => b[0].map((_, j) => sum(row.map((x, k) => x.mul(b[k][j])))));

export const subtract = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x.sub(b[i][j])));

export const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => constant(i === j ? 1 : 0)));

/** a x b of three components. */
export const cross = (a: readonly Expr[], b: readonly Expr[]): Expr[] =>
  [0, 1, 2].map((i) => {
    const [j, k] = [(i + 1) % 3, (i + 2) % 3];
    return a[j].mul(b[k]).sub(a[k].mul(b[j]));
  });

const without = <T>(items: readonly T[], k: number): T[] => items.filter((_, i) => i !== k);

const minor = (m: Matrix, i: number, j: number): Matrix => without(m, i).map((row) => without(row, j));

/** Determinant by expansion along the first row; equal minors are shared by the graph. */
export function determinant(m: Matrix): Expr {
  if (m.length === 0) return constant(1);
  return sum(m[0].map((x, j) => (j % 2 === 0 ? x : x.neg()).mul(determinant(minor(m, 0, j)))));
}

/** Solves A X = B by Cramer's rule (straight-line, no pivoting): rows of X as rows of B. */
export function solve(a: Matrix, b: Matrix): Matrix {
  const inverseDeterminant = constant(1).div(determinant(a));
  const cofactor = a.map((row, i) =>
    row.map((_, j) => {
      const d = determinant(minor(a, i, j));
      return (i + j) % 2 === 0 ? d : d.neg();
    }),
  );
  return product(transpose(cofactor), b).map((row) => row.map((x) => x.mul(inverseDeterminant)));
}
