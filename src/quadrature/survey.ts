import { type Program, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import { discriminant, RealRootFinder, roughRoots } from '../arithmetic/roots.js';
import {
  AccuracyError,
  contourCrossesCutoff,
  contourThroughOrigin,
  InputError,
  unsettledRoots,
} from '../theory/errors.js';
import { determinantAlong, growthAlong, spinTailAlong } from '../theory/line.js';
import type { Theory } from '../theory/theory.js';
import { angularDistance, Harmonics, harmonicsOf, type Zero } from './harmonics.js';
import { SingularPoints } from './singular.js';
import type { Tangent } from './tangents.js';

/** What the lines through the origin meet: decided once per solve, before any quadrature. */
export interface Survey {
  /** Angles in [0, pi), ascending, at which a line is tangent to a Fermi contour: there the quadrature is split. */
  readonly tangents: readonly Tangent[];
  /** Largest number of Fermi-contour crossings on one line. */
  readonly crossings: number;
  /** Whether the lower band falls without bound in some direction, so that only a cutoff gives the theory a meaning. */
  readonly unboundedBelow: boolean;
  /** Whether the spin part of Re g grows as the logarithm of the cutoff. */
  readonly divergent: boolean;
  /** Angles in [0, pi) at which D loses its top power: roots go to infinity there. */
  readonly flat: readonly number[];
}

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

/** Relative size at which the top coefficient of D counts as zero. */
const FLAT = 1e-12;

/** The same at an angle that was searched for: a double zero is found to half the digits. */
const FLAT_ANGLE = 1e-9;
const SAME_ANGLE = 1e-6;

/** Zeros of the discriminant closer to the real axis than this are tangents, found by the number of crossings. */
const REAL = 1e-7;

/** Relative size at which the mean of a tail over all directions counts as zero. */
const BALANCED = 1e-9;

/** Distance of two zeros of the discriminant that may be a double one. */
const SPLIT = 1e-3;

/** Angles between which the number of crossings is certain. */
const APART = 1e-6;

/** Near misses farther off the real axis than this do not slow the trapezoidal rule down much. */
const FAR = 0.12;

/**
 * Finds every tangent line. The discriminant of D along a line is a trigonometric polynomial of known degree in the
 * angle, so finitely many lines determine it: either it is bounded away from zero near the real axis, or the number of
 * crossings is followed from each of its zeros to the next. Zeros close to the real axis are near misses.
 * @param cutoff contours and tangents with |p| < cutoff count
 * @param watch called on every line; may throw to end the survey
 * @throws InputError if the Fermi contour is open or crosses the cutoff; AccuracyError if this field cannot resolve the
 * roots
 */
export function survey<V>(
  theory: Theory,
  field: Field<V>,
  environment: V,
  cutoff = Number.POSITIVE_INFINITY,
  watch = (): void => {},
): Survey {
  const singular = new SingularPoints(theory, field, environment);
  singular.refuseNear([0, 0], cutoff);
  if (cutoff < Number.POSITIVE_INFINITY && singular.isOnContour([0, 0])) throw contourThroughOrigin(cutoff);
  const nominal = 2 * theory.degree;
  const count = nominal * (nominal - 1) + 9;
  const probe = new Probe(theory, field, environment, cutoff, watch);
  const angles = Array.from({ length: count }, (_, k) => (Math.PI * k) / count);
  if (cutoff < Number.POSITIVE_INFINITY) {
    refuseCrossing(probe, nominal, cutoff);
    probe.degree = Math.max(...angles.map((angle) => probe.at(angle).degree));
  }
  const harmonics = (probe.degree * (probe.degree - 1)) / 2;
  const samples = angles.map((angle) => probe.at(angle));
  const flat = flatAngles(
    samples.map((s) => s.leading),
    theory.degree,
    cutoff,
  );
  const { unboundedBelow, divergent } = atLargeMomenta(samples.map((s) => s.leading));
  const crossings = Math.max(...samples.map((s) => s.reals));
  const scale = Math.max(...samples.map((s) => Math.abs(s.discriminant)));
  const coefficients = harmonicsOf(samples.map((s) => s.discriminant / scale));
  const sizes = coefficients.map(([re, im], m) => (m === 0 ? Math.abs(re) : 2 * Math.hypot(re, im)));
  const noise = Math.max(...sizes.slice(harmonics + 1));
  // coefficients beyond the known degree are rounding errors of the roots
  if (!(noise < 1e-3))
    throw new AccuracyError(
      `the Fermi contours are not resolved with ${Math.floor(field.digits)} working digits; ask for more digits`,
    );
  // bounded away from zero, also as far off the real axis as near misses are sought
  const oscillating = total(sizes.map((size, m) => (m === 0 || m > harmonics ? 0 : size * Math.cosh(2 * m * FAR))));
  if (sizes[0] > oscillating + count * noise) return { tangents: [], crossings, unboundedBelow, divergent, flat };
  const series = new Harmonics(coefficients.slice(0, harmonics + 1));
  const { zeros } = series;
  for (const { angle } of zeros.filter((zero, k) => zeros.some((other, l) => l !== k && isDouble(zero, other))))
    for (const { momentum } of probe.tangentsAt(angle, 1))
      singular.refuseNear([momentum * Math.cos(angle), momentum * Math.sin(angle)], cutoff);
  const places = [...angles, ...series.between].sort((a, b) => a - b);
  const counts = places.map((angle) => probe.at(angle).reals);
  const tangents: Tangent[] = [];
  places.forEach((angle, k) => {
    const [next, count_] = k + 1 < places.length ? [places[k + 1], counts[k + 1]] : [places[0] + Math.PI, counts[0]];
    if (count_ === counts[k]) return;
    const between = zeros.flatMap((z) =>
      [z.angle, z.angle + Math.PI].filter((x) => angle - APART < x && x < next + APART),
    );
    const [only] = between;
    const isAlone = between.length === 1 && only > angle + APART && only < next - APART;
    tangents.push(
      ...(isAlone
        ? probe.tangentsAt(only, Math.abs(count_ - counts[k]) / 2)
        : probe.transitions(angle, next, counts[k], count_)),
    );
  });
  const found = tangents.map(wrapped);
  const isNew = ({ angle, height }: Zero): boolean =>
    found.every((t) => angularDistance(t.angle, angle) > 1e-3 * height + 1e-9);
  for (const zero of zeros)
    if (zero.height > REAL && zero.height < FAR && isNew(zero))
      found.push({ angle: zero.angle, distance: zero.height, momentum: Number.NaN });
  return {
    tangents: found.sort((a, b) => a.angle - b.angle),
    crossings: Math.max(crossings, ...counts),
    unboundedBelow,
    divergent,
    flat,
  };
}

/** Whether two zeros of the discriminant may be one that rounding has split. */
const isDouble = (a: Zero, b: Zero): boolean =>
  Math.hypot(angularDistance(a.angle, b.angle), a.height - b.height) < SPLIT;

/** Whether a theory has a meaning only with a cutoff: it is unbounded below, or the spin part of Re g diverges. */
export function needsCutoff<V>(theory: Theory, field: Field<V>, environment: V): boolean {
  const probe = new Probe(theory, field, environment, Number.POSITIVE_INFINITY, () => {});
  const count = 4 * theory.degree + 9;
  const growth = Array.from({ length: count }, (_, k) => probe.growthAt((Math.PI * k) / count));
  const { unboundedBelow, divergent } = atLargeMomenta(growth);
  return unboundedBelow || divergent;
}

/** What lines in equidistant directions say of the bands at large momenta. */
function atLargeMomenta(growth: readonly Growth[]): Pick<Survey, 'unboundedBelow' | 'divergent'> {
  const divergent = [0, 1, 2].some((k) => {
    const tails = growth.map(({ spinTail }) => spinTail[k]);
    return Math.abs(total(tails)) > BALANCED * total(tails.map(Math.abs));
  });
  return { unboundedBelow: growth.some(({ lower }) => lower < 0), divergent };
}

const total = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Behaviour of the bands at large momenta along one line. */
interface Growth {
  readonly determinant: number;
  readonly scale: number;
  readonly lower: number;
  /** Of the spin part of G_0, which falls as 1/p^2 or faster. */
  readonly spinTail: readonly number[];
}

/**
 * Angles at which D loses its top power.
 * @throws InputError where only a cutoff bounds the contours, or not even that
 */
function flatAngles(leading: readonly Growth[], degree: number, cutoff: number): number[] {
  const [tops, scales] = [leading.map((g) => g.determinant), leading.map((g) => g.scale)];
  const signs = new Set(tops.map((top, k) => (Math.abs(top) <= FLAT * scales[k] ? 0 : Math.sign(top))));
  const isOpen = signs.size > 1 || signs.has(0);
  const isFlat = signs.size === 1 && signs.has(0) && Math.max(...scales) > 0;
  if (isFlat || (isOpen && cutoff === Number.POSITIVE_INFINITY))
    throw new InputError(
      'the Fermi contour is open: in some direction neither band leaves the Fermi energy as p grows (D(p) loses ' +
        `its top power)${isFlat ? '' : '; give --cutoff VALUE between its contours'}`,
    );
  const series = new Harmonics(harmonicsOf(tops).slice(0, degree + 1));
  const small = FLAT_ANGLE * Math.max(...scales);
  const angles = series.zeros.map(({ angle }) => angle).filter((angle) => Math.abs(series.value(angle)) < small);
  return angles.filter((angle, k) => k === 0 || angle - angles[k - 1] > SAME_ANGLE);
}

/**
 * D at |p| = cutoff is a trigonometric polynomial of the angle, of the degree of D: no contour crosses if it has one
 * sign.
 */
function refuseCrossing<V>(probe: Probe<V>, degree: number, cutoff: number): void {
  const count = 2 * degree + 9;
  const equidistant = Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count);
  const series = new Harmonics(harmonicsOf(equidistant.map((angle) => probe.atCutoff(angle))).slice(0, degree + 1));
  // the series has harmonics of twice its argument
  const angles = [...equidistant, ...series.between.map((half) => 2 * half)].sort((a, b) => a - b);
  const sign = Math.sign(probe.atCutoff(angles[0]));
  const other = angles.findIndex((angle) => Math.sign(probe.atCutoff(angle)) !== sign);
  if (other < 0) return;
  let [a, b] = [angles[Math.max(other - 1, 0)], angles[other]];
  for (let k = 0; k < 50; k++) {
    const middle = (a + b) / 2;
    if (Math.sign(probe.atCutoff(middle)) === sign) a = middle;
    else b = middle;
  }
  throw contourCrossesCutoff(b, cutoff);
}

