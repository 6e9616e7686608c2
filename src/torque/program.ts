import { type Program, trace } from '../arithmetic/expression.js';
import { Layout } from '../arithmetic/layout.js';
import { remembered } from '../arithmetic/memo.js';
import type { Theory } from '../theory/theory.js';
import { RESPONSE, TORQUE, TORQUE_PARTS } from '../transport/tensors.js';
import { STEPS, type Steps } from './steps.js';

const programs = new WeakMap<Theory, WeakMap<object, Program>>();

const traced = (theory: Theory, step: object, make: () => Program): Program =>
  remembered(
    remembered(programs, theory, () => new WeakMap<object, Program>()),
    step,
    make,
  );

/** (environment, response) -> torque efficiencies by the step of that name. @see Eq. (4) */
export const torqueProgram = (theory: Theory, { torqueEfficiencies }: Pick<Steps, 'torqueEfficiencies'>): Program =>
  traced(theory, torqueEfficiencies, () =>
    trace([theory.environmentSize, RESPONSE.size], (block, response) =>
      TORQUE.join({ tau: [torqueEfficiencies(RESPONSE.matrix(response, 'KJ'), theory.read(block).exchange)] }),
    ),
  );

/** (environment, response) -> even and odd part of the torque by the step of that name. @see Eqs. (1)-(3) */
export const torquePartsProgram = (theory: Theory, { torqueParts }: Pick<Steps, 'torqueParts'>): Program =>
  traced(theory, torqueParts, () =>
    trace([theory.environmentSize, RESPONSE.size], (block, response) => {
      const [KJ, reversed] = (['KJ', 'KJreversed'] as const).map((name) => RESPONSE.matrix(response, name));
      return TORQUE_PARTS.join(torqueParts(KJ, reversed, theory.read(block).exchange));
    }),
  );

/** Everything that a torque is judged by, the exchange field last. */
export const WHOLE_TORQUE = new Layout({ tau: [1, 4], torqueEven: [3, 2], torqueOdd: [3, 2], exchange: [1, 3] });

/** (environment, response) -> `WHOLE_TORQUE` by the steps of the suite. @see Eqs. (1)-(4) */
export const wholeTorqueProgram = (theory: Theory): Program =>
  traced(theory, STEPS, () =>
    trace([theory.environmentSize, RESPONSE.size], (block, response) => {
      const [KJ, reversed] = (['KJ', 'KJreversed'] as const).map((name) => RESPONSE.matrix(response, name));
      const { exchange } = theory.read(block);
      return WHOLE_TORQUE.join({
        tau: [STEPS.torqueEfficiencies(KJ, exchange)],
        ...STEPS.torqueParts(KJ, reversed, exchange),
        exchange: [exchange],
      });
    }),
  );
