import { type Program, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';

/** (a, b, c) -> a - b c. */
const subtractProduct: Program = trace([1, 1, 1], ([a], [b], [c]) => [a.sub(b.mul(c))]);
/** (a, b) -> a / b. */
const quotient: Program = trace([1, 1], ([a], [b]) => [a.div(b)]);

/**
 * Gaussian elimination with partial pivoting in any field: an n x n matrix with extra right-hand columns, row by row with the given width.
 * The solution replaces the right-hand columns.
 */
export function eliminate<V>(field: Field<V>, rows: V, n: number, width: number): void {
  if (rows instanceof Float64Array) {
    eliminateDouble(rows, n, width);
    return;
  }
  const [step, divide] = [field.compile(subtractProduct), field.compile(quotient)];
  const order = Array.from({ length: n }, (_, k) => k * width);
  for (let k = 0; k < n; k++) {
    const sizes = order.slice(k).map((at) => Math.abs(field.toNumber(rows, at + k)));
    const pivot = k + sizes.indexOf(Math.max(...sizes));
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const base = order[k];
    for (let j = k + 1; j < width; j++) divide(rows, base + j, rows, base + k, rows, base + j);
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const row = order[i];
      for (let j = k + 1; j < width; j++) step(rows, row + j, rows, row + k, rows, base + j, rows, row + j);
    }
  }
  // rows were exchanged by name only
  const sorted = field.vector(n * (width - n));
  order.forEach((at, k) => {
    field.copy(rows, at + n, sorted, k * (width - n), width - n);
  });
  for (let k = 0; k < n; k++) field.copy(sorted, k * (width - n), rows, k * width + n, width - n);
}

function eliminateDouble(rows: Float64Array, n: number, width: number): void {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(rows[i * width + k]) > Math.abs(rows[pivot * width + k])) pivot = i;
    const base = k * width;
    if (pivot !== k)
      for (let j = k; j < width; j++) {
        const held = rows[base + j];
        rows[base + j] = rows[pivot * width + j];
        rows[pivot * width + j] = held;
      }
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i * width + k] / rows[base + k];
      if (factor === 0) continue;
      for (let j = k + 1; j < width; j++) rows[i * width + j] -= factor * rows[base + j];
    }
  }
  for (let column = n; column < width; column++)
    for (let i = n - 1; i >= 0; i--) {
      let value = rows[i * width + column];
      for (let j = i + 1; j < n; j++) value -= rows[i * width + j] * rows[j * width + column];
      rows[i * width + column] = value / rows[i * width + i];
    }
}
