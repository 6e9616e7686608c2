import type { Instruction, Operation, Program } from './expression.js';

/** What is known before a program runs in double precision. */
const FOLDED: Readonly<Partial<Record<Operation, (a: number, b: number) => number>>> = {
  constant: () => Number.NaN,
  pi: () => Math.PI,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  neg: (a) => -a,
  sqrt: (a) => Math.sqrt(a),
};

/**
 * The same program for double precision with fewer operations that take long, to a rounding error: constants are worked
 * out, and what several numbers are divided by, or what is known, is inverted once.
 */
export function cheaper({ blocks, instructions, outputs }: Program): Program {
  const shared = new Map<number, number>();
  for (const { op, b } of instructions) if (op === 'div') shared.set(b, (shared.get(b) ?? 0) + 1);
  const made: Instruction[] = [];
  const add = (op: Operation, a = -1, b = -1, value = 0): number => made.push({ op, a, b, value }) - 1;
  const known: (number | undefined)[] = [];
  const constants = new Map<number, number>();
  const inverses = new Map<number, number>();
  const constantAt = (value: number): number => {
    const at = constants.get(value) ?? add('constant', -1, -1, value);
    constants.set(value, at);
    known[at] = value;
    return at;
  };
  const inverse = (b: number): number => {
    const value = known[b];
    const at = inverses.get(b) ?? (value === undefined ? add('div', constantAt(1), b) : constantAt(1 / value));
    inverses.set(b, at);
    return at;
  };
  const places: number[] = [];
  for (const [k, { op, a, b, value }] of instructions.entries()) {
    if (op === 'input') {
      places[k] = add(op, a, b);
      continue;
    }
    const operands = [a, b].filter((x) => x >= 0).map((x) => places[x]);
    const numbers = operands.map((x) => known[x]);
    const fold = FOLDED[op];
    if (fold && !numbers.includes(undefined))
      places[k] = constantAt(op === 'constant' ? value : fold(numbers[0] ?? 0, numbers[1] ?? 0));
    else if (op === 'div' && (numbers[1] !== undefined || (shared.get(b) ?? 0) > 1))
      places[k] = add('mul', operands[0], inverse(operands[1]));
    else places[k] = add(op, operands[0], operands[1] ?? -1);
  }
  return { blocks, instructions: made, outputs: outputs.map((x) => places[x]) };
}
