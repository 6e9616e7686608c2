import type { Field } from '../../src/arithmetic/field.js';
import type { Limit } from '../../src/solution/problem.js';
import type { Theory } from '../../src/theory/theory.js';
import { torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { DiluteSolver } from '../../src/transport/dilute.js';
import { FiniteSolver } from '../../src/transport/finite.js';
import type { Scheme } from '../../src/transport/scattering.js';
import { Pipeline, STEPS, type Steps } from '../../src/transport/steps.js';
import type { TorqueFormula } from './law.js';

/** What is put to the test: the named steps, and the two things that are not steps of the pipeline. */
export interface Variant {
  readonly steps: Steps;
  readonly torque: TorqueFormula;
  /** Changes what a caller asks of the driver: a wrong scheme, limit or cutoff taken silently. */
  readonly request?: (asked: Request) => Request;
}

/** What a measurement asks of the solvers. */
export interface Request {
  readonly scheme: Scheme;
  readonly limit: Limit;
  readonly cutoff: 'hard' | 'renormalised';
  readonly unitary: readonly boolean[];
}

/** The theory of the suite itself. */
export const SOUND: Variant = { steps: STEPS, torque: torqueEfficiencies as TorqueFormula };

/** Pipelines of one variant, traced once per approximation and shared by all laws and all fields. */
export class VariantPipelines {
  private readonly pipelines = new Map<Theory, Map<string, Pipeline>>();

  constructor(readonly variant: Variant = SOUND) {}

  /** Whether sides of laws that contain Eq. (4) are those of the sound theory. */
  get soundTorque(): boolean {
    return this.variant.torque === SOUND.torque;
  }

  pipeline(theory: Theory, asked: Request): { pipeline: Pipeline; limit: Limit } {
    const { scheme, limit, cutoff, unitary } = this.variant.request?.(asked) ?? asked;
    let known = this.pipelines.get(theory);
    if (!known) {
      known = new Map();
      this.pipelines.set(theory, known);
    }
    const key = `${JSON.stringify(scheme)} ${cutoff} ${unitary.join()}`;
    let pipeline = known.get(key);
    if (!pipeline) {
      pipeline = new Pipeline(theory, { scheme, cutoff, unitary, steps: this.variant.steps });
      known.set(key, pipeline);
    }
    return { pipeline, limit };
  }

  solver<V>(theory: Theory, asked: Request, field: Field<V>): DiluteSolver<V> | FiniteSolver<V> {
    const { pipeline, limit } = this.pipeline(theory, asked);
    return limit === 'dilute' ? new DiluteSolver(pipeline, field) : new FiniteSolver(pipeline, field);
  }
}
