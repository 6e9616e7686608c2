/** What computation says of a statement. `undecided` is the honest default and never counts as passed. */
export type Verdict = 'holds' | 'refuted' | 'undecided';

/** A measured disagreement between two sides, relative to their natural scale, and what the measurement can resolve. */
export interface Evidence {
  /** |left - right| / scale. */
  readonly residual: number;
  /** At or below this the statement is confirmed. */
  readonly holdsBelow: number;
  /** At or above this it is refuted; between the two nothing is said. */
  readonly refutedAbove: number;
  /** Error of the measured residual itself. */
  readonly uncertainty: number;
}

/** The only place where a verdict is made: from evidence, never typed in. */
export function judge({ residual, holdsBelow, refutedAbove, uncertainty }: Evidence): Verdict {
  if (!Number.isFinite(residual) || !Number.isFinite(uncertainty) || !(refutedAbove >= holdsBelow)) return 'undecided';
  if (residual + uncertainty <= holdsBelow) return 'holds';
  if (residual - uncertainty >= refutedAbove) return 'refuted';
  return 'undecided';
}
