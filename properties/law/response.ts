import type { Expr } from '../../src/arithmetic/expression.js';
import { constant, pi } from '../../src/arithmetic/expression.js';
import { type Matrix, matrixFrom } from '../../src/arithmetic/matrix.js';
import { SpinMatrix } from '../../src/arithmetic/pauli.js';
import type { Limit } from '../../src/solution/problem.js';
import { RESULT } from '../../src/transport/steps.js';

/** Lengths of the blocks of one measurement: result, scattering, g, bubbles. */
export const BLOCKS = [RESULT.size, 28, 8, 36] as const;

/** What one measurement says, as expressions while the sides of a law are traced. Dilute K and sigma stand for n K and n sigma. */
export class ResponseTensors {
  constructor(
    private readonly result: readonly Expr[],
    private readonly scatter: readonly Expr[],
    private readonly green: readonly Expr[],
    private readonly bubbles: readonly Expr[],
    private readonly limit: Limit,
  ) {}

  /** Rows 0, x, y, z; columns x, y. */
  get K(): Matrix {
    return matrixFrom(this.result.slice(RESULT.K), 4, 2);
  }

  get sigma(): Matrix {
    return matrixFrom(this.result.slice(RESULT.sigma), 2, 2);
  }

  get KJ(): Matrix {
    return matrixFrom(this.result.slice(RESULT.KJ), 4, 2);
  }

  /** 1 - N Upsilon. */
  get operator(): Matrix {
    return matrixFrom(this.result.slice(RESULT.operator), 4, 4);
  }

  /** Gamma_i of Gamma = (T^dagger - T)/2i. */
  get broadening(): readonly Expr[] {
    return this.scatter.slice(0, 4);
  }

  /** Upsilon_ab, Eq. (20). */
  get vertex(): Matrix {
    return matrixFrom(this.scatter.slice(4), 4, 4);
  }

  get T(): SpinMatrix {
    return SpinMatrix.fromParts(this.scatter.slice(20, 28));
  }

  get g(): SpinMatrix {
    return SpinMatrix.fromParts(this.green);
  }

  get N(): Matrix {
    return matrixFrom(this.bubbles, 4, 4);
  }

  get J(): Matrix {
    return matrixFrom(this.bubbles.slice(16), 4, 2);
  }

  /** (1/2 pi) sum_p tr[j_a G+ s_b G-], 2x4. */
  get currentSpin(): Matrix {
    const { J } = this;
    return this.limit === 'finite'
      ? matrixFrom(this.bubbles.slice(24), 2, 4)
      : [0, 1].map((b) => J.map((row) => row[b]));
  }

  get s0(): Matrix {
    return matrixFrom(this.bubbles.slice(this.limit === 'finite' ? 32 : 24), 2, 2);
  }
}

/** Natural scale of the spin susceptibility: no cancellation makes it vanish, since |J_ab|^2 <= N_00 tr s0/pi. */
export const scaleOfK = ({ K, N, s0 }: ResponseTensors): Expr =>
  larger(magnitude(K.flat()), N[0][0].mul(s0[0][0].add(s0[1][1])).div(pi()).abs().sqrt());

/** Natural scale of the conductivity. */
export const scaleOfSigma = ({ sigma, s0 }: ResponseTensors): Expr =>
  larger(magnitude(sigma.flat()), magnitude(s0.flat()));

/** Natural scale of K_J. */
export const scaleOfKJ = (response: ResponseTensors): Expr =>
  larger(magnitude(response.KJ.flat()), scaleOfK(response).div(scaleOfSigma(response)));

/** Larger of two numbers. */
export const larger = (a: Expr, b: Expr): Expr => a.add(b).add(a.sub(b).abs()).div(2);

/** Largest magnitude of a list: the natural scale of a tensor. */
export const magnitude = (entries: readonly Expr[]): Expr =>
  entries.map((x) => x.abs()).reduce((a, b) => larger(a, b), constant(0));

/** Sum of magnitudes: a scale that no cancellation makes small. */
export const bulk = (entries: readonly Expr[]): Expr =>
  entries.map((x) => x.abs()).reduce((a, b) => a.add(b), constant(0));
