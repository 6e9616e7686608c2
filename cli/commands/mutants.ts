import type { Command } from 'commander';

interface MutantsOptions {
  mutant?: string[];
  law?: string[];
  runs?: string;
  seed?: string;
  jobs?: string;
  ledger: string | false;
  allClaims?: boolean;
  json?: boolean;
}

/** Adds `diffuson mutants`. */
export function addMutantsCommand(program: Command): void {
  program
    .command('mutants')
    .description('small wrong theories, and which laws and claims refute them')
    .option('--mutant <id...>', 'only these mutants (an id, or its beginning up to a dot)')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot)')
    .option('--runs <N>', 'cases that a law spends on a mutant (default 10)')
    .option('--seed <S>', 'seed of the cases (default 1)')
    .option('--jobs <N>', 'threads (default 2)')
    .option('--ledger <ledger>', 'whose claims are tried too', 'veneri-2022')
    .option('--no-ledger', 'laws alone')
    .option('--all-claims', 'the leading terms of the ledger too, not only its identities (about ten seconds a mutant)')
    .option('--json', 'print one JSON object')
    .action(mutantsCommand);
}

async function mutantsCommand(options: MutantsOptions): Promise<void> {
  const [{ InputError }, { runMutants }, report, { ledgerPath }] = await Promise.all([
    import('../../src/theory/errors.js'),
    import('../../ledger/runMutants.js'),
    import('../reports/laws.js'),
    import('./ledgerPath.js'),
  ]);
  const whole = (name: string, text: string | undefined, fallback: number): number => {
    const value = text === undefined ? fallback : Number(text);
    if (!Number.isInteger(value) || value < 1)
      throw new InputError(`--${name} ${text}: a positive integer is expected`);
    return value;
  };
  const matrix = await runMutants('rashba-ferromagnet', {
    runs: whole('runs', options.runs, 10),
    seed: whole('seed', options.seed, 1),
    laws: options.law ?? [],
    mutants: options.mutant ?? [],
    jobs: whole('jobs', options.jobs, 2),
    ledger: options.ledger === false ? undefined : ledgerPath(options.ledger),
    allClaims: options.allClaims ?? false,
    ...(!options.json && { onMutant: (row) => process.stdout.write(`${report.mutantLine(row)}\n`) }),
  });
  process.stdout.write(`${options.json ? JSON.stringify(matrix, null, 2) : report.matrixText(matrix)}\n`);
  if (matrix.survivors.length > 0) process.exitCode = 1;
}
