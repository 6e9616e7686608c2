import type { Problem } from '../../src/solution/problem.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { loadTheory } from '../../src/theory/load.js';

export const A = { m: '1', eps: '1', alpha: '0.3', Dx: '0.1', Dz: '0.1', u: '0.5' };
export const B = { m: '1', eps: '0.3', alpha: '0.8', Dx: '0.3', Dz: '0.6', u: '0.5' };

/** A problem of the built-in Rashba ferromagnet. */
export const rashba = (
  set: Record<string, string>,
  more: { limit?: string; scheme?: string; cutoff?: string } = {},
): Problem => readProblem(loadTheory('rashba-ferromagnet'), { set, ...more });
