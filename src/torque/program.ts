import { type Program, trace } from '../arithmetic/expression.js';
import { remembered } from '../arithmetic/memo.js';
import type { Theory } from '../theory/theory.js';
import { RESPONSE, TORQUE } from '../transport/tensors.js';
import type { Steps } from './steps.js';

const programs = new WeakMap<Theory, WeakMap<Steps['torqueEfficiencies'], Program>>();

/** (environment, response) -> torque efficiencies by the step of that name. @see Eq. (4) */
export const torqueProgram = (theory: Theory, { torqueEfficiencies }: Pick<Steps, 'torqueEfficiencies'>): Program =>
  remembered(
    remembered(programs, theory, () => new WeakMap<Steps['torqueEfficiencies'], Program>()),
    torqueEfficiencies,
    () =>
      trace([theory.environmentSize, RESPONSE.size], (block, response) =>
        TORQUE.join({ tau: [torqueEfficiencies(RESPONSE.matrix(response, 'KJ'), theory.read(block).exchange)] }),
      ),
  );
