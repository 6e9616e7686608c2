import { pi } from '../../src/arithmetic/expression.js';
import { identity, type Matrix, product, solve, subtract, transpose } from '../../src/arithmetic/matrix.js';
import { ResponseTensors } from './response.js';

/**
 * Dilute K and sigma from a dressed current vertex in place of the dressed spin vertex. @see Eqs. (23)-(27), with the
 * vertex between G+ on its left and G- on its right
 */
export function throughCurrentVertex({ N, J, vertex, s0 }: ResponseTensors): { K: Matrix; sigma: Matrix } {
  // the vertex ladder is as singular as 1 - N Y; its first row is replaced by the density response J_0 + N_0c
  // delta_c = 0
  const operator = subtract(identity(4), product(vertex, N));
  const source = [J[0].map((x) => x.neg()), ...product(vertex, J).slice(1)];
  const dressed = solve([N[0], ...operator.slice(1)], source);
  const corrections = product(transpose(J), dressed).map((row) => row.map((x) => x.mul(pi())));
  return { K: sum(J, product(N, dressed)), sigma: sum(s0, corrections) };
}

const sum = (a: Matrix, b: Matrix): Matrix => a.map((row, i) => row.map((x, j) => x.add(b[i][j])));

/** The response of a measurement whose K, sigma and K_J come through the current vertex. */
export class CurrentVertexResponse extends ResponseTensors {
  /** @param onUse called when a formula asks for one of the three */
  constructor(
    { blocks, limit }: ResponseTensors,
    private readonly onUse: () => void,
  ) {
    super(blocks, limit);
  }

  override get K(): Matrix {
    return this.dressed().K;
  }

  override get sigma(): Matrix {
    return this.dressed().sigma;
  }

  override get KJ(): Matrix {
    const { K, sigma } = this.dressed();
    return transpose(solve(transpose(sigma), transpose(K)));
  }

  private dressed(): { K: Matrix; sigma: Matrix } {
    this.onUse();
    return throughCurrentVertex(this);
  }
}
