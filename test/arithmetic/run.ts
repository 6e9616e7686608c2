import { Decimal } from 'decimal.js';
import type { Program } from '../../src/arithmetic/expression.js';
import type { Field } from '../../src/arithmetic/field.js';

/** Runs a program once on blocks of numerals or doubles. @returns its outputs as full numerals of the field */
export function runProgram<V>(field: Field<V>, program: Program, ...blocks: (string | number)[][]): string[] {
  const inputs = blocks.flatMap((values) => {
    const v = field.vector(values.length);
    values.forEach((value, k) => {
      field.set(v, k, value);
    });
    return [v, 0];
  });
  const out = field.vector(program.outputs.length);
  field.compile(program)(...inputs, out, 0);
  return program.outputs.map((_, k) => field.toText(out, k));
}

export const Wide = Decimal.clone({ precision: 1200, minE: -9e15, maxE: 9e15 });

/** A double to its last binary digit (decimal.js alone takes the shortest text that reads back). */
export function exactly(value: number): Decimal {
  let [whole, halvings] = [value, 0];
  for (; !Number.isInteger(whole); whole *= 2) halvings++;
  return new Wide(BigInt(whole).toString()).div(new Wide(2).pow(halvings));
}
