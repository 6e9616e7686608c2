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

/** What an operation implies for the responses, in words and in LaTeX. */
export function statementOf(symmetry: Symmetry): { statement: string; latex: string } {
  const map = mapText(symmetry) || 'all parameters kept';
  return symmetry.antiunitary
    ? {
        statement: `${symmetry.name} (${map}): sigma' = (R sigma R^T)^T, and K' is the reciprocal response`,
        latex: `\\sigma(p') = [R\\,\\sigma(p)\\,R^T]^T`,
      }
    : {
        statement: `${symmetry.name} (${map}): K' = S K R^T and sigma' = R sigma R^T`,
        latex: `K(p') = S\\,K(p)\\,R^T,\\quad \\sigma(p') = R\\,\\sigma(p)\\,R^T`,
      };
}
