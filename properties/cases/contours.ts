import { DoubleField } from '../../src/arithmetic/double.js';
import { trace } from '../../src/arithmetic/expression.js';
import type { Kernel } from '../../src/arithmetic/field.js';
import { RealRootFinder } from '../../src/arithmetic/roots.js';
import { LINE } from '../../src/quadrature/directions.js';
import { determinantAlong } from '../../src/theory/line.js';
import type { Theory } from '../../src/theory/theory.js';

/**
 * What rays from the origin meet, from the inside out. `two rings`: upper then lower band on every ray; `displaced
 * pocket`: the upper band's contour does not enclose the origin; `annulus`: the lower band twice; `displaced hole`,
 * `crescent`: an annulus whose hole, or all of it, is off the origin.
 */
export type Contours =
  | ('two rings' | 'one ring' | 'annulus' | 'displaced pocket' | 'displaced hole' | 'crescent')
  | ('none' | 'other');

/** The words that rays may spell, one for every ring that they cross: + for the upper band, - for the lower one. */
const WORDS: readonly (readonly [Contours, ...string[]])[] = [
  ['none', ''],
  ['two rings', '+-'],
  ['one ring', '-'],
  ['one ring', '+'],
  ['annulus', '--'],
  ['displaced hole', '-', '---'],
  ['crescent', '--', ''],
  ['displaced pocket', '-', '++-', '+-'],
];

const LINES = 12;

/**
 * Classifies Fermi contours in double precision; of the pipeline it uses D(p) along a line and the root finder, never
 * those of a variant.
 */
export class ContourProbe {
  private readonly field = new DoubleField();
  private readonly prepare: Kernel<Float64Array>;
  private readonly determinant: Kernel<Float64Array>;
  private readonly band: Kernel<Float64Array>;
  private readonly finder: RealRootFinder<Float64Array>;
  private readonly coefficients: Float64Array;
  private readonly environment: Float64Array;
  private readonly line = new Float64Array(LINE.size);
  private readonly out = new Float64Array(1);
  /** Of the bands of the roots. */
  private readonly letters: string[] = [];

  constructor(theory: Theory) {
    const size = theory.environmentSize;
    this.environment = new Float64Array(size);
    this.prepare = this.field.compile(theory.environment);
    const degree = 2 * theory.degree;
    this.determinant = this.field.compile(
      trace([size, LINE.size], (block, [cos, sin]) =>
        determinantAlong({ theory: theory.expressions(block), cos, sin }),
      ),
    );
    this.band = this.field.compile(
      trace([size, LINE.size, 1], (block, [cos, sin], [p]) => {
        const { eps, h } = theory.expressions(block);
        return [eps.sub(h[0].at(p.mul(cos), p.mul(sin)))];
      }),
    );
    this.finder = new RealRootFinder(this.field, degree);
    this.coefficients = new Float64Array(degree + 1);
  }

  /** @param reach momentum beyond which contours do not count */
  classify(environment: Float64Array, reach = Number.POSITIVE_INFINITY): Contours {
    const seen = new Set<string>();
    for (let k = 0; k < LINES; k++) {
      if (!this.cross(environment, k)) return 'other';
      for (const word of this.rays(environment, reach)) seen.add(word);
    }
    return WORDS.find(([, ...words]) => [...seen].every((word) => words.includes(word)))?.[0] ?? 'other';
  }

  /**
   * Roughly |Im g_0| without impurities, on few lines; 0 without carriers.
   * @param values parameters in the order of `parameterNames`, then the cutoff
   */
  density(values: Float64Array): number {
    const { environment, coefficients, finder, out } = this;
    this.prepare(values, 0, environment, 0);
    let total = 0;
    for (let k = 0; k < LINES; k++) {
      if (!this.cross(environment, k)) return 0;
      for (let j = 0; j < finder.reals; j++) {
        const p = finder.roots[j];
        this.band(environment, 0, this.line, 0, finder.roots, j, out, 0);
        let slope = 0;
        for (let power = coefficients.length - 1; power > 0; power--) slope = slope * p + power * coefficients[power];
        total += Math.abs((p * out[0]) / slope) / (2 * LINES);
      }
    }
    return total;
  }

  /** Roots of D along one line, at an angle that no symmetric contour prefers. False if they do not settle. */
  private cross(environment: Float64Array, k: number): boolean {
    const angle = (Math.PI * (k + 0.137)) / LINES;
    this.line[0] = Math.cos(angle);
    this.line[1] = Math.sin(angle);
    this.determinant(environment, 0, this.line, 0, this.coefficients, 0);
    return this.finder.find(this.coefficients, 0);
  }

  /** Bands met along both rays of the line, e.g. '+-'. */
  private rays(environment: Float64Array, reach: number): string[] {
    const { finder, out } = this;
    for (let k = 0; k < finder.reals; k++) {
      this.band(environment, 0, this.line, 0, finder.roots, k, out, 0);
      this.letters[k] = out[0] > 0 ? '+' : '-';
    }
    return [this.word(1, reach), this.word(-1, reach)];
  }

  /** The letters of one ray, from the origin outwards. */
  private word(ray: 1 | -1, reach: number): string {
    const { finder, letters } = this;
    let word = '';
    for (let [last, met] = [0, true]; met; ) {
      let [next, at] = [reach, -1];
      for (let k = 0; k < finder.reals; k++) {
        const p = ray * finder.roots[k];
        if (p > last && p < next) [next, at] = [p, k];
      }
      met = at >= 0;
      if (met) word += letters[at];
      last = next;
    }
    return word;
  }
}
