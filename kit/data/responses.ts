import { valueAt } from '../../src/arithmetic/memo.js';
import { isNumeral } from '../../src/arithmetic/numeral.js';
import { type BatchPoint, batchSolver } from '../../src/solution/batch.js';
import type { Problem } from '../../src/solution/problem.js';
import { type ProblemTexts, readProblem } from '../../src/solution/readProblem.js';
import { type Patience, solve } from '../../src/solution/solve.js';
import type { Theory } from '../../src/theory/theory.js';
import { comparedTensor, type ParameterChange } from './conventions.js';

/** Entries by name, such as K.xy; NaN where a quantity does not exist. */
export type Entries = (entry: string) => number;

/** Names by which some theories take angles: pure numbers among their other ways to give parameters. */
export const anglesOf = (theory: Theory): ReadonlySet<string> =>
  new Set(
    theory.definition.alternatives.flatMap(({ parameters }) =>
      Object.entries(parameters)
        .filter(([, { dimension }]) => dimension.energy === 0 && dimension.length === 0)
        .map(([name]) => name),
    ),
  );

/** The theory's own numbers at the parameters of data: double precision, and more where that falls short. */
export class Responses {
  private readonly solvers = new Map<string, (values: Readonly<Record<string, number>>) => BatchPoint>();
  private readonly angles: ReadonlySet<string>;

  /**
   * @param texts what the data do not say: fixed parameters, limit, scheme and cutoff
   * @param effort digits that every number must have, and the time for it
   */
  constructor(
    private readonly theory: Theory,
    private readonly texts: ProblemTexts,
    private readonly effort: Patience & { readonly digits: number },
  ) {
    this.angles = anglesOf(theory);
  }

  /**
   * The tensors at one line of the data.
   * @throws InputError, AccuracyError as `solve`
   */
  async at(
    parameters: Readonly<Record<string, string>>,
    { degrees = false, flipped = [] }: ParameterChange,
  ): Promise<Entries> {
    const problem = this.problem(parameters, { degrees, flipped });
    const { values, infinite, units } = problem.parameters;
    const key = JSON.stringify([[...infinite], units]);
    const known = this.solvers.get(key) ?? batchSolver(problem);
    this.solvers.set(key, known);
    const numbers = [...values].filter(([name]) => problem.limit === 'finite' || name !== 'n');
    const point = quickly(() => known(Object.fromEntries(numbers.map(([name, text]) => [name, Number(text)]))));
    if (point && point.digits >= this.effort.digits) return (entry) => entryOf(point, entry);
    const { quantities } = await solve(problem, { field: 'mpfr', ...this.effort });
    return (entry) => Number(quantities.get(entry)?.value ?? Number.NaN);
  }

  private problem(given: Readonly<Record<string, string>>, { degrees, flipped = [] }: ParameterChange): Problem {
    const inRadians = (name: string, text: string): string =>
      degrees && this.angles.has(name) && isNumeral(text) ? `${text}*pi/180` : text;
    const set = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, inRadians(name, text)]));
    const problem = readProblem(this.theory, { ...this.texts, set: { ...this.texts.set, ...set } });
    const values = new Map(problem.parameters.values);
    for (const name of flipped) values.set(name, negated(valueAt(values, name)));
    return { ...problem, parameters: { ...problem.parameters, values } };
  }
}

const negated = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

/** What double precision finds; nothing where it does not converge. */
function quickly(find: () => BatchPoint): BatchPoint | undefined {
  try {
    return find();
  } catch (error) {
    if ((error as Error).name === 'AccuracyError') return undefined;
    throw error;
  }
}

function entryOf(point: BatchPoint, entry: string): number {
  const tensor = comparedTensor(entry);
  return tensor === undefined
    ? Number.NaN
    : point[tensor.name].flat()[(tensor.entries as readonly string[]).indexOf(entry)];
}
