import { z } from 'zod';
import type { Theory } from '../../src/theory/theory.js';
import { isAsymptotic } from '../asymptotics/row.js';
import type { Context } from '../language/context.js';
import type { Finding } from '../language/judgement.js';
import type { Reference } from '../language/row.js';
import type { Vocabulary } from '../language/vocabulary.js';
import * as asymptotic from './asymptotic.js';
import * as curve from './curve.js';
import * as derivation from './derivation.js';
import * as dimension from './dimension.js';
import * as equation from './equation.js';
import * as law from './law.js';

/** A row of a ledger: one schema a kind. */
export const rowSchema = z.discriminatedUnion('kind', [
  asymptotic.schema,
  curve.schema,
  derivation.schema,
  dimension.schema,
  equation.schema,
  law.schema,
]);
export type Row = z.infer<typeof rowSchema>;

/** Names that the ledger must define. */
export function referencesOf(row: Row): Reference[] {
  switch (row.kind) {
    case 'asymptotic':
      return asymptotic.references(row);
    case 'curve':
      return curve.references(row);
    case 'derivation':
    case 'dimension':
    case 'law':
      return [];
    case 'equation':
      return equation.references(row);
  }
}

/** Every row followed by those that it brings with it: the dimension of a printed formula. */
export const withDimensions = (rows: readonly Row[]): Row[] =>
  rows.flatMap((row) => (isAsymptotic(row) ? [row, dimension.dimensionRowOf(row)] : [row]));

/** What computation finds about a row. */
export function findingOf(row: Row, context: Context): Promise<Finding> {
  switch (row.kind) {
    case 'asymptotic':
      return asymptotic.judge(row, context);
    case 'dimension':
      return dimension.judge(row, context);
    case 'curve':
      return curve.judge(row, context);
    case 'derivation':
      return derivation.judge(row, context);
    case 'equation':
      return equation.judge(row, context);
    case 'law':
      return law.judge(row, context);
  }
}

/** What in a row cannot be read, by field. */
export function faultsOf(row: Row, vocabulary: Vocabulary, theory: Theory): { field: string; message: string }[] {
  switch (row.kind) {
    case 'asymptotic':
      return asymptotic.faults(row, vocabulary, theory);
    case 'derivation':
      return derivation.faults(row);
    case 'law':
      return law.faults(row, theory);
    case 'equation':
      return equation.faults(row);
    case 'dimension':
      return dimension.faults(row, theory);
    case 'curve':
      return [];
  }
}
