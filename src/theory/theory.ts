import type { MathNode } from 'mathjs';
import { type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import { remembered, valueAt } from '../arithmetic/memo.js';
import { SpinMatrix } from '../arithmetic/pauli.js';
import { parseExpression, symbolsOf, toPolynomial } from './algebra.js';
import { Bounds } from './bounds.js';
import { type Dimension, parseDefinition, type TheoryDefinition, type TheoryInput } from './definition.js';
import { type Coefficients, coefficientsFrom, environmentBlock, type Form } from './environment.js';
import { InputError } from './errors.js';
import { Polynomial } from './polynomial.js';

export const COMPONENTS = ['h0', 'hx', 'hy', 'hz'] as const;

/** Parameters that every theory has. */
export const FERMI_ENERGY = 'eps';
export const DENSITY = 'n';

export interface Parameter {
  readonly name: string;
  readonly meaning: string;
  readonly dimension: Dimension;
  readonly default?: string | undefined;
  readonly positive: boolean;
  readonly infinite: boolean;
}

/** What the formulas see of a theory while a program is traced. */
export interface TheoryExpressions {
  readonly eps: Expr;
  /** Momentum cutoff; undefined in the renormalised scheme. */
  readonly cutoff: Expr | undefined;
  readonly n: Expr;
  /** h_0, h_x, h_y, h_z */
  readonly h: readonly Polynomial[];
  /** Degree of H(p) in the momentum. */
  readonly degree: number;
  /** W_k and c_k of every species. */
  readonly impurities: readonly { readonly W: SpinMatrix; readonly concentration: Expr }[];
  /** Delta_xc m, if the theory has an exchange field. */
  readonly exchange: readonly Expr[];
  /** Where the momenta of h are counted from another point than the origin: that point, and what is not about it. */
  readonly about?: { readonly centre: readonly [Expr, Expr]; readonly origin: TheoryExpressions };
}

/** A momentum, behind the environment block of a theory about it. */
export const CENTRE_SIZE = 2;

/**
 * A two-band theory ready for tracing. Its `environment` program turns parameter values (in the order of
 * `parameterNames`, then the cutoff) into the block of numbers from which `expressions` reads.
 */
export class Theory {
  readonly definition: TheoryDefinition;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly parameterNames: readonly string[];
  readonly environment: Program;
  readonly environmentSize: number;
  /** Degree of H(p) in the momentum. */
  readonly degree: number;
  /** Ranges, constraints and time that the file states. */
  readonly bounds: Bounds;
  private readonly form: Form;
  private readonly nodes: Record<'h' | 'c' | 'exchange', MathNode[]> & { W: MathNode[][] };

  constructor(
    input: TheoryInput,
    private readonly isCentred = false,
  ) {
    this.definition = parseDefinition(input);
    this.parameters = withReserved(this.definition);
    this.parameterNames = [...this.parameters.keys()];
    const { hamiltonian, impurities, exchange = [] } = this.definition;
    this.nodes = {
      h: COMPONENTS.map((c) => parseExpression(hamiltonian[c], c)),
      W: impurities.map((s, k) => s.matrix.map((text, i) => parseExpression(text, `impurities.${k}.matrix.${i}`))),
      c: impurities.map((s, k) => parseExpression(s.concentration, `impurities.${k}.concentration`)),
      exchange: exchange.map((text, i) => parseExpression(text, `exchange.${i}`)),
    };
    let form: Coefficients<Expr> | undefined;
    this.environment = trace([this.parameterNames.length + 1], (inputs) => {
      form = this.coefficients(inputs);
      return environmentBlock(form);
    });
    this.form = form as unknown as Form;
    this.environmentSize = this.environment.outputs.length + (isCentred ? CENTRE_SIZE : 0);
    this.degree = Math.max(...this.form.h.flat().map(({ i, j }) => i + j), 0);
    if (this.degree === 0)
      throw new InputError(`theory ${this.name}: H does not depend on the momentum; there is no Fermi contour`);
    this.bounds = new Bounds(this.definition, this.parameterNames, (inputs) => {
      const values = new Map(this.parameterNames.map((name, k) => [name, inputs[k]]));
      return toPolynomial(this.nodes.h[0], values, 'h0').terms;
    });
  }

  get name(): string {
    return this.definition.name;
  }

  /**
   * The same theory with momenta counted from a centre: lines through it are what lines through the origin are here.
   * Integrals over all momenta do not depend on it.
   */
  get centred(): Theory {
    return remembered(centredTheories, this, () => new Theory(this.definition, true));
  }

  get hasExchange(): boolean {
    return this.nodes.exchange.length > 0;
  }

  get speciesCount(): number {
    return this.nodes.c.length;
  }

  /** Which species are in the unitary limit when the named parameters are infinite. */
  unitarySpecies(infinite: ReadonlySet<string>): boolean[] {
    return this.nodes.W.map((matrix) => matrix.some((node) => symbolsOf(node).some((name) => infinite.has(name))));
  }

  /** Names of the parameters in the impurity matrices. */
  get impurityParameters(): ReadonlySet<string> {
    return new Set(this.nodes.W.flat().flatMap(symbolsOf));
  }

  /** The three parameters that are the exchange field, if it consists of plain parameters; else nothing. */
  get exchangeNames(): readonly string[] {
    const names = this.definition.exchange ?? [];
    return names.every((name) => this.parameters.has(name)) ? names : [];
  }

  private coefficients(inputs: readonly Expr[]): Coefficients<Expr> {
    const values = new Map(this.parameterNames.map((name, k) => [name, inputs[k]]));
    const number = (node: MathNode, what: string): Expr =>
      sum(toPolynomial(node, values, what, false).terms.map((t) => t.coefficient));
    return {
      eps: valueAt(values, FERMI_ENERGY),
      cutoff: inputs[this.parameterNames.length],
      n: valueAt(values, DENSITY),
      h: this.nodes.h.map((node, c) => toPolynomial(node, values, COMPONENTS[c]).terms),
      impurities: this.nodes.W.map((matrix, k) => ({
        W: matrix.map((node) => number(node, `impurities.${k}.matrix`)),
        concentration: number(this.nodes.c[k], 'impurities.concentration'),
      })),
      exchange: this.nodes.exchange.map((node) => number(node, 'exchange')),
    };
  }

  /** Takes the environment block apart. */
  read<T>(block: Iterable<T>): Coefficients<T> {
    return coefficientsFrom(block, this.form);
  }

  /** Reads the environment block while a program is traced. @param hard whether the momentum is cut off */
  expressions(block: readonly Expr[], hard = false): TheoryExpressions {
    const { eps, cutoff, n, h, impurities, exchange } = this.read(block);
    const origin = {
      eps,
      cutoff: hard ? cutoff : undefined,
      n,
      h: h.map((terms) => new Polynomial(terms)),
      degree: this.degree,
      impurities: impurities.map(({ W, concentration }) => ({ W: SpinMatrix.real(W), concentration })),
      exchange,
    };
    if (!this.isCentred) return origin;
    const [x, y] = block.slice(-CENTRE_SIZE);
    return { ...origin, h: origin.h.map((p) => p.about([x, y])), about: { centre: [x, y], origin } };
  }
}

const centredTheories = new WeakMap<Theory, Theory>();

/** Names with a meaning of their own in every formula. */
const TAKEN: Readonly<Record<string, string>> = {
  px: 'momentum along x',
  py: 'momentum along y',
  pi: 'the circle constant',
};

function withReserved(definition: TheoryDefinition): Map<string, Parameter> {
  const parameters = new Map<string, Parameter>();
  const fail = (message: string): never => {
    throw new InputError(`theory ${definition.name}: ${message}`);
  };
  for (const [name, parameter] of Object.entries(definition.parameters)) {
    if (Object.hasOwn(TAKEN, name)) fail(`the name "${name}" is reserved (${TAKEN[name]})`);
    parameters.set(name, { name, ...parameter });
  }
  const reserve = (
    name: string,
    meaning: string,
    dimension: Dimension,
    more: { default?: string; positive: boolean },
  ): void => {
    if (parameters.has(name)) fail(`the name "${name}" is reserved (${meaning})`);
    parameters.set(name, { name, meaning, dimension, infinite: false, ...more });
  };
  reserve(FERMI_ENERGY, 'Fermi energy', { energy: 1, length: 0 }, { positive: false });
  reserve(DENSITY, 'density of impurities', { energy: 0, length: -2 }, { default: '1', positive: true });
  for (const alternative of definition.alternatives) {
    for (const name of Object.keys(alternative.parameters))
      if (parameters.has(name) || Object.hasOwn(TAKEN, name))
        fail(`the name "${name}" of an alternative is already taken`);
    for (const name of Object.keys(alternative.defines))
      if (!parameters.has(name)) fail(`an alternative defines "${name}", which is no parameter`);
  }
  return parameters;
}
