import { z } from 'zod';
import { type EffectiveFields, effectiveFields } from '../../kit/micromagnetics/effectiveFields.js';
import * as snippets from '../../kit/micromagnetics/snippets.js';
import type { Problem } from '../../src/solution/problem.js';
import { checked, count, patienceOf, problemFrom, text, time } from './shapes.js';
import { ELECTRON_GAMMA } from './solving.js';

const tableShape = z.strictObject({
  direction: text.default('0'),
  thickness: text,
  conductor: text.optional(),
  magnetisation: text,
  gamma: text.default(ELECTRON_GAMMA),
  // at least as many as a polynomial of degree 3 needs
  polar: count('polar', 6, 361, () => 13),
  azimuths: count('azimuths', 7, 360, () => 8),
  ...time(),
});
/**
 * `direction` of the current, `thickness` and `magnetisation` of the magnet, thickness of the `conductor` (that of the
 * magnet if not given), with units; how many `polar` angles (13) and `azimuths` (8); `seconds` that a solve may take.
 */
export type TorqueTableOptions = z.input<typeof tableShape>;

/**
 * Effective fields of a current in mT per 10^11 A/m^2 over the directions of m, for micromagnetics: `mumaxSnippet` and
 * `ubermagSnippet` make scripts of them.
 */
export async function torqueTable(problem: Problem, options: TorqueTableOptions): Promise<EffectiveFields> {
  const { polar, azimuths, seconds, onWait, ...bilayer } = checked('table', tableShape, options);
  return effectiveFields(problemFrom(problem), bilayer, [polar, azimuths], patienceOf({ seconds, onWait }));
}

const vector = z.tuple([z.number(), z.number(), z.number()]);
const fieldsShape = z.looseObject({
  j: vector,
  p: vector,
  thickness: z.number().positive(),
  magnetisation: z.number(),
  rows: z.array(z.looseObject({ theta: z.number(), phi: z.number(), m: vector, B: vector })).min(22),
});
const read = (fields: EffectiveFields): EffectiveFields => {
  checked('fields', fieldsShape, fields);
  return fields;
};

/** A mumax3 script that adds the field of a current to B_eff, as a polynomial of m. @param fields of `torqueTable` */
export const mumaxSnippet = (fields: EffectiveFields): string => snippets.mumaxSnippet(read(fields));

/** Python for Ubermag: its Slonczewski term, and the table of all fields. @param fields of `torqueTable` */
export const ubermagSnippet = (fields: EffectiveFields): string => snippets.ubermagSnippet(read(fields));
