import { Layout } from '../../src/arithmetic/layout.js';
import { TENSORS } from '../../src/transport/tensors.js';
import { OFFERED, type OfferedTensor } from './selection.js';

/** Relative size of a unit in the last place. */
const ULP = 2 ** -52;
/** By so much the values of a point are moved, to see what rounding makes of them. */
export const SHIFT = 4 * ULP;
/**
 * The same where a scheme breaks charge conservation: the less it does so, the nearer its ladder is to a singular one,
 * which moved values do not show.
 */
export const LEAKING = 1e-10;
/** The errors of thousands of random points are below the estimate without it by this factor at most. */
const SAFETY = 16;
/** Digits shared by two line counts from which on lines are not what is missing. */
const CONVERGED = 10;
/** What double precision can carry. */
export const MOST_DIGITS = 15;

/** The entries of all tensors that a sweep offers. */
export const OFFERED_LAYOUT = new Layout(
  Object.fromEntries(
    OFFERED.map((name) => [name, [TENSORS[name].rows.length, TENSORS[name].columns.length]]),
  ) as Record<OfferedTensor, [number, number]>,
);

/** A point in double precision with what is known of its errors. */
export interface Estimate {
  /** `OFFERED_LAYOUT`; NaN where there is none. */
  readonly values: Float64Array;
  /** By how much each changes when the values of the point are moved by rounding. */
  readonly changes: Float64Array;
  /** What numbers of lines and charge conservation say of the largest entry of a tensor, relative to it. */
  relative: number;
}

export const emptyEstimate = (): Estimate => ({
  values: new Float64Array(OFFERED_LAYOUT.size).fill(Number.NaN),
  changes: new Float64Array(OFFERED_LAYOUT.size).fill(Number.NaN),
  relative: Number.NaN,
});

/**
 * What the mean of two rules misses, or the finer of two line counts, relative to the largest entry. Its error is the
 * square of what they do not share where they agree as far as lines can make them; a part of that is claimed.
 * @param shared digits that both share
 * @param residual of charge conservation
 * @param rounding what moved values do not show
 */
export const relativeError = (shared: number, residual: number, rounding = SHIFT): number =>
  Math.max(10 ** -(shared >= CONVERGED ? 1.25 * shared : shared), residual, rounding);

/** Digits that two rules share at most if all digits that are asked shall hold. */
export const sharedFor = (digits: number): number => Math.min(11, Math.max(CONVERGED, digits + 1));

/** The tensors whose errors are those of one size: the parts of the torque come from K_J. */
const FAMILIES: Readonly<Record<OfferedTensor, readonly OfferedTensor[]>> = {
  K: ['K'],
  sigma: ['sigma'],
  KJ: ['KJ'],
  tau: ['KJ'],
  torqueEven: ['KJ', 'torqueEven', 'torqueOdd'],
  torqueOdd: ['KJ', 'torqueEven', 'torqueOdd'],
};

/**
 * Bounds of the errors of the entries of some tensors: what is said of the largest entry is taken for all; the
 * efficiencies lose more to the divisors of Eq. (4).
 */
export class ErrorBounds {
  private readonly families: readonly { readonly tensor: OfferedTensor; readonly pieces: readonly Piece[] }[];
  private readonly bounds = new Map<OfferedTensor, number>();
  private readonly divisors = new Float64Array(2);
  private changes: Float64Array;

  constructor(tensors: readonly OfferedTensor[]) {
    this.changes = new Float64Array(0);
    this.families = [...new Set(tensors)].map((tensor) => ({ tensor, pieces: FAMILIES[tensor].map(pieceOf) }));
  }

  /**
   * Takes up a point.
   * @param mx component of the direction of m in the plane
   * @param mz along z
   */
  load({ values, changes, relative }: Estimate, mx: number, mz: number): void {
    for (const { tensor, pieces } of this.families) {
      let common = 0;
      for (const { from, to } of pieces)
        common = Math.max(common, relative * largest(values, from, to), largest(changes, from, to));
      this.bounds.set(tensor, SAFETY * common);
    }
    this.changes = changes;
    // what Eq. (4) divides K_J by: 1e and 1o, 2e and 2o
    this.divisors[0] = mz;
    this.divisors[1] = mx * mx * mz;
  }

  /** The bound of an entry. @param at its place in `OFFERED_LAYOUT` */
  of(tensor: OfferedTensor, at: number): number {
    const common = this.bounds.get(tensor) ?? Number.NaN;
    if (tensor !== 'tau') return common;
    return Math.max(common / this.divisors[(at - TAU) % 2], SAFETY * this.changes[at]);
  }
}

interface Piece {
  readonly from: number;
  readonly to: number;
}

const TAU = OFFERED_LAYOUT.at('tau');

const pieceOf = (name: OfferedTensor): Piece => {
  const from = OFFERED_LAYOUT.at(name);
  return { from, to: from + TENSORS[name].entries.length };
};

function largest(entries: Float64Array, from: number, to: number): number {
  let found = 0;
  for (let k = from; k < to; k++) found = Math.max(found, Math.abs(entries[k]));
  return found;
}

/** Digits of a number that an error leaves; none of what is no number. */
export function digitsOf(x: number, error: number): number {
  const digits = Math.floor(Math.log10(Math.abs(x) / error));
  return digits > 0 ? Math.min(MOST_DIGITS, digits) : 0;
}
