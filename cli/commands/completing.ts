import type { Command } from 'commander';

/** Names that complete an argument or an option, wherever it stands. */
async function namesBy(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { BUILTIN } = await import('../../src/theory/builtin.js');
  const { schemaKinds, templates } = await import('../public/starting.js');
  return {
    theory: Object.keys(BUILTIN),
    kind: schemaKinds,
    template: templates,
    limit: ['dilute', 'finite'],
    scheme: ['gaussian', 'first-born', 'born:2', 't-matrix', 'self-consistent'],
    cutoff: ['renormalised'],
    field: ['double', 'mpfr', 'decimal'],
    profile: ['quick', 'full'],
    format: ['text', 'latex', 'json'],
    table: ['text', 'csv', 'mumax3', 'ubermag'],
  };
}

/**
 * Adds `diffuson complete`: scripts for shells, and the suggestions that they ask for.
 * @param commands makes the command line that is completed
 */
export function addCompletion(program: Command, commands: () => Command): void {
  program
    .command('complete')
    .argument('[shell]', 'bash, zsh, fish or powershell')
    .argument('[words...]', 'after --: what is typed so far')
    .allowUnknownOption()
    .description('completion for a shell; for bash: source <(diffuson complete bash)')
    .action(async (shell: string | undefined) => {
      const { default: tab } = await import('@bomb.sh/tab/commander');
      const completed = commands();
      const root = tab(completed);
      const names = await namesBy();
      for (const command of root.commands.values())
        for (const [name, place] of [...command.arguments, ...command.options]) {
          const known = names[name];
          if (known)
            place.handler = (complete: (text: string, description: string) => void) => {
              for (const text of known) complete(text, '');
            };
        }
      const given = (program as Command & { rawArgs: readonly string[] }).rawArgs;
      await completed.parseAsync(shell === undefined ? ['complete', '--help'] : [...given], { from: 'user' });
    });
}
