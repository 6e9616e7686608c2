import { type Program, trace } from '../arithmetic/expression.js';
import type { Field, Kernel } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import { discriminant, RealRootFinder, roughRoots } from '../arithmetic/roots.js';
import { unsettledRoots } from '../theory/errors.js';
import { determinantAlong, growthAlong, spinTailAlong } from '../theory/line.js';
import type { Theory } from '../theory/theory.js';
import type { Tangent } from './tangents.js';

const programs = new WeakMap<Theory, ReturnType<typeof programsOf>>();

/** (environment, angle) -> D along the line, and the behaviour of the bands at large momenta. */
const programsOf = (theory: Theory): { along: Program; edge: Program } => ({
  along: trace([theory.environmentSize, 1], (block, [angle]) =>
    determinantAlong({ theory: theory.expressions(block), cos: angle.cos(), sin: angle.sin() }),
  ),
  edge: trace([theory.environmentSize, 1], (block, [angle]) => {
    const line = { theory: theory.expressions(block), cos: angle.cos(), sin: angle.sin() };
    return [...growthAlong(line), ...spinTailAlong(line)];
  }),
});

export const linePrograms = (theory: Theory): ReturnType<typeof programsOf> =>
  remembered(programs, theory, () => programsOf(theory));

/** Behaviour of the bands at large momenta along one line. */
export interface Growth {
  readonly determinant: number;
  readonly scale: number;
  readonly lower: number;
  /** Of the spin part of G_0, which falls as 1/p^2 or faster. */
  readonly spinTail: readonly number[];
}

/** Relative size at which the top coefficient of D counts as zero. */
export const FLAT = 1e-12;

/** Roots of D along single lines. */
export class Probe<V> {
  private readonly coefficients: V;
  private readonly angle: V;
  private readonly out: V;
  private readonly finder: RealRootFinder<V>;
  private readonly along: Kernel<V>;
  private readonly edge: Kernel<V>;
  /** Degree of D along most lines. */
  degree: number;

  constructor(
    private readonly theory: Theory,
    private readonly field: Field<V>,
    private readonly environment: V,
    private readonly cutoff: number,
    private readonly watch: () => void,
  ) {
    this.degree = 2 * theory.degree;
    this.coefficients = field.vector(this.degree + 1);
    this.angle = field.vector(1);
    this.out = field.vector(6);
    this.finder = new RealRootFinder(field, this.degree);
    const { along, edge } = linePrograms(theory);
    this.along = field.compile(along);
    this.edge = field.compile(edge);
  }

  /** D along the line of an angle. */
  private follow(angle: number): void {
    this.field.set(this.angle, 0, angle);
    this.along(this.environment, 0, this.angle, 0, this.coefficients, 0);
  }

  /** D at |p| = cutoff. */
  atCutoff(angle: number): number {
    this.follow(angle);
    let value = 0;
    for (let k = 2 * this.theory.degree; k >= 0; k--)
      value = value * this.cutoff + this.field.toNumber(this.coefficients, k);
    return value;
  }

  /** The bands at large momenta along the line of an angle. */
  growthAt(angle: number): Growth {
    const { field, out } = this;
    field.set(this.angle, 0, angle);
    this.edge(this.environment, 0, this.angle, 0, out, 0);
    const at = (k: number): number => field.toNumber(out, k);
    return { determinant: at(0), scale: at(1), lower: at(2), spinTail: [at(3), at(4), at(5)] };
  }

  /** The real roots with |p| < cutoff, how many; the degree and the discriminant of D; the bands at large momenta. */
  at(angle: number): { reals: number; degree: number; discriminant: number; leading: Growth } {
    const { field, finder } = this;
    this.watch();
    this.follow(angle);
    const leading = this.growthAt(angle);
    const isOpen = this.cutoff === Number.POSITIVE_INFINITY && Math.abs(leading.determinant) <= FLAT * leading.scale;
    if (isOpen) return { reals: 0, degree: 0, discriminant: 0, leading };
    if (!finder.find(this.coefficients, 0, this.cutoff)) throw unsettledRoots(field.digits);
    const { degree, reals } = finder;
    field.compile(discriminant({ degree, reals }))(this.coefficients, 0, finder.roots, 0, this.out, 0);
    return { reals: this.inside, degree, discriminant: this.raised(field.toNumber(this.out, 0)), leading };
  }

  /** Discriminant of D as of the usual degree: a root at infinity is a factor c_top^2, two make it zero. */
  private raised(value: number): number {
    const lost = this.degree - this.finder.degree;
    if (lost <= 0) return value;
    return lost === 1 ? value * this.field.toNumber(this.coefficients, this.finder.degree) ** 2 : 0;
  }

  /** How many of the real roots have |p| < cutoff. */
  private get inside(): number {
    const { finder, field } = this;
    let count = 0;
    for (let k = 0; k < finder.reals; k++) if (Math.abs(field.toNumber(finder.roots, k)) < this.cutoff) count++;
    return count;
  }

  /** Bisects every change in the number of real roots between two angles. */
  transitions(from: number, to: number, countFrom: number, countTo: number): Tangent[] {
    if (countFrom === countTo) return [];
    const middle = (from + to) / 2;
    if (to - from < 1e-11) return this.tangentsAt(middle, Math.abs(countFrom - countTo) / 2);
    const count = this.at(middle).reals;
    return [...this.transitions(from, middle, countFrom, count), ...this.transitions(middle, to, count, countTo)];
  }

  /** Lines at a zero of the discriminant that touch so many contours: the momenta at which two roots meet. */
  tangentsAt(angle: number, count: number): Tangent[] {
    this.follow(angle);
    const roots = roughRoots(
      Float64Array.from({ length: this.degree + 1 }, (_, k) => this.field.toNumber(this.coefficients, k)),
    );
    const pairs: { gap: number; middle: number }[] = [];
    for (let k = 0; k < this.degree; k++)
      for (let l = 0; l < k; l++) {
        const middle = (roots[2 * k] + roots[2 * l]) / 2;
        const distance = Math.hypot(roots[2 * k] - roots[2 * l], roots[2 * k + 1] - roots[2 * l + 1]);
        if (Math.abs(middle) < this.cutoff) pairs.push({ gap: distance / Math.abs(middle), middle });
      }
    pairs.sort((a, b) => a.gap - b.gap);
    return pairs.slice(0, count).map(({ middle }) => ({ angle, momentum: middle, distance: 0 }));
  }
}
