import type { Instruction, Program } from '../../src/arithmetic/expression.js';

/**
 * What a ring must offer to run the traced formulas of the suite. Elements are immutable. An operation that the ring
 * cannot do exactly throws: `InputError` if it never can, `PrecisionError` if it could with a higher order.
 */
export interface Algebra<T> {
  readonly zero: T;
  /** A double that is meant exactly. */
  constant(value: number): T;
  pi(): T;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  neg(a: T): T;
  inverse(a: T): T;
  sqrt(a: T): T;
  log(a: T): T;
  /** The sign of the leading term, -1 or 1; 0 for an exact zero. All symbols are positive. */
  sign(a: T): -1 | 0 | 1;
  /** The modulus, where it can be formed without knowing the sign. */
  abs?(a: T): T;
  /** The angle of the point (x, y). */
  angle?(y: T, x: T): T;
  cosine?(a: T): T;
  sine?(a: T): T;
  /** Known to be zero, not merely zero so far. */
  isZero(a: T): boolean;
}

/** A ring that can average over directions. */
export interface DirectedAlgebra<T> extends Algebra<T> {
  directionAverage(a: T): T;
  /** Whether nothing is left of an element as far as it is known. */
  isNothing(a: T): boolean;
}

/**
 * Runs a program over a ring.
 * @param blocks one array per input block of the program
 * @param wanted positions among the outputs; only what they need is computed (default: all)
 */
export function execute<T>(
  program: Program,
  algebra: Algebra<T>,
  blocks: readonly (readonly T[])[],
  wanted?: readonly number[],
): T[] {
  const outputs = wanted ? wanted.map((k) => program.outputs[k]) : [...program.outputs];
  const needed = reach(program, outputs);
  const values: T[] = new Array(program.instructions.length);
  program.instructions.forEach((instruction, i) => {
    if (!needed[i]) return;
    const { op, a, b } = instruction;
    values[i] = op === 'input' ? blocks[a][b] : evaluate(instruction, algebra, values[a], values[b]);
  });
  return outputs.map((id) => values[id]);
}

/** Which instructions the outputs depend on. */
function reach({ instructions }: Program, outputs: readonly number[]): boolean[] {
  const needed: boolean[] = new Array(instructions.length).fill(false);
  for (const id of outputs) needed[id] = true;
  for (let i = instructions.length - 1; i >= 0; i--) {
    const { op, a, b } = instructions[i];
    if (!needed[i] || op === 'input') continue;
    if (a >= 0) needed[a] = true;
    if (b >= 0) needed[b] = true;
  }
  return needed;
}

function evaluate<T>({ op, value }: Instruction, algebra: Algebra<T>, a: T, b: T): T {
  switch (op) {
    case 'constant':
      return algebra.constant(value);
    case 'pi':
      return algebra.pi();
    case 'add':
      return algebra.add(a, b);
    case 'sub':
      return algebra.sub(a, b);
    case 'mul':
      return algebra.mul(a, b);
    case 'div':
      return algebra.isZero(a) ? a : algebra.mul(a, algebra.inverse(b));
    case 'neg':
      return algebra.neg(a);
    case 'abs':
      return algebra.abs ? algebra.abs(a) : algebra.sign(a) < 0 ? algebra.neg(a) : a;
    case 'sign':
      return algebra.constant(algebra.sign(a));
    case 'sqrt':
      return algebra.sqrt(a);
    case 'log':
      return algebra.log(a);
    case 'atan2':
      if (algebra.angle) return algebra.angle(a, b);
      break;
    case 'cos':
      if (algebra.cosine) return algebra.cosine(a);
      break;
    case 'sin':
      if (algebra.sine) return algebra.sine(a);
      break;
    default:
  }
  throw new Error(
    `the operation "${op}" of a formula has no meaning in a series ring: directions are generators there, not angles`,
  );
}
