import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import { DENSITY, FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { dot, irregular, multiply, type Square } from './linear.js';
import type { Operation } from './operations.js';

/**
 * A theory's matrices at given parameters as one list of numbers: h_0..h_3 at momenta that tell polynomials of its
 * degree apart, then W_k and c_k. Two parameter sets with one list are one theory.
 */
export class Form {
  readonly names: readonly string[];
  private readonly momenta: Square;
  private readonly flat: Float64Array;
  /** Of the names among the parameters. */
  private readonly places: readonly number[];
  private readonly input: Float64Array;
  private readonly environment: Float64Array;
  private readonly prepare: Kernel<Float64Array>;
  private readonly list: Kernel<Float64Array>;
  /** Of the list: scalars and spin vectors by turns, then the concentrations. */
  private readonly length: number;

  /** @param present all other parameters are zero */
  constructor(
    private readonly theory: Theory,
    present: readonly string[],
  ) {
    const { degree, environmentSize, parameterNames, speciesCount } = theory;
    const units = [FERMI_ENERGY, DENSITY];
    this.names = parameterNames.filter((name) => !units.includes(name) && present.includes(name));
    this.places = this.names.map((name) => parameterNames.indexOf(name));
    this.momenta = irregular(((degree + 1) * (degree + 2)) / 2, 2);
    this.flat = new Float64Array(this.momenta.flat());
    this.input = Float64Array.from([...parameterNames.map((name) => (units.includes(name) ? 1 : 0)), 1]);
    this.environment = new Float64Array(environmentSize);
    this.length = 4 * this.momenta.length + 5 * speciesCount;
    const field = new DoubleField();
    this.prepare = field.compile(theory.environment);
    this.list = field.compile(
      trace([environmentSize, 2 * this.momenta.length], (block, p) => {
        const { h, impurities } = theory.expressions(block);
        return [
          ...this.momenta.flatMap((_, k) => h.map((c) => c.at(p[2 * k], p[2 * k + 1]))),
          ...impurities.flatMap(({ W }) => W.components.map((z) => z.re)),
          ...impurities.map(({ concentration }) => concentration),
        ];
      }),
    );
  }

  /**
   * The list of a theory, or of the one that an operation makes of it: S h(R^-1 p), S W, c. Parameters are in the order
   * of `names`.
   */
  at(values: readonly number[], operation?: Operation): Float64Array {
    this.places.forEach((place, k) => {
      this.input[place] = values[k];
    });
    this.prepare(this.input, 0, this.environment, 0);
    // R is orthogonal: R^-1 p is p R
    const momenta = operation ? new Float64Array(multiply(this.momenta, operation.momentum).flat()) : this.flat;
    const out = new Float64Array(this.length);
    this.list(this.environment, 0, momenta, 0, out, 0);
    for (let k = 1; operation && k < this.length - this.theory.speciesCount; k += 4) {
      const vector = out.slice(k, k + 3);
      out.set(
        operation.spin.map((row) => dot(row, vector)),
        k,
      );
    }
    return out;
  }
}
