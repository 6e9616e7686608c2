import { z } from 'zod';

const verdict = z.enum(['holds', 'refuted', 'undecided']);

/** The verdict that is expected, and why. */
export const expectation = z.strictObject({ verdict, why: z.string().min(1) });

/** Of a row, a paper or a figure: it is a part of names of files. */
export const id = z.string().regex(/^[\w.-]+$/, 'an id: letters, digits, dots, - and _');

/** Fields that every row has, whatever its kind. */
export const common = {
  /** Permanent: other rows, reports and links name it. */
  id,
  source: z.strictObject({
    /** Equation, figure panel or section. */
    place: z.string().min(1),
    /** What is printed there. */
    words: z.string().optional(),
  }),
  /** The claim as it is printed. */
  latex: z.string().optional(),
  /** The claim in the syntax of mathjs and the names of `solve`, in place of LaTeX. */
  formula: z.string().optional(),
  /** What the row says, in words. */
  statement: z.string().optional(),
  /** Ways to read what the print leaves open: the first makes the verdict, the others are judged beside it. */
  readings: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        why: z.string().optional(),
        /** Fields of the row that this reading changes. */
        with: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .min(1)
    .optional(),
  expect: expectation,
};

const commonRow = z.looseObject({ ...common, kind: z.string() });

/** A row of any kind. */
export type CommonRow = z.infer<typeof commonRow>;

/** A name that a row uses and that the ledger must define. */
export interface Reference {
  readonly table: 'regimes' | 'points' | 'conventions' | 'ranges' | 'panels';
  readonly name: string;
}
