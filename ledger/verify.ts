import { existsSync } from 'node:fs';
import { inThreads } from '../properties/catalogue/threads.js';
import { valueAt } from '../src/arithmetic/memo.js';
import type { Variant } from '../src/solution/problem.js';
import { partOf, type Shard, WHOLE } from '../src/theory/shard.js';
import type { Convention } from './asymptotics/convention.js';
import { isAsymptotic } from './asymptotics/row.js';
import { type CoveredPassage, coverageOf } from './coverage.js';
import { batchesOf, Judging, type Terms } from './judging.js';
import type { Profile } from './language/context.js';
import type { Judgement } from './language/judgement.js';
import type { Ledger, Row } from './ledger.js';

/** Progress of a run: a row was judged, or a step within one was reached. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly row: Row;
  readonly judgement?: Judgement;
  readonly step?: string;
}

/** How a ledger is run. */
export interface VerifyOptions {
  /** Called after each row, and at the steps within one. */
  readonly report?: ((progress: Progress) => void) | undefined;
  /** Deliberately changed formulas, to see which rows notice. */
  readonly variant?: Variant;
  /** Only the rows that pass; the others get no judgement. */
  readonly only?: ((row: Row) => boolean) | undefined;
  /** Only this part of the rows; what all of them share is found from all. */
  readonly shard?: Shard | undefined;
  /** Digits to which quantities are solved. */
  readonly digits?: number | undefined;
  readonly profile?: Profile | undefined;
  /** Of random samples. */
  readonly seed?: number | undefined;
  /** Threads; the judgements do not depend on it. A variant is judged in one. */
  readonly workers?: number | undefined;
  /** Ends a run in one thread with the first judgement of which it is true: what follows is not judged. */
  readonly until?: ((judgement: Judgement) => boolean) | undefined;
  /** Judgements that are known already, by id. */
  readonly known?: ReadonlyMap<string, Judgement> | undefined;
  /** What the ledger is called on the command line; the id of the paper if it is not said. */
  readonly name?: string | undefined;
}

/** A judged ledger. */
export interface Run {
  readonly ledger: Ledger;
  readonly seed: number;
  readonly judgements: readonly Judgement[];
  readonly conventions: readonly Convention[];
  /** Every equation, panel and sentence of the paper with its rows. */
  readonly coverage: readonly CoveredPassage[];
}

/** What a thread answers. */
export interface Answer {
  readonly judgement?: Judgement;
  readonly convention?: Convention;
}

/** What a thread needs to know. */
export interface Orders {
  readonly ledger: Ledger;
  readonly terms: Omit<Terms, 'variant'>;
}

export const DIGITS = 30;
export const SEED = 1;

/** Judges the rows of a ledger, in their order. */
export async function verify(
  ledger: Ledger,
  {
    report = () => {},
    variant = {},
    only = () => true,
    shard = WHOLE,
    digits = DIGITS,
    profile = 'full',
    seed = SEED,
    workers = 1,
    until = () => false,
    known = new Map(),
    name = ledger.paper.id,
  }: VerifyOptions = {},
): Promise<Run> {
  const found = new Map<string, Judgement>();
  const shared = new Map<string, Convention>();
  const terms = { digits, profile, seed, name };
  const judging = new Judging(ledger, { variant, ...terms }, (row, step) =>
    report({ done: found.size, total: rows.length, row, step }),
  );
  const all = judging.rows.filter(only);
  const rows = partOf(all, shard);
  const add = (judgement: Judgement): void => {
    const { row } = judgement;
    found.set(row.id, judgement);
    report({ done: found.size, total: rows.length, row: valueAt(byId, row.id), judgement });
  };
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const { id } of rows) {
    const before = known.get(id);
    if (before) add(before);
  }
  const left = rows.filter(({ id }) => !found.has(id));
  try {
    if (workers > 1 && existsSync(THREAD) && Object.keys(variant).length === 0)
      await inThreads(
        { script: THREAD, data: { ledger, terms } satisfies Orders, orders: batchesOf(left), threads: workers },
        ({ judgement, convention }: Answer) => {
          if (judgement) add(judgement);
          if (convention) shared.set(convention.name, convention);
        },
      );
    else
      for (const { id } of left) {
        const judgement = await judging.judge(id);
        add(judgement);
        if (until(judgement)) break;
        // let a live display draw
        await new Promise((resolve) => setImmediate(resolve));
      }
    const judgements = rows.flatMap(({ id }) => found.get(id) ?? []);
    // a thread that judged the rows of a convention has found it
    const asked = new Set(all.filter(isAsymptotic).flatMap(({ convention }) => convention ?? []));
    const names = Object.keys(ledger.conventions).filter((name) => asked.has(name));
    const conventions = names.every((name) => shared.has(name))
      ? names.map((name) => valueAt(shared, name))
      : judging.conventions(all);
    return { ledger, seed, judgements, conventions, coverage: coverageOf(ledger) };
  } finally {
    judging.release();
  }
}

/** Built beside this file; where TypeScript runs unbuilt there is none. */
const THREAD = new URL('./verifyWorker.js', import.meta.url);
