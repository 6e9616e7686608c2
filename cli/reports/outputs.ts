import { z } from 'zod';
import { SCHEMA_VERSION } from './versioned.js';

/** Decimal numerals by name; null where a quantity has no value. */
const numeral = z.string().nullable();
const numerals = z.record(z.string(), numeral);
const numbers = z.record(z.string(), z.number().nullable());
const texts = z.record(z.string(), z.string());
const names = z.array(z.string());
const verdict = z.enum(['holds', 'refuted', 'undecided']);
const moved = z.strictObject({ gained: names, lost: names });
const movedClaim = z.strictObject({ id: z.string(), before: z.string().nullable(), after: z.string().nullable() });
const vector = z.tuple([z.number(), z.number(), z.number()]);
const version = z.literal(SCHEMA_VERSION);

const primary = {
  K: numerals,
  sigma: numerals,
  KJ: numerals,
  tau: numerals,
  torqueEven: numerals,
  torqueOdd: numerals,
};

const solve = z
  .object({
    schema: version,
    theory: z.string(),
    limit: z.enum(['dilute', 'finite']),
    scheme: z.string(),
    cutoff: z.string(),
    digits: z.int(),
    agreedDigits: z.int(),
    ...primary,
    /** The primary tensors again, as doubles. */
    numbers: z.record(z.string(), numbers),
    dos: numeral,
    units: texts,
    parameters: texts,
    /** Bounds of what is zero to rounding. */
    zeros: texts,
    evidence: z.strictObject({ closure: z.string(), lines: z.int(), workingDigits: z.int(), tangents: z.int() }),
    notes: names,
  })
  // bubbles, ladder and further observables
  .catchall(numerals);

const byAxis = z.strictObject({ x: z.string(), y: z.string(), z: z.string() });
const torque = z.strictObject({
  schema: version,
  H_SOT: byAxis,
  T: byAxis,
  theta: texts.optional(),
  agreedDigits: z.int(),
  numbers: z.record(z.string(), z.record(z.string(), z.number())),
  units: texts,
});

const table = z.strictObject({
  schema: version,
  j: vector,
  p: vector,
  thickness: z.number(),
  magnetisation: z.number(),
  rows: z.array(
    z.strictObject({
      ...{ theta: z.number(), phi: z.number(), m: vector, B: vector },
      ...{ fieldLike: z.number().nullable(), dampingLike: z.number().nullable() },
    }),
  ),
  units: texts,
  conventions: names,
  constants: z.strictObject({ fieldLike: z.number(), dampingLike: z.number(), missed: z.number() }),
  polynomial: z.strictObject({
    terms: z.array(z.strictObject({ powers: vector, coefficient: vector })),
    missed: z.number(),
  }),
});

const expand = z.strictObject({
  schema: version,
  quantity: z.string(),
  regime: z.string(),
  terms: z.array(
    z.strictObject({ power: z.record(z.string(), z.union([z.number(), z.string()])), formula: z.string() }),
  ),
  truncation: z.unknown(),
});

const discover = z.looseObject({
  schema: version,
  quantity: z.string(),
  regime: z.string(),
  verdict: z.string(),
  formula: z.string().optional(),
  reason: z.string().optional(),
});

const claim = z.looseObject({
  id: z.string(),
  source: z.string(),
  kind: z.string(),
  verdict,
  expect: verdict,
  isExpected: z.boolean(),
  routes: names,
  digits: z.number().nullable(),
  replay: z.string().optional(),
  reason: z.string().optional(),
});

const verify = z.strictObject({
  schema: version,
  shard: z.string().optional(),
  paper: z.strictObject({ id: z.string(), title: z.string(), authors: z.string() }),
  theory: z.string(),
  seed: z.number(),
  expected: z.boolean(),
  summary: z.strictObject({ holds: z.int(), refuted: z.int(), undecided: z.int() }),
  conventions: z.array(z.looseObject({ name: z.string(), meaning: z.string(), rows: names })),
  claims: z.array(claim),
  coverage: z.array(z.looseObject({ source: z.string(), rows: names })),
  history: z.strictObject({ runs: names, moves: z.array(movedClaim.extend({ when: z.string() })) }).optional(),
  changes: z.array(z.looseObject({ id: z.string(), after: verdict })).optional(),
});

const laws = z.strictObject({
  schema: version,
  shard: z.string().optional(),
  theory: z.string(),
  seed: z.number(),
  runs: z.number(),
  laws: z.array(
    z.looseObject({
      id: z.string(),
      verdict: z.enum(['holds', 'refuted', 'untested']),
      samples: z.int(),
      worst: z.number().nullable(),
      seed: z.number(),
      replay: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});

const mutants = z.strictObject({
  schema: version,
  shard: z.string().optional(),
  seed: z.number(),
  mutants: z.array(
    z.strictObject({ id: z.string(), change: z.string(), killedBy: names, witness: z.string().optional() }),
  ),
  laws: z.array(
    z.strictObject({ id: z.string(), level: z.string(), kills: z.int(), first: names, redundant: z.boolean() }),
  ),
  survivors: names,
});

const diff = z.union([
  z.strictObject({
    schema: version,
    kind: z.literal('theories'),
    equal: z.boolean(),
    terms: z.array(z.looseObject({ place: z.string(), monomial: z.string(), kind: z.string(), words: z.string() })),
    ...{ parameters: moved, bounds: moved, symmetries: moved, laws: moved, claims: z.array(movedClaim) },
    numbers: z.strictObject({
      seed: z.number(),
      compared: z.int(),
      changes: z.array(
        z.looseObject({ entry: z.string(), samples: z.int(), orders: z.record(z.string(), z.number()) }),
      ),
      smallest: z.string().optional(),
    }),
  }),
  z.strictObject({
    schema: version,
    kind: z.literal('data'),
    equal: z.boolean(),
    verdicts: z.array(movedClaim),
    leaves: z.array(z.looseObject({ path: z.string() })),
  }),
]);

const departures = z.array(z.looseObject({ id: z.string(), words: z.string(), latex: z.string() }));
const compare = z.union([
  z.strictObject({
    schema: version,
    verdict: z.enum(['agree', 'mixed', 'differ', 'undecided']),
    conventions: z.array(departures),
    groups: z.array(z.strictObject({ departures, lines: z.array(z.int()) })),
    unexplained: z.array(z.int()),
    unsolved: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
    entries: z.array(
      z.strictObject({
        ...{ line: z.int(), entry: z.string(), given: z.number(), expected: z.number().nullable() },
        ...{ digits: z.number(), agrees: z.boolean() },
      }),
    ),
  }),
  z.strictObject({
    schema: version,
    violations: z.array(z.strictObject({ law: z.string(), lines: z.array(z.int()), words: z.string() })),
    tried: z.record(z.string(), z.int()),
    rows: z.int(),
  }),
]);

const doctor = z.strictObject({
  schema: version,
  theory: z.string(),
  degree: z.int(),
  values: texts,
  landmarks: z.record(z.string(), z.number().nullable()),
  unbounded: z.strictObject({ energy: z.number(), momentum: z.number() }).nullable(),
  contours: z.array(z.strictObject({ from: z.number(), to: z.number(), contours: z.string() })),
  bounds: z.looseObject({ ranges: z.record(z.string(), z.looseObject({})), constraints: names }),
  symmetries: names,
  torque: z.strictObject({ holds: z.boolean(), reason: z.string() }),
  advice: names,
});

/** What commands print with `--json`, by the name of the command. */
export const OUTPUTS = {
  ...{ solve, torque, 'torque-table': table, expand, discover, verify, laws, mutants, diff, compare, doctor },
} as const;
