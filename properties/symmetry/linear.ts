/** Small dense matrices of doubles, row by row. */
export type Square = readonly (readonly number[])[];

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < a.length; k++) total += a[k] * b[k];
  return total;
}

export const transpose = (a: Square): number[][] => a[0].map((_, j) => a.map((row) => row[j]));

export const multiply = (a: Square, b: Square): number[][] => {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
};

export const diagonal = (...entries: number[]): number[][] =>
  entries.map((x, i) => entries.map((_, j) => (i === j ? x : 0)));

/**
 * Gauss-Jordan elimination with partial pivoting on the first columns: the reduced rows by the column of their pivot.
 * Columns without an entry above `negligible` are free and have no row.
 */
export function eliminated(matrix: Square, columns: number, negligible = 0): Map<number, number[]> {
  const open = matrix.map((row) => [...row]);
  const reduced = new Map<number, number[]>();
  for (let column = 0; column < columns && open.length > 0; column++) {
    const sizes = open.map((row) => Math.abs(row[column]));
    const largest = Math.max(...sizes);
    if (largest <= negligible) continue;
    const [taken] = open.splice(sizes.indexOf(largest), 1);
    const pivot = taken.map((x) => x / taken[column]);
    for (const row of [...open, ...reduced.values()]) {
      const factor = row[column];
      for (let j = column; j < row.length; j++) row[j] -= factor * pivot[j];
    }
    reduced.set(column, pivot);
  }
  return reduced;
}

/** x of A x = b for a square A; what nothing determines is zero. */
export function solveDense(A: Square, b: readonly number[]): number[] {
  const rows = eliminated(
    A.map((row, i) => [...row, b[i]]),
    b.length,
  );
  return b.map((_, k) => rows.get(k)?.[b.length] ?? 0);
}

/** The smallest x for which sum_k x_k columns_k is closest to b, by normal equations with a vanishing ridge. */
export function leastSquares(columns: readonly ArrayLike<number>[], b: ArrayLike<number>): number[] {
  const ridge = 1e-12 * Math.max(...columns.map((c) => dot(c, c)), 1e-300);
  return solveDense(
    columns.map((c, i) => columns.map((d, j) => dot(c, d) + (i === j ? ridge : 0))),
    columns.map((c) => dot(c, b)),
  );
}

/** Reproducible irregular numbers between 0.4 and 2.1. */
export function irregular(rows: number, columns: number): number[][] {
  let state = 1;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return 0.4 + (1.7 * state) / 2147483647;
  };
  return Array.from({ length: rows }, () => Array.from({ length: columns }, next));
}
