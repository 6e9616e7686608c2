import { trace } from '../../src/arithmetic/expression.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { torqueProgram } from '../../src/torque/program.js';
import type { Steps } from '../../src/torque/steps.js';
import type { Closure } from '../../src/transport/ladder.js';
import type { Pipeline } from '../../src/transport/pipeline.js';
import { DILUTE_BUBBLES, GREEN_SUMS, RESPONSE, TENSORS } from '../../src/transport/tensors.js';
import { type Algebra, type DirectedAlgebra, execute } from '../rings/algebra.js';
import type { PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';

/**
 * One Fermi contour in a ring that holds directions: the row of `ROW`, with the measure of all rays (2 pi) in its
 * weight.
 */
export interface Contour<C> {
  readonly row: readonly C[];
  /** Off the real axis a contour adds to Re g but carries no current. */
  readonly carries: boolean;
}

/** Everything a derivation yields, as series in the impurity strength. */
export interface Derived<C> {
  readonly ring: PowerSeriesRing<C>;
  /** K, sigma and K_J at their places in `RESPONSE`. */
  readonly response: readonly PowerSeries<C>[];
  /** Gamma (1 - N Y) and Gamma J, which charge conservation makes vanish. */
  readonly residuals: () => readonly PowerSeries<C>[];
  /** tau_1e, tau_2e, tau_1o or tau_2o by position. */
  readonly efficiency: (index: number) => PowerSeries<C>;
}

/**
 * Runs the formulas of the pipeline over series: the same text that computes the numbers derives their expansion. What
 * the series ring adds is the choice of the Fermi contours and exact averages over directions.
 * @param environment the environment block of the theory, as series in the strength
 */
export function deriveFrom<C>(
  pipeline: Pipeline,
  ring: PowerSeriesRing<C>,
  base: DirectedAlgebra<C>,
  environment: readonly PowerSeries<C>[],
  contours: readonly Contour<C>[],
  steps: Pick<Steps, 'torqueEfficiencies'>,
): Derived<C> {
  const { theory } = pipeline;
  const clean = cleanEnvironment(theory, base, environment);
  const sums = range(GREEN_SUMS.size).map((k) =>
    contours.map(({ row }) => base.directionAverage(row[k])).reduce((a, b) => base.add(a, b)),
  );
  const lifted = (block: readonly C[]): PowerSeries<C>[] => block.map((x) => ring.lift(x));
  const green = execute(pipeline.green, base, [clean, sums]);
  const scattering = execute(pipeline.scattering, ring, [environment, lifted(green)]);

  const nothing = range(DILUTE_BUBBLES.size).map(() => ring.zero);
  const bubbles = contours
    .filter(({ carries }) => carries)
    .map(({ row }) => execute(pipeline.bubbles, ring, [environment, lifted(row), scattering, nothing]))
    .reduce((a, b) => a.map((x, k) => ring.add(x, b[k])))
    .map((x) => ring.map(x, (c) => base.directionAverage(c)));
  const laddered = (closure: Closure, wanted: readonly number[]) =>
    execute(pipeline.diluteLadder(closure), ring, [environment, scattering, bubbles], wanted);
  const isSmall = (x: PowerSeries<C>): boolean => x.coefficients.every((c) => base.isNothing(c));
  // an approximation that drops part of Sigma may or may not conserve charge: its ladder says
  const ward = RESPONSE.places('ward');
  const leaks =
    pipeline.approximation.scheme.kind === 'gaussian' &&
    !laddered('conserved', ward.slice(0, TENSORS.Gamma.columns.length)).every(isSmall);
  const ladder = (wanted: readonly number[]) => laddered(leaks ? 'full' : 'conserved', wanted);
  const response = ladder((['K', 'sigma', 'KJ'] as const).flatMap((name) => RESPONSE.places(name)));
  return {
    ring,
    response,
    residuals: () => ladder(ward),
    efficiency: (index) => execute(torqueProgram(theory, steps), ring, [environment, response], [index])[0],
  };
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** The environment without the strength, for the Hamiltonian, which must not depend on it. */
export function cleanEnvironment<C>(theory: Theory, base: Algebra<C>, environment: readonly PowerSeries<C>[]): C[] {
  const clean = trace([theory.environmentSize], (block) => {
    const { eps, h } = theory.expressions(block);
    return [eps, ...h.flatMap((p) => p.terms.map((t) => t.coefficient))];
  });
  const used = new Set(clean.instructions.map(({ b }) => b));
  return environment.map((x, k) => {
    const isClean = x.coefficients.length === 0 || (x.low === 0 && x.coefficients.length === 1);
    if (used.has(k) && !isClean)
      throw new InputError(
        `${theory.name}: the Hamiltonian depends on the impurity strength in which the series is made`,
      );
    return isClean ? (x.coefficients[0] ?? base.zero) : base.zero;
  });
}
