import { Worker } from 'node:worker_threads';
import { lawsOf } from '../properties/catalogue/catalogue.js';
import { chosenLaws } from '../properties/catalogue/runLaws.js';
import { MUTANTS } from '../properties/mutants/all.js';
import { type Matrix, type MutantRow, matrixOf, Trial } from '../properties/mutants/matrix.js';
import { Classification } from '../properties/symmetry/classification.js';
import { valueAt } from '../src/arithmetic/memo.js';
import { loadMpfr } from '../src/arithmetic/mpfr.js';
import { InputError } from '../src/theory/errors.js';
import { loadTheory } from '../src/theory/load.js';
import { ledgerKiller } from './claimKiller.js';

export interface MutantSession {
  readonly runs: number;
  readonly seed: number;
  /** Ids or beginnings of ids; all if empty. */
  readonly laws?: readonly string[];
  readonly mutants?: readonly string[];
  /** A ledger whose claims are tried too; a file path. */
  readonly ledger?: string | undefined;
  /** Its leading terms too, not only its identities. */
  readonly allClaims?: boolean;
  /** Threads; the rows do not depend on it. */
  readonly jobs?: number;
  readonly onMutant?: (row: MutantRow) => void;
}

/** What a thread needs to know; functions cannot be sent. */
export interface Orders {
  readonly theory: string;
  readonly runs: number;
  readonly seed: number;
  readonly laws: readonly string[];
  readonly ledger?: string | undefined;
  /** Its leading terms too, not only its identities. */
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
  const { runs, seed, laws = [], mutants = [], ledger, allClaims = false, jobs = 2, onMutant } = session;
  const classification = new Classification(loadTheory(theory));
  const chosen = chosenLaws(lawsOf(classification), laws, classification.theory);
  const matches = (id: string): boolean =>
    mutants.length === 0 || mutants.some((asked) => id === asked || id.startsWith(`${asked}.`));
  const ids = MUTANTS.map((m) => m.id).filter(matches);
  if (ids.length === 0)
    throw new InputError(`no mutant "${mutants.join(' ')}"; there are ${MUTANTS.map((m) => m.id).join(' ')}`);
  const orders: Orders = { theory, runs, seed, laws, ledger, allClaims };
  const rows =
    jobs > 1 && ids.length > 4 ? await inThreads(orders, ids, jobs, onMutant) : await inTurn(orders, ids, onMutant);
  return matrixOf(
    chosen,
    ids.map((id) => valueAt(rows, id)),
    seed,
  );
}

type Report = ((row: MutantRow) => void) | undefined;

async function inTurn(orders: Orders, ids: readonly string[], report: Report): Promise<Map<string, MutantRow>> {
  const trial = await trialFor(orders);
  const rows = new Map<string, MutantRow>();
  for (const id of ids) {
    const row = await trial(id);
    rows.set(id, row);
    report?.(row);
  }
  return rows;
}

/** Threads take the next mutant when they are done with one. */
async function inThreads(
  orders: Orders,
  ids: readonly string[],
  jobs: number,
  report: Report,
): Promise<Map<string, MutantRow>> {
  const rows = new Map<string, MutantRow>();
  const queue = [...ids];
  const thread = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./mutantWorker.js', import.meta.url), { workerData: orders });
      const next = (): void => {
        const id = queue.shift();
        if (id === undefined) void worker.terminate().then(() => resolve());
        else worker.postMessage(id);
      };
      worker.on('error', reject);
      worker.on('message', (row: MutantRow) => {
        rows.set(row.id, row);
        report?.(row);
        next();
      });
      next();
    });
  await Promise.all(Array.from({ length: jobs }, thread));
  return rows;
}
