import { AccuracyError } from '../../src/theory/errors.js';
import type { MonomialCode } from '../rings/series/monomials.js';
import type { Series } from '../rings/series/series.js';
import { SeriesRing } from '../rings/series/seriesRing.js';

/** Pairs of monomials that one derivation may multiply. */
const MOST_PRODUCTS = 5e8;

/** A series ring that ends a derivation whose work grows out of hand. */
export class BoundedSeriesRing extends SeriesRing {
  private products = 0;

  /** @param watch called on every product; may throw to end the derivation */
  constructor(
    monomials: MonomialCode,
    relativeOrder: number,
    private readonly watch = (): void => {},
  ) {
    super(monomials, relativeOrder);
  }

  /** @throws AccuracyError beyond the bound of work */
  override product(a: Series, b: Series, limit: number): Series {
    this.watch();
    this.products += a.codes.length * b.codes.length;
    if (this.products > MOST_PRODUCTS)
      throw new AccuracyError(
        `more than ${MOST_PRODUCTS} products of monomials at the relative weight ${this.relativeOrder}: put fewer ` +
          'scales into the regime, set what does not matter to 0, or ask `discover` for the leading term',
      );
    return super.product(a, b, limit);
  }
}
