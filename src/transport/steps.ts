import { Complex } from '../arithmetic/complex.js';
import { constant, type Expr, type Program, trace } from '../arithmetic/expression.js';
import { matrixFrom, transpose } from '../arithmetic/matrix.js';
import { SpinMatrix } from '../arithmetic/pauli.js';
import type { Theory, TheoryExpressions } from '../theory/theory.js';
import { diluteBubbles, flatten } from './bubbles.js';
import {
  type CutoffScheme,
  contourPoint,
  type Direction,
  determinantAlong,
  offShellGreen,
  onShellGreen,
} from './cleanGreen.js';
import { dressedBubbles, dressedDeterminant, dressedGreen } from './dressedGreen.js';
import {
  type Closure,
  conductivity,
  conservationResiduals,
  currentDriven,
  ladderOperator,
  spinSusceptibility,
} from './ladder.js';
import { type Scheme, scattering } from './scattering.js';

/**
 * The formulas of the pipeline Theory -> contour -> g -> T -> (Sigma, Y) -> bubbles -> ladder -> (K, sigma) -> K_J, by name. Replace any
 * of them to study an approximation or to plant a mistake: `new Pipeline(theory, { ...options, steps: { ...STEPS, ladderOperator: mine } })`.
 */
export const STEPS = {
  contourPoint,
  onShellGreen,
  offShellGreen,
  scattering,
  diluteBubbles,
  dressedGreen,
  dressedBubbles,
  ladderOperator,
  spinSusceptibility,
  conductivity,
  currentDriven,
};

export type Steps = typeof STEPS;

export interface PipelineOptions {
  readonly scheme: Scheme;
  readonly cutoff: CutoffScheme;
  /** Which species are in the unitary limit. */
  readonly unitary: readonly boolean[];
  readonly steps?: Steps;
}

/** Layout of the result block of the ladder program. */
export const RESULT = { K: 0, sigma: 8, KJ: 12, residuals: 20, operator: 28, size: 44 } as const;

/** Row of a contour point: running sums of g (12 numbers), then spin (3), velocity (2), weight (1), signed momentum (1), direction (2). */
export const ROW = { green: 0, spin: 12, velocity: 15, weight: 17, momentum: 18, cos: 19, sin: 20, size: 21 } as const;

/** The traced programs of one theory under one approximation; nothing numeric lives here. */
export class Pipeline {
  readonly steps: Steps;
  readonly scheme: Scheme;
  readonly cutoff: CutoffScheme;
  private readonly memo = new Map<string, Program>();

  constructor(
    readonly theory: Theory,
    private readonly options: PipelineOptions,
  ) {
    this.steps = options.steps ?? STEPS;
    this.scheme = options.scheme;
    this.cutoff = options.cutoff;
  }

  private traced(
    key: string,
    blocks: readonly number[],
    formula: (theory: TheoryExpressions, ...inputs: Expr[][]) => readonly Expr[],
  ): Program {
    let program = this.memo.get(key);
    if (!program) {
      program = trace([this.theory.environmentSize, ...blocks], (block, ...inputs) =>
        formula(this.theory.expressions(block), ...inputs),
      );
      this.memo.set(key, program);
    }
    return program;
  }

  /** (environment, direction 3) -> coefficients of D along the line. */
  get determinant(): Program {
    return this.traced('determinant', [3], (theory, line) =>
      determinantAlong(theory, direction(line), this.theory.degree),
    );
  }

  /** (environment, direction 3, root 1, previous row) -> row of a contour point. */
  get crossing(): Program {
    return this.traced('crossing', [3, 1, ROW.size], (theory, line, root, before) => {
      const point = this.steps.contourPoint(theory, direction(line), root[0]);
      const green = this.steps.onShellGreen(theory, point, this.cutoff);
      const weight = line[2];
      return [
        ...green.map((x, k) => before[k].add(weight.mul(x))),
        ...point.spin.slice(1),
        ...point.velocity,
        weight.mul(point.weight),
        point.momentum,
        line[0],
        line[1],
      ];
    });
  }

  /** (environment, direction 3, pair 2, sums 12) -> sums 12, for one pair of complex roots. */
  get offShell(): Program {
    return this.traced('offShell', [3, 2, 12], (theory, line, [re, im], before) => {
      const green = this.steps.offShellGreen(
        theory,
        direction(line),
        new Complex(re, im),
        this.theory.degree,
        this.cutoff,
      );
      return green.map((x, k) => before[k].add(line[2].mul(x)));
    });
  }

  /** (environment, sums 12) -> g (8 parts). In the renormalised scheme Re g_0 is absorbed in u. */
  get green(): Program {
    return this.traced('green', [12], (_, sums) =>
      sums.slice(0, 8).map((x, k) => (k === 0 && this.cutoff === 'renormalised' ? x.mul(0) : x)),
    );
  }

