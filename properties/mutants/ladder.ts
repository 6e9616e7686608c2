import { constant, type Expr, pi } from '../../src/arithmetic/expression.js';
import { identity, type Matrix, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import { type Mutant, stepMutant } from './mutant.js';

type Bubbles = { readonly N: Matrix; readonly J: Matrix; readonly s0: Matrix };

const scaled = (m: Matrix, factor: Expr | number): Matrix => m.map((row) => row.map((x) => x.mul(factor)));

const bubbles = (id: string, change: string, make: (b: Bubbles) => Bubbles): Mutant =>
  stepMutant(
    id,
    change,
    'diluteBubbles',
    (sound) => (spin, velocity, weight, broadening) => make(sound(spin, velocity, weight, broadening)),
  );

/** Mutants of the bare bubbles of the dilute limit. */
export const bubbleMutants: readonly Mutant[] = [
  stepMutant(
    'gamma.scalar',
    'the broadening of a state is Gamma_0, its spin ignored',
    'diluteBubbles',
    (sound) => (spin, velocity, weight, broadening) =>
      sound(
        spin,
        velocity,
        weight,
        broadening.map((x, i) => (i === 0 ? x : x.mul(0))),
      ),
  ),
  stepMutant(
    'gamma.doubled',
    'tau = 1/gamma in place of 1/(2 gamma)',
    'diluteBubbles',
    (sound) => (spin, velocity, weight, broadening) =>
      sound(
        spin,
        velocity,
        weight,
        broadening.map((x) => x.div(2)),
      ),
  ),
  stepMutant(
    'gamma.opposite',
    'every state is given the broadening of the opposite spin',
    'diluteBubbles',
    (sound) => (spin, velocity, weight, broadening) =>
      sound(
        spin,
        velocity,
        weight,
        broadening.map((x, i) => (i === 0 ? x : x.neg())),
      ),
  ),
  bubbles('charge.sign', 'e > 0 in the spin-current bubble', (b) => ({ ...b, J: scaled(b.J, -1) })),
  bubbles('spin.half', 's/2 in the spin-current bubble, s everywhere else', (b) => ({
    ...b,
    J: b.J.map((row, a) => (a === 0 ? row : row.map((x) => x.div(2)))),
  })),
  bubbles('bubble.N-half', 'N lacks a factor 2', (b) => ({ ...b, N: scaled(b.N, 0.5) })),
  bubbles('bubble.N-diagonal', 'off-diagonal elements of N are dropped', (b) => ({
    ...b,
    N: b.N.map((row, i) => row.map((x, j) => (i === j ? x : constant(0)))),
  })),
  bubbles('bubble.N-density', 'the density row and column of N are ignored', (b) => ({
    ...b,
    N: b.N.map((row, i) => row.map((x, j) => ((i === 0) !== (j === 0) ? constant(0) : x))),
  })),
  bubbles('bubble.J-swapped', 'the columns of J are swapped', (b) => ({ ...b, J: b.J.map(([x, y]) => [y, x]) })),
  bubbles('bubble.J-density', 'the density row of J is ignored', (b) => ({
    ...b,
    J: b.J.map((row, a) => (a === 0 ? row.map((x) => x.mul(0)) : row)),
  })),
  bubbles('bubble.s0-doubled', 'the bare conductivity counts spin twice', (b) => ({ ...b, s0: scaled(b.s0, 2) })),
  bubbles('bubble.s0-off', 'the off-diagonal bare conductivity has the wrong sign', (b) => ({
    ...b,
    s0: b.s0.map((row, i) => row.map((x, j) => (i === j ? x : x.neg()))),
  })),
];

/** Mutants of the ladder, of sigma and of K_J. */
export const ladderMutants: readonly Mutant[] = [
  stepMutant('ladder.undressed', 'the vertex is not dressed', 'ladderOperator', () => () => identity(4)),
  stepMutant('ladder.one-rung', 'one rung in place of the ladder', 'spinSusceptibility', () => (operator, J) => {
    const rung = product(subtract(identity(4), operator), J);
    return J.map((row, a) => row.map((x, b) => (a === 0 ? constant(0) : x.add(rung[a][b]))));
  }),
  stepMutant(
    'ladder.reversed',
    'N and Upsilon are multiplied in the wrong order',
    'ladderOperator',
    () => (N, vertex) => subtract(identity(4), product(vertex, N)),
  ),
  stepMutant(
    'ladder.sign',
    'rungs are subtracted: 1 + N Y',
    'ladderOperator',
    () => (N, vertex) => subtract(identity(4), scaled(product(N, vertex), -1)),
  ),
  stepMutant(
    'ladder.N-transposed',
    'N is transposed, which the dilute limit cannot see',
    'ladderOperator',
    (sound) => (N, vertex) => sound(transpose(N), vertex),
  ),
  stepMutant('ladder.no-z', 'the z row of the ladder is not solved', 'spinSusceptibility', () => (operator, J) => {
    const block = operator.slice(1, 3).map((row) => row.slice(1, 3));
    const zero = [constant(0), constant(0)];
    return [zero, ...solve(block, J.slice(1, 3)), zero];
  }),
  stepMutant(
    'ladder.transposed',
    'the transposed ladder is solved',
    'spinSusceptibility',
    (sound) => (operator, J, closure) => sound(transpose(operator), J, closure),
  ),
  stepMutant(
    'sigma.undressed',
    'sigma has no vertex correction',
    'conductivity',
    () => (s0) => s0.map((row) => [...row]),
  ),
  stepMutant(
    'sigma.no-vertex',
    'sigma closes the dressed vertex without Upsilon',
    'conductivity',
    () => (s0, currentSpin, _vertex, K, n) => {
      const correction = product(currentSpin, K);
      return s0.map((row, a) => row.map((x, b) => x.add(pi().mul(n).mul(correction[a][b]))));
    },
  ),
  stepMutant(
    'sigma.factor',
    'the vertex correction of sigma carries 2 pi in place of pi',
    'conductivity',
    (sound) => (s0, currentSpin, vertex, K, n) => sound(s0, scaled(currentSpin, 2), vertex, K, n),
  ),
  stepMutant(
    'sigma.vertex-transposed',
    'sigma closes with Upsilon transposed',
    'conductivity',
    (sound) => (s0, currentSpin, vertex, K, n) => sound(s0, currentSpin, transpose(vertex), K, n),
  ),
  stepMutant(
    'sigma.hall-sign',
    'the Hall conductivity has the wrong sign',
    'conductivity',
    (sound) => (s0, currentSpin, vertex, K, n) => transpose(sound(s0, currentSpin, vertex, K, n)),
  ),
  stepMutant(
    'sigma.no-density',
    'n is forgotten in the vertex correction of sigma',
    'conductivity',
    (sound) => (s0, currentSpin, vertex, K) => sound(s0, currentSpin, vertex, K, 1),
  ),
  stepMutant(
    'current-driven.transposed',
    'K_J is made with the transposed resistivity',
    'currentDriven',
    (sound) => (K, sigma) => sound(K, transpose(sigma)),
  ),
  stepMutant(
    'current-driven.no-hall',
    'K_J = K/sigma_xx: the Hall angle is ignored',
    'currentDriven',
    () => (K, sigma) => K.map((row) => row.map((x) => x.div(sigma[0][0]))),
  ),
  stepMutant(
    'current-driven.product',
    'K_J = K sigma in place of K sigma^-1',
    'currentDriven',
    () => (K, sigma) => product(K, sigma),
  ),
];