const wrapped = (t: Tangent): Tangent =>
  t.angle >= Math.PI ? { ...t, angle: t.angle - Math.PI, momentum: -t.momentum } : t;

/** Roots of D along single lines. */
class Probe<V> {
  private readonly coefficients: V;
  private readonly angle: V;
  private readonly out: V;
  private readonly finder: RealRootFinder<V>;
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
  }

  /** D along the line of an angle. */
  private follow(angle: number): void {
    const { along } = linePrograms(this.theory);
    this.field.set(this.angle, 0, angle);
    this.field.compile(along)(this.environment, 0, this.angle, 0, this.coefficients, 0);
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
    const { edge } = linePrograms(this.theory);
    field.set(this.angle, 0, angle);
    field.compile(edge)(this.environment, 0, this.angle, 0, out, 0);
    const [determinant, scale, lower, ...spinTail] = [0, 1, 2, 3, 4, 5].map((k) => field.toNumber(out, k));
    return { determinant, scale, lower, spinTail };
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
    return { reals: this.inside.length, degree, discriminant: this.raised(field.toNumber(this.out, 0)), leading };
  }

  /** Discriminant of D as of the usual degree: a root at infinity is a factor c_top^2, two make it zero. */
  private raised(value: number): number {
    const lost = this.degree - this.finder.degree;
    if (lost <= 0) return value;
    return lost === 1 ? value * this.field.toNumber(this.coefficients, this.finder.degree) ** 2 : 0;
  }

  /** Real roots with |p| < cutoff, ascending. */
  private get inside(): number[] {
    const { finder, field } = this;
    const all = Array.from({ length: finder.reals }, (_, k) => field.toNumber(finder.roots, k));
    return all.filter((p) => Math.abs(p) < this.cutoff).sort((a, b) => a - b);
  }

  /** Bisects every change in the number of real roots between two angles. */
  transitions(from: number, to: number, countFrom: number, countTo: number): Tangent[] {
    let [a, b] = [from, to];
    const [low, high] = [countFrom, countTo];
    while (b - a > 1e-11) {
      const middle = (a + b) / 2;
      const count = this.at(middle).reals;
      if (count === low) a = middle;
      else if (count === high) b = middle;
      else return [...this.transitions(a, middle, low, count), ...this.transitions(middle, b, count, high)];
    }
    const many = low > high ? a : b;
    this.at(many);
    return this.closestPairs(Math.abs(low - high) / 2).map((momentum) => ({ angle: many, momentum, distance: 0 }));
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
        const [x, y] = [roots[2 * k] + roots[2 * l], roots[2 * k + 1] + roots[2 * l + 1]];
        const distance = Math.hypot(roots[2 * k] - roots[2 * l], roots[2 * k + 1] - roots[2 * l + 1]);
        const middle = x / 2;
        if (Math.abs(middle) < this.cutoff) pairs.push({ gap: distance / Math.hypot(x, y), middle });
      }
    pairs.sort((a, b) => a.gap - b.gap);
    return pairs.slice(0, count).map(({ middle }) => ({ angle, momentum: middle, distance: 0 }));
  }

  /** Mean momenta of the closest pairs of real roots; several when symmetric pockets are touched by the same line. */
  private closestPairs(pairs: number): number[] {
    const closest = this.gaps.sort((a, b) => a.gap - b.gap);
    return closest.slice(0, pairs).map((g) => g.middle);
  }

  /** Relative distances of neighbouring real roots within the cutoff, and the momentum half way. */
  private get gaps(): { gap: number; middle: number }[] {
    const roots = this.inside;
    return roots
      .slice(1)
      .map((p, k) => ({ gap: (p - roots[k]) / (Math.abs(p) + Math.abs(roots[k])), middle: (p + roots[k]) / 2 }));
  }
}
