import { Complex } from '../../src/arithmetic/complex.js';
import type { Expr } from '../../src/arithmetic/expression.js';
import { transpose } from '../../src/arithmetic/matrix.js';
import { SpinMatrix } from '../../src/arithmetic/pauli.js';
import type { Request } from '../../src/solution/problem.js';
import type { TheoryExpressions } from '../../src/theory/theory.js';
import type { Bubbles } from '../../src/transport/bubbles.js';
import { SOUND } from '../law/variant.js';
import { type Mutant, stepMutant } from './mutant.js';

const dressed = (
  id: string,
  change: string,
  make: (b: Bubbles, theory: TheoryExpressions) => Partial<Bubbles>,
): Mutant =>
  stepMutant(id, change, 'dressedBubbles', (sound) => (line, sigma, p) => {
    const b = sound(line, sigma, p);
    return { ...b, ...make(b, line.theory) };
  });

/** Mutants that only a finite density of impurities can show. */
export const finiteMutants: readonly Mutant[] = [
  stepMutant(
    'finite.scalar-lifetime',
    'the dressed bubbles keep the spin part of Re Sigma but broaden both spins alike',
    'dressedBubbles',
    (sound) => (line, sigma, p) => {
      const lifetime = new SpinMatrix(sigma.components.map((z, i) => (i === 0 ? z : Complex.real(z.re))));
      return sound(line, lifetime, p);
    },
  ),
  dressed('finite.N-density', 'N of the dressed bubbles lacks the density', (b, { n }) => ({
    N: b.N.map((row) => row.map((x) => x.div(n))),
  })),
  dressed('finite.N-transposed', 'N of the dressed bubbles is transposed', (b) => ({ N: transpose(b.N) })),
  dressed('finite.J-reversed', 'the bubble with the current first serves for the one with the spin first', (b) => ({
    J: transpose(b.currentSpin),
    currentSpin: transpose(b.J),
  })),
  stepMutant(
    'finite.green-real',
    'the dressed g forgets the density of states: Im g is halved',
    'dressedGreen',
    (sound) => (line, sigma, p) => sound(line, sigma, p).map((x, k) => (k >= 4 && k < 8 ? x.div(2) : x)),
  ),
];

const torque = (id: string, change: string, make: (tau: Expr[], delta: readonly Expr[]) => Expr[]): Mutant =>
  stepMutant(id, change, 'torqueEfficiencies', (sound) => (KJ, delta) => make(sound(KJ, delta), delta));

/** Mutants of Eq. (4). */
export const torqueMutants: readonly Mutant[] = [
  torque('torque.even-sign', 'tau_2^e has the wrong sign', ([e1, e2, o1, o2]) => [e1, e2.neg(), o1, o2]),
  torque('torque.swapped', 'tau_1^e and tau_1^o are swapped', ([e1, e2, o1, o2]) => [o1, e2, e1, o2]),
  torque('torque.odd-in-mz', 'tau_1^e is K_yy in place of K_yy/m_z', ([e1, ...others], delta) => [
    e1.mul(delta[2]),
    ...others,
  ]),
  torque('torque.no-mx', 'tau_2^o lacks a power of 1/m_x', ([e1, e2, o1, o2], [x]) => [e1, e2, o1, o2.mul(x)]),
];

const request = (id: string, change: string, make: (asked: Request) => Request): Mutant => ({
  id,
  change,
  variant: { ...SOUND, request: make },
});

/** Mutants of the driver: a request that is silently changed. */
export const requestMutants: readonly Mutant[] = [
  request('request.no-cutoff', 'a hard cutoff is silently replaced by the renormalised scheme', (asked) => ({
    ...asked,
    cutoff: 'renormalised',
  })),
  request('request.born-order', 'a Born series is cut one order early', (asked) =>
    asked.scheme.kind === 'born' && asked.scheme.order > 2
      ? { ...asked, scheme: { kind: 'born', order: asked.scheme.order - 1 } }
      : asked,
  ),
  request('request.born-for-t', 'the T-matrix is silently cut at sixth order', (asked) =>
    asked.scheme.kind === 't-matrix' && !asked.unitary.includes(true)
      ? { ...asked, scheme: { kind: 'born', order: 6 } }
      : asked,
  ),
  request('request.finite-strength', 'u = infinity is taken as u = 1', (asked) => ({
    ...asked,
    unitary: asked.unitary.map(() => false),
  })),
  request('request.clean-green', 'the self-consistent T-matrix is built from the clean g_0', (asked) =>
    asked.scheme.kind === 'self-consistent' ? { ...asked, scheme: { kind: 't-matrix' } } : asked,
  ),
  request('request.gaussian', 'Gaussian disorder is silently treated as first Born', (asked) =>
    asked.scheme.kind === 'gaussian' ? { ...asked, scheme: { kind: 'born', order: 2 } } : asked,
  ),
  request('request.full-for-born', 'the first Born approximation is silently done with the T-matrix', (asked) =>
    asked.scheme.kind === 'born' && asked.scheme.order === 2 ? { ...asked, scheme: { kind: 't-matrix' } } : asked,
  ),
];
