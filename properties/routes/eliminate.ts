import { type Program, trace } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';

/** Operations on stretches of `count` numbers that start at a place of one vector. */
interface Stretches {
  /** a_j -> a_j / divisor. */
  readonly divide: (at: number, divisor: number, count: number) => void;
  /** a_j -> a_j - factor b_j. */
  readonly subtract: (at: number, factor: number, from: number, count: number) => void;
}

/**
 * Gaussian elimination with partial pivoting in any field: an n x n matrix with extra right-hand columns, row by row
 * with the given width. The solution replaces the right-hand columns.
 */
export function eliminate<V>(field: Field<V>, rows: V, n: number, width: number): void {
  const { divide, subtract } = rows instanceof Float64Array ? doubles(rows) : numbersOf(field, rows);
  const right = width - n;
  // rows are exchanged by name only
  const order = Array.from({ length: n }, (_, k) => k * width);
  for (let k = 0; k < n; k++) {
    let [pivot, largest] = [k, -1];
    for (let i = k; i < n; i++) {
      const size = Math.abs(field.toNumber(rows, order[i] + k));
      if (size > largest) [pivot, largest] = [i, size];
    }
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const base = order[k] + k;
    divide(base + 1, base, width - k - 1);
    for (let i = k + 1; i < n; i++) subtract(order[i] + k + 1, order[i] + k, base + 1, width - k - 1);
  }
  for (let k = n - 1; k > 0; k--) for (let i = 0; i < k; i++) subtract(order[i] + n, order[i] + k, order[k] + n, right);
  const sorted = field.vector(n * right);
  for (const [k, row] of order.entries()) field.copy(rows, row + n, sorted, k * right, right);
  for (let k = 0; k < n; k++) field.copy(sorted, k * right, rows, k * width + n, right);
}

const doubles = (v: Float64Array): Stretches => ({
  divide: (at, divisor, count) => {
    const x = v[divisor];
    for (let j = 0; j < count; j++) v[at + j] /= x;
  },
  subtract: (at, factor, from, count) => {
    const x = v[factor];
    for (let j = 0; j < count; j++) v[at + j] -= x * v[from + j];
  },
});

const quotient: Program = trace([1, 1], ([a], [b]) => [a.div(b)]);
const difference: Program = trace([1, 1, 1], ([a], [x], [b]) => [a.sub(x.mul(b))]);

function numbersOf<V>(field: Field<V>, v: V): Stretches {
  const [divide, subtract] = [field.compile(quotient), field.compile(difference)];
  return {
    divide: (at, divisor, count) => {
      for (let j = 0; j < count; j++) divide(v, at + j, v, divisor, v, at + j);
    },
    subtract: (at, factor, from, count) => {
      for (let j = 0; j < count; j++) subtract(v, at + j, v, factor, v, from + j, v, at + j);
    },
  };
}
