import type { Decimal } from 'decimal.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { decimals, logarithm } from '../../src/arithmetic/numeral.js';
import { TimeError } from '../../src/solution/deadline.js';
import { AccuracyError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import type { Point } from '../derivation/path.js';
import { QUANTITIES, type Quantity } from '../derivation/quantities.js';
import { Observer, type ObserverOptions } from './observer.js';
import { distance } from './recognise.js';

/** Reads a quantity at a point. */
export type Look = (place: Point) => Decimal;

/** A number that did not change with the working digits and the number of lines. */
export interface Settled {
  readonly value: Decimal;
  readonly solvedDigits: number;
  readonly workingDigits: number;
  /** Looks again with the same effort. */
  readonly look: Look;
}

/** More stable digits than these are not counted. */
export const MOST_STABLE_DIGITS = 140;
export const MOST_DIGITS = 1400;
const FIRST_LINES = 6;

const Wide = decimals(1000);

/** Observers of one theory by their effort; a point that was solved for one quantity is known for all. */
export class Observatory {
  private readonly observers = new Map<string, { observer: Observer; seen: Map<string, readonly string[]> }>();

  constructor(
    private readonly theory: Theory,
    private readonly options: Omit<ObserverOptions, 'digits' | 'lines'>,
  ) {}

  /**
   * Raises the digits until what is read from them settles; undefined if it does not.
   * @param read what to make of the quantity at points
   * @param wanted digits that must not change
   */
  async settle(
    quantity: Quantity,
    read: (look: Look) => Decimal,
    start: number,
    wanted: number,
  ): Promise<Settled | undefined> {
    let lines = FIRST_LINES;
    for (let digits = start; digits <= MOST_DIGITS; digits = Math.ceil(1.5 * digits), lines += 2) {
      const rough = await this.looking(quantity, Math.ceil(0.85 * digits), lines + 1);
      const look = await this.looking(quantity, digits, lines);
      try {
        const value = read(look);
        const solvedDigits = agreement(read(rough), value);
        if (solvedDigits >= wanted) return { value, solvedDigits, workingDigits: digits, look };
      } catch (error) {
        // so deep in a limit the roots of D(p) may need more digits
        if (error instanceof TimeError || !(error instanceof AccuracyError)) throw error;
      }
    }
    return undefined;
  }

  release(): void {
    for (const { observer } of this.observers.values()) observer.release();
    this.observers.clear();
  }

  private async looking(quantity: Quantity, digits: number, lines: number): Promise<Look> {
    const key = `${digits} ${lines}`;
    const known = this.observers.get(key);
    const here = known ?? {
      observer: await Observer.create(this.theory, { ...this.options, digits, lines }),
      seen: new Map<string, readonly string[]>(),
    };
    this.observers.set(key, here);
    // what is asked of all at once must exist: not every theory has the efficiencies of Eq. (4)
    const alike = QUANTITIES.filter(({ kind }) => kind === quantity.kind);
    const place = alike.indexOf(quantity);
    return (point) => {
      const name = [quantity.kind, ...point].join(' ');
      return new Wide(remembered(here.seen, name, () => here.observer.observe(point, alike))[place]);
    };
  }
}

function agreement(a: Decimal, b: Decimal): number {
  if (b.isZero() || !b.isFinite()) return 0;
  const error = distance(a, b);
  return error.isZero() ? MOST_STABLE_DIGITS : Math.floor(-logarithm(error));
}
