import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { InputError } from '../src/theory/errors.js';
import { packageFile } from '../src/theory/packageFile.js';

const verdict = z.enum(['holds', 'refuted', 'undecided']);
const values = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const common = {
  id: z.string().regex(/^[\w.-]+$/),
  source: z.string(),
  statement: z.string().optional(),
  expect: verdict,
  correction: z.string().optional(),
};

/** The leading monomial of a quantity in a regime. */
const leadingTermRow = z.strictObject({
  ...common,
  kind: z.literal('leading-term'),
  quantity: z.string(),
  /** mathjs expression in the parameters of the theory and e. */
  formula: z.string(),
  regime: z.string(),
  /** Rows with the same convention share one unknown factor. */
  convention: z.string().optional(),
});

/** An equation between quantities at named points; `other.` reads the partner point `<point>-<other>`. */
const identityRow = z.strictObject({
  ...common,
  kind: z.literal('identity'),
  at: z.array(z.string()).min(1),
  other: z.string().optional(),
  scheme: z.string().optional(),
  left: z.string(),
  right: z.string(),
  /** What the difference of both sides is measured against. */
  scale: z.string(),
});

const ledgerSchema = z.strictObject({
  paper: z.strictObject({ id: z.string(), title: z.string(), authors: z.string() }),
  theory: z.string(),
  regimes: z.record(z.string(), z.strictObject({ chain: z.string(), at: values })),
  conventions: z.record(z.string(), z.strictObject({ factors: z.array(z.string()).min(1), meaning: z.string() })),
  points: z.record(z.string(), values),
  rows: z.array(z.discriminatedUnion('kind', [leadingTermRow, identityRow])).min(1),
});

export type Ledger = z.infer<typeof ledgerSchema>;
export type Row = Ledger['rows'][number];
export type LeadingTermRow = z.infer<typeof leadingTermRow>;
export type IdentityRow = z.infer<typeof identityRow>;

/**
 * Reads a ledger by the name of its folder in papers/ or by the path of a YAML file.
 * @throws InputError on an unknown ledger, a wrong field, a duplicate id, or an unknown regime, convention or point
 */
export function loadLedger(nameOrPath: string): Ledger {
  const path = ledgerPath(nameOrPath);
  let raw: unknown;
  try {
    raw = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new InputError(`ledger ${path}: ${(error as Error).message.split('\n')[0]}`);
  }
  return checkedLedger(raw, `ledger ${path}`);
}

function ledgerPath(name: string): string {
  if (/\.ya?ml$/i.test(name)) {
    if (!existsSync(name)) throw new InputError(`no ledger file "${name}"`);
    return name;
  }
  const papers = packageFile('papers/');
  const path = `${papers}${name}/ledger.yaml`;
  if (/^[\w.-]+$/.test(name) && existsSync(path)) return path;
  const known = readdirSync(papers).join(', ');
  throw new InputError(`unknown ledger "${name}"; in papers/ are ${known}; your own is a .yaml file`);
}

/** A ledger from data of any shape. @throws InputError as `loadLedger` does */
export function checkedLedger(raw: unknown, what: string): Ledger {
  const parsed = ledgerSchema.safeParse(raw);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new InputError(`${[what, path.join('.')].filter(Boolean).join(': ')}: ${message}`);
  }
  checkReferences(parsed.data, what);
  return parsed.data;
}

function checkReferences(ledger: Ledger, what: string): void {
  const seen = new Set<string>();
  const need = (known: object, name: string | undefined, kind: string, id: string): void => {
    if (name === undefined || Object.hasOwn(known, name)) return;
    const others = Object.keys(known).join(', ');
    throw new InputError(`${what}: row ${id} names the unknown ${kind} "${name}"; known: ${others}`);
  };
  for (const row of ledger.rows) {
    if (seen.has(row.id)) throw new InputError(`${what}: the id ${row.id} stands twice`);
    seen.add(row.id);
    if (row.kind === 'leading-term') {
      need(ledger.regimes, row.regime, 'regime', row.id);
      need(ledger.conventions, row.convention, 'convention', row.id);
    } else
      for (const point of row.at) {
        need(ledger.points, point, 'point', row.id);
        if (row.other) need(ledger.points, `${point}-${row.other}`, 'point', row.id);
      }
  }
}
