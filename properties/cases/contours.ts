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
  private readonly determinant: Kernel<Float64Array>;
  private readonly band: Kernel<Float64Array>;
  private readonly finder: RealRootFinder<Float64Array>;
  private readonly coefficients: Float64Array;
  private readonly line = new Float64Array(LINE.size);
  private readonly out = new Float64Array(1);

  constructor(theory: Theory) {
    const size = theory.environmentSize;
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

  classify(environment: Float64Array): Contours {
    const seen = new Set<string>();
    for (let k = 0; k < LINES; k++) {
      // an angle that no symmetric contour prefers
      const angle = (Math.PI * (k + 0.137)) / LINES;
      this.line[0] = Math.cos(angle);
      this.line[1] = Math.sin(angle);
      this.determinant(environment, 0, this.line, 0, this.coefficients, 0);
      if (!this.finder.find(this.coefficients, 0)) return 'other';
      for (const word of this.rays(environment)) seen.add(word);
    }
    return WORDS.find(([, ...words]) => [...seen].every((word) => words.includes(word)))?.[0] ?? 'other';
  }

  /** Bands met along both rays of the line, e.g. '+-'. */
  private rays(environment: Float64Array): string[] {
    const met = Array.from({ length: this.finder.reals }, (_, k) => {
      this.band(environment, 0, this.line, 0, this.finder.roots, k, this.out, 0);
      return { p: this.finder.roots[k], sign: this.out[0] > 0 ? '+' : '-' };
    }).sort((a, b) => Math.abs(a.p) - Math.abs(b.p));
    return [1, -1].map((direction) => met.map(({ p, sign }) => (p * direction > 0 ? sign : '')).join(''));
  }
}
