import type { Command } from 'commander';

interface DiscoverOptions {
  regime?: string;
  in?: string;
  set?: string[];
  scheme?: string;
  digits?: string;
  json?: boolean;
}

/** Adds `diffuson discover`. */
export function addDiscoverCommand(program: Command): void {
  program
    .command('discover')
    .description(
      'leading term of a quantity from high-precision solves alone: exponents, rational coefficient, power of pi, evidence',
    )
    .argument('<quantity>', 'K.xx ... K.zy, sigma.xx ..., KJ.xx ..., tau.1e tau.2e tau.1o tau.2o')
    .argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .option(
      '--regime <regime>',
      'smallest scale first, pF the Fermi momentum: "Dx << Dz << alpha*pF << eps" (the default)',
    )
    .option('--in <strength>', 'impurity strength, smaller than every scale of the regime', 'u')
    .option('--set <name=value...>', 'take a parameter out of the limit: Dy=0, uz=u/3, "Dy=2*Dx"')
    .option('--scheme <scheme>', 'first-born, born:N, t-matrix', 't-matrix')
    .option('--digits <N>', 'digits of each solve that must be stable', '24')
    .option('--json', 'print one JSON object')
    .action(runDiscover);
}

async function runDiscover(quantity: string, theoryName: string, options: DiscoverOptions): Promise<void> {
  const [
    { loadTheory },
    { parseScheme },
    { discover, MOST_STABLE_DIGITS },
    { discoveryObject, discoveryText },
    { assignments },
    { DEFAULT_REGIME },
    { countFrom },
  ] = await Promise.all([
    import('../../src/theory/load.js'),
    import('../../src/solution/readProblem.js'),
    import('../../symbolic/discovery/discover.js'),
    import('../reports/discovery.js'),
    import('./assignments.js'),
    import('../../symbolic/derivation/regime.js'),
    import('../../src/theory/counts.js'),
  ]);
  const discovery = await discover(quantity, {
    theory: loadTheory(theoryName),
    regime: options.regime ?? DEFAULT_REGIME,
    variable: options.in ?? 'u',
    settings: assignments(options.set),
    scheme: parseScheme(options.scheme),
    digits: countFrom('digits', options.digits ?? '24', MOST_STABLE_DIGITS),
  });
  process.stdout.write(
    `${options.json ? JSON.stringify(discoveryObject(discovery), null, 2) : discoveryText(discovery)}\n`,
  );
  // what the data do not settle is an accuracy that was not reached
  if (discovery.verdict === 'undecided') process.exitCode = 2;
}
