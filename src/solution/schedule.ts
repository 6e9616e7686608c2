import type { FieldName } from '../arithmetic/field.js';

/** Working digits and lines through the origin of one run. */
export interface Plan {
  readonly digits: number;
  readonly lines: number;
}

/** What double precision can tell of a problem before the runs start. */
export interface Forecast {
  /** Digits gained per line; undefined if double precision cannot tell. */
  readonly rate: number | undefined;
  /** Whether some component looks like zero, so that the runs must differ enough in precision to tell. */
  readonly mayVanish: boolean;
}

/** A zero must hold this many digits beyond the asked ones. */
export const ZERO_DEPTH = 40;
/** Working digits of the first run beyond the asked ones. */
const GUARD = 18;
const MAX_LINES = 20_000;
/** Lines times digits of one run, about a minute of MPFR. */
const MAX_EFFORT = 2_000_000;

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
    const { mayVanish } = this.forecast;
    const digits = this.field === 'double' ? 32 : this.wanted + GUARD + (mayVanish ? ZERO_DEPTH : 10);
    return { digits, lines: Math.max(Math.ceil(1.15 * lines) + 1, mayVanish ? this.linesFor(digits) : 0) };
  }

  /**
   * More of what is missing: a few digits short, a little more; nothing agreed, a large step. Undefined beyond all
   * means.
   */
  next({ digits, lines }: Plan, agreed: number): Plan | undefined {
    const missing = this.wanted - agreed;
    const more = Math.ceil(agreed > 2 ? digits + 12 + missing : 1.3 * digits + 60);
    const growth = agreed > 2 ? Math.min(2.5, Math.max(1.3, (this.wanted + 8) / agreed)) : 1.5;
    const least = agreed > 2 || this.forecast.rate === undefined ? 0 : this.linesFor(more);
    const plan = { digits: more, lines: Math.max(Math.ceil(lines * growth), least) };
    return plan.lines > MAX_LINES || plan.lines * plan.digits > MAX_EFFORT ? undefined : plan;
  }

  private linesFor(digits: number): number {
    const { rate } = this.forecast;
    return rate === undefined ? 12 : Math.max(6, Math.ceil(digits / rate) + 1);
  }
}
