import { DoubleField } from '../../src/arithmetic/double.js';
import { sum, trace } from '../../src/arithmetic/expression.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import type { Theory } from '../../src/theory/theory.js';

/** Energies at which Fermi contours appear, vanish or change their number; from a grid, so only roughly. */
export interface Landmarks {
  /** Bottom of the lower band. */
  readonly bottom: number;
  /** Lower band at zero momentum. */
  readonly centre: number;
  /** Bottom of the upper band. */
  readonly top: number;
  /** Where the lower band falls again, and how high it was by then; infinite if it rises for ever. */
  readonly barrier: { readonly energy: number; readonly momentum: number };
}

const RADII = Array.from({ length: 31 }, (_, k) => (k === 0 ? 0 : 0.02 * 1.38 ** (k - 1)));
const ANGLES = 8;
/** Points of the plane, ray by ray. */
const POINTS = Float64Array.from(
  Array.from({ length: ANGLES }, (_, k) => (2 * Math.PI * k) / ANGLES).flatMap((angle) =>
    RADII.flatMap((radius) => [radius * Math.cos(angle), radius * Math.sin(angle)]),
  ),
);
/** Momenta up to which the bands of a theory are looked at whose lower band only falls, as of a Dirac cone. */
const NATURAL = 1;

/** Looks for the landmarks of a theory's two bands; no physics of a particular theory is used. */
export class BandProbe {
  private readonly environment: Float64Array;
  private readonly prepare: Kernel<Float64Array>;
  private readonly bands: Kernel<Float64Array>;
  private readonly out = new Float64Array(2);
  /** Both bands along each ray. */
  private readonly lower = Array.from({ length: ANGLES }, () => RADII.map(() => 0));
  private readonly upper = Array.from({ length: ANGLES }, () => RADII.map(() => 0));

  constructor(theory: Theory) {
    const field = new DoubleField();
    this.environment = new Float64Array(theory.environmentSize);
    this.prepare = field.compile(theory.environment);
    this.bands = field.compile(
      trace([theory.environmentSize, 2], (block, [x, y]) => {
        const [h0, ...h] = theory.expressions(block).h.map((p) => p.at(x, y));
        const norm = sum(h.map((c) => c.square())).sqrt();
        return [h0.sub(norm), h0.add(norm)];
      }),
    );
  }

  /** @param values parameters in the order of `parameterNames`, then the cutoff; the Fermi energy is not used */
  find(values: Float64Array): Landmarks {
    this.prepare(values, 0, this.environment, 0);
    const { lower, upper } = this;
    for (let ray = 0; ray < ANGLES; ray++)
      for (let k = 0; k < RADII.length; k++) {
        this.bands(this.environment, 0, POINTS, 2 * (ray * RADII.length + k), this.out, 0);
        lower[ray][k] = this.out[0];
        upper[ray][k] = this.out[1];
      }
    const barrier = barrierOf(lower);
    const reach = barrier.momentum === 0 ? NATURAL : barrier.momentum;
    let [bottom, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let ray = 0; ray < ANGLES; ray++)
      for (let k = 0; k < RADII.length && RADII[k] <= reach; k++) {
        bottom = Math.min(bottom, lower[ray][k]);
        top = Math.min(top, upper[ray][k]);
      }
    return { bottom, centre: lower[0][0], top, barrier: barrier.momentum === 0 ? NONE : barrier };
  }
}

const NONE = { energy: Number.POSITIVE_INFINITY, momentum: Number.POSITIVE_INFINITY };

/** The lowest pass over which the lower band, given along rays, falls without bound; at 0 if it only falls. */
function barrierOf(rays: readonly (readonly number[])[]): Landmarks['barrier'] {
  let lowest = NONE;
  for (const ray of rays) {
    const last = ray[ray.length - 1];
    let [highest, falls] = [0, true];
    for (let k = 0; k < ray.length; k++) {
      if (ray[k] > ray[highest]) highest = k;
      if (k < ray.length - 1 && ray[k] <= last) falls = false;
    }
    if (falls && ray[highest] < lowest.energy) lowest = { energy: ray[highest], momentum: RADII[highest] };
  }
  return lowest;
}
