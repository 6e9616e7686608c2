import type { Command } from 'commander';
import type { Judgement } from '../../ledger/language/judgement.js';
import type { Ledger, Row } from '../../ledger/ledger.js';
import type { Progress, Run } from '../../ledger/verify.js';
import type { Verdict } from '../../src/solution/verdict.js';
import { InputError } from '../../src/theory/errors.js';
import type { LedgerHistory } from '../reports/ledger/document.js';
import { orStop } from './interruption.js';
import { addBudget, say, secondsOf, type Timed } from './shared.js';

/** Options of every command that judges rows of a ledger. */
export interface RunTexts {
  readonly profile: string;
  readonly digits: string;
  readonly seed: string;
  readonly workers?: string;
}

/** Options of `verify` alone. */
export interface VerifyTexts extends RunTexts, Timed {
  readonly only?: readonly string[];
  readonly resume?: boolean;
  readonly review?: boolean;
  readonly accept?: readonly string[];
  readonly why?: string;
  readonly shard?: string;
  readonly history?: string;
}

export const addRunOptions = (command: Command): Command =>
  command
    .option('--profile <profile>', 'quick, or full: more random samples', 'quick')
    .option('--digits <N>', 'digits to which quantities are solved', '30')
    .option('--seed <S>', 'seed of random samples', '1');

export const addVerifyOptions = (command: Command): Command =>
  addBudget(addRunOptions(command))
    .option('--only <pattern...>', 'only these rows: an id, its beginning up to a dot, or a text with *')
    .option('--workers <N>', 'threads', '2')
    .option('--resume', 'continue a run of the same ledger and options that was interrupted')
    .option('--history <file>', 'keep the verdicts of this run in a JSON file; reports show when a row changed')
    .option('--review', 'list what changed since the last finished run')
    .option('--accept <id...>', 'judge these rows and write their verdicts into the ledger as the expected ones')
    .option('--why <text>', 'the reason to write with --accept');

/** A row whose verdict is not the one of the last run. */
export interface Change {
  readonly id: string;
  readonly before: Verdict | undefined;
  readonly after: Verdict;
}

/** Who sees a run: someone at a terminal, a reader of lines, or nobody before it is finished. */
export type Watcher = 'terminal' | 'lines' | 'nobody';

/** A run as the options describe it; a full one is recorded, row by row. */
export async function judgeLedger(
  name: string,
  ledger: Ledger,
  texts: VerifyTexts,
  watcher: Watcher,
): Promise<Run & { changes: Change[] }> {
  const { verify, selectRows } = await import('../public/judging.js');
  const { RunRecord } = await import('../../ledger/record.js');
  const { only = [], resume, digits, seed, profile, workers, shard } = texts;
  const options = { digits, seed, profile: profileOf(profile), workers, name, shard };
  const select = selectRows(ledger, only);
  const seconds = await secondsOf(texts);
  // a part of a run is not recorded
  if (only.length > 0 || shard !== undefined) {
    const judge = (report: (progress: Progress) => void) => verify(ledger, { ...options, only: select, report });
    return { ...(await shown(ledger, select, watcher, judge, seconds, '')), changes: [] };
  }
  const record = new RunRecord({ ledger, digits: Number(digits), profile, seed: Number(seed) });
  const known = resume ? record.unfinished() : new Map();
  record.begin();
  const judge = (show: (progress: Progress) => void) => {
    const report = (progress: Progress): void => {
      if (progress.judgement) record.add(progress.judgement);
      show(progress);
    };
    return verify(ledger, { ...options, known, report });
  };
  const run = await shown(ledger, select, watcher, judge, seconds, '; continue with --resume');
  const before = record.lastVerdicts();
  record.finish();
  const changes = run.judgements.flatMap(({ row: { id }, verdict }) =>
    before.size > 0 && before.get(id) !== verdict ? [{ id, before: before.get(id), after: verdict }] : [],
  );
  return { ...run, changes };
}

