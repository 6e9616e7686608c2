import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import type { Field } from '../arithmetic/field.js';
import { remembered } from '../arithmetic/memo.js';
import { discriminant, RealRootFinder } from '../arithmetic/roots.js';
import { AccuracyError, InputError, unsettledRoots } from '../theory/errors.js';
import { determinantAlong } from '../theory/line.js';
import type { Theory } from '../theory/theory.js';
import { angularDistance, Harmonics, harmonicsOf } from './harmonics.js';
import type { Tangent } from './tangents.js';

/** What the lines through the origin meet: decided once per solve, before any quadrature. */
export interface Survey {
  /** Angles in [0, pi), ascending, at which a line is tangent to a Fermi contour: there the quadrature is split. */
  readonly tangents: readonly Tangent[];
  /** Largest number of Fermi-contour crossings on one line. */
  readonly crossings: number;
  /** Whether the lower band falls without bound in some direction, so that only a cutoff gives the theory a meaning. */
  readonly unboundedBelow: boolean;
}

const programs = new WeakMap<Theory, ReturnType<typeof programsOf>>();

/** (environment, angle) -> D along the line, and the behaviour of the bands at large momenta. */
const programsOf = (theory: Theory): { along: Program; edge: Program } => ({
  along: trace([theory.environmentSize, 1], (block, [angle]) =>
    determinantAlong({ theory: theory.expressions(block), cos: angle.cos(), sin: angle.sin() }),
  ),
  edge: trace([theory.environmentSize, 1], (block, [angle]) => growth(theory, block, angle)),
});

/**
 * Along a line the top coefficient of D, its scale, and the top coefficient of the lower band E_- (on its lower ray).
 */
function growth(theory: Theory, block: readonly Expr[], angle: Expr): Expr[] {
  const { h } = theory.expressions(block);
  const [h0, ...h123] = h.map((p) => p.along(angle.cos(), angle.sin(), theory.degree)[theory.degree]);
  const norm = sum(h123.map((x) => x.square()));
  const lower = (theory.degree % 2 === 0 ? h0 : h0.abs().neg()).sub(norm.sqrt());
  return [h0.square().sub(norm), h0.square().add(norm), lower];
}

/** Relative size at which the top coefficient of D counts as zero. */
const FLAT = 1e-12;

/**
 * Finds every tangent line. The discriminant of D along a line is a trigonometric polynomial of known degree in the
 * angle, so finitely many lines determine it: either it is bounded away from zero, or its dips are searched for changes
 * in the number of crossings.
 * @throws InputError if the Fermi contour is open; AccuracyError if this field cannot resolve the roots
 */
export function survey<V>(theory: Theory, field: Field<V>, environment: V): Survey {
  const degree = 2 * theory.degree;
  const harmonics = (degree * (degree - 1)) / 2;
  const count = 2 * harmonics + 9;
  const probe = new Probe(theory, field, environment);
  const angles = Array.from({ length: count }, (_, k) => (Math.PI * k) / count);
  const samples = angles.map((angle) => probe.at(angle));
  refuseOpenContour(samples.map((s) => s.leading));
  const unboundedBelow = samples.some((s) => s.leading.lower < 0);
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
  const oscillating = sizes.slice(1, harmonics + 1).reduce((a, b) => a + b, 0);
  if (sizes[0] > oscillating + count * noise) return { tangents: [], crossings, unboundedBelow };
  const series = new Harmonics(coefficients.slice(0, harmonics + 1));
  const dips = series.dips(64 * harmonics);
  const places = [...angles, ...dips].sort((a, b) => a - b);
  const counts = places.map((angle) => probe.at(angle).reals);
  const tangents: Tangent[] = [];
  places.forEach((angle, k) => {
    const [next, count_] = k + 1 < places.length ? [places[k + 1], counts[k + 1]] : [places[0] + Math.PI, counts[0]];
    if (count_ !== counts[k]) tangents.push(...probe.transitions(angle, next, counts[k], count_));
  });
  const found = tangents.map(wrapped);
  for (const miss of dips.map((dip) => series.zeroNear(dip)))
    if (miss && [...found].every((t) => angularDistance(t.angle, miss.angle) > 1e-3 * miss.distance + 1e-9))
      found.push({ ...miss, momentum: Number.NaN });
  return {
    tangents: found.sort((a, b) => a.angle - b.angle),
    crossings: Math.max(crossings, ...counts),
    unboundedBelow,
  };
}

/** Behaviour of the bands at large momenta along one line. */
interface Growth {
  readonly determinant: number;
  readonly scale: number;
  readonly lower: number;
}

function refuseOpenContour(leading: readonly Growth[]): void {
  const signs = new Set(
    leading.map(({ determinant, scale }) => (Math.abs(determinant) <= FLAT * scale ? 0 : Math.sign(determinant))),
  );
  if (signs.size > 1 || signs.has(0))
    throw new InputError(
      'the Fermi contour is open: in some direction neither band leaves the Fermi energy as p grows (D(p) loses ' +
        'its top power)',
    );
}

const wrapped = (t: Tangent): Tangent =>
  t.angle >= Math.PI ? { ...t, angle: t.angle - Math.PI, momentum: -t.momentum } : t;

/** Roots of D along single lines. */
class Probe<V> {
  private readonly coefficients: V;
  private readonly angle: V;
  private readonly out: V;
  private readonly finder: RealRootFinder<V>;
  private readonly degree: number;

  constructor(
    private readonly theory: Theory,
    private readonly field: Field<V>,
    private readonly environment: V,
  ) {
    this.degree = 2 * theory.degree;
    this.coefficients = field.vector(this.degree + 1);
    this.angle = field.vector(1);
    this.out = field.vector(3);
    this.finder = new RealRootFinder(field, this.degree);
  }

  at(angle: number): { reals: number; discriminant: number; leading: Growth } {
    const { field, degree } = this;
    const { along, edge } = remembered(programs, this.theory, () => programsOf(this.theory));
    field.set(this.angle, 0, angle);
    field.compile(along)(this.environment, 0, this.angle, 0, this.coefficients, 0);
    field.compile(edge)(this.environment, 0, this.angle, 0, this.out, 0);
    const leading = {
      determinant: field.toNumber(this.out, 0),
      scale: field.toNumber(this.out, 1),
      lower: field.toNumber(this.out, 2),
    };
    if (Math.abs(leading.determinant) <= FLAT * leading.scale) return { reals: 0, discriminant: 0, leading };
    if (!this.finder.find(this.coefficients, 0)) throw unsettledRoots(field.digits);
    const reals = this.finder.reals;
    field.compile(discriminant({ degree, reals }))(this.coefficients, 0, this.finder.roots, 0, this.out, 0);
    return { reals, discriminant: field.toNumber(this.out, 0), leading };
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

  /** Mean momenta of the closest pairs of real roots; several when symmetric pockets are touched by the same line. */
  private closestPairs(pairs: number): number[] {
    const roots = Array.from({ length: this.finder.reals }, (_, k) => this.field.toNumber(this.finder.roots, k)).sort(
      (a, b) => a - b,
    );
    const gaps = roots
      .slice(1)
      .map((p, k) => ({ gap: (p - roots[k]) / (Math.abs(p) + Math.abs(roots[k])), middle: (p + roots[k]) / 2 }));
    gaps.sort((a, b) => a.gap - b.gap);
    return gaps.slice(0, pairs).map((g) => g.middle);
  }
}
