import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import { DENSITY, FERMI_ENERGY, type Theory } from '../../src/theory/theory.js';
import { multiply, type Operation, type Square } from './operations.js';

/** Coefficients of px^i py^j by the key `i,j`. */
type Coefficients = Map<string, number>;

/** A theory with numbers in it: h_0..h_3 as polynomials, W_k and c_k. */
interface Instance {
  readonly h: readonly Coefficients[];
  readonly W: readonly (readonly number[])[];
  readonly c: readonly number[];
}

/** Reads a theory's matrices at given parameters as numbers, applies operations to them, and lists them in one fixed order. */
export class Form {
  readonly names: readonly string[];
  private readonly degree: number;
  private readonly environment: Float64Array;
  private readonly field = new DoubleField();
  private readonly input: Float64Array;

  /** @param present all other parameters are zero */
  constructor(
    private readonly theory: Theory,
    present: readonly string[],
  ) {
    this.names = theory.parameterNames.filter(
      (name) => name !== FERMI_ENERGY && name !== DENSITY && present.includes(name),
    );
    this.degree = theory.degree;
    this.environment = new Float64Array(theory.environmentSize);
    const units = [FERMI_ENERGY, DENSITY];
    this.input = Float64Array.from([...theory.parameterNames.map((name) => (units.includes(name) ? 1 : 0)), 1]);
  }

  /** All coefficients at these parameters (in the order of `names`). */
  at(values: readonly number[]): number[] {
    return this.list(this.instance(values));
  }

  /** All coefficients of the theory that the operation makes of the one at these parameters. */
  transformed(values: readonly number[], operation: Operation): number[] {
    const { h, W, c } = this.instance(values);
    const turned = h.map((p) => this.substitute(p, inverse(operation.momentum)));
    const spin = [1, 2, 3].map((i) =>
      combine([1, 2, 3].map((j) => ({ factor: operation.spin[i - 1][j - 1], p: turned[j] }))),
    );
    const matrices = W.map(([w0, ...w]) => [
      w0,
      ...operation.spin.map((row) => row.reduce((t, x, k) => t + x * w[k], 0)),
    ]);
    return this.list({ h: [turned[0], ...spin], W: matrices, c });
  }

  private instance(values: readonly number[]): Instance {
    this.names.forEach((name, k) => {
      this.input[this.theory.parameterNames.indexOf(name)] = values[k];
    });
    this.field.compile(this.theory.environment)(this.input, 0, this.environment, 0);
    const { h, impurities } = this.theory.read(this.environment);
    return {
      h: h.map((terms) => new Map(terms.map(({ i, j, coefficient }) => [`${i},${j}`, coefficient]))),
      W: impurities.map(({ W }) => W),
      c: impurities.map(({ concentration }) => concentration),
    };
  }

  /** p(A (px, py)) expanded. */
  private substitute(p: Coefficients, [[a, b], [c, d]]: Square): Coefficients {
    const out: Coefficients = new Map();
    for (const [key, value] of p) {
      const [i, j] = key.split(',').map(Number) as [number, number];
      for (let k = 0; k <= i; k++)
        for (let l = 0; l <= j; l++) {
          const factor = binomial(i, k) * a ** (i - k) * b ** k * binomial(j, l) * c ** (j - l) * d ** l;
          const name = `${i - k + j - l},${k + l}`;
          out.set(name, (out.get(name) ?? 0) + value * factor);
        }
    }
    return out;
  }

  private list({ h, W, c }: Instance): number[] {
    const out: number[] = [];
    for (const p of h)
      for (let i = 0; i <= this.degree; i++)
        for (let j = 0; i + j <= this.degree; j++) out.push(p.get(`${i},${j}`) ?? 0);
    return [...out, ...W.flat(), ...c];
  }
}

/** Which monomials occur in h_0..h_3, in the order of the environment block. */
export function monomialsOf(theory: Theory): string[][] {
  let keys: string[][] = [];
  trace([theory.environmentSize], (block) => {
    keys = theory.expressions(block).h.map((p) => p.terms.map(({ i, j }) => `${i},${j}`));
    return [block[0]];
  });
  return keys;
}

function combine(parts: readonly { factor: number; p: Coefficients }[]): Coefficients {
  const out: Coefficients = new Map();
  for (const { factor, p } of parts) for (const [key, value] of p) out.set(key, (out.get(key) ?? 0) + factor * value);
  return out;
}

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k);

/** Of an orthogonal matrix. */
const inverse = (a: Square): Square => a[0].map((_, j) => a.map((row) => row[j]));

export const compose = multiply;
