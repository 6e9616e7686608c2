import { remembered } from '../../src/arithmetic/memo.js';
import type { TheoryInput } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import { Theory } from '../../src/theory/theory.js';
import { Grid } from '../axes/grid.js';
import { PointSolver, type Request } from '../points/pointSolver.js';
import { selectQuantities } from '../points/selection.js';

/** A sweep in words: data alone, so that threads and resumed runs read the same. */
export interface Orders {
  readonly theory: TheoryInput;
  readonly over: readonly string[];
  readonly set: Readonly<Record<string, string>>;
  readonly limit: string;
  readonly scheme: string;
  readonly cutoff: string;
  readonly quantities: readonly string[];
  readonly digits: number;
}

/** Programs are remembered by their theory. */
const theories = new Map<string, Theory>();

const requests = new Map<string, Request>();

/** What the words mean. @throws InputError on what makes no sense at any point */
export const requestOf = (orders: Orders): Request =>
  remembered(requests, JSON.stringify(orders), () => requestFrom(orders));

function requestFrom({ theory: input, over, quantities: patterns, ...texts }: Orders): Request {
  const theory = remembered(theories, JSON.stringify(input), () => new Theory(input));
  const grid = Grid.read(theory, over);
  const sigmaDiverges = texts.limit === 'finite' && texts.cutoff === 'renormalised';
  const twice = grid.names.find((name) => name in texts.set);
  if (twice !== undefined) throw new InputError(`${twice}: given by --set and by --over`);
  const request = { theory, grid, ...texts, quantities: selectQuantities(theory, patterns, sigmaDiverges) };
  demandSense(request);
  return request;
}

/** A point may make no sense, such as a mass that passes zero; what first, middle and last point lack, all lack. */
function demandSense(request: Request): void {
  const solver = new PointSolver(request);
  const { size } = request.grid;
  let first: unknown;
  for (const row of [0, size >> 1, size - 1])
    try {
      solver.problemAt(row);
      return;
    } catch (error) {
      first ??= error;
    }
  throw first;
}
