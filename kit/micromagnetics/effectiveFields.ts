import { valueAt } from '../../src/arithmetic/memo.js';
import { batchSolver } from '../../src/solution/batch.js';
import { type DriveTexts, readDrive } from '../../src/solution/drive.js';
import type { Problem } from '../../src/solution/problem.js';
import { type Patience, solve } from '../../src/solution/solve.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { torqueInSI } from '../../src/torque/field.js';
import { TENSORS } from '../../src/transport/tensors.js';
import { across, cross, dot, scaled, type Vector } from './vector.js';

/** Current density in the conductor to which all fields belong, A/m^2. */
export const CURRENT_DENSITY = 1e11;

/** What of a bilayer the theory does not know. */
export interface Bilayer extends Pick<DriveTexts, 'direction' | 'thickness' | 'magnetisation' | 'gamma'> {
  /** Thickness of the layer that carries the current density; that of the magnet if it is not said. */
  readonly conductor?: string | undefined;
}

/** The field of the current on a magnetisation. */
export interface FieldRow {
  /** Degrees. */
  readonly theta: number;
  readonly phi: number;
  readonly m: Vector;
  /** B in mT per 10^11 A/m^2. */
  readonly B: Vector;
  /** B without its part along m = fieldLike p + dampingLike m x p, with p = z x j; null where m is along p. */
  readonly fieldLike: number | null;
  readonly dampingLike: number | null;
}

/** Fields over the sphere of magnetisations. */
export interface EffectiveFields {
  /** Unit vector of the electric current, and p = z x j. */
  readonly j: Vector;
  readonly p: Vector;
  /** t in m, M_s in A/m. */
  readonly thickness: number;
  readonly magnetisation: number;
  readonly rows: readonly FieldRow[];
}

/** Digits that fields have at least. */
const DIGITS = 6;
const MILLI = 1e3;
/** Components that are so small against the largest one vanish. */
const ROUNDING = 1e-13;
/** Of the angle between m and p, below which p has no part across m. */
const PARALLEL = 1e-6;

/**
 * The field B = -Delta_xc S/(t M_s), S = K_J J, that the spins of H = ... + Delta_xc m.s exert on m in a current:
 * dm/dt = -gamma m x B, as the total of both angular momenta demands. Eqs. (1)-(2) of the paper are for
 * H = ... - Delta_xc m.s, and their H_SOT/(t M_s) has the other sign.
 * @param polar angles from 0 to pi
 * @param azimuths from 0 on, of a full turn
 * @throws InputError as `readDrive`, and without an exchange field; AccuracyError if a K_J cannot be solved
 */
export async function effectiveFields(
  problem: Problem,
  bilayer: Bilayer,
  [polar, azimuths]: readonly [polar: number, azimuths: number],
  patience: Patience = {},
): Promise<EffectiveFields> {
  const { direction, thickness, conductor = thickness, magnetisation, gamma } = bilayer;
  const current = `${CURRENT_DENSITY} A/m^2 * (${conductor})`;
  const drive = readDrive(problem, { current, direction, thickness, magnetisation, gamma });
  const { values } = problem.parameters;
  const size = Math.hypot(...drive.exchange.map((name) => Number(valueAt(values, name))));
  if (size === 0) throw new InputError('the exchange field is zero: give its size, such as "Delta=4.8 meV"');
  const [t, Ms] = [Number(drive.thickness), Number(drive.magnetisation)];
  const j: Vector = [Math.cos(drive.direction), Math.sin(drive.direction), 0];
  const p = cross([0, 0, 1], j);
  const currentAlong = driven(problem, patience);
  const rows: FieldRow[] = [];
  for (const { theta, phi, m } of directions(polar, azimuths)) {
    const exchange = scaled(m, size);
    const KJ = await currentAlong(Object.fromEntries(drive.exchange.map((name, k) => [name, exchange[k]])));
    const { field } = torqueInSI({
      KJ: KJ.map(String),
      exchange: exchange.map(String),
      current: drive.current,
      prefactor: drive.prefactor,
      velocity: '0',
    });
    const all = field.map((x) => (-MILLI * Number(x)) / (t * Ms));
    const rounding = ROUNDING * Math.max(...all.map(Math.abs));
    const B = all.map((x) => (Math.abs(x) < rounding ? 0 : x)) as unknown as Vector;
    const part = (axis: Vector): number | null =>
      dot(axis, axis) < PARALLEL ** 2 ? null : dot(B, axis) / dot(axis, axis);
    rows.push({ theta, phi, m, B, fieldLike: part(across(p, m)), dampingLike: part(cross(m, p)) });
  }
  return { j, p, thickness: t, magnetisation: Ms, rows };
}

/** Directions on a grid of angles; the poles once. */
export function directions(polar: number, azimuths: number): Pick<FieldRow, 'theta' | 'phi' | 'm'>[] {
  return Array.from({ length: polar }, (_, k) => k / (polar - 1)).flatMap((turn) => {
    const count = turn === 0 || turn === 1 ? 1 : azimuths;
    return Array.from({ length: count }, (_, k) => {
      const [theta, phi] = [180 * turn, (360 * k) / azimuths];
      const [a, b] = [Math.PI * turn, (2 * Math.PI * k) / azimuths];
      // exact on the axes and in the planes between them
      const m = [Math.sin(a) * Math.cos(b), Math.sin(a) * Math.sin(b), Math.cos(a)].map((x) =>
        Math.abs(x) < 1e-15 ? 0 : x,
      );
      return { theta, phi, m: m as unknown as Vector };
    });
  });
}

/** K_J at values of the exchange field: in double precision, and with more digits where that falls short. */
function driven(
  problem: Problem,
  patience: Patience,
): (exchange: Readonly<Record<string, number>>) => Promise<readonly number[]> {
  const batch = batchSolver(problem);
  return async (exchange) => {
    try {
      const point = batch(exchange);
      if (point.digits >= DIGITS) return point.KJ.flat();
    } catch (error) {
      if (!(error instanceof AccuracyError)) throw error;
    }
    const { parameters } = problem;
    const values = new Map([
      ...parameters.values,
      ...Object.entries(exchange).map(([k, x]) => [k, String(x)] as const),
    ]);
    const { quantities } = await solve(
      { ...problem, parameters: { ...parameters, values } },
      { field: 'mpfr', digits: DIGITS, ...patience },
    );
    return TENSORS.KJ.entries.map((entry) => Number(quantities.get(entry)?.value ?? Number.NaN));
  };
}
