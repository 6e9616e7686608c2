import { remembered } from '../../src/arithmetic/memo.js';
import type { Problem, Variant } from '../../src/solution/problem.js';
import { type ProblemTexts, readProblem } from '../../src/solution/readProblem.js';
import { type Effort, type Solution, solve } from '../../src/solution/solve.js';
import type { Theory } from '../../src/theory/theory.js';

/** A problem with its solution. */
export interface Solved {
  readonly problem: Problem;
  readonly solution: Solution;
}

/** Lines of a variant: where it takes more of them than any sound problem it is not followed. */
const LINES_OF_VARIANT = 2000;

/** Problems that were read, by their texts: every variant of a theory asks for the same ones. */
const problems = new WeakMap<Theory, Map<string, Problem>>();

/** Solutions of a theory, or of a wrong variant of it: each problem is solved once. */
export class Solutions {
  private readonly known = new Map<string, Promise<Solved>>();
  private readonly effort: Effort;

  constructor(
    private readonly theory: Theory,
    private readonly variant: Variant,
    digits: number,
  ) {
    const isSound = Object.keys(variant).length === 0;
    this.effort = { field: 'mpfr', digits, ...(!isSound && { lines: LINES_OF_VARIANT }) };
  }

  /** @throws InputError, AccuracyError as `solve` does */
  at(texts: ProblemTexts): Promise<Solved> {
    const key = JSON.stringify(texts);
    return remembered(this.known, key, async () => {
      const read = remembered(problems, this.theory, () => new Map<string, Problem>());
      const problem = { ...remembered(read, key, () => readProblem(this.theory, texts)), ...this.variant };
      return { problem, solution: await solve(problem, this.effort) };
    });
  }
}
