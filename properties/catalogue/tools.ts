import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { type Matrix, matrixFrom, product } from '../../src/arithmetic/matrix.js';
import type { Side } from '../law/law.js';
import { larger, magnitude, type ResponseTensors, scaleOfK, scaleOfSigma } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';

/** Laws of the paper's model alone. */
export const rashba = ({ isRashbaFerromagnet }: Classification): boolean => isRashbaFerromagnet;

export const zero = (): Expr => constant(0);

/** Entries of K or K_J without the density row: xx, xy, yx, yy, zx, zy. */
export const spinEntries = (K: Matrix): Expr[] => K.slice(1).flat();

/** Entry by entry, left = right, on one scale. */
export const equal = (left: readonly Expr[], right: readonly Expr[], scale: Expr): Side[] =>
  left.map((x, k) => ({ left: x, right: right[k], scale }));

/** Entry by entry, x = 0; `substance` is what cancels in each. */
export const vanish = (entries: readonly Expr[], scale: Expr, substance?: readonly Expr[]): Side[] =>
  entries.map((left, k) => ({ left, right: zero(), scale, ...(substance && { substance: substance[k] }) }));

/** x >= 0, as |x| = x. */
export const positive = (x: Expr, scale: Expr): Side => ({ left: x.abs(), right: x, scale });

/** K and sigma are those expected, on their natural scales if no others are given. */
export const agrees = (
  r: ResponseTensors,
  expected: Pick<ResponseTensors, 'K' | 'sigma'>,
  [scaleK, scaleSigma] = [scaleOfK(r), scaleOfSigma(r)],
): Side[] => [
  ...equal(r.K.flat(), expected.K.flat(), scaleK),
  ...equal(r.sigma.flat(), expected.sigma.flat(), scaleSigma),
];

/** K_xy = -K_yx and sigma_xx = sigma_yy are these and the other entries vanish: a response that no direction marks. */
export const unmarked = (Kxy: Expr, sigma: Expr): { K: Matrix; sigma: Matrix } => {
  const none = zero();
  return {
    K: matrixFrom([none, none, none, Kxy, Kxy.neg(), none, none, none], 4, 2),
    sigma: matrixFrom([sigma, none, none, sigma], 2, 2),
  };
};

/** Every entry times a factor. */
export const times = (m: Matrix, factor: Expr): Matrix => m.map((row) => row.map((x) => x.mul(factor)));

export const plus = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x.add(b[i][j])));

/** Gamma (1 - N Upsilon) = 0: the Ward identity of the ladder. */
export const wardIdentity = ({ broadening, operator }: ResponseTensors): Side[] =>
  equal(
    rowTimes(broadening, operator).map((x, b) => broadening[b].sub(x)),
    broadening,
    magnitude(broadening),
  );

/** The density row of the ladder is solved with K_0b = 0. */
export const densityRow = ({ operator, K, J }: Pick<ResponseTensors, 'operator' | 'K' | 'J'>, scale: Expr): Side[] =>
  equal(product(operator, K)[0], J[0], scale);

/** Integer power, negative ones included. */
export function power(x: Expr, exponent: number): Expr {
  let value = constant(1);
  for (let k = 0; k < Math.abs(exponent); k++) value = value.mul(x);
  return exponent < 0 ? constant(1).div(value) : value;
}

/** Row vector times matrix. */
export const rowTimes = (row: readonly Expr[], m: Matrix): Expr[] =>
  m[0].map((_, b) => sum(m.map((entries, a) => row[a].mul(entries[b]))));

/**
 * What is compared with zero or by its order, in units of what double precision leaves of its scale after quadrature
 * (1e-9): the substance of such a statement, which below one would be about noise.
 */
export const visible = (x: Expr): Expr => x.abs().mul(1e9);

/** log2(|a|/|b|): the order at which an error falls when its cause is halved. */
const orderOf = (a: Expr, b: Expr): Expr => a.div(b).abs().log().div(constant(2).log());

/** The error falls with this order as its cause is halved. */
export const fallsWith = (order: number, error: Expr, halved: Expr): Side => ({
  left: orderOf(error, halved),
  right: constant(order),
  scale: constant(1),
  substance: visible(halved),
});

/**
 * The error falls with this order or a higher one: what the halved error exceeds its share by is far below the natural
 * size of an error of this order. A power that is measured alone would be bent where its own coefficient is small by
 * accident and the next one shows.
 */
export const fallsAtLeastWith = (order: number, error: Expr, halved: Expr, natural: Expr): Side => ({
  left: larger(halved.mul(2 ** order).sub(error), zero()),
  right: zero(),
  scale: natural,
  substance: visible(halved),
});
