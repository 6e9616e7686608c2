import { DoubleField } from '../arithmetic/double.js';
import { constant, type Program, trace } from '../arithmetic/expression.js';
import { remembered } from '../arithmetic/memo.js';
import { classify, roughRoots } from '../arithmetic/roots.js';
import { determinantAt } from '../theory/determinant.js';
import { CENTRE_SIZE, type Theory } from '../theory/theory.js';
import { linePrograms } from './probe.js';

/** The momentum through which all lines of a quadrature run: doubles that are meant exactly. */
export type Centre = readonly [px: number, py: number];

/** Distance of a contour from the origin, in units of its radius of curvature, at which lines through it crowd. */
const NEAR = 0.02;
/** Chords that are halved, each across the one before. */
const CHORDS = 4;
/** Part of its size to which a centre is rounded: it need not be better. */
const COARSE = 2 ** -10;

/** Lines that tell how a centre lies. */
const LINES = 5;

const programs = new WeakMap<Theory, Program>();

/** environment -> D at the origin, its gradient, the size of its second derivatives. */
const originProgram = (theory: Theory): Program =>
  trace([theory.environmentSize], (block) => {
    const { D, gradient, hessian } = determinantAt(theory.expressions(block), constant(0), constant(0));
    const [[xx, xy], [, yy]] = hessian;
    return [D, ...gradient, xx.square().add(xy.square().mul(2)).add(yy.square()).sqrt()];
  });

/**
 * Finds a centre of the lines where a Fermi contour passes through the origin, or nearly so. There every line through
 * the origin meets it, and near the tangent they all crowd; the contour itself is as smooth as elsewhere. Momentum
 * integrals without a cutoff do not depend on the centre; a cutoff |p| < Lambda belongs to the origin.
 */
export class CentreFinder {
  private readonly field = new DoubleField();
  private readonly environment: Float64Array;
  private readonly origin = new Float64Array(4);
  private readonly angle = new Float64Array(1);
  private readonly coefficients: Float64Array;

  constructor(private readonly theory: Theory) {
    this.environment = new Float64Array(theory.environmentSize + CENTRE_SIZE);
    this.coefficients = new Float64Array(2 * theory.degree + 1);
  }

  /** The centre for the numbers of a theory; undefined where it is the origin. */
  find(environment: Float64Array): Centre | undefined {
    const { field, theory, origin } = this;
    field.compile(remembered(programs, theory, () => originProgram(theory)))(environment, 0, origin, 0);
    const [D, x, y, curvature] = origin;
    if (!(Math.abs(D) * curvature < NEAR * (x * x + y * y))) return undefined;
    field.copy(environment, 0, this.environment, 0, theory.environmentSize);
    const uphill = Math.atan2(y, x);
    const others = this.rootsAlong([0, 0], uphill, true);
    const sides = [1, -1].map((side) => side * nearest(others, side)).filter(Number.isFinite);
    const found = sides.map((far) => {
      const centre = this.beside(uphill, far);
      return { centre, crossings: this.crossingsAbout(centre) };
    });
    // all lines through a point within every contour meet all of them
    return found.sort((a, b) => b.crossings - a.crossings)[0]?.centre;
  }

  /** About the middle of what lies between the contour that passes the origin and the next one, so far uphill. */
  private beside(uphill: number, far: number): Centre {
    let centre = moved([0, 0], uphill, far / 2);
    for (let k = 1; k <= CHORDS; k++) {
      const angle = uphill + (k * Math.PI) / 2;
      const roots = this.rootsAlong(centre, angle);
      const middle = (nearest(roots, 1) - nearest(roots, -1)) / 2;
      if (Number.isFinite(middle)) centre = moved(centre, angle, middle);
    }
    const unit = 2 ** Math.ceil(Math.log2(Math.hypot(...centre))) * COARSE;
    return [unit * Math.round(centre[0] / unit), unit * Math.round(centre[1] / unit)];
  }

  /** Real roots of D on a line through a centre. @param deflated whether without the one that is at the centre */
  private rootsAlong(centre: Centre, angle: number, deflated = false): number[] {
    const { field, theory, environment, coefficients } = this;
    environment.set(centre, theory.environmentSize);
    this.angle[0] = angle;
    field.compile(linePrograms(theory.centred).along)(environment, 0, this.angle, 0, coefficients, 0);
    const { reals, values } = classify(roughRoots(coefficients.subarray(deflated ? 1 : 0)));
    return [...values.subarray(0, Math.max(0, reals))];
  }

  /** How often lines through a centre meet the contours at least, as far as a few of them tell. */
  private crossingsAbout(centre: Centre): number {
    const angles = Array.from({ length: LINES }, (_, k) => (k * Math.PI) / LINES);
    return Math.min(...angles.map((angle) => this.rootsAlong(centre, angle).length));
  }
}

const moved = ([x, y]: Centre, angle: number, by: number): Centre => [
  x + by * Math.cos(angle),
  y + by * Math.sin(angle),
];

/** Distance of the nearest of some places on one side of zero. */
const nearest = (places: readonly number[], side: number): number =>
  Math.min(...places.map((x) => (side * x > 0 ? side * x : Number.POSITIVE_INFINITY)));
