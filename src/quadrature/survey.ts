import type { Field } from '../arithmetic/field.js';
import { AccuracyError, contourCrossesCutoff, contourThroughOrigin, InputError } from '../theory/errors.js';
import type { Theory } from '../theory/theory.js';
import { angularDistance, Harmonics, harmonicsOf, type Zero } from './harmonics.js';
import { FLAT, type Growth, Probe } from './probe.js';
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

const ORIGIN = [0, 0] as const;

/** What a number vanishes beside, of those along all lines: where h_0 and h lose their top power together. */
const NOTHING = 1e-14;

/** Angles at which D loses its top power that are one: a double zero is found to half the digits. */
const SAME_ANGLE = 1e-6;

/** Zeros of the discriminant closer to the real axis than this are tangents, found by the number of crossings. */
const REAL = 1e-7;

/** Relative size at which the mean of a tail over all directions counts as zero. */
const BALANCED = 1e-9;

/** Distance from the real axis to which rounding may split a double zero of the discriminant: of a singular contour. */
const SPLIT = 1e-3;

/** Distance from a zero at which the number of crossings is certain. */
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
  singular.refuseNear(ORIGIN, cutoff);
  if (cutoff < Number.POSITIVE_INFINITY && singular.isOnContour(ORIGIN)) throw contourThroughOrigin(cutoff);
  const nominal = 2 * theory.degree;
  const count = nominal * (nominal - 1) + 9;
  const probe = new Probe(theory, field, environment, cutoff, watch);
  const angles = Array.from({ length: count }, (_, k) => (Math.PI * k) / count);
  if (cutoff < Number.POSITIVE_INFINITY) {
    refuseCrossing(probe, cutoff);
    probe.degree = Math.max(...angles.map((angle) => probe.at(angle).degree));
  }
  const harmonics = (probe.degree * (probe.degree - 1)) / 2;
  const samples = angles.map((angle) => probe.at(angle));
  const leading = samples.map((s) => s.leading);
  const flat = flatAngles(probe, leading, cutoff);
  const { unboundedBelow, divergent } = atLargeMomenta(leading);
  const scale = Math.max(...samples.map((s) => Math.abs(s.discriminant)));
  const coefficients = harmonicsOf(samples.map((s) => s.discriminant / scale));
  const sizes = coefficients.map(([re, im]) => Math.hypot(re, im));
  const noise = 2 * Math.max(...sizes.slice(harmonics + 1));
  // coefficients beyond the known degree are rounding errors of the roots
  if (!(noise < 1e-3))
    throw new AccuracyError(
      `the Fermi contours are not resolved with ${Math.floor(field.digits)} working digits; ask for more digits`,
    );
  // bounded away from zero, also as far off the real axis as near misses are sought
  const oscillating = 2 * total(sizes.slice(1).map((size, m) => size * Math.cosh(2 * (m + 1) * FAR)));
  if (sizes[0] > oscillating + count * noise)
    return { tangents: [], crossings: samples[0].reals, unboundedBelow, divergent, flat };
  const series = new Harmonics(coefficients.slice(0, harmonics + 1));
  const { zeros } = series;
  for (const { angle } of zeros.filter(({ height }) => Math.abs(height) < SPLIT))
    for (const { momentum } of probe.tangentsAt(angle, 1))
      singular.refuseNear([momentum * Math.cos(angle), momentum * Math.sin(angle)], cutoff);
  const places = [...angles, ...series.between].sort((a, b) => a - b);
  const counts = places.map((angle) => probe.at(angle).reals);
  const tangents: Tangent[] = [];
  places.forEach((angle, k) => {
    const [next, count_] = k + 1 < places.length ? [places[k + 1], counts[k + 1]] : [places[0] + Math.PI, counts[0]];
    if (count_ === counts[k]) return;
    const inside = zeros.filter((zero) => zero.angle > angle + APART && zero.angle < next - APART);
    tangents.push(
      ...(inside.length === 1
        ? probe.tangentsAt(inside[0].angle, Math.abs(count_ - counts[k]) / 2)
        : probe.transitions(angle, next, counts[k], count_)),
    );
  });
  const isNew = ({ angle, height }: Zero): boolean =>
    tangents.every((t) => angularDistance(t.angle, angle) > 1e-3 * height + 1e-9);
  for (const zero of zeros)
    if (zero.height > REAL && zero.height < FAR && isNew(zero))
      tangents.push({ angle: zero.angle, distance: zero.height, momentum: Number.NaN });
  return {
    tangents: tangents.sort((a, b) => a.angle - b.angle),
    crossings: Math.max(...counts),
    unboundedBelow,
    divergent,
    flat,
  };
}

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

/**
 * Angles at which D loses its top power.
 * @throws InputError where only a cutoff bounds the contours, or not even that
 */
function flatAngles<V>(probe: Probe<V>, leading: readonly Growth[], cutoff: number): number[] {
  const largest = Math.max(...leading.map(({ scale }) => scale));
  const isLost = ({ determinant, scale }: Growth): boolean => Math.abs(determinant) <= FLAT * scale + NOTHING * largest;
  const series = new Harmonics(harmonicsOf(leading.map((g) => g.determinant)));
  const angles = series.zeros.map(({ angle }) => angle).filter((angle) => isLost(probe.growthAt(angle)));
  const everywhere = leading.every(isLost);
  const isFlat = everywhere && largest > 0;
  if (isFlat || (cutoff === Number.POSITIVE_INFINITY && (everywhere || angles.length > 0)))
    throw new InputError(
      'the Fermi contour is open: in some direction neither band leaves the Fermi energy as p grows (D(p) loses ' +
        `its top power)${isFlat ? '' : '; give --cutoff VALUE between its contours'}`,
    );
  return angles.filter((angle, k) => k === 0 || angle - angles[k - 1] > SAME_ANGLE);
}

/**
 * D at |p| = cutoff is a trigonometric polynomial of the angle, of the degree of D: no contour crosses if it has one
 * sign.
 */
function refuseCrossing<V>(probe: Probe<V>, cutoff: number): void {
  const count = 2 * probe.degree + 9;
  const equidistant = Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count);
  const series = new Harmonics(harmonicsOf(equidistant.map((angle) => probe.atCutoff(angle))));
  // the series has harmonics of twice its argument
  const angles = [...equidistant, ...series.between.map((half) => 2 * half)];
  const sign = Math.sign(probe.atCutoff(0));
  const other = angles.find((angle) => Math.sign(probe.atCutoff(angle)) !== sign);
  if (other === undefined) return;
  let [a, b] = [0, other];
  for (let k = 0; k < 50; k++) {
    const middle = (a + b) / 2;
    if (Math.sign(probe.atCutoff(middle)) === sign) a = middle;
    else b = middle;
  }
  throw contourCrossesCutoff(b, cutoff);
}
