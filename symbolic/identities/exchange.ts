import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { cross } from '../../src/arithmetic/matrix.js';
import { SpinMatrix } from '../../src/arithmetic/pauli.js';
import { number, numbers, pauli } from './generic.js';
import { identity } from './identity.js';

/** The exchange coupling, the direction of the magnetisation, and a density S = <s> of Pauli spins. */
interface Exchange {
  readonly Delta: Expr;
  readonly m: readonly Expr[];
  readonly S: readonly Expr[];
}
const GENERIC = { Delta: number, m: numbers(3), S: numbers(3) };

/**
 * The torque on M, in gamma/(t M_s), that H = B.s exerts: M = -gamma L, and L loses what the spins gain, so that it is
 * hbar/2 dS/dt = <i/2 [H, s]>.
 */
const exertedBy = (B: readonly Expr[], S: readonly Expr[]): Expr[] => {
  const H = SpinMatrix.real([constant(0), ...B]);
  const rates = [1, 2, 3].map((k) => H.mul(pauli(k)).sub(pauli(k).mul(H)));
  // i z has the real part -Im z
  return rates.map(({ components: [, ...rate] }) => sum(rate.map((z, j) => z.im.mul(S[j]))).div(-2));
};

const field = ({ Delta, m }: Exchange): Expr[] => m.map((x) => Delta.mul(x));
const printed = ({ Delta, m, S }: Exchange): Expr[] => cross(S, m).map((x) => x.mul(Delta));

/** What the exchange field of a Hamiltonian does to the magnetisation. */
export const EXCHANGE = [
  identity({
    id: 'exchange-torque',
    source: 'Eqs. (1), (2), (8)',
    statement:
      'H = ... + Delta_xc m.s exerts T = -gamma/(t M_s) H_SOT x m with H_SOT = Delta_xc S: what the spins gain in ' +
      'angular momentum, L = -M/gamma loses',
    generic: GENERIC,
    sides: (x) => [exertedBy(field(x), x.S), printed(x).map((y) => y.neg())],
  }),
  identity({
    id: 'opposite-exchange-torque',
    source: 'Eqs. (1), (2)',
    statement: 'H = ... - Delta_xc m.s exerts T = gamma/(t M_s) H_SOT x m with H_SOT = Delta_xc S, as printed',
    generic: GENERIC,
    sides: (x) => [
      exertedBy(
        field(x).map((y) => y.neg()),
        x.S,
      ),
      printed(x),
    ],
  }),
];

/** What is printed and does not hold. */
export const PRINTED_EXCHANGE = [
  identity({
    id: 'printed-exchange-torque',
    source: 'Eqs. (1), (2), (7), (8)',
    statement: 'H = ... + Delta_xc m.s exerts T = gamma/(t M_s) H_SOT x m with H_SOT = Delta_xc S',
    generic: GENERIC,
    sides: (x) => [exertedBy(field(x), x.S), printed(x)],
  }),
];
