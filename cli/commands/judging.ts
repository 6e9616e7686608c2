import type { Command } from 'commander';
import type { Row } from '../../ledger/ledger.js';
import { Deadline, MORE_TIME } from '../../src/solution/deadline.js';
import { InputError } from '../../src/theory/errors.js';
import type { LawsOptions, MutantsOptions } from '../public/judging.js';
import { orStop } from './interruption.js';
import { addReportOptions, checkReportFiles, type ReportFiles, writeReports } from './reporting.js';
import {
  acceptRows,
  addRunOptions,
  addVerifyOptions,
  judgeLedger,
  kept,
  profileOf,
  type RunTexts,
  reviewText,
  type VerifyTexts,
} from './running.js';
import {
  addBudget,
  addShard,
  addTheory,
  addTimeLimit,
  demandJson,
  type Outcome,
  printing,
  say,
  secondsOf,
  sharded,
  type Timed,
  timed,
} from './shared.js';

type Verifying = ReportFiles & VerifyTexts & { json?: boolean; all?: boolean };
type Mutants = Omit<MutantsOptions, 'ledger'> & Timed & { ledger?: string | boolean; json?: boolean };
type Laws = LawsOptions & Timed & { run?: boolean; replay?: string; with?: string[]; json?: boolean };

/** Adds `diffuson verify`, `explain`, `laws` and `mutants`. */
export function addJudgingCommands(program: Command): void {
  const verifying = program
    .command('verify')
    .description('judge every row of a ledger of claims; exit 0 if every verdict is the one that the ledger expects')
    .argument('[ledger]', 'name of a folder in papers/, or the path of a ledger file', 'veneri-2022');
  addShard(addVerifyOptions(addReportOptions(verifying))).option('--all', 'print the evidence of every row too');
  printing(verifying, async (name: string, { json, all, ...files }: Verifying) => {
    const { loadLedger } = await import('../public/judging.js');
    const { ledgerObject } = await import('../reports/ledger.js');
    const { ledgerText } = await import('../reports/ledger/terminal.js');
    demandJson(files.shard, json);
    if (files.history !== undefined && files.shard !== undefined)
      throw new InputError('--history needs all rows: give it without --shard');
    checkReportFiles(files);
    const { besidesClaims } = await import('./besides.js');
    const { watch } = new Deadline(await secondsOf(files), undefined, MORE_TIME);
    const besides = files.report === undefined ? undefined : besidesClaims(name, files.mutants, watch);
    const ledger = loadLedger(name);
    if (files.history !== undefined) {
      const { readHistory } = await import('../../ledger/history.js');
      readHistory(files.history, ledger.paper.id);
    }
    if (files.accept) {
      const document = ledgerObject(await acceptRows(name, ledger, files));
      const lines = document.claims.map(({ id, verdict }) => `${id}: ${verdict} is expected from now on`);
      return { object: document, text: () => lines.join('\n') };
    }
    const isLive = process.stdout.isTTY && !process.env.CI;
    const watcher = json || files.review ? 'nobody' : isLive ? 'terminal' : 'lines';
    const found = await judgeLedger(name, ledger, files, watcher);
    const { history: path } = files;
    const history = path === undefined ? undefined : await kept(path, found, files);
    const document = { ...ledgerObject(found), ...(history && { history }) };
    await writeReports({ ...document, ...(await besides?.(document)) }, files, name);
    return {
      object: sharded(files.review ? { ...document, changes: found.changes } : document, files.shard),
      text: () =>
        files.review ? reviewText(found) : ledgerText(document, { all: all === true, width: process.stdout.columns }),
      code: document.expected ? 0 : 1,
    };
  });

  const explaining = program
    .command('explain')
    .description('judge one row of a ledger and print everything about it')
    .argument('<id>', 'id of the row')
    .argument('[ledger]', 'name of a folder in papers/, or the path of a ledger file', 'veneri-2022');
  addTimeLimit(addRunOptions(explaining), 'it', 600);
  printing(explaining, async (id: string, name: string, { digits, seed, profile, timeLimit }: RunTexts & Timed) => {
    const { loadLedger, selectRows, verify } = await import('../public/judging.js');
    const { ledgerObject } = await import('../reports/ledger.js');
    const { explainText } = await import('../reports/ledger/terminal.js');
    const ledger = loadLedger(name);
    selectRows(ledger, [id]);
    // in a thread, so that this one can end it
    const options = { digits, seed, profile: profileOf(profile), name, workers: 2, only: (row: Row) => row.id === id };
    const ended = (more: string): string => `${id} is not judged${more}`;
    const document = ledgerObject(await orStop(() => verify(ledger, options), await secondsOf({ timeLimit }), ended));
    const [claim] = document.claims;
    if (!claim) throw new InputError(`${id}: give the whole id of a row`);
    return { object: claim, text: () => explainText(claim, document), code: document.expected ? 0 : 1 };
  });

  const trying = addTheory(program.command('laws'))
    .description('which components symmetry allows, and the laws that a theory must obey; --run tries them')
    .option('--run', 'try the laws on random cases instead of printing the table')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot), each with the sketch of its proof')
    .option('--runs <N>', 'samples per law', '100')
    .option('--seed <S>', 'seed of the samples (default: drawn and printed)')
    .option('--workers <N>', 'threads; the reports do not depend on it', '2')
    .option('--replay <case>', 'judge one case of one --law, as a failure printed it')
    .option('--keep <file>', 'add counterexamples to this JSON file and replay those in it first')
    .option('--with <name...>', 'table: optional parameters that are present, such as uz (a magnetic impurity)');
  addTimeLimit(addShard(trying), 'a law, or the table,', 600);
  printing(trying, async (theory: string, options: Laws) => {
    if (options.replay !== undefined) return replayed(theory, options.law, options.replay, options);
    return options.run ? tried(theory, options) : table(theory, options);
  });

  const mutating = addTheory(program.command('mutants'))
    .description('small wrong theories, and which laws and claims refute them')
    .option('--mutant <id...>', 'only these mutants (an id, or its beginning up to a dot)')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot)')
    .option('--runs <N>', 'cases that a law spends on a mutant', '10')
    .option('--seed <S>', 'seed of the cases', '1')
    .option('--jobs <N>', 'threads', '2')
    .option('--ledger <ledger>', 'whose claims are tried too (default: veneri-2022 for its theory, else none)')
    .option('--no-ledger', 'laws alone')
    .option('--all-claims', 'every claim of the ledger, not only its equations at points (some ten seconds a mutant)');
  addBudget(addShard(mutating));
  printing(mutating, async (theory: string, { json, ledger, timeLimit, ...options }: Mutants) => {
    const seconds = await secondsOf({ timeLimit });
    const { mutants } = await import('../public/judging.js');
    const { matrixText, mutantLine } = await import('../reports/laws.js');
    demandJson(options.shard, json);
    // commander sets a negated option to true where neither is given
    const chosen = ledger === true ? undefined : ledger;
    const { progressLine } = await import('../reports/progress.js');
    const show = progressLine(process.stderr, 'mutants');
    let done = 0;
    const onMutant = (row: Parameters<typeof mutantLine>[0]): void => {
      done++;
      show.end();
      if (!json) say(mutantLine(row));
    };
    const onProgress = (finished: number, total: number): void => show({ done: finished, before: 0, total });
    const { watch } = new Deadline(seconds, undefined, MORE_TIME);
    const matrix = await orStop(
      () => mutants(theory, { ...options, ledger: chosen, watch, onMutant, onProgress }).finally(show.end),
      seconds,
      (more) => `${done} mutants are finished${more}`,
    );
    const object = sharded(matrix, options.shard);
    return { object, text: () => matrixText(matrix), code: matrix.survivors.length > 0 ? 1 : 0 };
  });
}

