/** Input that cannot be used: what was given, what was expected, how to mend it. Commands exit with 1. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** No band crosses the Fermi energy, as far as one number field can see. */
export class NoCarriersError extends InputError {}

/** A result that could not be shown to the asked accuracy. Commands exit with 2. */
export class AccuracyError extends Error {
  override readonly name = 'AccuracyError';
}
