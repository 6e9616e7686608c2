import { cheaper } from './cheaper.js';
import type { Instruction, Program } from './expression.js';
import { load, number, PAIR_OPERATIONS, store } from './pairs.js';
import {
  type Code,
  call,
  get,
  I32,
  instantiate,
  integer,
  loop,
  type Procedure,
  plus,
  quotient,
  set,
  times,
  V128,
} from './webAssembly.js';

/**
 * Where a block of a program lies in the k-th round of a loop: `at` + k * `stride` pairs behind the beginning of the
 * memory.
 */
export interface Place {
  readonly at: number;
  readonly stride?: number;
}

/** A program and where its blocks lie, the output last. */
export interface Step {
  readonly program: Program;
  readonly places: readonly Place[];
}

/**
 * Steps that are run for every round k, or once for so many of them with k their number among such groups, or once for
 * all with k the round behind the last one.
 */
export interface Loop {
  readonly together?: number | 'all';
  readonly steps: readonly Step[];
}

/** Loops over the rounds that are asked for, one after the other. */
export type Schedule = readonly Loop[];

/** Runs a schedule from one round up to another, which is left out; there is at least one. */
type Run = (from: number, to: number) => void;

/** Compiled schedules with the memory that they share: pairs of doubles, both lanes of a pair side by side. */
export interface PairKernels<N extends string> {
  readonly memory: Float64Array;
  readonly run: Readonly<Record<N, Run>>;
}

/** Whether every operation of a program has a pair of its own. */
export const isPaired = ({ instructions }: Program): boolean =>
  instructions.every((instruction) => fetch(instruction) !== undefined || PAIR_OPERATIONS.has(instruction.op));

/** What needs no operands. */
function fetch({ op, a, b, value }: Instruction): Code | undefined {
  if (op === 'input') return load(get(a), b);
  if (op === 'constant') return number(value);
  return op === 'pi' ? number(Math.PI) : undefined;
}

/** Roughly how many steps of the processor an operation takes until its result is there. */
const LATENCY: Readonly<Partial<Record<Instruction['op'], number>>> = {
  input: 0,
  constant: 0,
  pi: 0,
  neg: 1,
  abs: 1,
  div: 13,
  sqrt: 18,
  log: 50,
  exp: 50,
  atan2: 70,
};

/**
 * The order in which the operands of instructions become known: what waits for none of the last ones fills the time in
 * between.
 */
function inTime(instructions: readonly Instruction[]): number[] {
  const ready: number[] = [];
  const start = instructions.map(({ op, a, b }, k) => {
    const from = op === 'input' ? 0 : Math.max(0, ready[a] ?? 0, ready[b] ?? 0);
    ready[k] = from + (LATENCY[op] ?? 4);
    return from;
  });
  return instructions.map((_, k) => k).sort((a, b) => start[a] - start[b] || a - b);
}

/** Addresses of the blocks -> the program on both lanes. */
function procedureOf(program: Program): Procedure {
  const { blocks, instructions, outputs } = cheaper(program);
  const first = blocks.length + 1;
  const known = new Set<number>();
  const body: number[] = [];
  let locals = instructions.length;
  const append = (code: Code): void => {
    for (const byte of code) body.push(byte);
  };
  const step = (value: Code): Code => {
    append(set(first + locals, value));
    return get(first + locals++);
  };
  // what needs no operands is fetched where it is first used
  const operand = (k: number): Code => {
    const fetched = known.has(k) ? undefined : fetch(instructions[k]);
    if (fetched) append(set(first + k, fetched));
    known.add(k);
    return get(first + k);
  };
  for (const k of inTime(instructions)) {
    const { op, a, b } = instructions[k];
    const operation = PAIR_OPERATIONS.get(op);
    if (operation) append(set(first + k, operation(step, ...(b < 0 ? [a] : [a, b]).map(operand))));
    if (operation) known.add(k);
  }
  // everything is read before anything is written
  const results = outputs.map(operand);
  for (const [k, result] of results.entries()) append(store(get(blocks.length), k, result));
  return {
    parameters: [...blocks.map(() => I32), I32],
    locals: Array.from({ length: locals }, () => V128),
    body,
  };
}

/** WebAssembly with two doubles a register for whole schedules: one call runs all loops. */
export function pairKernels<const N extends string>(
  schedules: Readonly<Record<N, Schedule>>,
  pairs: number,
): PairKernels<N> {
  const names = Object.keys(schedules) as N[];
  const programs = [...new Set(names.flatMap((n) => schedules[n].flatMap(({ steps }) => steps.map((s) => s.program))))];
  const positions = new Map(programs.map((program, k) => [program, k]));
  const [from, to, counter] = [get(0), get(1), 2];
  const address = ({ at, stride = 0 }: Place): Code =>
    stride === 0 ? integer(16 * at) : plus(integer(16 * at), times(get(counter), integer(16 * stride)));
  const loopOf = ({ together = 1, steps }: Loop): Code => {
    const body = steps.flatMap(({ program, places }) => call(positions.get(program) ?? 0, ...places.map(address)));
    if (together === 'all') return [...set(counter, to), ...body];
    const up = plus(to, integer(together - 1));
    return loop(counter, quotient(from, integer(together)), quotient(up, integer(together)), body);
  };
  const drivers = names.map(
    (name): Procedure => ({
      parameters: [I32, I32],
      locals: [I32],
      body: schedules[name].flatMap(loopOf),
      name,
    }),
  );
  const exports = instantiate([...programs.map(procedureOf), ...drivers], 16 * pairs);
  return {
    memory: new Float64Array((exports.memory as { buffer: ArrayBuffer }).buffer),
    run: Object.fromEntries(names.map((name) => [name, exports[name] as Run])) as Record<N, Run>,
  };
}
