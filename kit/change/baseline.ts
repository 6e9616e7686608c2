import { createHash } from 'node:crypto';
import { z } from 'zod';
import { lawTable } from '../../properties/catalogue/table.js';
import { isNumeral } from '../../src/arithmetic/numeral.js';
import { agreedDigits } from '../../src/solution/agreement.js';
import { Deadline, MORE_TIME, USUAL_SECONDS } from '../../src/solution/deadline.js';
import { readProblem } from '../../src/solution/readProblem.js';
import { type Patience, solve } from '../../src/solution/solve.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { readData, writeWhole } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';
import { fileBeside, loadTheory, theoryBeside } from '../../src/theory/load.js';
import type { Theory } from '../../src/theory/theory.js';
import { tensorOf } from '../../src/transport/tensors.js';
import { type MovedClaim, movedClaims, verdictsUnder } from './claims.js';

const texts = z.record(z.string(), z.string());
const numeral = z.string().refine(isNumeral, 'expected a number in quotes');

/** A point at which quantities are kept, as `solve` takes it. */
const pointShape = z.strictObject({
  set: texts,
  limit: z.string().optional(),
  scheme: z.string().optional(),
  cutoff: z.string().optional(),
});
export type BaselinePoint = z.infer<typeof pointShape>;

/** Quantities of a theory that must not change without a reason. */
export const baselineShape = z.strictObject({
  schema: z.literal(1),
  /** Built-in name, or path of the file from where the command runs. */
  theory: z.string(),
  /** SHA-256 of the definition: says whether the theory itself is another one. */
  hash: z.string(),
  /** Of the suite that wrote it. */
  version: z.string(),
  digits: z.number().int().min(1).max(500),
  quantities: z.array(z.string()).min(1),
  /** Operations that the theory had. */
  symmetries: z.array(z.string()),
  points: z.array(pointShape.extend({ values: z.record(z.string(), numeral) })).min(1),
  /** Verdicts of a ledger, whose rows are judged again with the theory of the baseline. */
  claims: z.strictObject({ ledger: z.string(), verdicts: z.record(z.string(), z.string()) }).optional(),
  /** Why the values were accepted, the last one last. */
  reasons: z.array(z.strictObject({ why: z.string().min(1), changed: z.number().int() })).min(1),
});
export type Baseline = z.infer<typeof baselineShape>;

/** A quantity that is another number now. */
export interface BaselineChange {
  /** From 1. */
  readonly point: number;
  readonly entry: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Digits that both share. */
  readonly digits: number;
}

export interface BaselineCheck {
  readonly holds: boolean;
  readonly changes: readonly BaselineChange[];
  /** Values that were compared. */
  readonly compared: number;
  /** Whether the definition of the theory is another one. */
  readonly definitionChanged: boolean;
  readonly symmetries: { readonly gained: readonly string[]; readonly lost: readonly string[] };
  /** Rows of the ledger whose verdict is another one. */
  readonly claims: readonly MovedClaim[];
}

/** What a new baseline holds. */
export interface BaselineRequest {
  readonly theory: string;
  readonly points: readonly BaselinePoint[];
  readonly quantities: readonly string[];
  readonly digits: number;
  readonly why: string;
  readonly version: string;
  /** Name or path of a ledger whose verdicts are kept too. */
  readonly ledger?: string | undefined;
}

/** @throws InputError naming the file and the field that is wrong */
export function readBaseline(path: string): Baseline {
  const parsed = baselineShape.safeParse(readData(path, `baseline ${path}`));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(`baseline ${path}: ${issue.path.join('.') || 'the file'}: ${issue.message}`);
}

export const writeBaseline = (path: string, baseline: Baseline): void =>
  writeWhole(path, `${JSON.stringify(baseline, null, 2)}\n`);

/**
 * Solves all points.
 * @param path of its file: theory and ledger may be named from there
 * @throws AccuracyError if the digits are not reached
 */
