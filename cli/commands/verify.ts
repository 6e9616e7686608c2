import type { Command } from 'commander';

/** The ledger of the first paper, beside the sources. */
const DEFAULT_LEDGER = 'veneri-2022';

/** Adds `diffuson verify`. */
export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('judge every row of a ledger of claims; exit 0 if every verdict is the one that the ledger expects')
    .argument('[ledger]', 'name of a folder in papers/, or the path of a ledger file', DEFAULT_LEDGER)
    .option('--json', 'print one JSON object')
    .action(runVerify);
}

async function runVerify(name: string, options: { json?: boolean }): Promise<void> {
  const [{ loadLedger }, { verify }, { isExpected }, report, { ledgerPath }] = await Promise.all([
    import('../../ledger/ledger.js'),
    import('../../ledger/verify.js'),
    import('../../ledger/judgement.js'),
    import('../reports/ledger.js'),
    import('./ledgerPath.js'),
  ]);
  const ledger = loadLedger(ledgerPath(name));
  const judgements =
    process.stdout.isTTY && !process.env.CI && !options.json ? await withDisplay(ledger, verify) : await verify(ledger);
  const text = options.json
    ? JSON.stringify(report.ledgerObject(ledger, judgements), null, 2)
    : [...judgements.map(report.judgementText), '', report.summaryText(ledger, judgements)].join('\n');
  process.stdout.write(`${text}\n`);
  if (!judgements.every(isExpected)) process.exitCode = 1;
}

type Verify = typeof import('../../ledger/verify.js').verify;
type Ledger = Parameters<Verify>[0];

/** A live line that names the row at work. */
async function withDisplay(ledger: Ledger, verify: Verify): Promise<Awaited<ReturnType<Verify>>> {
  const { Listr } = await import('listr2');
  const context: { judgements?: Awaited<ReturnType<Verify>> } = {};
  await new Listr<typeof context>(
    [
      {
        title: `${ledger.paper.id}: ${ledger.rows.length} rows`,
        task: async (state, task) => {
          state.judgements = await verify(ledger, {
            report: ({ done, total, row }) => {
              task.output = `${done}/${total} ${row.id}`;
            },
          });
        },
      },
    ],
    { ctx: context },
  ).run();
  return context.judgements!;
}
