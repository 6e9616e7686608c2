import { valueAt } from '../src/arithmetic/memo.js';
import type { Variant } from '../src/solution/problem.js';
import { loadTheory } from '../src/theory/load.js';
import { type Convention, conventionsOf } from './asymptotics/convention.js';
import { isAsymptotic } from './asymptotics/row.js';
import { findingOf, withDimensions } from './kinds/index.js';
import type { Context, Profile } from './language/context.js';
import { type Judgement, type Route, verdictOf } from './language/judgement.js';
import { Solutions } from './language/solutions.js';
import { type Ledger, type Row, readingsOf } from './ledger.js';

/** How rows are judged. */
export interface Terms {
  /** Deliberately changed formulas, to see which rows notice. */
  readonly variant: Variant;
  /** Digits to which quantities are solved. */
  readonly digits: number;
  readonly profile: Profile;
  /** Of random samples. */
  readonly seed: number;
  /** What the ledger is called on the command line. */
  readonly name: string;
}

/** A ledger at work: what is solved and derived for one row serves the next. */
export class Judging {
  /** Every row, and those that rows bring with them. */
  readonly rows: readonly Row[];
  private readonly byId: ReadonlyMap<string, Row>;
  private readonly context: Context;
  private readonly releases: (() => void)[] = [];

  /** @param step called at steps within a row */
  constructor(
    ledger: Ledger,
    private readonly terms: Terms,
    step: (row: Row, what: string) => void = () => {},
  ) {
    this.rows = withDimensions(ledger.rows);
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    const theory = loadTheory(ledger.theory);
    const solutions = new Solutions(theory, terms.variant, terms.digits);
    this.context = {
      ...{ ...terms, vocabulary: ledger, theory, solutions, rows: ledger.rows },
      progress: (what) => step(this.current, what),
      atEnd: (release) => this.releases.push(release),
    };
    this.current = this.rows[0];
  }

  private current: Row;

  /**
   * The first reading makes the verdict; the others are judged beside it.
   * @throws the error of a row that cannot be judged, with its name
   */
  async judge(id: string): Promise<Judgement> {
    const row = valueAt(this.byId, id);
    this.current = row;
    try {
      return await this.judged(row);
    } catch (error) {
      if (error instanceof Error) error.message = `row ${id}: ${error.message}`;
      throw error;
    }
  }

  private async judged(row: Row): Promise<Judgement> {
    const found = [];
    for (const { name, why, row: read } of readingsOf(row, this.context.vocabulary)) {
      const finding = await findingOf(read, this.context);
      const { computed } = finding;
      const reading = { name, verdict: verdictOf(finding), ...(why && { why }), ...(computed && { computed }) };
      found.push({ finding, reading });
    }
    const [{ finding, reading }] = found;
    return {
      ...finding,
      replay: finding.replay ?? this.replayOf(row),
      row,
      verdict: reading.verdict,
      readings: found.map((f) => f.reading),
      digits: digitsOf(finding.routes),
    };
  }

  /** The conventions of rows. */
  conventions(rows: readonly Row[]): Convention[] {
    return conventionsOf(rows, this.context);
  }

  /** The conventions of judged rows, by ids. */
  conventionsOfIds(ids: readonly string[]): Convention[] {
    return this.conventions(ids.map((id) => valueAt(this.byId, id)));
  }

  release(): void {
    for (const release of this.releases) release();
  }

  /** The command that judges one row again. */
  private replayOf({ id }: Row): string {
    const { seed, digits, name } = this.terms;
    return `diffuson explain ${id} ${name} --seed ${seed} --digits ${digits}`;
  }
}

/** The digits of the numbers behind a row; what has no numbers is exact. */
function digitsOf(routes: readonly Route[]): number {
  const all = routes.map(({ digits }) => digits);
  const finite = all.filter(Number.isFinite);
  return Math.max(0, ...(finite.length > 0 ? finite : all));
}

/** Rows that share what is expensive: threads take them together. */
export function batchesOf(rows: readonly Row[]): string[][] {
  const batches = new Map<string, string[]>();
  for (const row of rows) {
    const name = isAsymptotic(row)
      ? (row.convention ?? `${row.regime} ${row.scheme}`)
      : row.kind === 'dimension'
        ? row.kind
        : row.kind === 'curve'
          ? JSON.stringify([row.panel, row.set, row.sweep])
          : row.kind === 'law' || row.kind === 'derivation'
            ? (row.identity ?? row.id)
            : row.id;
    batches.set(name, [...(batches.get(name) ?? []), row.id]);
  }
  return [...batches.values()].sort((a, b) => b.length - a.length);
}
