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
}

const RADII = Array.from({ length: 25 }, (_, k) => (k === 0 ? 0 : 0.02 * 1.38 ** (k - 1)));
const ANGLES = 8;

/** Looks for the landmarks of a theory's two bands; no physics of a particular theory is used. */
export class BandProbe {
  private readonly environment: Float64Array;
  private readonly prepare: Kernel<Float64Array>;
  private readonly bands: Kernel<Float64Array>;
  private readonly point = new Float64Array(2);
  private readonly out = new Float64Array(2);

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
    let [bottom, top, centre] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    for (const radius of RADII)
      for (let k = 0; k < (radius === 0 ? 1 : ANGLES); k++) {
        const angle = (2 * Math.PI * k) / ANGLES;
        this.point.set([radius * Math.cos(angle), radius * Math.sin(angle)]);
        this.bands(this.environment, 0, this.point, 0, this.out, 0);
        if (radius === 0) centre = this.out[0];
        bottom = Math.min(bottom, this.out[0]);
        top = Math.min(top, this.out[1]);
      }
    return { bottom, centre, top };
  }
}
