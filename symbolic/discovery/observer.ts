import { evaluated } from '../../src/arithmetic/fields.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import { breachesIn, noEfficiencies } from '../../src/theory/isotropy.js';
import type { Theory } from '../../src/theory/theory.js';
import { torqueProgram } from '../../src/torque/program.js';
import { STEPS } from '../../src/torque/steps.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { TORQUE } from '../../src/transport/tensors.js';
import type { Quantity } from '../derivation/quantities.js';
import type { Point } from './path.js';

export interface ObserverOptions extends Variant {
  readonly digits: number;
  /** Lines through the origin; enough once (Dx/alpha pF)^lines is below the digits. */
  readonly lines: number;
  readonly scheme?: Scheme;
  /** Called on every line; may throw to end a solve. */
  readonly watch?: () => void;
}

/**
 * The dilute limit of a theory in MPFR at a fixed number of digits: n K, n sigma, K_J and tau with Re g_0 = 0, for as
 * many points as wanted. Knows nothing of series.
 */
export class Observer {
  private readonly field: MpfrField;
  private readonly solver: DiluteSolver<Int32Array>;

  private constructor(
    private readonly theory: Theory,
    private readonly options: ObserverOptions,
  ) {
    this.field = new MpfrField(options.digits);
    const pipeline = dilutePipeline(theory, options.scheme ?? { kind: 't-matrix' }, options);
    this.solver = new DiluteSolver(pipeline, this.field, options.watch);
  }

  static async create(theory: Theory, options: ObserverOptions): Promise<Observer> {
    await loadMpfr();
    return new Observer(theory, options);
  }

  /** Solves at one point and reads quantities. @returns decimal numerals with all digits of the field */
  observe(point: Point, quantities: readonly Quantity[]): string[] {
    const { field, theory, solver } = this;
    const values = theory.parameterNames.map((name) => point.get(name) ?? theory.parameters.get(name)?.default ?? '0');
    const environment = evaluated(field, theory.environment, [...values, '0']);
    const response = solver.solve(environment, trapezoid(field, this.options.lines), 'conserved');
    const efficiencies = field.vector(TORQUE.size);
    if (theory.hasExchange && quantities.some((q) => q.kind === 'efficiency')) {
      const broken = breachesIn(theory, field)(environment);
      if (broken !== undefined) throw new InputError(noEfficiencies(theory.name, broken));
      const torque = field.compile(torqueProgram(theory, this.options.steps ?? STEPS));
      torque(environment, 0, response, 0, efficiencies, 0);
    }
    return quantities.map(({ kind, place }) => field.toText(kind === 'response' ? response : efficiencies, place));
  }

  release(): void {
    this.field.release();
  }
}
