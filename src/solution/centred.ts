import { DoubleField } from '../arithmetic/double.js';
import { CentreFinder } from '../quadrature/centre.js';
import { environmentOf } from './environment.js';
import { type Problem, pipelineOf } from './problem.js';

/**
 * A problem with the centre of its lines: what is given, or where its contours ask for another one than the origin. All
 * runs of a problem share it.
 */
export function centred(problem: Problem): Problem {
  if (problem.centre || pipelineOf(problem).pipeline.hard) return problem;
  const centre = new CentreFinder(problem.theory).find(environmentOf(problem, new DoubleField()));
  return centre ? { ...problem, centre } : problem;
}
