import type { Command } from 'commander';

interface LawsOptions {
  run?: boolean;
  law?: string[];
  runs?: string;
  seed?: string;
  replay?: string;
  keep?: string;
  with?: string[];
  json?: boolean;
}

/** Adds `diffuson laws`. */
export function addLawsCommand(program: Command): void {
  program
    .command('laws')
    .description('which components symmetry allows, and the laws that a theory must obey; --run tries them')
    .argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .option('--run', 'try the laws on random cases instead of printing the table')
    .option('--law <id...>', 'only these laws (an id, or its beginning up to a dot)')
    .option('--runs <N>', 'samples per law (default 100)')
    .option('--seed <S>', 'seed of the samples (default: drawn and printed)')
    .option('--replay <case>', 'judge one case of one --law, as a failure printed it')
    .option('--keep <file>', 'add counterexamples to this JSON file and replay those in it first')
    .option('--with <name...>', 'table: optional parameters that are present, such as uz (a magnetic impurity)')
    .option('--json', 'print one JSON object')
    .action(lawsCommand);
}

async function lawsCommand(theoryName: string, options: LawsOptions): Promise<void> {
  const [{ loadTheory }, { InputError }] = await Promise.all([
    import('../../src/theory/load.js'),
    import('../../src/theory/errors.js'),
  ]);
  const theory = loadTheory(theoryName);
  const whole = (name: string, text: string | undefined, fallback: number): number => {
    const value = text === undefined ? fallback : Number(text);
    if (!Number.isInteger(value) || Math.abs(value) > 2 ** 31 - 1)
      throw new InputError(`--${name} ${text}: an integer is expected`);
    return value;
  };
  const print = (x: unknown, text: () => string): void => {
    process.stdout.write(`${options.json ? JSON.stringify(x, null, 2) : text()}\n`);
  };
  const report = await import('../reports/laws.js');
  if (options.replay !== undefined) {
    const { replayLaw } = await import('../../properties/catalogue/runLaws.js');
    if (options.law?.length !== 1) throw new InputError('--replay needs one --law ID');
    const { law, sample } = await replayLaw(theory, options.law[0], options.replay);
    print({ law: law.id, case: options.replay, ...sample }, () => report.replayText(law, sample));
    if (sample.status !== 'holds') process.exitCode = 1;
    return;
  }
  if (!options.run) {
    const { lawTable } = await import('../../properties/catalogue/table.js');
    const table = lawTable(theory, options.with ?? []);
    print(table, () => report.tableText(table));
    return;
  }
  const runs = whole('runs', options.runs, 100);
  if (runs < 1) throw new InputError(`--runs ${options.runs}: at least one sample`);
  const seed = whole('seed', options.seed, Math.floor(Math.random() * 2 ** 31));
  const [{ runLaws }, store] = await Promise.all([
    import('../../properties/catalogue/runLaws.js'),
    import('../../properties/law/counterexamples.js'),
  ]);
  const own = options.keep === undefined ? [] : store.readKeptIfAny(options.keep);
  const laws = await runLaws(theory, {
    runs,
    seed,
    only: options.law ?? [],
    kept: [...own, ...store.keptCounterexamples()],
    ...(!options.json && { onLaw: (law) => process.stdout.write(`${report.lawLine(law)}\n`) }),
  });
  for (const law of laws)
    if (law.counterexample && options.keep !== undefined)
      store.keep(options.keep, {
        law: law.id,
        theory: theory.name,
        case: law.counterexample.case,
        note: `found with seed ${seed}`,
      });
  if (options.json)
    process.stdout.write(`${JSON.stringify(report.runObject(theoryName, seed, runs, laws), null, 2)}\n`);
  else process.stdout.write(`${report.runSummary(theoryName, seed, runs, laws)}\n`);
  if (laws.some((law) => law.verdict !== 'holds')) process.exitCode = 1;
}
