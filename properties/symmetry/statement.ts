import type { Symmetry } from './invariance.js';
import type { Entry } from './operations.js';

const term = (entry: Entry, name: string): string =>
  entry === 1 ? name : entry === -1 ? `-${name}` : `${entry} ${name}`;

/** The parameters that an operation changes, as `Dx -> -Dx`. */
export function mapText({ parameters, map }: Symmetry): string {
  const changes = parameters.flatMap((name, k) => {
    const terms = map[k].flatMap((entry, j) => (entry === 0 ? [] : [term(entry, parameters[j])]));
    const image = terms.join(' + ').replace(/\+ -/g, '- ') || '0';
    return image === name ? [] : [`${name} -> ${image}`];
  });
  return changes.join(', ');
}

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
