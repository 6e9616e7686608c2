import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, sum } from '../arithmetic/expression.js';

/** coefficient * px^i * py^j */
export interface Monomial {
  readonly i: number;
  readonly j: number;
  readonly coefficient: Expr;
}

/** A real polynomial in (px, py) with coefficients known when the program runs. */
export class Polynomial {
  constructor(readonly terms: readonly Monomial[]) {}

  get degree(): number {
    return Math.max(0, ...this.terms.map(({ i, j }) => i + j));
  }

  /** A sum of monomials of which some may have the same powers. */
  static sum(terms: readonly Monomial[]): Polynomial {
    const byPower = new Map<string, Monomial>();
    for (const term of terms) {
      const key = `${term.i},${term.j}`;
      const known = byPower.get(key);
      byPower.set(key, known ? { ...term, coefficient: known.coefficient.add(term.coefficient) } : term);
    }
    return new Polynomial([...byPower.values()].filter((t) => t.coefficient.known !== 0));
  }

  at(px: Expr, py: Expr): Expr {
    const [x, y] = [powers(px, this.degree), powers(py, this.degree)];
    return sum(this.terms.map(({ i, j, coefficient }) => coefficient.mul(x[i]).mul(y[j])));
  }

  /** Partial derivative along axis 0 (px) or 1 (py). */
  derivative(axis: 0 | 1): Polynomial {
    const lowered = this.terms.map(({ i, j, coefficient }) =>
      axis === 0 ? { i: i - 1, j, coefficient: coefficient.mul(i) } : { i, j: j - 1, coefficient: coefficient.mul(j) },
    );
    return new Polynomial(lowered.filter(({ i, j }) => i >= 0 && j >= 0));
  }

  /** The polynomial f(c + q) of q. */
  about([x, y]: readonly [Expr, Expr]): Polynomial {
    return Polynomial.sum(
      this.terms.flatMap(({ i, j, coefficient }) => {
        const [inX, inY] = [binomial(x, i), binomial(y, j)];
        return inX.flatMap((a, k) => inY.map((b, l) => ({ i: k, j: l, coefficient: coefficient.mul(a).mul(b) })));
      }),
    );
  }

  /** Coefficients in p of the restriction to the line p (cos, sin), lowest power first, up to the given degree. */
  along(cos: Expr, sin: Expr, degree: number): Expr[] {
    const [x, y] = [powers(cos, degree), powers(sin, degree)];
    return Array.from({ length: degree + 1 }, (_, k) =>
      sum(this.terms.filter(({ i, j }) => i + j === k).map(({ i, j, coefficient }) => coefficient.mul(x[i]).mul(y[j]))),
    );
  }
}

const powers = (x: Expr, degree: number): Expr[] => {
  const list = [constant(1)];
  for (let k = 1; k <= degree; k++) list.push(list[k - 1].mul(x));
  return list;
};

/** Coefficients of (c + q)^n, lowest power first. */
const binomial = (c: Expr, n: number): Expr[] => {
  let choices = 1;
  return powers(c, n)
    .reverse()
    .map((power, k) => {
      if (k > 0) choices = (choices * (n - k + 1)) / k;
      return power.mul(choices);
    });
};

/** Value of a polynomial in one complex variable, lowest power first. */
export const horner = (coefficients: readonly (Expr | Complex)[], z: Complex): Complex =>
  coefficients.reduceRight<Complex>(
    (value, c) => value.mul(z).add(c instanceof Complex ? c : Complex.real(c)),
    Complex.zero,
  );

/** Coefficients of the derivative, lowest power first. */
export const differentiated = (coefficients: readonly Expr[]): Expr[] =>
  coefficients.slice(1).map((c, k) => c.mul(k + 1));

/** Coefficients of the product of two polynomials in one variable. */
export function convolve(a: readonly Complex[], b: readonly Complex[]): Complex[] {
  const out: Complex[] = Array.from({ length: a.length + b.length - 1 }, () => Complex.zero);
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      out[i + j] = out[i + j].add(x.mul(y));
    });
  });
  return out;
}
