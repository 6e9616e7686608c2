import type { Field } from '../arithmetic/field.js';
import type { Tangent } from '../quadrature/tangents.js';
import type { DiluteSolver } from '../transport/dilute.js';
import type { Pipeline } from '../transport/pipeline.js';
import { SELF_ENERGY } from '../transport/tensors.js';
import { bandsOf } from './bands.js';

/** A clean theory whose g and T are known. */
interface Clean<V> {
  readonly field: Field<V>;
  readonly pipeline: Pipeline;
  readonly environment: V;
  readonly clean: DiluteSolver<V>;
}

/** Step of a derivative along a contour, in radians. */
const STEP = 1e-5;
/** Farther off the real axis a singularity slows no rule down. */
const FAR = 0.3;
/** Nearer to it, it is that of the clean contour. */
const NEAR = 1e-9;

/**
 * Where the lines are that are tangent to a Fermi contour once its states have a self-energy. To first order, at the
 * tangent point, eps = E + Sigma_b with Sigma_b = tr[P_b Sigma]: the angle moves by -Sigma_b/(dE/dphi), which is
 * complex, so that the quadrature meets a near miss in its place.
 * @param clean g and T of the clean theory, from any rule that resolves them roughly
 */
export function broadened<V>(
  { field, pipeline, environment, clean }: Clean<V>,
  tangents: readonly Tangent[],
): Tangent[] {
  const out = field.vector(SELF_ENERGY.size);
  field.compile(pipeline.selfEnergy)(environment, 0, clean.scattering, 0, out, 0);
  const Sigma = SELF_ENERGY.places('Sigma').map((place) => field.toNumber(out, place));
  const bandsAt = bandsOf({ field, pipeline, environment });
  const moved = tangents.flatMap((tangent): Tangent[] => {
    const { angle, momentum, distance } = tangent;
    if (distance > 0) return [];
    const at = (phi: number) => bandsAt(momentum * Math.cos(phi), momentum * Math.sin(phi));
    const { spin, kinetic } = at(angle);
    const isUpper = kinetic >= 0;
    const energy = (phi: number): number => (isUpper ? at(phi).upper : at(phi).lower);
    const slope = (energy(angle + STEP) - energy(angle - STEP)) / (2 * STEP);
    const b = [1, ...spin.map((s) => (isUpper ? s : -s))];
    const [re, im] = [0, 4].map((part) => b.reduce((total, x, i) => total + x * Sigma[part + i], 0) / slope);
    const height = Math.abs(im);
    return height > NEAR && height < FAR
      ? [{ angle: wrapped(angle - re), momentum: Number.NaN, distance: height }]
      : [];
  });
  return moved.sort((a, b) => a.angle - b.angle);
}

/** The angle of a line in [0, pi). */
const wrapped = (angle: number): number => angle - Math.PI * Math.floor(angle / Math.PI);
