import { Decimal } from 'decimal.js';
import { valueAt } from '../arithmetic/memo.js';
import { InputError } from '../theory/errors.js';
import { type Expected, readMeasured } from '../theory/parameters.js';
import { type TorqueInSI, torqueInSI } from '../torque/field.js';
import { TENSORS } from '../transport/tensors.js';
import type { Problem } from './problem.js';
import type { Solution } from './solve.js';

/** Texts with units: what drives and carries the torque. */
export interface DriveTexts {
  readonly current: string;
  readonly direction: string;
  readonly thickness: string;
  readonly magnetisation: string;
  readonly gamma: string;
  readonly velocity?: string | undefined;
}

/**
 * The torque in SI and the charge-to-spin efficiencies theta_ab (rows x, y, z, columns x, y), if a velocity was given.
 */
export interface DriveResult extends Pick<TorqueInSI, 'field' | 'torque'> {
  readonly agreedDigits: number;
  readonly efficiencies?: Readonly<Record<string, string>>;
}

const SHEET_CURRENT: Expected = { energy: 1, length: -1, charge: 1, name: 'sheet current density', example: '100 A/m' };
const LENGTH: Expected = { energy: 0, length: 1, charge: 0, name: 'length', example: '1 nm' };
const MAGNETISATION: Expected = { energy: 1, length: -1, charge: 1, name: 'magnetisation', example: '1e6 A/m' };
const GAMMA: Expected = { energy: 1, length: 2, charge: 1, name: 'gyromagnetic ratio', example: '1.76e11 / (T s)' };
const VELOCITY: Expected = { energy: 1, length: 1, charge: 0, name: 'velocity', example: '1e5 m/s' };
const ANGLE: Expected = { energy: 0, length: 0, charge: 0, name: 'angle', example: '90 deg' };

/** A magnet and a current in numbers. */
export interface Drive {
  /** Names of the parameters that are Delta_xc m. */
  readonly exchange: readonly string[];
  /** Sheet current density (x, y) in |e| eV/(hbar nm). */
  readonly current: readonly [string, string];
  /** Azimuth of the current. */
  readonly direction: number;
  /** t and M_s in SI. */
  readonly thickness: string;
  readonly magnetisation: string;
  /** gamma/(t M_s) in m^2/(J s). */
  readonly prefactor: string;
}

/**
 * Reads a drive.
 * @throws InputError on wrong units, and if the parameters of the theory are natural numbers or it has no exchange
 * field
 */
export function readDrive({ theory, parameters }: Problem, texts: Omit<DriveTexts, 'velocity'>): Drive {
  if (parameters.units !== 'eV nm')
    throw new InputError('H_SOT and T are SI quantities: give the parameters with units, such as "eps=10 meV"');
  const names = theory.exchangeNames;
  if (names.length === 0) throw new InputError(`${theory.name} names no exchange field, so there is no torque`);
  const current = new Decimal(readMeasured('current', texts.current, SHEET_CURRENT).value);
  const angle = new Decimal(readMeasured('direction', texts.direction, ANGLE).value);
  const [thickness, magnetisation, gamma] = [
    readMeasured('thickness', texts.thickness, LENGTH).si,
    readMeasured('magnetisation', texts.magnetisation, MAGNETISATION).si,
    readMeasured('gamma', texts.gamma, GAMMA).si,
  ];
  const prefactor = new Decimal(gamma).div(thickness).div(magnetisation);
  if (!prefactor.isFinite()) throw new InputError('thickness and magnetisation must not be zero');
  return {
    exchange: names,
    current: [current.times(angle.cos()).toString(), current.times(angle.sin()).toString()],
    direction: angle.toNumber(),
    thickness,
    magnetisation,
    prefactor: prefactor.toString(),
  };
}

/** What a drive does once K_J is known. @throws InputError as `readDrive` */
export function magnetisationDrive(problem: Problem, texts: DriveTexts): (solution: Solution) => DriveResult {
  const { exchange, current, prefactor } = readDrive(problem, texts);
  const velocity = texts.velocity === undefined ? undefined : readMeasured('velocity', texts.velocity, VELOCITY).value;
  return (solution) => {
    const KJ = TENSORS.KJ.entries.flatMap((entry) => solution.quantities.get(entry)?.value ?? []);
    if (KJ.length < TENSORS.KJ.entries.length)
      throw new InputError('K_J does not exist for this problem: give a cutoff, or use the dilute limit');
    const si = torqueInSI({
      KJ,
      exchange: exchange.map((name) => valueAt(problem.parameters.values, name)),
      current,
      prefactor,
      velocity: velocity ?? '0',
    });
    const { rows, columns } = TENSORS.KJ;
    const indices = rows.slice(1).flatMap((a) => columns.map((b) => a + b));
    const efficiencies = Object.fromEntries(indices.map((ab, k) => [ab, si.efficiencies[k]]));
    return {
      field: si.field,
      torque: si.torque,
      agreedDigits: solution.agreedDigits,
      ...(velocity !== undefined && { efficiencies }),
    };
  };
}
