import { lawsOf } from '../properties/catalogue/catalogue.js';
import { inOrder } from '../properties/catalogue/inOrder.js';
import { chosenLaws } from '../properties/catalogue/runLaws.js';
import { inThreads } from '../properties/catalogue/threads.js';
import { MUTANTS } from '../properties/mutants/all.js';
import { type Matrix, type MutantRow, matrixOf, Trial } from '../properties/mutants/matrix.js';
import { Classification } from '../properties/symmetry/classification.js';
import { valueAt } from '../src/arithmetic/memo.js';
import { loadMpfr } from '../src/arithmetic/mpfr.js';
import { InputError } from '../src/theory/errors.js';
import { loadTheory } from '../src/theory/load.js';
import { partOf, type Shard, WHOLE } from '../src/theory/shard.js';
import { demandSolvable, ledgerKiller } from './claimKiller.js';

export interface MutantSession {
  readonly runs: number;
  readonly seed: number;
  /** Ids or beginnings of ids; all if empty. */
  readonly laws?: readonly string[];
  readonly mutants?: readonly string[];
  /** Only this part of the mutants. */
  readonly shard?: Shard | undefined;
  /** A ledger whose claims are tried too; a file path. */
  readonly ledger?: string | undefined;
  /** Its asymptotic formulas too, not only its equations. */
  readonly allClaims?: boolean;
  /** Called now and then; may throw to end the search for symmetries. */
  readonly watch?: () => void;
  /** Threads; the rows do not depend on it. */
  readonly jobs?: number;
  readonly onMutant?: (row: MutantRow) => void;
  /** Is told of every mutant that is done, in any order. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What a thread needs to know; functions cannot be sent. */
export interface Orders {
  readonly theory: string;
  readonly runs: number;
  readonly seed: number;
  readonly laws: readonly string[];
  readonly ledger?: string | undefined;
  /** Its asymptotic formulas too, not only its equations. */
  readonly allClaims?: boolean;
}

/** Tries laws on mutants by their ids. */
export async function trialFor({
  theory: name,
  runs,
  seed,
  laws,
  ledger,
  allClaims = false,
}: Orders): Promise<(id: string) => Promise<MutantRow>> {
  await loadMpfr();
  const theory = loadTheory(name);
  const classification = new Classification(theory);
  const killers = ledger === undefined ? [] : [ledgerKiller(ledger, allClaims)];
  const trial = new Trial(classification, chosenLaws(lawsOf(classification), laws, theory), { runs, seed, killers });
  const mutants = new Map(MUTANTS.map((mutant) => [mutant.id, mutant]));
  return (id) => trial.row(valueAt(mutants, id));
}

/** Laws against mutants. @throws InputError on unknown ids */
export async function runMutants(theory: string, session: MutantSession): Promise<Matrix> {
  const { runs, seed, laws = [], mutants = [], shard = WHOLE, ledger, allClaims = false, jobs = 2 } = session;
  const classification = new Classification(loadTheory(theory), session.watch);
  const chosen = chosenLaws(lawsOf(classification), laws, classification.theory);
  const known = MUTANTS.map((m) => m.id);
  const matches = (id: string, asked: string): boolean => id === asked || id.startsWith(`${asked}.`);
  const unknown = mutants.find((asked) => !known.some((id) => matches(id, asked)));
  if (unknown !== undefined) throw new InputError(`no mutant "${unknown}"; there are ${known.join(' ')}`);
  const all = known.filter((id) => mutants.length === 0 || mutants.some((asked) => matches(id, asked)));
  const ids = partOf(all, shard);
  if (ledger !== undefined) await demandSolvable(ledger);
  const orders: Orders = { theory, runs, seed, laws, ledger, allClaims };
  const rows =
    jobs > 1 && ids.length > 4 ? await inParallel(orders, ids, jobs, session) : await inTurn(orders, ids, session);
  return matrixOf(
    chosen,
    ids.map((id) => valueAt(rows, id)),
    seed,
  );
}

type Report = Pick<MutantSession, 'onMutant' | 'onProgress'>;

async function inTurn(orders: Orders, ids: readonly string[], report: Report): Promise<Map<string, MutantRow>> {
  const trial = await trialFor(orders);
  const rows = new Map<string, MutantRow>();
  for (const id of ids) {
    const row = await trial(id);
    rows.set(id, row);
    report.onMutant?.(row);
    report.onProgress?.(rows.size, ids.length);
    // let signals and closed pipes be heard
    await new Promise((resolve) => setImmediate(resolve));
  }
  return rows;
}

/** Rows are reported in the order of the mutants. */
async function inParallel(
  orders: Orders,
  ids: readonly string[],
  jobs: number,
  report: Report,
): Promise<Map<string, MutantRow>> {
  const rows = new Map<string, MutantRow>();
  const tell = inOrder(ids, (row: MutantRow) => report.onMutant?.(row));
  await inThreads({ script: THREAD, data: orders, orders: ids, threads: jobs }, (row: MutantRow) => {
    rows.set(row.id, row);
    report.onProgress?.(rows.size, ids.length);
    tell(row.id, row);
  });
  return rows;
}

const THREAD = new URL('./mutantWorker.js', import.meta.url);
