import type { Command } from 'commander';
import { addTheory, addTimeLimit, assignments, printing, type Timed, timed } from './shared.js';

type Options = Timed & { regime?: string; in?: string; set?: string[]; scheme: string };
type Expand = Options & { orders: string; terms: string; format: string };
type Discover = Options & { digits: string };

const REGIME =
  'smallest scale first, pF the Fermi momentum: "Dx << Dz << alpha*pF << eps" (the default of the Rashba ' +
  'ferromagnet; every theory has its own); the largest one sets the units, as in "Dz << eps << m*alpha^2", or is ' +
  'that of a cutoff, "M << eps << v*cutoff"; "-eps" is a negative eps; ' +
  'expand takes "theta = 0" and "theta = 0, one ring" too';
const IN =
  'in whose powers: an impurity strength (default u), smaller than every scale of the regime; ' +
  'expand takes a small scale such as Dx too, in the leading power of the strength';
const SET = 'take a parameter out of the limit: Dy=0, uz=u/3, "Dy=2*Dx"; expand puts other values into its formulas';

const addDerivation = (command: Command): Command =>
  addTimeLimit(
    addTheory(command.argument('<quantity>', 'K.xx ... K.zy, sigma.xx ..., KJ.xx ..., tau.1e tau.2e tau.1o tau.2o'))
      .option('--regime <regime>', REGIME)
      .option('--in <symbol>', IN)
      .option('--set <name=value...>', SET)
      .option('--scheme <scheme>', 'first-born, born:N, t-matrix; expand takes gaussian too', 't-matrix'),
    'it',
  );

/** What both commands ask of their functions. */
async function requestOf(theory: string, { regime, in: name, set, scheme, timeLimit }: Options) {
  const { loadTheory } = await import('../public/solving.js');
  return { theory: loadTheory(theory), regime, in: name, set: assignments(set), scheme, ...timed({ timeLimit }) };
}

/** Adds `diffuson expand` and `discover`. */
export function addDerivingCommands(program: Command): void {
  const expanding = addDerivation(program.command('expand'))
    .description('weak-scattering expansion of K, sigma, K_J or tau, derived exactly from the theory')
    .option('--orders <N>', 'how many powers, from the first that does not vanish', '1')
    .option('--terms <N>', 'how many terms of each power, in the order of the regime', '1')
    .option('--format <format>', 'text, latex or json', 'text');
  printing(expanding, async (quantity: string, theory: string, { orders, terms, format, ...options }: Expand) => {
    const { expand } = await import('../public/deriving.js');
    const { expansionObject, formatOf, formatted } = await import('../reports/expansion.js');
    const chosen = formatOf(format);
    const expansion = expand(quantity, { ...(await requestOf(theory, options)), orders, terms });
    return { object: expansionObject(expansion), text: () => formatted(expansion, chosen) };
  });

  const discovering = addDerivation(program.command('discover'))
    .description('leading term of a quantity from high-precision solves alone, with the evidence for it')
    .option('--digits <N>', 'digits of each solve that must be stable', '24');
  printing(discovering, async (quantity: string, theory: string, { digits, ...options }: Discover) => {
    const { discover } = await import('../public/deriving.js');
    const { discoveryObject, discoveryText } = await import('../reports/discovery.js');
    const discovery = await discover(quantity, { ...(await requestOf(theory, options)), digits });
    // what the data do not settle is an accuracy that was not reached
    const code = discovery.verdict === 'undecided' ? 2 : 0;
    return { object: discoveryObject(discovery), text: () => discoveryText(discovery), code };
  });
}
