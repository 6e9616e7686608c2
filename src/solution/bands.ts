import type { Field } from '../arithmetic/field.js';
import type { Pipeline } from '../transport/pipeline.js';

/** Both bands at a momentum. */
export interface Bands {
  readonly upper: number;
  readonly lower: number;
  /** Spin direction of the upper band; the lower one is opposite. */
  readonly spin: readonly [number, number, number];
  /** eps - h_0: not negative at a state of the upper band on a Fermi contour. */
  readonly kinetic: number;
}

/** The bands of a theory at the parameters of an environment, in double precision. */
export function bandsOf<V>({
  field,
  pipeline,
  environment,
}: {
  readonly field: Field<V>;
  readonly pipeline: Pipeline;
  readonly environment: V;
}): (px: number, py: number) => Bands {
  const run = field.compile(pipeline.bands);
  const [point, out] = [field.vector(2), field.vector(6)];
  return (px, py) => {
    field.set(point, 0, px);
    field.set(point, 1, py);
    run(environment, 0, point, 0, out, 0);
    const [upper, lower, x, y, z, kinetic] = Array.from({ length: 6 }, (_, k) => field.toNumber(out, k));
    return { upper, lower, spin: [x, y, z], kinetic };
  };
}