export async function newBaseline(
  path: string,
  { points, why, ledger, ...request }: BaselineRequest,
  patience: Patience = {},
): Promise<Baseline> {
  const theory = theoryAt(path, request.theory);
  for (const entry of request.quantities)
    if (!tensorOf(entry)?.entries.includes(entry))
      throw new InputError(`quantity "${entry}": there is none; give names such as K.xy sigma.xx`);
  const values: Baseline['points'] = [];
  for (const point of points) values.push({ ...point, values: await solved(theory, point, request, patience) });
  return {
    schema: 1,
    ...request,
    quantities: [...request.quantities],
    hash: hashOf(theory),
    symmetries: operationsOf(theory, patience),
    points: values,
    ...(ledger !== undefined && { claims: { ledger, verdicts: await verdictsOf(path, ledger, theory) } }),
    reasons: [{ why, changed: 0 }],
  };
}

/** The same with the values of now, for a reason. */
export async function accepted(
  path: string,
  old: Baseline,
  { why, version }: Pick<BaselineRequest, 'why' | 'version'>,
  patience: Patience = {},
): Promise<Baseline> {
  const { changes, claims } = await checkBaseline(path, old, patience);
  const { theory, digits, quantities } = old;
  const request = {
    ...{ theory, digits, quantities, why, version },
    points: old.points.map(({ values: _, ...point }) => point),
    ledger: old.claims?.ledger,
  };
  const renewed = await newBaseline(path, request, patience);
  return { ...renewed, reasons: [...old.reasons, { why, changed: changes.length + claims.length }] };
}

/** Solves all points again and compares every digit that was kept. */
export async function checkBaseline(path: string, baseline: Baseline, patience: Patience = {}): Promise<BaselineCheck> {
  const theory = theoryAt(path, baseline.theory);
  const changes: BaselineChange[] = [];
  let compared = 0;
  for (const [k, { values, ...point }] of baseline.points.entries()) {
    const now = await solved(theory, point, baseline, patience);
    for (const entry of new Set([...Object.keys(values), ...Object.keys(now)])) {
      compared++;
      const [before, after] = [values[entry] ?? null, now[entry] ?? null];
      const digits = before === null || after === null ? 0 : agreedDigits(before, after, 500);
      // the last kept digit is rounded
      if (digits < baseline.digits - 1) changes.push({ point: k + 1, entry, before, after, digits });
    }
  }
  const [old, symmetries] = [baseline.symmetries, operationsOf(theory, patience)];
  const { ledger, verdicts } = baseline.claims ?? {};
  const claims = ledger === undefined ? [] : movedClaims(verdicts ?? {}, await verdictsOf(path, ledger, theory));
  return {
    holds: changes.length + claims.length === 0,
    claims,
    changes,
    compared,
    definitionChanged: hashOf(theory) !== baseline.hash,
    symmetries: {
      gained: symmetries.filter((name) => !old.includes(name)),
      lost: old.filter((name) => !symmetries.includes(name)),
    },
  };
}

const theoryAt = (path: string, name: string): Theory => loadTheory(theoryBeside(path, name));

const verdictsOf = (path: string, ledger: string, theory: Theory): Promise<Record<string, Verdict>> =>
  verdictsUnder(fileBeside(path, ledger), theory);

async function solved(
  theory: Theory,
  point: BaselinePoint,
  { quantities, digits }: { readonly quantities: readonly string[]; readonly digits: number },
  patience: Patience,
): Promise<Record<string, string>> {
  const solution = await solve(readProblem(theory, point), { field: 'mpfr', digits, ...patience });
  const found: Record<string, string> = {};
  for (const entry of quantities) {
    const number = solution.quantities.get(entry);
    // a quantity without a limit here is not kept
    if (number) found[entry] = number.value;
  }
  return found;
}

function operationsOf(theory: Theory, { seconds = USUAL_SECONDS, onWait }: Patience): string[] {
  const { watch } = new Deadline(seconds, onWait, MORE_TIME);
  return lawTable(theory, [], [], watch).operations.map(({ name, map }) => `${name}: ${map}`);
}

const hashOf = ({ definition }: Theory): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted({ ...definition, title: '' })))
    .digest('hex');

/** With the keys of all records in order, so that a hash does not depend on how a file was typed. */
function sorted(x: unknown): unknown {
  if (Array.isArray(x)) return x.map(sorted);
  if (typeof x !== 'object' || x === null) return x;
  return Object.fromEntries(
    Object.entries(x)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sorted(value)]),
  );
}
