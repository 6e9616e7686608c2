import { Complex } from './complex.js';
import { constant, type Expr, type Program, trace } from './expression.js';
import { evaluate } from './roots.js';

/** Quartic polynomials in closed form, without branches: both lanes of a pair go the same way. */

/**
 * The invariants I and J of c_0 + ... + c_4 x^4: its discriminant is (4 I^3 - J^2)/27, and its resolvent cubic depends
 * on nothing else.
 */
function invariants([e, d, c, b, a]: readonly Expr[]): { I: Expr; J: Expr } {
  return {
    I: a.mul(e).mul(12).sub(b.mul(d).mul(3)).add(c.square()),
    J: c
      .mul(c.square().mul(2).sub(a.mul(e).mul(72)).sub(b.mul(d).mul(9)))
      .add(a.mul(d.square()).add(e.mul(b.square())).mul(27)),
  };
}

/** Discriminant, and the size of the two terms of which it is the difference. */
export function quarticDiscriminant(coefficients: readonly Expr[]): { value: Expr; terms: Expr } {
  const { I, J } = invariants(coefficients);
  const [first, second] = [I.mul(I.square()).mul(4), J.square()];
  return { value: first.sub(second).div(27), terms: first.abs().add(second).div(27) };
}

/** y^4 + p y^2 + q y + r with y = x + shift, and 3 s + 2 p for the greatest root s of its resolvent. */
function depressed([c0, c1, c2, c3, top]: readonly Expr[]) {
  const inverse = constant(1).div(top);
  const [e, d, c, b] = [c0, c1, c2, c3].map((x) => x.mul(inverse));
  const shift = b.div(4);
  const square = shift.square();
  const p = c.sub(square.mul(6));
  const q = d.sub(shift.mul(c.mul(2).sub(square.mul(8))));
  const r = e.sub(shift.mul(d)).add(square.mul(c.sub(square.mul(3))));
  return { shift, p, q, r, ...invariants([r, q, p, constant(0), constant(1)]) };
}

const NEWTON_STEPS = 2;

/**
 * The roots of a quartic that are all real, roughly: y^2 -+ alpha y + ... are its factors, alpha^2 the greatest root of
 * the resolvent. NaN where some are not real.
 */
function fourReal(coefficients: readonly Expr[]): Expr[] {
  const { shift, p, q, ...rest } = depressed(coefficients);
  const square = greatestOfThree({ p, ...rest });
  const alpha = square.sqrt();
  const [sum, difference] = [p.add(square), q.div(alpha)];
  return [-1, 1].flatMap((side) => {
    const product = sum.add(difference.mul(side)).div(2);
    const [middle, half] = [alpha.mul(side).div(2).sub(shift), square.sub(product.mul(4)).sqrt().div(2)];
    return [middle.sub(half), middle.add(half)];
  });
}

/**
 * The two pairs of complex roots (re, im > 0) of a quartic without real ones: each pair has its factor, as above. After
 * steps of Newton's, since where alpha is small it has half the digits.
 */
function noneReal(coefficients: readonly Expr[]): Expr[] {
  const { shift, p, q, r, ...rest } = depressed(coefficients);
  const square = greatestOfThree({ p, ...rest });
  const sum = p.add(square);
  const alpha = square.abs().sqrt();
  const difference = signOf(q).mul(sum.square().sub(r.mul(4)).abs().sqrt());
  return [-1, 1].flatMap((side) => {
    const product = sum.add(difference.mul(side)).div(2);
    let root = new Complex(alpha.mul(side).div(2).sub(shift), product.mul(4).sub(square).sqrt().div(2));
    for (let k = 0; k < NEWTON_STEPS; k++) root = closer(coefficients, root);
    return [root.re, root.im];
  });
}

/** The greatest of three real roots of the resolvent. */
function greatestOfThree({ p, I, J }: { readonly p: Expr; readonly I: Expr; readonly J: Expr }): Expr {
  const size = I.sqrt();
  // cos(3 theta/2) = s, and h = cos(theta/2) from 4 h^3 - 3 h = s, which no s makes singular
  const s = J.div(I.mul(size)).div(2).add(1).div(2).sqrt();
  let h = s
    .mul(0.0154)
    .sub(0.0481)
    .mul(s)
    .add(1 / 6)
    .mul(s)
    .add(Math.sqrt(0.75));
  for (let k = 0; k < NEWTON_STEPS; k++) {
    const square = h.square();
    h = h.square().mul(h).mul(8).add(s).div(square.mul(12).sub(3));
  }
  return h.square().mul(4).sub(2).mul(size).sub(p.mul(2)).div(3);
}

/** -1 or 1, of zero too. */
const signOf = (x: Expr): Expr => x.sign().mul(2).add(1).sign();

/** One step of Newton's towards a root. */
function closer(coefficients: readonly Expr[], root: Complex): Complex {
  const { value, slope } = evaluate(
    coefficients.map((x) => Complex.real(x)),
    root,
  );
  return root.sub(value.div(slope));
}

/**
 * The roots of a quartic with two real ones, roughly, and its pair of complex ones (re, im > 0) after a step of
 * Newton's: y^2 + a y + b and y^2 - a y + c are its factors, c - b > 0.
 */
function twoReal(coefficients: readonly Expr[]): Expr[] {
  const { shift, p, q, r, I, J } = depressed(coefficients);
  const root = J.square().sub(I.mul(I.square()).mul(4)).sqrt();
  const size = J.abs().add(root).div(2).log().div(3).exp();
  const w = signOf(J).mul(size.add(I.div(size)));
  const square = w.sub(p.mul(2)).div(3);
  const sum = p.add(square);
  const difference = sum.square().sub(r.mul(4)).sqrt();
  const a = q.div(difference);
  const [b, c] = [sum.sub(difference).div(2), sum.add(difference).div(2)];
  const [middle, half] = [a.div(-2).sub(shift), square.sub(b.mul(4)).sqrt().div(2)];
  const pair = new Complex(a.div(2).sub(shift), c.mul(4).sub(square).sqrt().div(2));
  const { re, im } = closer(coefficients, pair);
  return [middle.sub(half), middle.add(half), re, im];
}

/** (coefficients of several quartics) -> their roots, four numbers each, all worked out side by side. */
const several =
  (roots: (coefficients: readonly Expr[]) => Expr[]) =>
  (count: number): Program =>
    trace([5 * count], (coefficients) =>
      Array.from({ length: count }, (_, k) => roots(coefficients.slice(5 * k, 5 * k + 5))).flat(),
    );

export const fourRealRoots = several(fourReal);
export const twoRealRoots = several(twoReal);
export const noRealRoots = several(noneReal);
