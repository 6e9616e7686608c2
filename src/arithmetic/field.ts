import type { Program } from './expression.js';

/** The number fields on which every formula runs. */
export type FieldName = 'double' | 'mpfr' | 'decimal';

/**
 * A compiled program. Arguments alternate vector and offset, the input blocks first and the output last:
 * `kernel(x, 0, y, 12, out, 0)`. The output may overlap an input: it is written after everything was read.
 */
export type Kernel<V> = (...vectorsAndOffsets: (V | number)[]) => void;

/** A number field: vectors of numbers and compiled programs on them. */
export interface Field<V = unknown> {
  readonly name: FieldName;
  /** Decimal digits carried by one number. */
  readonly digits: number;
  /** A vector of n zeros. Lives until `release`. */
  vector(n: number): V;
  /** Stores a decimal numeral (rounded to the field) or a double (exactly). */
  set(v: V, i: number, value: string | number): void;
  /** Nearest double. */
  toNumber(v: V, i: number): number;
  /** Decimal numeral with all digits of the field, or with the given number of them. */
  toText(v: V, i: number, digits?: number): string;
  /** Copies `count` numbers. */
  copy(from: V, at: number, to: V, toAt: number, count: number): void;
  compile(program: Program): Kernel<V>;
  /** Frees every vector and kernel of this field. */
  release(): void;
}
