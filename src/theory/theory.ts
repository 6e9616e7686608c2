import type { MathNode } from 'mathjs';
import { constant, type Expr, type Program, sum, trace } from '../arithmetic/expression.js';
import { SpinMatrix } from '../arithmetic/pauli.js';
import { parseExpression, symbolsOf, toPolynomial } from './algebra.js';
import { type Dimension, parseDefinition, type TheoryDefinition, type TheoryInput } from './definition.js';
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
  /** Momentum cutoff; meaningless in the renormalised scheme. */
  readonly cutoff: Expr;
  readonly n: Expr;
  /** h_0, h_x, h_y, h_z */
  readonly h: readonly Polynomial[];
  /** W_k and c_k of every species. */
  readonly impurities: readonly { readonly W: SpinMatrix; readonly concentration: Expr }[];
  /** Delta_xc m, if the theory has an exchange field. */
  readonly exchange: readonly Expr[];
}

/** Positions of eps, cutoff and n in the environment block; the coefficients of the theory follow. */
const HEAD = 3;

/**
 * A two-band theory ready for tracing. Its `environment` program turns parameter values (in the order of `parameterNames`, then the
 * cutoff) into the block of numbers from which `expressions` reads.
 */
export class Theory {
  readonly definition: TheoryDefinition;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly parameterNames: readonly string[];
  readonly environment: Program;
  readonly environmentSize: number;
  /** Degree of H(p) in the momentum. */
  readonly degree: number;
  private readonly monomials: readonly { readonly i: number; readonly j: number }[][];
  private readonly nodes: Record<'h' | 'W' | 'c' | 'exchange', MathNode[]>;

  constructor(input: TheoryInput) {
    this.definition = parseDefinition(input);
    this.parameters = withReserved(this.definition);
    this.parameterNames = [...this.parameters.keys()];
    const { hamiltonian, impurities, exchange = [] } = this.definition;
    this.nodes = {
      h: COMPONENTS.map((c) => parseExpression(hamiltonian[c], c)),
      W: impurities.flatMap((s, k) => s.matrix.map((text, i) => parseExpression(text, `impurities.${k}.matrix.${i}`))),
      c: impurities.map((s, k) => parseExpression(s.concentration, `impurities.${k}.concentration`)),
      exchange: exchange.map((text, i) => parseExpression(text, `exchange.${i}`)),
    };
    let monomials: { i: number; j: number }[][] = [];
    this.environment = trace([this.parameterNames.length + 1], (inputs) => {
      const built = this.coefficients(inputs);
      monomials = built.h.map((p) => p.terms.map(({ i, j }) => ({ i, j })));
      return built.block;
    });
    this.monomials = monomials;
    this.environmentSize = this.environment.outputs.length;
    this.degree = Math.max(...monomials.flat().map(({ i, j }) => i + j), 0);
    if (this.degree === 0)
      throw new InputError(`theory ${this.name}: H does not depend on the momentum; there is no Fermi contour`);
  }

  get name(): string {
    return this.definition.name;
  }

  get hasExchange(): boolean {
    return this.nodes.exchange.length > 0;
  }

  /** Whether species k is in the unitary limit when the named parameters are infinite. */
  isUnitary(species: number, infinite: ReadonlySet<string>): boolean {
    return this.nodes.W.slice(4 * species, 4 * species + 4).some((node) =>
      symbolsOf(node).some((name) => infinite.has(name)),
    );
  }

  get speciesCount(): number {
    return this.nodes.c.length;
  }

  private coefficients(inputs: readonly Expr[]): { h: Polynomial[]; block: Expr[] } {
    const values = new Map(this.parameterNames.map((name, k) => [name, inputs[k]]));
    const number = (node: MathNode, what: string): Expr =>
      sum(toPolynomial(node, values, what, false).terms.map((t) => t.coefficient));
    const h = this.nodes.h.map((node, c) => toPolynomial(node, values, COMPONENTS[c]));
    const block = [
      values.get(FERMI_ENERGY)!,
      inputs[this.parameterNames.length],
      values.get(DENSITY)!,
      ...h.flatMap((p) => p.terms.map((t) => t.coefficient)),
      ...this.nodes.W.map((node, k) => number(node, `impurities.${Math.floor(k / 4)}.matrix`)),
      ...this.nodes.c.map((node) => number(node, 'impurities.concentration')),
      ...this.nodes.exchange.map((node) => number(node, 'exchange')),
    ];
    return { h, block };
  }

  /** Positions in the environment block: coefficients of h_x, h_y, h_z, those of them that go with the momentum, impurity matrices. */
  get layout(): {
    readonly spin: readonly number[];
    readonly winding: readonly number[];
    readonly impurities: readonly number[];
  } {
    const places = this.monomials
      .flatMap((terms, component) => terms.map(({ i, j }) => ({ component, order: i + j })))
      .map((m, k) => ({ ...m, at: HEAD + k }));
    const spin = places.filter(({ component }) => component > 0);
    const impurities = Array.from({ length: 4 * this.speciesCount }, (_, k) => HEAD + places.length + k);
    return {
      spin: spin.map(({ at }) => at),
      winding: spin.filter(({ order }) => order > 0).map(({ at }) => at),
      impurities,
    };
  }

  /** Reads the environment block while a program is traced. */
  expressions(block: readonly Expr[]): TheoryExpressions {
    let at = HEAD;
    const take = (): Expr => block[at++] ?? constant(0);
    const h = this.monomials.map((terms) => new Polynomial(terms.map(({ i, j }) => ({ i, j, coefficient: take() }))));
    const matrices = this.nodes.c.map(() => SpinMatrix.real([take(), take(), take(), take()]));
    const impurities = matrices.map((W) => ({ W, concentration: take() }));
    const exchange = this.nodes.exchange.map(take);
    return { eps: block[0], cutoff: block[1], n: block[2], h, impurities, exchange };
  }
}

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