  /** (environment, g 8) -> Gamma (4), Upsilon (16), T (8). */
  get scattering(): Program {
    return this.traced('scattering', [8], (theory, g) => {
      const species = theory.impurities.map((s, k) => ({ ...s, unitary: this.options.unitary[k] }));
      const { T, broadening, vertex } = this.steps.scattering(species, SpinMatrix.fromParts(g), this.scheme);
      return [...broadening, ...flatten(vertex), ...T.toParts()];
    });
  }

  /** (environment, row, scattering 28, bubbles 28) -> bubbles 28. */
  get bubbles(): Program {
    return this.traced('bubbles', [ROW.size, 28, 28], (_, row, scatter, before) => {
      const spin = [constant(1), ...row.slice(ROW.spin, ROW.spin + 3)];
      const { N, J, s0 } = this.steps.diluteBubbles(
        spin,
        row.slice(ROW.velocity, ROW.velocity + 2),
        row[ROW.weight],
        scatter.slice(0, 4),
      );
      return flatten(N, J, s0).map((x, k) => before[k].add(x));
    });
  }

  /** (environment, scattering 28, bubbles 28) -> result block of the dilute limit. */
  diluteLadder(closure: Closure): Program {
    return this.traced(`dilute ${closure}`, [28, 28], (_, scatter, bubbles) => {
      const [N, J, s0] = [
        matrixFrom(bubbles, 4, 4),
        matrixFrom(bubbles.slice(16), 4, 2),
        matrixFrom(bubbles.slice(24), 2, 2),
      ];
      return this.close(scatter, { N, J, currentSpin: transpose(J), s0 }, 1, closure);
    });
  }

  /** (environment, direction 3, Sigma 8) -> coefficients of D+ along the line, re and im interleaved. */
  get dressedDeterminant(): Program {
    return this.traced('dressedDeterminant', [3, 8], (theory, line, sigma) =>
      dressedDeterminant(theory, direction(line), this.theory.degree, SpinMatrix.fromParts(sigma)).flatMap((z) => [
        z.re,
        z.im,
      ]),
    );
  }

  /** (environment, direction 3, Sigma 8, root 2, sums 12) -> sums 12: g of the dressed Green's function. */
  get dressedGreen(): Program {
    return this.traced('dressedGreen', [3, 8, 2, 12], (theory, line, sigma, [re, im], before) => {
      const parts = this.steps.dressedGreen(
        theory,
        direction(line),
        this.theory.degree,
        SpinMatrix.fromParts(sigma),
        new Complex(re, im),
        this.cutoff,
      );
      return parts.map((x, k) => before[k].add(line[2].mul(x)));
    });
  }

  /** (environment, direction 3, Sigma 8, root 2, bubbles 36) -> bubbles 36. */
  get dressedBubbles(): Program {
    return this.traced('dressedBubbles', [3, 8, 2, 36], (theory, line, sigma, [re, im], before) => {
      const b = this.steps.dressedBubbles(
        theory,
        direction(line),
        this.theory.degree,
        SpinMatrix.fromParts(sigma),
        new Complex(re, im),
        this.cutoff,
      );
      return flatten(b.N, b.J, b.currentSpin, b.s0).map((x, k) => before[k].add(line[2].mul(x)));
    });
  }

  /** (environment, scattering 28) -> Sigma = n T (8). */
  get selfEnergy(): Program {
    return this.traced('selfEnergy', [28], (theory, scatter) => scatter.slice(20).map((x) => theory.n.mul(x)));
  }

  /** (environment, scattering 28, bubbles 36) -> result block at finite n. */
  finiteLadder(closure: Closure): Program {
    return this.traced(`finite ${closure}`, [28, 36], (theory, scatter, bubbles) => {
      const block = (at: number, rows: number, columns: number) => matrixFrom(bubbles.slice(at), rows, columns);
      const parts = { N: block(0, 4, 4), J: block(16, 4, 2), currentSpin: block(24, 2, 4), s0: block(32, 2, 2) };
      return this.close(scatter, parts, theory.n, closure);
    });
  }

  private close(
    scatter: readonly Expr[],
    bubbles: ReturnType<Steps['dressedBubbles']>,
    n: Expr | number,
    closure: Closure,
  ): Expr[] {
    const [broadening, vertex] = [scatter.slice(0, 4), matrixFrom(scatter.slice(4, 20), 4, 4)];
    const operator = this.steps.ladderOperator(bubbles.N, vertex);
    const K = this.steps.spinSusceptibility(operator, bubbles.J, closure);
    const sigma = this.steps.conductivity(bubbles.s0, bubbles.currentSpin, vertex, K, n);
    const KJ = this.steps.currentDriven(K, sigma);
    return [
      ...flatten(K, sigma, KJ),
      ...conservationResiduals(broadening, operator, bubbles.J, K),
      ...flatten(operator),
    ];
  }
}

const direction = (line: readonly Expr[]): Direction => ({ cos: line[0], sin: line[1] });
