import { InputError } from '../../src/theory/errors.js';
import type { Algebra } from './algebra.js';

/** sum_k coefficients[k] x^(low + k) + O(x^order) with coefficients in a ring; exact if the order is Infinity. */
export interface PowerSeries<C> {
  readonly low: number;
  readonly coefficients: readonly C[];
  readonly order: number;
}

/**
 * Laurent series in one symbol x (the impurity strength u) over a ring. At most `length` coefficients are kept, counted
 * from the first that is not exactly zero.
 */
export class PowerSeriesRing<C> implements Algebra<PowerSeries<C>> {
  readonly zero: PowerSeries<C> = { low: 0, coefficients: [], order: Number.POSITIVE_INFINITY };

  constructor(
    readonly base: Algebra<C>,
    readonly length: number,
  ) {}

  lift(c: C, power = 0): PowerSeries<C> {
    return this.trim(power, [c], Number.POSITIVE_INFINITY);
  }

  constant(value: number): PowerSeries<C> {
    return this.lift(this.base.constant(value));
  }

  pi(): PowerSeries<C> {
    return this.lift(this.base.pi());
  }

  isZero(a: PowerSeries<C>): boolean {
    return a.coefficients.length === 0 && a.order === Number.POSITIVE_INFINITY;
  }

  /** The coefficient of x^power; undefined beyond the truncation. */
  coefficient(a: PowerSeries<C>, power: number): C | undefined {
    if (power >= a.order) return undefined;
    return a.coefficients[power - a.low] ?? this.base.zero;
  }

  /** Drops exact zeros in front and behind and everything beyond the length of the ring. */
  private trim(low: number, coefficients: readonly C[], order: number): PowerSeries<C> {
    let first = 0;
    while (first < coefficients.length && this.base.isZero(coefficients[first])) first++;
    let last = Math.min(coefficients.length, order - low);
    const tooLong = last - first > this.length;
    if (tooLong) last = first + this.length;
    const cut = tooLong ? Math.min(order, low + last) : order;
    while (last > first && this.base.isZero(coefficients[last - 1])) last--;
    if (first >= last) return { low: cut === Number.POSITIVE_INFINITY ? 0 : cut, coefficients: [], order: cut };
    return { low: low + first, coefficients: coefficients.slice(first, last), order: cut };
  }

  add(a: PowerSeries<C>, b: PowerSeries<C>): PowerSeries<C> {
    return this.combine(a, b, (x, y) => this.base.add(x, y));
  }

  sub(a: PowerSeries<C>, b: PowerSeries<C>): PowerSeries<C> {
    return this.combine(a, b, (x, y) => this.base.sub(x, y));
  }

  private combine(a: PowerSeries<C>, b: PowerSeries<C>, operation: (x: C, y: C) => C): PowerSeries<C> {
    const order = Math.min(a.order, b.order);
    const low = Math.min(a.coefficients.length ? a.low : order, b.coefficients.length ? b.low : order);
    if (low === Number.POSITIVE_INFINITY) return this.zero;
    const high = Math.min(order, Math.max(a.low + a.coefficients.length, b.low + b.coefficients.length));
    const zero = this.base.zero;
    const at = (s: PowerSeries<C>, k: number): C => s.coefficients[k - s.low] ?? zero;
    const sums = Array.from({ length: Math.max(0, high - low) }, (_, k) => operation(at(a, low + k), at(b, low + k)));
    return this.trim(low, sums, order);
  }

  neg(a: PowerSeries<C>): PowerSeries<C> {
    return { ...a, coefficients: a.coefficients.map((c) => this.base.neg(c)) };
  }

  mul(a: PowerSeries<C>, b: PowerSeries<C>): PowerSeries<C> {
    if (this.isZero(a) || this.isZero(b)) return this.zero;
    const order = Math.min(a.order + b.low, b.order + a.low);
    const low = a.low + b.low;
    const count = Math.min(a.coefficients.length + b.coefficients.length - 1, this.length, order - low);
    if (count <= 0) return { low: order, coefficients: [], order };
    const exact = count === a.coefficients.length + b.coefficients.length - 1;
    const products = Array.from({ length: count }, (_, n) => this.convolution(a.coefficients, b.coefficients, n, 0));
    return this.trim(low, products, exact ? order : Math.min(order, low + count));
  }

  /** sum_{k >= from} a_k b_{n-k} */
  private convolution(a: readonly C[], b: readonly C[], n: number, from: number): C {
    let total = this.base.zero;
    for (let k = Math.max(from, n - b.length + 1); k <= Math.min(n, a.length - 1); k++)
      total = this.base.add(total, this.base.mul(a[k], b[n - k]));
    return total;
  }

  inverse(a: PowerSeries<C>): PowerSeries<C> {
    const first = a.coefficients[0];
    if (first === undefined)
      throw new InputError(`the inverse of a series in the impurity strength that is zero to order ${a.order}`);
    const lead = this.base.inverse(first);
    const isMonomial = a.coefficients.length === 1 && a.order === Number.POSITIVE_INFINITY;
    const count = isMonomial ? 1 : Math.min(this.length, a.order - a.low);
    const inverse = [lead];
    for (let n = 1; n < count; n++)
      inverse.push(this.base.neg(this.base.mul(lead, this.convolution(a.coefficients, inverse, n, 1))));
    return this.trim(-a.low, inverse, isMonomial ? Number.POSITIVE_INFINITY : -a.low + count);
  }

  sqrt(a: PowerSeries<C>): PowerSeries<C> {
    if (this.isZero(a)) return a;
    const first = a.coefficients[0];
    if (first === undefined || a.low % 2 !== 0)
      throw new InputError('the square root of an odd power of the impurity strength');
    const root = [this.base.sqrt(first)];
    const isMonomial = a.coefficients.length === 1 && a.order === Number.POSITIVE_INFINITY;
    const count = isMonomial ? 1 : Math.min(this.length, a.order - a.low);
    const half = count > 1 ? this.base.mul(this.base.constant(0.5), this.base.inverse(root[0])) : root[0];
    for (let n = 1; n < count; n++) {
      let rest = a.coefficients[n] ?? this.base.zero;
      for (let k = 1; k < n; k++) rest = this.base.sub(rest, this.base.mul(root[k], root[n - k]));
      root.push(this.base.mul(rest, half));
    }
    return this.trim(a.low / 2, root, isMonomial ? Number.POSITIVE_INFINITY : a.low / 2 + count);
  }

  log(a: PowerSeries<C>): PowerSeries<C> {
    if (a.low !== 0 || a.coefficients.length !== 1 || a.order !== Number.POSITIVE_INFINITY)
      throw new InputError(
        'the logarithm of a series in the impurity strength is not needed by any formula and not defined here',
      );
    return this.lift(this.base.log(a.coefficients[0]));
  }

  sign(a: PowerSeries<C>): -1 | 0 | 1 {
    return a.coefficients.length === 0 ? 0 : this.base.sign(a.coefficients[0]);
  }

  /** Applies a linear map of the base ring to every coefficient. */
  map(a: PowerSeries<C>, f: (c: C) => C): PowerSeries<C> {
    return this.trim(a.low, a.coefficients.map(f), a.order);
  }
}
