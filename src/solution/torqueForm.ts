import { fieldOf } from '../arithmetic/fields.js';
import { breachesIn } from '../theory/isotropy.js';
import { environmentOf } from './environment.js';
import type { Problem } from './problem.js';
import { ZERO_DEPTH } from './schedule.js';

/** Which numbers say what the torque is. */
export type TorqueForm =
  /** There is no m, for this reason. */
  | { readonly kind: 'none'; readonly reason: string }
  /** The four efficiencies of Eq. (4). */
  | {
      readonly kind: 'efficiencies';
      /** Where Eq. (4) is singular: m along z or in the plane, or so near that no digit could tell. */
      readonly alignment: 'regular' | 'out-of-plane' | 'in-plane';
      /** Sign of m_z. */
      readonly side: 1 | -1;
      /** Digits that Eq. (4) loses by its divisors m_x^2 m_z. */
      readonly loss: number;
    }
  /** Eq. (4) does not hold, for want of this symmetry: the even and the odd part of m x (K_J e_b). */
  | { readonly kind: 'parts'; readonly broken: string };

/** Digits of the field that decides, beyond the asked ones. */
const GUARD = 30;

/** Digits by which a tilt of m is smaller than one: its square lies below the depth of a zero. */
export const tiltExponent = (wanted: number): number => Math.ceil((wanted + ZERO_DEPTH) / 2);

/** Whether Eq. (4) holds for the numbers of a problem, and how near m is to its singular directions. */
export function torqueFormOf(problem: Problem, wanted: number): TorqueForm {
  const { theory } = problem;
  if (!theory.hasExchange) return { kind: 'none', reason: 'the theory names no exchange field' };
  const field = fieldOf('mpfr', wanted + GUARD);
  try {
    const environment = environmentOf(problem, field);
    const block = Array.from({ length: theory.environmentSize }, (_, k) => field.toText(environment, k));
    const [x, y, z] = theory.read(block).exchange.map(Number);
    const size = Math.hypot(x, y, z);
    if (size === 0) return { kind: 'none', reason: 'no exchange field, m is undefined' };
    const broken = breachesIn(theory, field)(environment);
    if (broken !== undefined) return { kind: 'parts', broken };
    const [inPlane, outOfPlane] = [Math.hypot(x, y) / size, Math.abs(z) / size];
    const tilt = 10 ** -tiltExponent(wanted);
    const alignment = inPlane <= tilt ? 'out-of-plane' : outOfPlane <= tilt ? 'in-plane' : 'regular';
    return { kind: 'efficiencies', alignment, side: z < 0 ? -1 : 1, loss: -Math.log10(inPlane ** 2 * outOfPlane) };
  } finally {
    field.release();
  }
}
