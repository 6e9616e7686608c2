import { DecimalField } from './decimal.js';
import { DoubleField } from './double.js';
import type { Program } from './expression.js';
import type { Field, FieldName } from './field.js';
import { MpfrField } from './mpfr.js';

/** The field of a name at so many digits. MPFR must be loaded. */
export function fieldOf(name: FieldName, digits: number): Field {
  const field =
    name === 'double' ? new DoubleField() : name === 'mpfr' ? new MpfrField(digits) : new DecimalField(digits);
  return field as unknown as Field;
}

/** Runs a program once: one list of numerals or doubles per input block. */
export function evaluated<V>(field: Field<V>, program: Program, ...blocks: readonly Iterable<string | number>[]): V {
  const inputs = blocks.map((block, k) => {
    const vector = field.vector(program.blocks[k]);
    let at = 0;
    for (const value of block) field.set(vector, at++, value);
    return vector;
  });
  const out = field.vector(program.outputs.length);
  field.compile(program)(...inputs.flatMap((v) => [v, 0]), out, 0);
  return out;
}
