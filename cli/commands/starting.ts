import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { addTheory, addTimeLimit, assignments, printing, say, type Timed, timed } from './shared.js';

interface Init {
  template?: string;
  dependency?: string;
}

/** Adds `diffuson init`, `doctor` and `schema`. */
export function addStartingCommands(program: Command): void {
  const starting = program
    .command('init')
    .argument('[dir]', 'where the repository is made', '.')
    .description('a repository that tests your theory: theory, claims, baseline, tests, workflows; it passes at once')
    .option('--template <name>', 'rashba, dirac, heavy-holes or anisotropic (asked for in a terminal; else rashba)')
    .option('--dependency <version>', 'what it installs as diffuson: a version or a tarball');
  printing(starting, async (directory: string, { template, dependency }: Init) => {
    const { init } = await import('../public/starting.js');
    const chosen = template ?? (await askedTemplate());
    const files = await init({ directory, template: chosen, ...(dependency !== undefined && { dependency }) });
    const text = (): string =>
      [...files.map((file) => `  ${file}`), `next: cd ${directory} && npm install && npm test`].join('\n');
    return { object: { directory, template: chosen, files }, text };
  });

  const doctor = addTheory(program.command('doctor'))
    .description('what a theory is: bands, contours by eps, symmetries, Eq. (4), which limits and cutoffs make sense')
    .option('--set <name=value...>', 'parameters in natural units; others are their defaults, or 1');
  addTimeLimit(doctor, 'it');
  printing(doctor, async (theory: string, { set, timeLimit }: Timed & { set?: string[] }) => {
    const { doctor: diagnose } = await import('../public/doctor.js');
    const { loadTheory } = await import('../public/solving.js');
    const { doctorText } = await import('../reports/doctor.js');
    const found = diagnose(loadTheory(theory), assignments(set), timed({ timeLimit }));
    return { object: found, text: () => doctorText(found) };
  });

  program
    .command('schema')
    .argument(
      '<kind>',
      'theory, ledger, baseline, history, or a command: solve, torque, torque-table, verify, laws, mutants, diff ...',
    )
    .description('the JSON Schema of a kind of file, for editors, or of what a command prints with --json')
    .action(async (kind: string) => {
      const { jsonSchema } = await import('../public/starting.js');
      say(JSON.stringify(jsonSchema(kind), null, 2));
    });
}

/** The template that someone at a terminal chooses; `rashba` without one. */
async function askedTemplate(): Promise<string> {
  const { templates } = await import('../public/starting.js');
  if (!process.stdin.isTTY) return templates[0];
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  const answer = (await asking.question(`template (${templates.join(', ')}; empty: ${templates[0]}) `)).trim();
  asking.close();
  return answer === '' ? templates[0] : answer;
}
