import { valueAt } from './memo.js';

type Shape = readonly [rows: number, columns: number];

/**
 * Named matrices in one block of numbers, one behind the other and each row by row: the only place that knows where
 * each of them stands.
 */
export class Layout<N extends string> {
  readonly size: number;
  private readonly pieces = new Map<N, { readonly at: number; readonly rows: number; readonly columns: number }>();

  constructor(shapes: Readonly<Record<N, Shape>>) {
    let at = 0;
    for (const [name, [rows, columns]] of Object.entries(shapes) as [N, Shape][]) {
      this.pieces.set(name, { at, rows, columns });
      at += rows * columns;
    }
    this.size = at;
  }

  get names(): N[] {
    return [...this.pieces.keys()];
  }

  /** Position of the first number of a matrix. */
  at(name: N): number {
    return valueAt(this.pieces, name).at;
  }

  /** Positions of all numbers of a matrix. */
  places(name: N): number[] {
    const { at, rows, columns } = valueAt(this.pieces, name);
    return Array.from({ length: rows * columns }, (_, k) => at + k);
  }

  entries<T>(block: ArrayLike<T>, name: N): T[] {
    return this.places(name).map((at) => block[at] as T);
  }

  matrix<T>(block: ArrayLike<T>, name: N): T[][] {
    const { at, rows, columns } = valueAt(this.pieces, name);
    const matrix: T[][] = [];
    for (let i = 0; i < rows; i++) {
      const row: T[] = [];
      for (let j = 0; j < columns; j++) row.push(block[at + i * columns + j] as T);
      matrix.push(row);
    }
    return matrix;
  }

  /** The block of these matrices. */
  join<T>(matrices: Readonly<Record<N, readonly (readonly T[])[]>>): T[] {
    return this.names.flatMap((name) => matrices[name].flat());
  }
}
