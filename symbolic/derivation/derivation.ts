import { trace } from '../../src/arithmetic/expression.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Closure } from '../../src/transport/ladder.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Pipeline, RESULT, ROW, STEPS, type Steps } from '../../src/transport/steps.js';
import { type Algebra, execute } from '../rings/algebra.js';
import type { PowerSeries, PowerSeriesRing } from '../rings/powerSeries.js';
import { efficiencyProgram, exchangeProgram } from './quantities.js';

export interface Approximation {
  readonly scheme: Scheme;
  /** Replaced steps, as in `Pipeline`. */
  readonly steps?: Steps;
}

/** The traced formulas of a theory in the renormalised dilute limit. */
export const pipelineOf = (theory: Theory, { scheme, steps }: Approximation): Pipeline =>
  new Pipeline(theory, {
    scheme,
    cutoff: 'renormalised',
    unitary: Array.from({ length: theory.speciesCount }, () => false),
    steps: steps ?? STEPS,
  });

/** One Fermi contour in a ring that holds directions: the row of `ROW`, with the measure of all rays (2 pi) in its weight. */
export interface Contour<C> {
  readonly row: readonly C[];
  /** Off the real axis a contour adds to Re g but carries no current. */
  readonly carries: boolean;
}

/** A ring of coefficients that can average over directions. */
export interface DirectedAlgebra<C> extends Algebra<C> {
  directionAverage(a: C): C;
  /** Whether nothing is left of an element as far as it is known. */
  isNothing(a: C): boolean;
}

/** Everything a derivation yields, as series in the impurity strength. */
export interface Derived<C> {
  readonly ring: PowerSeriesRing<C>;
  /** K, sigma and K_J: the block of `RESULT` up to its residuals. */
  readonly result: readonly PowerSeries<C>[];
  /** Gamma (1 - N Y) and Gamma J, which charge conservation makes vanish. */
  readonly residuals: () => readonly PowerSeries<C>[];
  /** tau_1e, tau_2e, tau_1o or tau_2o by position. */
  readonly efficiency: (index: number) => PowerSeries<C>;
}

/**
 * Runs the formulas of the pipeline over series: the same text that computes the numbers derives their expansion. What the series ring
 * adds is the choice of the Fermi contours and exact averages over directions.
 * @param environment the environment block of the theory, as series in the strength
 */
export function deriveFrom<C>(
  pipeline: Pipeline,
  ring: PowerSeriesRing<C>,
  base: DirectedAlgebra<C>,
  environment: readonly PowerSeries<C>[],
  contours: readonly Contour<C>[],
): Derived<C> {
  const { theory } = pipeline;
  const clean = cleanEnvironment(theory, base, environment);
  const sums = range(12).map((k) =>
    contours.map(({ row }) => base.directionAverage(row[ROW.green + k]!)).reduce((a, b) => base.add(a, b)),
  );
  const lifted = (block: readonly C[]): PowerSeries<C>[] => block.map((x) => ring.lift(x));
  const green = execute(pipeline.green, base, [clean, sums]);
  const scattering = execute(pipeline.scattering, ring, [environment, lifted(green)]);

  const nothing = range(28).map(() => ring.zero);
  const bubbles = contours
    .filter(({ carries }) => carries)
    .map(({ row }) => execute(pipeline.bubbles, ring, [environment, lifted(row), scattering, nothing]))
    .reduce((a, b) => a.map((x, k) => ring.add(x, b[k])))
    .map((x) => ring.map(x, (c) => base.directionAverage(c)));
  const laddered = (closure: Closure, wanted: readonly number[]) =>
    execute(pipeline.diluteLadder(closure), ring, [environment, scattering, bubbles], wanted);
  const isSmall = (x: PowerSeries<C>): boolean => x.coefficients.every((c) => base.isNothing(c));
  // an approximation that drops part of Sigma may or may not conserve charge: its ladder says
  const measured =
    pipeline.scheme.kind === 'gaussian' &&
    !laddered(
      'conserved',
      range(4).map((k) => RESULT.residuals + k),
    ).every(isSmall);
  const ladder = (wanted: readonly number[]) => laddered(measured ? 'full' : 'conserved', wanted);
  const result = ladder(range(RESULT.residuals));
  const exchange = theory.hasExchange ? execute(exchangeProgram(theory), ring, [environment]) : [];
  return {
    ring,
    result,
    residuals: () => ladder(range(8).map((k) => RESULT.residuals + k)),
    efficiency: (index) =>
      execute(efficiencyProgram(), ring, [result.slice(RESULT.KJ, RESULT.KJ + 8), exchange], [index])[0],
  };
}

export const range = (n: number): number[] => Array.from({ length: n }, (_, k) => k);

/** The environment without the strength, for the Hamiltonian, which must not depend on it. */
export function cleanEnvironment<C>(theory: Theory, base: Algebra<C>, environment: readonly PowerSeries<C>[]): C[] {
  const used = new Set<number>([0]);
  const marks = trace([theory.environmentSize], (block) =>
    theory.expressions(block).h.flatMap((p) => p.terms.map((t) => t.coefficient)),
  );
  for (const { op, b } of marks.instructions) if (op === 'input') used.add(b);
  return environment.map((x, k) => {
    const isClean = x.coefficients.length === 0 || (x.low === 0 && x.coefficients.length === 1);
    if (used.has(k) && !isClean)
      throw new InputError(
        `${theory.name}: the Hamiltonian depends on the impurity strength in which the series is made`,
      );
    return isClean ? (x.coefficients[0] ?? base.zero) : base.zero;
  });
}
