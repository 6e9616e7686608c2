import { constant, type Expr } from '../../src/arithmetic/expression.js';
import type { SpinMatrix } from '../../src/arithmetic/pauli.js';
import { parseExpression, toPolynomial } from '../../src/theory/algebra.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { parseDefinition } from '../../src/theory/definition.js';
import { COMPONENTS } from '../../src/theory/theory.js';
import { number, pauli } from './generic.js';
import { identity } from './identity.js';

/** The non-Abelian gauge field of Eq. (7): A_x = alpha m s_y, A_y = -alpha m s_x, A^0 = -Delta . s. */
function minimalCoupling(m: Expr, alpha: Expr, p: readonly Expr[], exchange: readonly Expr[]): SpinMatrix {
  const A = [pauli(2).scale(alpha.mul(m)), pauli(1).scale(alpha.mul(m).neg())];
  const square = (x: SpinMatrix): SpinMatrix => x.mul(x);
  const kinetic = A.map((a, b) => square(pauli(0).scale(p[b]).add(a)).sub(square(a)));
  const zeeman = exchange.map((d, k) => pauli(k + 1).scale(d));
  return [kinetic.reduce((x, y) => x.add(y)).scale(constant(1).div(m.mul(2))), ...zeeman].reduce((x, y) => x.add(y));
}

/** The Hamiltonian of the built-in theory at one momentum, from its text. */
function builtin(px: Expr, py: Expr, values: Readonly<Record<string, Expr>>): Expr[] {
  const { hamiltonian } = parseDefinition(rashbaFerromagnet);
  return COMPONENTS.map((c) =>
    toPolynomial(parseExpression(hamiltonian[c], c), new Map(Object.entries(values)), c).at(px, py),
  );
}

export const HAMILTONIAN = [
  identity({
    id: 'gauge-field',
    source: 'Eqs. (7), (8)',
    statement:
      '[(p + A)^2 - A^2]/2m - A^0 = p^2/2m + alpha (px s_y - py s_x) + Delta . s, the Hamiltonian of the ' +
      'built-in theory',
    generic: { m: number, alpha: number, px: number, py: number, Dx: number, Dy: number, Dz: number },
    sides: ({ px, py, ...values }) => {
      const { m, alpha, Dx, Dy, Dz } = values;
      const coupled = minimalCoupling(m, alpha, [px, py], [Dx, Dy, Dz]);
      return [coupled.components.map((z) => z.re), builtin(px, py, values)];
    },
  }),
];
