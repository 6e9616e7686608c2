import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { Layout } from '../arithmetic/layout.js';
import { remembered } from '../arithmetic/memo.js';
import { determinantAt } from '../theory/determinant.js';
import { singularContour } from '../theory/errors.js';
import type { Theory } from '../theory/theory.js';

/** Digits of a field that rounding may take from a number that vanishes. */
const ROUNDING = 2;

/**
 * At a momentum: its next Newton step towards grad D = 0; how far eps lies from a band, and from what that is taken;
 * grad D, and how large it may be; the same momentum counted from the origin.
 */
const PLACE = new Layout({
  step: [1, 2],
  gap: [1, 1],
  size: [1, 1],
  slope: [1, 1],
  steepness: [1, 1],
  momentum: [1, 2],
});

type Name = (typeof PLACE)['names'][number];

/** Newton steps beside those that double the digits. */
const SWEEPS = 6;

const programs = new WeakMap<Theory, Program>();

/** (environment, point 2) -> `PLACE`. */
const placeProgram = (theory: Theory): Program =>
  trace([theory.environmentSize, 2], (block, [x, y]) => {
    const expressions = theory.expressions(block);
    const { eps, h, about } = expressions;
    const { gradient, hessian } = determinantAt(expressions, x, y);
    const [dx, dy] = gradient;
    const [[xx, xy], [, yy]] = hessian;
    const determinant = xx.mul(yy).sub(xy.square());
    const step = [dy.mul(xy).sub(dx.mul(yy)), dx.mul(xy).sub(dy.mul(xx))].map((s) => s.div(determinant));
    const [h0, ...spin] = h.map((p) => p.at(x, y));
    const norm = length(spin);
    const size = eps.abs().add(h0.abs()).add(norm);
    const change = length(([0, 1] as const).flatMap((axis) => h.map((p) => p.derivative(axis).at(x, y))));
    const [cx, cy] = about?.centre ?? [x.mul(0), y.mul(0)];
    return PLACE.join({
      step: [step],
      gap: [[eps.sub(h0).abs().sub(norm).abs()]],
      size: [[size]],
      slope: [[length(gradient)]],
      steepness: [[change]],
      momentum: [[x.add(cx), y.add(cy)]],
    });
  });

const length = (parts: readonly Expr[]): Expr => sum(parts.map((x) => x.square())).sqrt();

/** Looks at single momenta. */
export class SingularPoints<V> {
  private readonly point: V;
  private readonly place: V;
  private readonly rounding: number;

  constructor(
    private readonly theory: Theory,
    private readonly field: Field<V>,
    private readonly environment: V,
  ) {
    this.point = field.vector(2);
    this.place = field.vector(PLACE.size);
    this.rounding = 10 ** (ROUNDING - field.digits);
  }

  /** Whether a momentum lies on a Fermi contour, to rounding. */
  isOnContour(momentum: readonly number[]): boolean {
    this.moveTo(momentum);
    return this.isAtBand;
  }

  /**
   * Refuses Fermi energies at which a contour is singular: D and its gradient vanish at one momentum, where a pocket
   * shrinks to a point, two contours touch, or bands cross.
   * @param start momentum near which this may be
   * @param cutoff momenta beyond it do not count
   * @throws AccuracyError
   */
  refuseNear(start: readonly number[], cutoff: number): void {
    const { field, point, place, rounding } = this;
    const [add, settled] = [field.compile(sumOfTwo), 10 ** (-field.digits / 2)];
    const sweeps = Math.ceil(Math.log2(field.digits)) + SWEEPS;
    this.moveTo(start);
    for (let k = 0; k < sweeps; k++) {
      const [size, slope, steepness] = [this.read('size'), this.read('slope'), this.read('steepness')];
      const isFlat = slope <= rounding * size * steepness;
      const isSettled = isFlat || Math.hypot(...this.pair('step')) * steepness <= settled * size;
      if (isSettled && this.isAtBand && Math.hypot(...this.pair('momentum')) < cutoff)
        throw singularContour(this.pair('momentum'));
      if (isFlat) return;
      add(point, 0, place, PLACE.at('step'), point, 0);
      this.look();
    }
  }

  private moveTo(momentum: readonly number[]): void {
    for (const [k, p] of momentum.entries()) this.field.set(this.point, k, p);
    this.look();
  }

  private look(): void {
    const { theory, field, environment, point, place } = this;
    field.compile(remembered(programs, theory, () => placeProgram(theory)))(environment, 0, point, 0, place, 0);
  }

  private get isAtBand(): boolean {
    return this.read('gap') <= this.rounding * this.read('size');
  }

  private read(name: Name): number {
    return this.field.toNumber(this.place, PLACE.at(name));
  }

  private pair(name: Name): number[] {
    return PLACE.places(name).map((at) => this.field.toNumber(this.place, at));
  }
}

const sumOfTwo: Program = trace([2, 2], ([x, y], [dx, dy]) => [x.add(dx), y.add(dy)]);
