import { Complex } from '../../src/arithmetic/complex.js';
import type { Expr } from '../../src/arithmetic/expression.js';
import { PAULI, SpinMatrix } from '../../src/arithmetic/pauli.js';

/** Names of the real and imaginary parts of a generic complex spin matrix. */
export const complexNames = (name: string): string[] =>
  ['r', 'i'].flatMap((part) => PAULI.map((k) => `${name}${part}${k}`));

/** Names of a generic Hermitian spin matrix. */
export const hermitianNames = (name: string): string[] => PAULI.map((k) => `${name}${k}`);

/** Hands out matrices from a list of symbols, in order. */
export class SymbolReader {
  private at = 0;

  constructor(private readonly symbols: readonly Expr[]) {}

  next(): Expr {
    return this.symbols[this.at++];
  }

  take(count: number): Expr[] {
    return Array.from({ length: count }, () => this.next());
  }

  complexMatrix(): SpinMatrix {
    return SpinMatrix.fromParts(this.take(8));
  }

  hermitianMatrix(): SpinMatrix {
    return SpinMatrix.real(this.take(4));
  }

  /** c_0 + c_k s_k with complex c. */
  axialMatrix(axis: 1 | 2 | 3): SpinMatrix {
    const [a, b] = [new Complex(this.next(), this.next()), new Complex(this.next(), this.next())];
    return new SpinMatrix(PAULI.map((k) => (k === 0 ? a : k === axis ? b : Complex.zero)));
  }
}

export const axialNames = (name: string): string[] =>
  ['a', 'b'].flatMap((c) => ['r', 'i'].map((part) => `${name}${c}${part}`));

/** s_k as a matrix. */
export const pauli = (k: number): SpinMatrix => SpinMatrix.basis(k);

/** Real and imaginary parts of a list of complex numbers. */
export const parts = (zs: readonly Complex[]): Expr[] => zs.flatMap((z) => [z.re, z.im]);

/** A . B . C ... */
export const chain = (...matrices: SpinMatrix[]): SpinMatrix => matrices.reduce((a, b) => a.mul(b));

/** 1/2 tr[A B C ...] */
export const halfTrace = (...matrices: SpinMatrix[]): Complex => chain(...matrices).halfTrace();
