import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readData } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';
import { id } from '../language/row.js';

const values = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));

/** Curves of formulas in quantities and parameters while one parameter runs; x is counted in the unit. */
const curves = z.strictObject({
  kind: z.literal('curves'),
  title: z.string(),
  sweep: z.strictObject({
    parameter: z.string(),
    unit: z.string().default(''),
    from: z.number(),
    to: z.number(),
    points: z.int().min(2).max(2000),
  }),
  /** Every curve is drawn for each of these values of another parameter. */
  family: z.strictObject({ parameter: z.string(), values: z.array(z.string()).min(1) }).optional(),
  x: z.string(),
  /** A logarithmic axis shows the modulus. */
  y: z.strictObject({ label: z.string(), log: z.boolean().default(false) }),
  curves: z
    .array(
      z.strictObject({
        label: z.string(),
        formula: z.string(),
        /** The power law that the curve follows far beyond the panel. */
        asymptote: z.boolean().default(false),
        /** The value of x about which a law makes the curve symmetric. */
        mirror: z.number().optional(),
      }),
    )
    .min(1),
});

/** Both bands along a line through the origin, coloured by the spin out of the plane. */
const bands = z.strictObject({
  kind: z.literal('bands'),
  title: z.string(),
  direction: z.string(),
  points: z.int().min(2).max(2000).default(161),
});

const contours = z.strictObject({ kind: z.literal('contours'), title: z.string(), lines: z.int().min(6).default(48) });

const figure = z.strictObject({
  id,
  title: z.string(),
  caption: z.string(),
  set: values,
  assumed: z.record(z.string(), z.string()).default({}),
  scheme: z.string().optional(),
  cutoff: z.union([z.string(), z.number()]).transform(String).optional(),
  /** A velocity, `v` in formulas, which is no parameter of the theory. */
  velocity: z.string().optional(),
  panels: z.array(z.discriminatedUnion('kind', [curves, bands, contours])).min(1),
});

const plan = z.strictObject({ theory: z.string(), figures: z.array(figure) });

/** What is to be drawn. */
export type FigurePlan = z.infer<typeof plan>;
export type PlannedFigure = z.infer<typeof figure>;
export type PlannedCurves = z.infer<typeof curves>;

/**
 * Reads which figures to draw from a YAML file; none if there is no such file.
 * @throws InputError on what is no YAML and on a wrong field
 */
export function readFigurePlan(path: string): FigurePlan | undefined {
  if (!existsSync(path)) return undefined;
  const parsed = plan.safeParse(readData(path, `figures ${path}`));
  if (parsed.success) return parsed.data;
  const { path: place, message } = parsed.error.issues[0];
  throw new InputError(`figures ${path}: ${place.join('.')}: ${message}`);
}
