/** More orders are needed: the answer lies beyond the truncation. Callers raise the order and repeat. */
export class PrecisionError extends Error {
  override readonly name = 'PrecisionError';
}
