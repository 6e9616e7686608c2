import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Verdict } from '../src/solution/verdict.js';
import { writeWhole } from '../src/theory/dataFile.js';
import { InputError } from '../src/theory/errors.js';

const verdict = z.enum(['holds', 'refuted', 'undecided']);

/** One run: of the rows that it judged, those whose verdict is not that of the run before. */
const runShape = z.strictObject({
  /** ISO 8601. */
  when: z.string(),
  /** Of the suite. */
  version: z.string(),
  seed: z.number(),
  profile: z.string(),
  /** null: the ledger has no such row any more. */
  verdicts: z.record(z.string(), verdict.nullable()),
});

/** Verdicts of a ledger, run by run. */
export const historyShape = z.strictObject({ schema: z.literal(1), paper: z.string(), runs: z.array(runShape) });
export type History = z.infer<typeof historyShape>;

/** A row that got another verdict. */
export interface Move {
  readonly id: string;
  readonly when: string;
  /** null where the row did not exist. */
  readonly before: Verdict | null;
  readonly after: Verdict | null;
}

/** @throws InputError if the file is no history, or one of another paper; a file that is not there is an empty one */
export function readHistory(path: string, paper: string): History {
  if (!existsSync(path)) return { schema: 1, paper, runs: [] };
  const refuse = (fault: string): never => {
    throw new InputError(`--history ${path}: ${fault}`);
  };
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return refuse((error as Error).message);
  }
  const parsed = historyShape.safeParse(data);
  if (!parsed.success) return refuse('this is no file that verify --history wrote');
  return parsed.data.paper === paper ? parsed.data : refuse(`is of ${parsed.data.paper}, not of ${paper}`);
}

export const writeHistory = (path: string, history: History): void =>
  writeWhole(path, `${JSON.stringify(history, null, 1)}\n`);

/**
 * The history with a further run.
 * @param judged verdicts by id
 * @param known ids of all rows of the ledger: what is none of them is gone
 */
export function withRun(
  history: History,
  run: Omit<History['runs'][number], 'verdicts'>,
  judged: ReadonlyMap<string, Verdict>,
  known: ReadonlySet<string>,
): History {
  const last = lastVerdicts(history);
  const changed = [...judged].filter(([id, now]) => last.get(id) !== now);
  const gone = [...last.keys()].filter((id) => !known.has(id)).map((id) => [id, null] as const);
  return { ...history, runs: [...history.runs, { ...run, verdicts: Object.fromEntries([...changed, ...gone]) }] };
}

/** Every change after the first verdict of each row, the oldest first; what was new in the first run is none. */
export function movesOf({ runs }: History): Move[] {
  const last = new Map<string, Verdict>();
  return runs.flatMap(({ when, verdicts }, k) =>
    Object.entries(verdicts).flatMap(([id, after]): Move[] => {
      const before = last.get(id) ?? null;
      if (after === null) last.delete(id);
      else last.set(id, after);
      return k === 0 ? [] : [{ id, when, before, after }];
    }),
  );
}

function lastVerdicts({ runs }: History): Map<string, Verdict> {
  const last = new Map<string, Verdict>();
  for (const { verdicts } of runs)
    for (const [id, now] of Object.entries(verdicts)) {
      if (now === null) last.delete(id);
      else last.set(id, now);
    }
  return last;
}
