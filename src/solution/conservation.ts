import { RESPONSE, TENSORS } from '../transport/tensors.js';

const [K, WARD, LADDER] = (['K', 'ward', 'ladder'] as const).map((name) => RESPONSE.places(name));
/** Among the residuals of conservation. */
const DENSITY_ROW = WARD.slice(TENSORS.ward.columns.indexOf('row0x'));

/**
 * By how much the density row of the ladder is missed where charge conservation closes it, so that this row was not
 * solved; relative to the largest products of its rows.
 * @param response `RESPONSE`
 * @param rounding of K; nothing where K is known to be more than that
 * @see Eqs. (19)-(22)
 */
export const conservationResidual = (response: ArrayLike<number>, rounding = 0): number =>
  largestAt(response, DENSITY_ROW) / (largestAt(response, LADDER) * Math.max(largestAt(response, K), rounding));

function largestAt(block: ArrayLike<number>, places: readonly number[]): number {
  let largest = 0;
  for (const place of places) {
    const size = Math.abs(block[place]);
    // NaN stays
    if (!(size <= largest)) largest = size;
  }
  return largest;
}
