import type { Command } from 'commander';
import { isExpected, type Judgement } from '../../ledger/judgement.js';
import type { Ledger } from '../../ledger/ledger.js';
import { InputError } from '../../src/theory/errors.js';
import type { LawsOptions, MutantsOptions } from '../public/judging.js';
import { addTheory, type Outcome, printing, say } from './shared.js';

type Laws = LawsOptions & { run?: boolean; replay?: string; with?: string[]; json?: boolean };

/** Adds `diffuson verify`, `laws` and `mutants`. */
export function addJudgingCommands(program: Command): void {
  const verifying = program
    .command('verify')
    .description('judge every row of a ledger of claims; exit 0 if every verdict is the one that the ledger expects')
    .argument('[ledger]', 'name of a folder in papers/, or the path of a ledger file', 'veneri-2022');
  printing(verifying, async (name: string, { json }: { json?: boolean }) => {
    const { loadLedger, verify } = await import('../public/judging.js');
    const { judgementText, ledgerObject, summaryText } = await import('../reports/ledger.js');
    const ledger = loadLedger(name);
    const live = process.stdout.isTTY && !process.env.CI && !json;
    const judgements = live ? await withDisplay(ledger, verify) : await verify(ledger);
    return {
      object: ledgerObject(ledger, judgements),
      text: () => [...judgements.map(judgementText), '', summaryText(ledger, judgements)].join('\n'),
      code: judgements.every(isExpected) ? 0 : 1,
    };
  });

  const trying = addTheory(program.command('laws'))
    .description('which components symmetry allows, and the laws that a theory must obey; --run tries them')
    .option('--run', 'try the laws on random cases instead of printing the table')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot)')
    .option('--runs <N>', 'samples per law', '100')
    .option('--seed <S>', 'seed of the samples (default: drawn and printed)')
    .option('--replay <case>', 'judge one case of one --law, as a failure printed it')
    .option('--keep <file>', 'add counterexamples to this JSON file and replay those in it first')
    .option('--with <name...>', 'table: optional parameters that are present, such as uz (a magnetic impurity)');
  printing(trying, async (theory: string, options: Laws) => {
    if (options.replay !== undefined) return replayed(theory, options.law, options.replay);
    return options.run ? tried(theory, options) : table(theory, options.with);
  });

  const mutating = program
    .command('mutants')
    .description('small wrong theories, and which laws and claims refute them')
    .option('--mutant <id...>', 'only these mutants (an id, or its beginning up to a dot)')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot)')
    .option('--runs <N>', 'cases that a law spends on a mutant', '10')
    .option('--seed <S>', 'seed of the cases', '1')
    .option('--jobs <N>', 'threads', '2')
    .option('--ledger <ledger>', 'whose claims are tried too', 'veneri-2022')
    .option('--no-ledger', 'laws alone')
    .option('--all-claims', 'the leading terms of the ledger too, not only its identities (ten seconds a mutant)');
  printing(mutating, async ({ json, ...options }: MutantsOptions & { json?: boolean }) => {
    const { mutants } = await import('../public/judging.js');
    const { matrixText, mutantLine } = await import('../reports/laws.js');
    const onMutant = json ? undefined : (row: Parameters<typeof mutantLine>[0]) => say(mutantLine(row));
    const matrix = await mutants('rashba-ferromagnet', { ...options, onMutant });
    return { object: matrix, text: () => matrixText(matrix), code: matrix.survivors.length > 0 ? 1 : 0 };
  });
}

async function replayed(theory: string, [id, ...more]: readonly string[] = [], text: string): Promise<Outcome> {
  if (id === undefined || more.length > 0) throw new InputError('--replay needs one --law ID');
  const { loadTheory } = await import('../public/solving.js');
  const { replayLaw } = await import('../../properties/catalogue/runLaws.js');
  const { replayText } = await import('../reports/laws.js');
  const { law, sample } = await replayLaw(loadTheory(theory), id, text);
  const object = { law: law.id, case: text, ...sample };
  return { object, text: () => replayText(law, sample), code: sample.status === 'holds' ? 0 : 1 };
}

async function table(theory: string, present?: string[]): Promise<Outcome> {
  const { loadTheory } = await import('../public/solving.js');
  const { symmetries } = await import('../public/judging.js');
  const { tableText } = await import('../reports/laws.js');
  const found = symmetries(loadTheory(theory), present);
  return { object: found, text: () => tableText(found) };
}

async function tried(theory: string, { runs, seed, law, keep, json }: Laws): Promise<Outcome> {
  const { loadTheory } = await import('../public/solving.js');
  const { laws } = await import('../public/judging.js');
  const { lawLine, runObject, runSummary } = await import('../reports/laws.js');
  const onLaw = json ? undefined : (report: Parameters<typeof lawLine>[0]) => say(lawLine(report));
  const reports = await laws(loadTheory(theory), { runs, seed, law, keep, onLaw });
  const found = [theory, reports[0].seed, Number(runs), reports] as const;
  const code = reports.every(({ verdict }) => verdict === 'holds') ? 0 : 1;
  return { object: runObject(...found), text: () => runSummary(...found), code };
}

type Verify = typeof import('../public/judging.js').verify;

/** A live line that names the row at work. */
async function withDisplay(ledger: Ledger, verify: Verify): Promise<Judgement[]> {
  const { Listr } = await import('listr2');
  const title = `${ledger.paper.id}: ${ledger.rows.length} rows`;
  let judgements: Judgement[] = [];
  const show = async (_: unknown, task: { output: string }): Promise<void> => {
    judgements = await verify(ledger, {
      report: ({ done, total, row }) => {
        task.output = `${done}/${total} ${row.id}`;
      },
    });
  };
  await new Listr([{ title, task: show }]).run();
  return judgements;
}
