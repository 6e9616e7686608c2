import { z } from 'zod';
import { isNumeral } from '../arithmetic/numeral.js';
import { demandModest } from './dataFile.js';
import { InputError } from './errors.js';

/** Natural dimension (hbar = |e| = 1): energy^energy * length^length. */
export const dimensionSchema = z.strictObject({ energy: z.number().default(0), length: z.number().default(0) });
export type Dimension = z.infer<typeof dimensionSchema>;

const identifier = z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a name: letters, digits and _');

const parameterSchema = z.strictObject({
  meaning: z.string(),
  dimension: dimensionSchema,
  /** Value when not given; without it the parameter is required. */
  default: z.string().refine(isNumeral, 'expected a number in quotes').optional(),
  positive: z.boolean().default(false),
  /** May be `inf`: the unitary limit of the impurities whose matrix contains it. */
  infinite: z.boolean().default(false),
});

/** Another way to give some parameters, such as polar angles of a vector. */
const alternativeSchema = z.strictObject({
  parameters: z.record(identifier, parameterSchema),
  defines: z.record(identifier, z.string()),
});

const end = z.union([z.number(), z.string().refine(isNumeral, 'expected a number').transform(Number)]).optional();
const rangeSchema = z.strictObject({ from: end, to: end });

const speciesSchema = z.strictObject({
  /** c_k: the density of this species is n_k = c_k n. */
  concentration: z.string().default('1'),
  /** Components of the impurity matrix W_k = sum_i W_ki s_i, i = 0, x, y, z (energy x area). */
  matrix: z.tuple([z.string(), z.string(), z.string(), z.string()]),
});

/**
 * A theory as data: H(p) = h0 s_0 + hx s_x + hy s_y + hz s_z, polynomials in px and py written as mathjs expressions of
 * the parameters. Its texts obey the limits of `dataFile.ts`; H is of a degree up to 16 in the momentum.
 */
export const definitionSchema = z.strictObject({
  name: z.string().min(1),
  title: z.string(),
  parameters: z.record(identifier, parameterSchema),
  alternatives: z.array(alternativeSchema).default([]),
  hamiltonian: z.strictObject({ h0: z.string(), hx: z.string(), hy: z.string(), hz: z.string() }),
  impurities: z.array(speciesSchema).min(1),
  /** The exchange field Delta = Delta_xc m, for torques: three expressions of the parameters. */
  exchange: z.tuple([z.string(), z.string(), z.string()]).optional(),
  /** Where the theory is meant to be used, in its natural units: samples of laws and claims lie inside. */
  ranges: z.record(identifier, rangeSchema).default({}),
  /** What its parameters obey beside: `Dx < alpha*pF`, with pF = sqrt(eps/kappa) where h0 = kappa p^2. */
  constraints: z.array(z.string()).default([]),
  /** Time that one law may take. */
  secondsPerLaw: z.number().positive().optional(),
});

export type TheoryInput = z.input<typeof definitionSchema>;
export type TheoryDefinition = z.infer<typeof definitionSchema>;

/** Checks the shape of a theory. Throws InputError naming the first field that is wrong. */
export function parseDefinition(input: unknown): TheoryDefinition {
  demandModest(input, 'theory');
  const parsed = definitionSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(`theory: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
}
