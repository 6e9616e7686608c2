import { evaluated } from '../../src/arithmetic/fields.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { loadMpfr, MpfrField } from '../../src/arithmetic/mpfr.js';
import { trapezoid } from '../../src/quadrature/directions.js';
import { dilutePipeline, type Variant } from '../../src/solution/problem.js';
import { InputError } from '../../src/theory/errors.js';
import { breachesIn, noEfficiencies } from '../../src/theory/isotropy.js';
import type { Theory } from '../../src/theory/theory.js';
import { torqueProgram } from '../../src/torque/program.js';
import { STEPS } from '../../src/torque/steps.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import type { CutoffScheme } from '../../src/transport/pipeline.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { TORQUE } from '../../src/transport/tensors.js';
import { cutoffAt, type Point, parameterValues } from '../derivation/path.js';
import type { Quantity } from '../derivation/quantities.js';

export interface ObserverOptions extends Variant {
  readonly digits: number;
  /** Lines through the origin; enough once (Dx/alpha pF)^lines is below the digits. */
  readonly lines: number;
  readonly scheme?: Scheme;
  /** Called on every line; may throw to end a solve. */
  readonly watch?: () => void;
}

/**
 * The dilute limit of a theory in MPFR at a fixed number of digits: n K, n sigma, K_J and tau, for as many points as
 * wanted; Re g_0 = 0 where a point has no cutoff. Knows nothing of series.
 */
export class Observer {
  private readonly field: MpfrField;
  private readonly solvers = new Map<CutoffScheme, DiluteSolver<Int32Array>>();

  private constructor(
    private readonly theory: Theory,
    private readonly options: ObserverOptions,
  ) {
    this.field = new MpfrField(options.digits);
  }

  static async create(theory: Theory, options: ObserverOptions): Promise<Observer> {
    await loadMpfr();
    return new Observer(theory, options);
  }

  /** Solves at one point and reads quantities. @returns decimal numerals with all digits of the field */
  observe(point: Point, quantities: readonly Quantity[]): string[] {
    const { field, theory } = this;
    const environment = evaluated(field, theory.environment, parameterValues(theory, point));
    const cutoff = cutoffAt(theory, point) === undefined ? 'renormalised' : 'hard';
    const response = this.solverFor(cutoff).solve(environment, trapezoid(field, this.options.lines), 'conserved');
    const efficiencies = field.vector(TORQUE.size);
    if (theory.hasExchange && quantities.some((q) => q.kind === 'efficiency')) {
      const broken = breachesIn(theory, field)(environment);
      if (broken !== undefined) throw new InputError(noEfficiencies(theory.name, broken));
      const torque = field.compile(torqueProgram(theory, this.options.steps ?? STEPS));
      torque(environment, 0, response, 0, efficiencies, 0);
    }
    return quantities.map(({ kind, place }) => field.toText(kind === 'response' ? response : efficiencies, place));
  }

  private solverFor(cutoff: CutoffScheme): DiluteSolver<Int32Array> {
    const { field, options, solvers, theory } = this;
    return remembered(solvers, cutoff, () => {
      const pipeline = dilutePipeline(theory, options.scheme ?? { kind: 't-matrix' }, options, cutoff);
      return new DiluteSolver(pipeline, field, options.watch);
    });
  }

  release(): void {
    this.field.release();
  }
}
