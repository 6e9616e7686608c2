import type { Instruction, Operation, Program } from './expression.js';
import type { Field, Kernel } from './field.js';
import { remembered } from './memo.js';

/**
 * IEEE double precision. Programs become one JavaScript function of local variables on typed arrays: nothing is
 * allocated.
 */
export class DoubleField implements Field<Float64Array> {
  readonly name = 'double';
  readonly digits = 15.95;

  vector(n: number): Float64Array {
    return new Float64Array(n);
  }

  set(v: Float64Array, i: number, value: string | number): void {
    v[i] = Number(value);
  }

  toNumber(v: Float64Array, i: number): number {
    return v[i];
  }

  toText(v: Float64Array, i: number, digits?: number): string {
    return digits === undefined ? String(v[i]) : v[i].toExponential(Math.min(Math.max(digits, 1), 17) - 1);
  }

  copy(from: Float64Array, at: number, to: Float64Array, toAt: number, count: number): void {
    for (let k = 0; k < count; k++) to[toAt + k] = from[at + k];
  }

  compile(program: Program): Kernel<Float64Array> {
    return remembered(
      compiled,
      program,
      () => new Function(...parameters(program), emit(program)) as Kernel<Float64Array>,
    );
  }

  release(): void {}
}

/** The double field has no state but its compiled programs, which every instance shares. */
const compiled = new WeakMap<Program, Kernel<Float64Array>>();

const parameters = (program: Program): string[] => [...program.blocks.flatMap((_, k) => [`x${k}`, `o${k}`]), 'y', 'o'];

function emit(program: Program): string {
  const lines = program.instructions.map((instruction, i) => `const t${i}=${term(instruction)};`);
  const writes = program.outputs.map((id, i) => `y[o+${i}]=t${id};`);
  return `"use strict";${lines.join('')}${writes.join('')}`;
}

/** Operations that JavaScript has signs for. */
const SIGNS: Readonly<Partial<Record<Operation, string>>> = { add: '+', sub: '-', mul: '*', div: '/' };

function term({ op, a, b, value }: Instruction): string {
  if (op === 'input') return `x${a}[o${a}+${b}]`;
  if (op === 'constant') return `(${value})`;
  if (op === 'pi') return 'Math.PI';
  if (op === 'neg') return `-t${a}`;
  if (op === 'atan2') return `Math.atan2(t${a},t${b})`;
  const sign = SIGNS[op];
  return sign ? `t${a}${sign}t${b}` : `Math.${op}(t${a})`;
}
