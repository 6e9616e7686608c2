import { z } from 'zod';
import { type CommonRow, common, expectation, type Reference } from '../language/row.js';

/** A formula for a quantity in a regime: all its printed terms. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('asymptotic'),
  /** Such as K.zy, where the LaTeX has no left-hand side. K and sigma of a plain formula are n K and n sigma. */
  quantity: z.string().optional(),
  regime: z.string(),
  /** Rows with the same convention share one factor. */
  convention: z.string().optional(),
  scheme: z.string().optional(),
  /** What is expected of the dimension of the print, if it is not right. */
  dimension: expectation.optional(),
});
export type AsymptoticRow = z.infer<typeof schema>;

export const references = ({ regime, convention }: AsymptoticRow): Reference[] => [
  { table: 'regimes', name: regime },
  ...(convention === undefined ? [] : [{ table: 'conventions' as const, name: convention }]),
];

export const isAsymptotic = (row: CommonRow): row is CommonRow & AsymptoticRow => row.kind === 'asymptotic';
