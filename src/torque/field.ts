import { DecimalField } from '../arithmetic/decimal.js';
import { type Expr, sum, trace } from '../arithmetic/expression.js';
import { evaluated } from '../arithmetic/fields.js';
import { cross, type Matrix } from '../arithmetic/matrix.js';
import { PER_CURRENT } from '../transport/tensors.js';

const DIGITS = 40;

/**
 * H_SOT = Delta_xc K_J J: an energy per area and per Pauli spin. @param J in-plane current density (x, y) @see Eq. (2)
 */
export const spinOrbitField = (KJ: Matrix, J: readonly Expr[], exchange: Expr): Expr[] =>
  [1, 2, 3].map((a) => exchange.mul(sum(J.map((j, b) => KJ[a][b].mul(j)))));

/** T = gamma/(t M_s) H_SOT x m: a rate of dm/dt. @param prefactor gamma/(t M_s) @see Eq. (1) */
export const torque = (H: readonly Expr[], m: readonly Expr[], prefactor: Expr): Expr[] =>
  cross(H, m).map((x) => prefactor.mul(x));

/** theta_ab = -2 e v K_J,ab, e = -1: charge-to-spin conversion (pure number), rows x, y, z. @see after Eq. (27) */
export const conversionEfficiency = (KJ: Matrix, velocity: Expr): Expr[][] =>
  KJ.slice(1).map((row) => row.map((x) => x.mul(velocity).mul(2)));

/** What a current does to the magnetisation, in SI. */
export interface TorqueInSI {
  /** J/m^2 */
  readonly field: readonly string[];
  /** 1/s */
  readonly torque: readonly string[];
  /** theta_ab, rows x, y, z, columns x, y. */
  readonly efficiencies: readonly string[];
}

/** Inputs of Eqs. (1)-(2): K_J and the exchange field in eV, nm, |e|, hbar = 1, the rest in SI. */
export interface Drive {
  /** K_J, rows 0, x, y, z, columns x, y. */
  readonly KJ: readonly string[];
  /** Delta_xc m in eV. */
  readonly exchange: readonly string[];
  /** Current density (x, y) in units of |e| eV/(hbar nm). */
  readonly current: readonly string[];
  /** gamma/(t M_s) in m^2/(J s). */
  readonly prefactor: string;
  /** Fermi velocity in eV nm/hbar. */
  readonly velocity: string;
}

/** 1 eV/nm^2 in J/m^2. */
const EV_PER_NM2 = '0.1602176634';

/** H_SOT, T and theta from numbers. @see Eqs. (1), (2) */
export function torqueInSI({ KJ, exchange, current, prefactor, velocity }: Drive): TorqueInSI {
  const program = trace([PER_CURRENT.size, 3, 2, 3], (entries, delta, J, [scale, rate, v]) => {
    const K = PER_CURRENT.matrix(entries, 'KJ');
    const size = sum(delta.map((x) => x.square())).sqrt();
    const H = spinOrbitField(K, J, size).map((x) => x.mul(scale));
    const m = delta.map((x) => x.div(size));
    return [...H, ...torque(H, m, rate), ...conversionEfficiency(K, v).flat()];
  });
  const blocks = [KJ, exchange, current, [EV_PER_NM2, prefactor, velocity]];
  const out = evaluated(new DecimalField(DIGITS), program, ...blocks);
  const texts = out.map((x) => x.toSignificantDigits(15).toString());
  return { field: texts.slice(0, 3), torque: texts.slice(3, 6), efficiencies: texts.slice(6) };
}
