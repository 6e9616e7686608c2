import type { Symmetry } from './invariance.js';
import type { Entry } from './operations.js';

/** A linear combination in words, as `Dx - 2 Dy`. */
export const combinationText = (factors: readonly Entry[], names: readonly string[]): string =>
  factors
    .flatMap((x, k) => (x === 0 ? [] : [x === 1 ? names[k] : x === -1 ? `-${names[k]}` : `${x} ${names[k]}`]))
    .join(' + ')
    .replace(/\+ -/g, '- ') || '0';

/** The parameters that an operation changes, as `Dx -> -Dx`. */
export const mapText = ({ parameters, map }: Symmetry): string =>
  parameters
    .map((name, k) => ({ name, image: combinationText(map[k], parameters) }))
    .flatMap(({ name, image }) => (image === name ? [] : [`${name} -> ${image}`]))
    .join(', ');

/** Parameters that only change sign under the operation. */
export const signFlips = ({ parameters, map }: Symmetry): string[] =>
  parameters.filter((_, k) => map[k].every((entry, j) => entry === (j === k ? -1 : 0)));

/** What an operation implies for the responses, in words and in LaTeX, and why. */
export function statementOf(symmetry: Symmetry): { statement: string; latex: string; proof: string } {
  const map = mapText(symmetry) || 'all parameters kept';
  return symmetry.antiunitary
    ? {
        statement: `${symmetry.name} (${map}): sigma' = (R sigma R^T)^T, and K' is the reciprocal response`,
        latex: `\\sigma(p') = [R\\,\\sigma(p)\\,R^T]^T`,
        proof:
          'An antiunitary operation that keeps the form of H and W exchanges G+ and G- and reverses the order under ' +
          'the trace, so the two vertices change places. sigma, with a current at either end, becomes its transpose; ' +
          'K becomes the current that a field coupled to the spin drives, and is not restricted by itself.',
      }
    : {
        statement: `${symmetry.name} (${map}): K' = S K R^T and sigma' = R sigma R^T`,
        latex: `K(p') = S\\,K(p)\\,R^T,\\quad \\sigma(p') = R\\,\\sigma(p)\\,R^T`,
        proof:
          "A unitary U with U H(p) U^-1 = H'(R p) and U W U^-1 = W' carries the Green functions, the T-matrix and " +
          'the ladder along. In every trace S turns the spin and R the current, which is what K and sigma inherit.',
      };
}
