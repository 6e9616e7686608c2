/** Solves min |A x - b| with the smallest x, by normal equations with a vanishing ridge; small dense systems only. */
export function leastSquares(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const n = A[0].length;
  const M = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => A.reduce((t, row) => t + row[i] * row[j], 0)),
  );
  const ridge = 1e-12 * Math.max(...M.map((row, i) => row[i]), 1e-300);
  M.forEach((row, i) => {
    row[i] += ridge;
  });
  return solveDense(
    M,
    Array.from({ length: n }, (_, i) => A.reduce((t, row, k) => t + row[i] * b[k], 0)),
  );
}

/** Gaussian elimination with partial pivoting. */
export function solveDense(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let value = rows[i][n];
    for (let j = i + 1; j < n; j++) value -= rows[i][j] * x[j];
    x[i] = value / rows[i][i];
  }
  return x;
}
