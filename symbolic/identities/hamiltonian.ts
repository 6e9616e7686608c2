import { constant, type Expr, type trace } from '../../src/arithmetic/expression.js';
import type { SpinMatrix } from '../../src/arithmetic/pauli.js';
import { rashbaFerromagnet } from '../../src/theory/builtin.js';
import { Theory } from '../../src/theory/theory.js';
import type { Identity } from './identity.js';
import { pauli } from './symbols.js';

/** The non-Abelian gauge field of Eq. (7): A_x = alpha m s_y, A_y = -alpha m s_x, A^0 = -Delta . s. */
function minimalCoupling(m: Expr, alpha: Expr, p: readonly Expr[], exchange: readonly Expr[]): SpinMatrix {
  const A = [pauli(2).scale(alpha.mul(m)), pauli(1).scale(alpha.mul(m).neg())];
  const square = (x: SpinMatrix): SpinMatrix => x.mul(x);
  const shifted = A.map((a, b) => square(pauli(0).scale(p[b]).add(a)));
  const kinetic = shifted.map((x, b) => x.sub(square(A[b]))).reduce((x, y) => x.add(y));
  const zeeman = exchange.map((d, k) => pauli(k + 1).scale(d)).reduce((x, y) => x.add(y));
  return kinetic.scale(constant(1).div(m.mul(2))).add(zeeman);
}

/** The Hamiltonian of the built-in theory at one momentum, from its text. */
function builtin(values: ReadonlyMap<string, Expr>, p: readonly Expr[]): Expr[] {
  const theory = new Theory(rashbaFerromagnet);
  const inputs = [...theory.parameterNames.map((name) => values.get(name) ?? constant(0)), constant(0)];
  const environment = replay(theory.environment, inputs);
  return theory.expressions(environment).h.map((h) => h.at(p[0], p[1]));
}

/** Runs a traced program inside the formula that is being traced. */
function replay(program: ReturnType<typeof trace>, inputs: readonly Expr[]): Expr[] {
  const values: Expr[] = [];
  for (const { op, a, b, value } of program.instructions) {
    const [x, y] = [values[a], values[b]];
    if (op === 'input') values.push(inputs[b]);
    else if (op === 'constant') values.push(constant(value));
    else if (op === 'neg') values.push(x.neg());
    else if (op === 'add' || op === 'sub' || op === 'mul' || op === 'div') values.push(x[op](y));
    else throw new Error(`the environment of the built-in theory uses "${op}"`);
  }
  return program.outputs.map((id) => values[id]);
}

export const HAMILTONIAN: readonly Identity[] = [
  {
    id: 'gauge-field',
    source: 'Eqs. (7), (8)',
    statement:
      '[(p + A)^2 - A^2]/2m - A^0 = p^2/2m + alpha (px s_y - py s_x) + Delta . s, the Hamiltonian of the ' +
      'built-in theory',
    symbols: ['m', 'alpha', 'px', 'py', 'Dx', 'Dy', 'Dz'],
    sides: ([m, alpha, px, py, ...exchange]) => {
      const names = ['m', 'alpha', 'Dx', 'Dy', 'Dz'];
      const values = new Map([m, alpha, ...exchange].map((x, k) => [names[k], x]));
      return [minimalCoupling(m, alpha, [px, py], exchange).components.map((z) => z.re), builtin(values, [px, py])];
    },
  },
];