/** Adds a run to the history in a file. @returns what reports show of it */
export async function kept(
  path: string,
  { ledger, judgements, seed }: Run,
  { profile }: VerifyTexts,
): Promise<LedgerHistory> {
  const { movesOf, readHistory, withRun, writeHistory } = await import('../../ledger/history.js');
  const { withDimensions } = await import('../../ledger/kinds/index.js');
  const { version } = await import('../public/version.js');
  const judged = new Map(judgements.map(({ row: { id }, verdict }) => [id, verdict]));
  const ids = new Set(withDimensions(ledger.rows).map(({ id }) => id));
  const run = { when: new Date().toISOString(), version: version(), seed, profile };
  const history = withRun(readHistory(path, ledger.paper.id), run, judged, ids);
  writeHistory(path, history);
  return { runs: history.runs.map(({ when }) => when), moves: movesOf(history) };
}

/** What changed since the last run, and what is not as the ledger expects. */
export function reviewText({ judgements, changes }: Run & { changes: readonly Change[] }): string {
  const lines = changes.map(({ id, before, after }) => `${id}: ${before ?? 'not judged'} -> ${after}`);
  const surprises = judgements.flatMap(({ row: { id, expect }, verdict }) =>
    verdict === expect.verdict ? [] : [`${id}: ${verdict}, the ledger expects ${expect.verdict} (${expect.why})`],
  );
  return [
    ...(lines.length > 0 ? lines : ['no verdict changed since the last run']),
    ...(surprises.length > 0
      ? ['', 'not as expected; --accept ID... --why TEXT writes the new expectation:', ...surprises]
      : []),
  ].join('\n');
}

/** Judges rows and writes their verdicts into the ledger. @throws InputError without a reason or if nothing differs */
export async function acceptRows(name: string, ledger: Ledger, texts: VerifyTexts): Promise<Run> {
  const { accept: ids = [], why } = texts;
  if (why === undefined || why.trim() === '')
    throw new InputError('--accept needs --why TEXT: the reason for the verdict');
  const { verify, selectRows, acceptVerdicts } = await import('../public/judging.js');
  selectRows(ledger, ids);
  const { digits, seed, profile, workers } = texts;
  const options = { digits, seed, profile: profileOf(profile), workers, name };
  const run = await orStop(
    () => verify(ledger, { ...options, only: ({ id }) => ids.includes(id) }),
    await secondsOf(texts),
    (more) => `nothing is accepted${more}`,
  );
  const missing = ids.filter((id) => !run.judgements.some(({ row }) => row.id === id));
  if (missing.length > 0) throw new InputError(`--accept ${missing.join(' ')}: give the whole id of a row`);
  acceptVerdicts(name, run.judgements, why);
  return run;
}

/**
 * Who waits at a terminal sees which row is at work, who reads a pipe is told of each row.
 * @param more what is said to one who interrupts
 */
async function shown(
  ledger: Ledger,
  select: (row: Row) => boolean,
  watcher: Watcher,
  judge: (report: (progress: Progress) => void) => Promise<Run>,
  seconds: number,
  more: string,
): Promise<Run> {
  const { judgedLine } = await import('../reports/ledger/terminal.js');
  const { inOrder } = await import('../../properties/catalogue/inOrder.js');
  const { withDimensions } = await import('../../ledger/kinds/index.js');
  const ids = withDimensions(ledger.rows)
    .filter(select)
    .map(({ id }) => id);
  const tell = inOrder(ids, ({ row: { id }, verdict }: Judgement) => say(judgedLine(id, verdict)));
  let done = 0;
  const run = (show: (progress: Progress) => void): Promise<Run> =>
    judge((progress) => {
      done = progress.done;
      const { row, judgement } = progress;
      if (judgement && watcher === 'lines') tell(row.id, judgement);
      show(progress);
    });
  return orStop(
    () => (watcher === 'terminal' ? listed(ledger, run) : run(() => {})),
    seconds,
    (time) => `${done} of ${ids.length} rows are finished${more || time}`,
  );
}

async function listed(ledger: Ledger, judge: (report: (progress: Progress) => void) => Promise<Run>): Promise<Run> {
  const { Listr } = await import('listr2');
  const found: Run[] = [];
  const show = async (_: unknown, task: { output: string }): Promise<void> => {
    found.push(
      await judge(({ done, total, row, step }) => {
        task.output = `${done}/${total} ${row.id}${step ? `: ${step}` : ''}`;
      }),
    );
  };
  await new Listr([{ title: `${ledger.paper.id}: ${ledger.rows.length} rows`, task: show }]).run();
  return found[0];
}

export function profileOf(text: string): 'quick' | 'full' {
  if (text === 'quick' || text === 'full') return text;
  throw new InputError(`--profile ${text}: expected quick or full`);
}
