/** Input that cannot be used: what was given, what was expected, how to mend it. Commands exit with 1. */
export class InputError extends Error {
  override readonly name = 'InputError';

  /** @param message what was given may have several lines; what is said of it has one */
  constructor(message: string) {
    super(inLine(message));
  }
}

/** A text in one line. */
export const inLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ');

/** No band crosses the Fermi energy, as far as one number field can see. */
export class NoCarriersError extends InputError {}

/** A result that could not be shown to the asked accuracy. Commands exit with 2. */
export class AccuracyError extends Error {
  override readonly name = 'AccuracyError';
}

/** What to say when states of one Fermi contour lie on both sides of a hard cutoff. */
export const contourCrossesCutoff = (angle: number, cutoff: number): InputError =>
  new InputError(
    `the Fermi contour crosses the cutoff |p| = ${cutoff} at the angle ${angle.toFixed(6)} rad, at the momentum ` +
      `(${(cutoff * Math.cos(angle)).toPrecision(6)}, ${(cutoff * Math.sin(angle)).toPrecision(6)}): give a cutoff ` +
      'between the contours',
  );

/** What to say when a root finder gives up. */
export const unsettledRoots = (digits: number): AccuracyError =>
  new AccuracyError(
    `the roots of D(p) did not settle with ${Math.floor(digits)} working digits: eps sits on a band edge or on a ` +
      'band crossing (move it slightly), or the bands are split by less than these digits show (ask for more)',
  );

/** What to say when D and its gradient vanish at one momentum. */
export function singularContour(momentum: readonly number[]): AccuracyError {
  const rounding = 1e-9 * Math.hypot(...momentum);
  const shown = momentum.map((p) => (Math.abs(p) <= rounding ? 0 : Number(p.toPrecision(6))));
  return new AccuracyError(
    `eps sits on a band edge or on a band crossing at p = (${shown.join(', ')}): D(p) and its gradient vanish there; ` +
      'move eps slightly',
  );
}

/** What to say when all lines meet a contour in the point that they share. */
export const contourThroughOrigin = (cutoff: number): AccuracyError =>
  new AccuracyError(
    `a Fermi contour passes through p = 0, through which all lines must run with the cutoff |p| < ${cutoff}: move ` +
      'eps slightly, or leave the cutoff out',
  );
