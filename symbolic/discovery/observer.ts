import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import type { Theory } from '../../src/theory/theory.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Pipeline, RESULT, type Steps } from '../../src/transport/steps.js';
import { efficiencyProgram, exchangeProgram, type Quantity } from '../derivation/quantities.js';

export interface ObserverOptions {
  readonly digits: number;
  /** Lines through the origin; enough once (Dx/alpha pF)^lines is below the digits. */
  readonly lines: number;
  readonly scheme?: Scheme;
  readonly steps?: Steps;
}

/** Numbers as decimal numerals, by parameter name. */
export type Point = ReadonlyMap<string, string>;

/**
 * The dilute limit of a theory in MPFR at a fixed number of digits: n K, n sigma, K_J and tau with Re g_0 = 0, for as many points as
 * wanted. Knows nothing of series.
 */
export class Observer {
  private readonly field: MpfrField;
  private readonly solver: DiluteSolver<Int32Array>;

  private constructor(
    private readonly theory: Theory,
    private readonly options: ObserverOptions,
  ) {
    this.field = new MpfrField(options.digits);
    const pipeline = new Pipeline(theory, {
      scheme: options.scheme ?? { kind: 't-matrix' },
      cutoff: 'renormalised',
      unitary: Array.from({ length: theory.speciesCount }, () => false),
      ...(options.steps ? { steps: options.steps } : {}),
    });
    this.solver = new DiluteSolver(pipeline, this.field);
  }

  static async create(theory: Theory, options: ObserverOptions): Promise<Observer> {
    await loadMpfr();
    return new Observer(theory, options);
  }

  /** Solves at one point and reads quantities. @returns decimal numerals with all digits of the field */
  observe(point: Point, quantities: readonly Quantity[]): string[] {
    const { field, theory, solver } = this;
    const inputs = field.vector(theory.parameterNames.length + 1);
    theory.parameterNames.forEach((name, k) => {
      field.set(inputs, k, point.get(name) ?? theory.parameters.get(name)!.default ?? '0');
    });
    const environment = field.vector(theory.environmentSize);
    field.compile(theory.environment)(inputs, 0, environment, 0);
    const result = solver.solve(environment, trapezoid(field, this.options.lines), 'conserved');
    const efficiencies = field.vector(4);
    if (theory.hasExchange && quantities.some((q) => q.kind === 'efficiency')) {
      const exchange = field.vector(3);
      field.compile(exchangeProgram(theory))(environment, 0, exchange, 0);
      field.compile(efficiencyProgram())(result, RESULT.KJ, exchange, 0, efficiencies, 0);
    }
    return quantities.map((q) =>
      q.kind === 'result' ? field.toText(result, q.offset) : field.toText(efficiencies, q.index),
    );
  }

  release(): void {
    this.field.release();
  }
}
