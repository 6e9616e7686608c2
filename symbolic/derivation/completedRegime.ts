import { DoubleField } from '../../src/arithmetic/double.js';
import { evaluated } from '../../src/arithmetic/fields.js';
import { needsCutoff } from '../../src/quadrature/survey.js';
import type { Parameter } from '../../src/theory/theory.js';
import { type PathInput, parameterValues, pathPoint, weightsOnPath } from './path.js';
import { CUTOFF, parseRegime } from './regime.js';
import { unitCandidates } from './units.js';

/** How far on the way to the limit a theory is looked at. */
const DEPTH = 1;

/**
 * The regime, ended by the scale of a cutoff where `solve` would ask for one: where a band falls without bound, or a
 * spin component of Re g diverges.
 */
export function completedRegime(input: PathInput): string {
  const { theory, regime: text } = input;
  const regime = parseRegime(text, theory);
  if (regime.cutoff || theory.parameters.has(CUTOFF)) return text;
  const { point } = pathPoint(input, weightsOnPath(input), DEPTH);
  const field = new DoubleField();
  if (!needsCutoff(theory, field, evaluated(field, theory.environment, parameterValues(theory, point)))) return text;
  const scale = cutoffScale(unitCandidates({ ...input, regime }));
  return scale === undefined ? text : `${text} << ${scale}`;
}

/** The energy of the cutoff in the unit that grows most with it: cutoff^2/m of a parabola, v*cutoff of a cone. */
function cutoffScale(units: readonly Parameter[]): string | undefined {
  const [unit] = units
    .filter(({ dimension: { energy, length } }) => energy * length > 0 && Math.abs(energy) === 1)
    .sort((a, b) => Math.abs(b.dimension.length) - Math.abs(a.dimension.length));
  if (!unit) return undefined;
  const { energy, length } = unit.dimension;
  const power = Math.abs(length) === 1 ? CUTOFF : `${CUTOFF}^${Math.abs(length)}`;
  return energy > 0 ? `${unit.name}*${power}` : `${power}/${unit.name}`;
}
