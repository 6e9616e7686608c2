import type { Command } from 'commander';

interface ExpandOptions {
  regime?: string;
  in?: string;
  orders?: string;
  terms?: string;
  set?: string[];
  scheme?: string;
  format?: string;
  json?: boolean;
}

/** Adds `diffuson expand`. */
export function addExpandCommand(program: Command): void {
  program
    .command('expand')
    .description('weak-scattering expansion of K, sigma, K_J or tau, derived exactly from the theory')
    .argument('<quantity>', 'K.xx ... K.zy, sigma.xx ..., KJ.xx ..., tau.1e tau.2e tau.1o tau.2o')
    .argument('[theory]', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .option(
      '--regime <regime>',
      'smallest scale first, pF the Fermi momentum: "Dx << Dz << alpha*pF << eps" (the default); or "theta = 0", "theta = 0, one ring"',
    )
    .option(
      '--in <symbol>',
      'in whose powers: an impurity strength (default u), or a small scale such as Dx in the leading power of the strength',
    )
    .option('--orders <N>', 'how many powers, from the first that does not vanish', '1')
    .option('--terms <N>', 'how many terms of each power, in the order of the regime', '1')
    .option(
      '--set <name=value...>',
      'take a parameter out of the order: Dy=0, uz=u/3, "Dy=2*Dx"; or put a value into the formulas',
    )
    .option('--scheme <scheme>', 'gaussian, first-born, born:N, t-matrix', 't-matrix')
    .option('--format <format>', 'text, latex or json', 'text')
    .option('--json', 'the same as --format json')
    .action(runExpand);
}

async function runExpand(quantity: string, theoryName: string, options: ExpandOptions): Promise<void> {
  const [
    { loadTheory },
    { parseScheme },
    { expandQuantity, readVariable },
    { formatExpansion, parseFormat },
    { assignments },
    { countFrom },
  ] = await Promise.all([
    import('../../src/theory/load.js'),
    import('../../src/solution/readProblem.js'),
    import('../../symbolic/derivation/expandQuantity.js'),
    import('../reports/expansion.js'),
    import('./assignments.js'),
    import('../../src/theory/counts.js'),
  ]);
  const format = options.json ? 'json' : parseFormat(options.format ?? 'text');
  const theory = loadTheory(theoryName);
  const expansion = expandQuantity(quantity, {
    theory,
    ...(options.regime === undefined ? {} : { regime: options.regime }),
    ...readVariable(theory, options.in),
    settings: assignments(options.set),
    scheme: parseScheme(options.scheme),
    strengthOrders: countFrom('orders', options.orders ?? '1', 12),
    terms: countFrom('terms', options.terms ?? '1', 50),
  });
  process.stdout.write(`${formatExpansion(expansion, format)}\n`);
}
