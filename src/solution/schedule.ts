import type { FieldName } from '../arithmetic/field.js';

/** Working digits and lines of one run. */
export interface Plan {
  readonly digits: number;
  readonly lines: number;
}

/** What double precision can tell of a problem before the runs start. */
export interface Forecast {
  /** Digits gained per line, infinite if nothing depends on the direction; undefined if double cannot tell. */
  readonly rate: number | undefined;
  /** Lines that integrate the harmonics of an integrand whose denominator does not depend on the direction. */
  readonly least: number;
  /** Whether some component looks like zero, so that the runs must differ enough in precision to tell. */
  readonly mayVanish: boolean;
  /** Digits beyond the asked ones that a zero must hold. */
  readonly zeroDepth: number;
}

/** Digits beyond the asked ones that a zero must hold where no parameter is large or small. */
export const ZERO_DEPTH = 40;
/** Working digits of the first run beyond the asked ones. */
const GUARD = 18;
/** What a zero must shrink by, and some, from run to run. */
const ZERO_STEP = 24;
/** Lines through the origin at multiples of pi/6. */
const FOLD = 6;
const MAX_LINES = 20_000;
/** Lines times digits of one run, some minutes of MPFR. */
const MAX_EFFORT = 20_000_000;

/** Precision and node counts of successive runs. */
export class Schedule {
  constructor(
    private readonly field: FieldName,
    private readonly wanted: number,
    private readonly forecast: Forecast,
  ) {}

  first(): Plan {
    if (this.field === 'double') return { digits: 16, lines: this.linesFor(18) };
    return { digits: this.wanted + GUARD, lines: this.linesFor(this.wanted + (this.forecast.mayVanish ? GUARD : 8)) };
  }

  /** Double is judged by a run of twice its digits. */
  second({ lines }: Plan): Plan {
    const { mayVanish, zeroDepth } = this.forecast;
    const digits = this.field === 'double' ? 32 : this.wanted + GUARD + (mayVanish ? zeroDepth : 10);
    return { digits, lines: this.folded(Math.max(Math.ceil(1.15 * lines) + 1, mayVanish ? this.linesFor(digits) : 0)) };
  }

  /**
   * More of what is missing: a few digits short, a little more; nothing agreed, a large step. Undefined beyond all
   * means.
   */
  next({ digits, lines }: Plan, agreed: number): Plan | undefined {
    const missing = this.wanted - agreed;
    const gain = Math.max(12 + missing, this.forecast.mayVanish ? ZERO_STEP : 0);
    const more = Math.ceil(agreed > 2 ? digits + gain : 1.3 * digits + 60);
    const growth = agreed > 2 ? Math.min(2.5, Math.max(1.3, (this.wanted + 8) / agreed)) : 1.5;
    const least = agreed > 2 || this.forecast.rate === undefined ? 0 : this.linesFor(more);
    const plan = { digits: more, lines: this.folded(Math.max(Math.ceil(lines * growth), least)) };
    return plan.lines > MAX_LINES || plan.lines * plan.digits > MAX_EFFORT ? undefined : plan;
  }

  private linesFor(digits: number): number {
    const { rate, least } = this.forecast;
    return this.folded(rate === undefined ? Math.max(12, least) : Math.max(least, Math.ceil(digits / rate) + 1));
  }

  /**
   * Where a component may vanish, lines that twofold, threefold and fourfold axes and their mirrors carry into each
   * other: what these forbid then vanishes at every count, not only in the limit of many lines.
   */
  private folded(lines: number): number {
    const { mayVanish, rate } = this.forecast;
    return mayVanish && rate !== Number.POSITIVE_INFINITY ? FOLD * Math.ceil(lines / FOLD) : lines;
  }
}