async function replayed(
  theory: string,
  [id, ...more]: readonly string[] = [],
  text: string,
  options: Timed,
): Promise<Outcome> {
  if (id === undefined || more.length > 0) throw new InputError('--replay needs one --law ID');
  const { loadTheory } = await import('../public/solving.js');
  const { replayLaw } = await import('../../properties/catalogue/runLaws.js');
  const { replayText } = await import('../reports/laws.js');
  const { timeFrom, watchOf } = await import('../public/shapes.js');
  const watch = watchOf(`a sample of ${id}`, timeFrom(timed(options)));
  const { law, sample } = await replayLaw(loadTheory(theory), id, text, watch);
  const object = { law: law.id, case: text, ...sample };
  return { object, text: () => replayText(law, sample), code: sample.status === 'holds' ? 0 : 1 };
}

async function table(theory: string, { with: present, law, timeLimit }: Laws): Promise<Outcome> {
  const { loadTheory } = await import('../public/solving.js');
  const { symmetries } = await import('../public/judging.js');
  const { proofsText, tableText } = await import('../reports/laws.js');
  const found = symmetries(loadTheory(theory), present, law, timed({ timeLimit }));
  return { object: found, text: () => (law ? proofsText(found.laws) : tableText(found)) };
}

async function tried(theory: string, options: Laws): Promise<Outcome> {
  const { runs, seed, law, keep, shard, workers, json, timeLimit } = options;
  if (shard !== undefined && seed === undefined) throw new InputError('--shard needs --seed: all parts need the same');
  demandJson(shard, json);
  const { loadTheory } = await import('../public/solving.js');
  const { laws } = await import('../public/judging.js');
  const { lawLine, runObject, runSummary } = await import('../reports/laws.js');
  const onLaw = json ? undefined : (report: Parameters<typeof lawLine>[0]) => say(lawLine(report));
  const asked = { runs, seed, law, keep, shard, workers, onLaw, ...timed({ timeLimit }) };
  const reports = await laws(loadTheory(theory), asked);
  const found = [theory, reports[0]?.seed ?? Number(seed), Number(runs), reports] as const;
  const code = reports.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
  return { object: sharded(runObject(...found), shard), text: () => runSummary(...found), code };
}
