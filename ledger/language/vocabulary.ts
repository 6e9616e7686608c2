import Fraction from 'fraction.js';
import { z } from 'zod';
import { id } from './row.js';

/** Texts of parameters by name. */
export const values = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

const fraction = z.string().refine((text) => {
  try {
    return !new Fraction(text).equals(0);
  } catch {
    return false;
  }
}, "expected a fraction that is not 0, such as '-1/2'");

/** One way to read a definition of the paper; what it does not name is as in the core. */
const option = z.strictObject({
  /** Equation or section. */
  from: z.string(),
  words: z.string().optional(),
  /** The spin part of H as it is defined there: the signs of the couplings follow from it. */
  hamiltonian: z.strictObject({ hx: z.string(), hy: z.string(), hz: z.string() }).optional(),
  /** The spin in units of the Pauli matrices. */
  spin: fraction.optional(),
  /** Sign of the symbol e of the print times the sign of the charge of the core. */
  charge: z.union([z.literal(1), z.literal(-1)]).optional(),
});

/** Definitions that leave a choice; the first option of each is what the paper says where it defines it. */
const convention = z.strictObject({
  choices: z.array(z.strictObject({ name: z.string(), options: z.array(option).min(1) })).min(1),
});
export type ConventionOption = z.infer<typeof option>;

/** What the rows of a ledger may name. */
export const vocabulary = {
  paper: z.strictObject({ id, title: z.string(), authors: z.string() }),
  /** Name of the theory, or the path of its file relative to the ledger. */
  theory: z.string(),
  /** Names by printed symbol, beside those that the theory and its quantities have by themselves. */
  symbols: z.record(z.string(), z.string()).default({}),
  /** Iterated limits. */
  regimes: z.record(z.string(), z.strictObject({ chain: z.string() })),
  /** What printed formulas may share, by the definitions that the paper gives. */
  conventions: z.record(z.string(), convention),
  /** What of the paper no row decides: definitions, and what these computations leave out. */
  unchecked: z.array(z.strictObject({ place: z.string().min(1), why: z.string().min(1) })).default([]),
  /** What the paper says, whether or not a row judges it. */
  contents: z
    .strictObject({
      /** How many numbered equations there are. */
      equations: z.int().min(0).default(0),
      /** Panels of figures, such as 3a. */
      figures: z.array(z.string()).default([]),
      /** Sentences with the ids, or patterns of ids, of the rows that judge them, or the reason why none can. */
      sentences: z
        .array(
          z.strictObject({
            place: z.string().min(1),
            words: z.string().min(1),
            rows: z.array(z.string()).default([]),
            why: z.string().optional(),
          }),
        )
        .default([]),
    })
    .default({ equations: 0, figures: [], sentences: [] }),
  /** Values of the parameters by the name of a point. */
  points: z.record(z.string(), values),
  /** Domains that random samples are drawn from: a value or [low, high] of every parameter. */
  ranges: z
    .record(
      z.string(),
      z.record(z.string(), z.union([z.tuple([z.number(), z.number()]), z.string(), z.number().transform(String)])),
    )
    .default({}),
  /** Panels of figures: the parameters of their captions. */
  panels: z
    .record(
      z.string(),
      z.strictObject({
        set: values,
        scheme: z.string().optional(),
        cutoff: z.string().optional(),
        /** A velocity, `v` in formulas, which is no parameter of the theory. */
        velocity: z.string().optional(),
        /** Why parameters that the caption does not give, or gives otherwise, have these values. */
        assumed: z.record(z.string(), z.string()).default({}),
        /** Values of a parameter that the caption does not give: every one is a reading of every row. */
        scan: z.strictObject({ parameter: z.string(), values: z.array(z.string()).min(1) }).optional(),
      }),
    )
    .default({}),
};

const vocabularySchema = z.strictObject(vocabulary);
export type Vocabulary = z.infer<typeof vocabularySchema>;
