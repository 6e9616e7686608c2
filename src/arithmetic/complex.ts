import { constant, type Expr } from './expression.js';

/** A complex number of expressions. */
export class Complex {
  constructor(
    readonly re: Expr,
    readonly im: Expr,
  ) {}

  static real(x: Expr | number): Complex {
    return new Complex(typeof x === 'number' ? constant(x) : x, constant(0));
  }

  static get zero(): Complex {
    return Complex.real(0);
  }

  static get i(): Complex {
    return new Complex(constant(0), constant(1));
  }

  add(z: Complex): Complex {
    return new Complex(this.re.add(z.re), this.im.add(z.im));
  }

  sub(z: Complex): Complex {
    return new Complex(this.re.sub(z.re), this.im.sub(z.im));
  }

  mul(z: Complex): Complex {
    return new Complex(this.re.mul(z.re).sub(this.im.mul(z.im)), this.re.mul(z.im).add(this.im.mul(z.re)));
  }

  scale(x: Expr | number): Complex {
    return new Complex(this.re.mul(x), this.im.mul(x));
  }

  square(): Complex {
    return this.mul(this);
  }

  neg(): Complex {
    return new Complex(this.re.neg(), this.im.neg());
  }

  conj(): Complex {
    return new Complex(this.re, this.im.neg());
  }

  /** |z|^2 */
  norm(): Expr {
    return this.re.square().add(this.im.square());
  }

  inverse(): Complex {
    return this.im.known === 0
      ? Complex.real(constant(1).div(this.re))
      : this.conj().scale(constant(1).div(this.norm()));
  }

  div(z: Complex): Complex {
    return this.mul(z.inverse());
  }

  /** Principal logarithm, cut along the negative real axis. */
  log(): Complex {
    return new Complex(this.norm().log().div(2), this.im.atan2(this.re));
  }
}

export const complexSum = (terms: readonly Complex[]): Complex =>
  terms.reduce((total, z) => total.add(z), Complex.zero);
