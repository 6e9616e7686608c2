import { constant, type Expr, pi } from '../../src/arithmetic/expression.js';
import { type Matrix, transpose } from '../../src/arithmetic/matrix.js';
import { SpinMatrix } from '../../src/arithmetic/pauli.js';
import type { Limit } from '../../src/solution/problem.js';
import { BUBBLES, DILUTE_BUBBLES, GREEN, RESPONSE, SCATTERING } from '../../src/transport/tensors.js';

/** Lengths of the blocks of one measurement: response, scattering, g, bubbles. */
export const BLOCKS = [RESPONSE.size, SCATTERING.size, GREEN.size, BUBBLES.size] as const;

/**
 * What one measurement says, as expressions while the sides of a law are traced. Dilute K and sigma stand for n K and n
 * sigma.
 */
export class ResponseTensors {
  constructor(
    readonly blocks: readonly (readonly Expr[])[],
    readonly limit: Limit,
  ) {}

  /** Rows 0, x, y, z; columns x, y. */
  get K(): Matrix {
    return RESPONSE.matrix(this.blocks[0], 'K');
  }

  get sigma(): Matrix {
    return RESPONSE.matrix(this.blocks[0], 'sigma');
  }

  get KJ(): Matrix {
    return RESPONSE.matrix(this.blocks[0], 'KJ');
  }

  /** What charge conservation demands to vanish. */
  get ward(): readonly Expr[] {
    return RESPONSE.entries(this.blocks[0], 'ward');
  }

  /** 1 - N Upsilon. */
  get operator(): Matrix {
    return RESPONSE.matrix(this.blocks[0], 'ladder');
  }

  /** Gamma_i of Gamma = (T^dagger - T)/2i. */
  get broadening(): readonly Expr[] {
    return SCATTERING.entries(this.blocks[1], 'Gamma');
  }

  /** Upsilon_ab. @see Eq. (20) */
  get vertex(): Matrix {
    return SCATTERING.matrix(this.blocks[1], 'Y');
  }

  get T(): SpinMatrix {
    return SpinMatrix.fromParts(SCATTERING.entries(this.blocks[1], 'T'));
  }

  get g(): SpinMatrix {
    return SpinMatrix.fromParts(this.blocks[2]);
  }

  get N(): Matrix {
    return DILUTE_BUBBLES.matrix(this.blocks[3], 'N');
  }

  get J(): Matrix {
    return DILUTE_BUBBLES.matrix(this.blocks[3], 'J');
  }

  get s0(): Matrix {
    return DILUTE_BUBBLES.matrix(this.blocks[3], 's0');
  }

  /** (1/2 pi) sum_p tr[j_a G+ s_b G-], 2x4. */
  get currentSpin(): Matrix {
    return this.limit === 'finite' ? BUBBLES.matrix(this.blocks[3], 'currentSpin') : transpose(this.J);
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
