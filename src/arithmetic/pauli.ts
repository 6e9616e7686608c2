import { Complex, complexSum } from './complex.js';
import type { Expr } from './expression.js';

/** Indices of the Pauli algebra: s_0 is the identity. */
export const PAULI = [0, 1, 2, 3] as const;

/** A 2x2 matrix in spin space by its Pauli components: M = sum_i c_i s_i. */
export class SpinMatrix {
  constructor(readonly components: readonly Complex[]) {}

  static basis(i: number): SpinMatrix {
    return new SpinMatrix(PAULI.map((j) => Complex.real(i === j ? 1 : 0)));
  }

  static real(components: readonly Expr[]): SpinMatrix {
    return new SpinMatrix(components.map((x) => Complex.real(x)));
  }

  /** From real and imaginary parts of the four components: re_0..re_3, im_0..im_3. */
  static fromParts(parts: readonly Expr[]): SpinMatrix {
    return new SpinMatrix(PAULI.map((i) => new Complex(parts[i], parts[i + 4])));
  }

  /** The inverse of `fromParts`. */
  toParts(): Expr[] {
    return [...this.components.map((z) => z.re), ...this.components.map((z) => z.im)];
  }

  add(m: SpinMatrix): SpinMatrix {
    return new SpinMatrix(this.components.map((z, i) => z.add(m.components[i])));
  }

  sub(m: SpinMatrix): SpinMatrix {
    return new SpinMatrix(this.components.map((z, i) => z.sub(m.components[i])));
  }

  scale(x: Expr | number): SpinMatrix {
    return new SpinMatrix(this.components.map((z) => z.scale(x)));
  }

  times(z: Complex): SpinMatrix {
    return new SpinMatrix(this.components.map((c) => c.mul(z)));
  }

  /** (a_0 + a.s)(b_0 + b.s) = a_0 b_0 + a.b + (a_0 b + b_0 a + i a x b).s */
  mul(m: SpinMatrix): SpinMatrix {
    const [a0, ...a] = this.components as [Complex, Complex, Complex, Complex];
    const [b0, ...b] = m.components as [Complex, Complex, Complex, Complex];
    const vector = [0, 1, 2].map((i) => {
      const [j, k] = [(i + 1) % 3, (i + 2) % 3];
      const cross = a[j].mul(b[k]).sub(a[k].mul(b[j]));
      return a0.mul(b[i]).add(b0.mul(a[i])).add(Complex.i.mul(cross));
    });
    return new SpinMatrix([a0.mul(b0).add(complexSum(a.map((x, i) => x.mul(b[i])))), ...vector]);
  }

  dagger(): SpinMatrix {
    return new SpinMatrix(this.components.map((z) => z.conj()));
  }

  /** Half the trace, 1/2 tr M. */
  halfTrace(): Complex {
    return this.components[0];
  }

  /** det M = c_0^2 - c.c */
  determinant(): Complex {
    const [c0, ...c] = this.components as [Complex, Complex, Complex, Complex];
    return c0.square().sub(complexSum(c.map((z) => z.square())));
  }

  /** M^-1 = (c_0 - c.s) / det M */
  inverse(): SpinMatrix {
    const [c0, ...c] = this.components as [Complex, Complex, Complex, Complex];
    return new SpinMatrix([c0, ...c.map((z) => z.neg())]).times(this.determinant().inverse());
  }
}

/** 1/2 tr[A B] without forming the product. */
export const halfTraceOfProduct = (a: SpinMatrix, b: SpinMatrix): Complex =>
  complexSum(PAULI.map((i) => a.components[i].mul(b.components[i])));
