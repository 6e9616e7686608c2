import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import { addChoices, addTimeLimit, assignments, printing, say, type Timed, timed } from './shared.js';

interface Diff extends Timed {
  samples: string;
  seed: string;
  ledger?: string;
}

/** Adds `diffuson diff`. */
export function addChangingCommands(program: Command): void {
  const diff = program
    .command('diff')
    .argument('<a>', 'a theory (built-in name or file), a file of results or claims, or REV:path of git')
    .argument('<b>', 'the same of the other side')
    .description(
      'what distinguishes two theories: terms, symmetries, laws, and the quantities that differ on random samples, ' +
        'with their order in each parameter; or two files, value by value. Exit 0 equal, 1 different',
    )
    .option('--samples <N>', 'samples that both theories are solved at', '40')
    .option('--seed <S>', 'seed of the samples', '1')
    .option('--ledger <ledger>', 'two theories: judge its rows with either, and tell whose verdict moved');
  addTimeLimit(diff, 'all of it', 3600);
  printing(diff, async (a: string, b: string, { samples, seed, ledger, timeLimit }: Diff) => {
    const { diff: differ } = await import('../public/changing.js');
    const { differenceText } = await import('../reports/difference.js');
    const found = await differ(a, b, { samples, seed, ledger, ...timed({ timeLimit }) });
    return { object: found, text: () => differenceText(found), code: found.equal ? 0 : 1 };
  });
}

interface Write extends Timed {
  theory: string;
  at: string[];
  quantities: string;
  digits: string;
  why: string;
  ledger?: string;
  limit?: string;
  scheme?: string;
  cutoff?: string;
}

/** `m=1 eps=10 meV` as a record: a value goes up to the next name. */
const pointOf = (text: string): Record<string, string> =>
  assignments(text.split(/\s+(?=[A-Za-z]\w*\s*=)/).filter((part) => part.trim() !== ''));

/** Adds `diffuson baseline write`, `check`, `review` and `accept`. */
export function addBaselineCommands(program: Command): void {
  const baseline = program.command('baseline').description('digits that must not change without a reason');

  const writing = baseline
    .command('write')
    .argument('<file>', 'JSON file to write')
    .description('solves points and keeps their digits')
    .option('--theory <theory>', 'built-in name or .yaml/.json file', 'rashba-ferromagnet')
    .requiredOption('--at <point...>', 'parameters of a point, such as "m=1 eps=1 alpha=0.3 u=0.5"')
    .requiredOption('--quantities <names>', 'such as K.xy,sigma.xx,tau.1o')
    .requiredOption('--why <text>', 'why these values are right')
    .option('--digits <N>', 'digits that are kept', '12')
    .option('--ledger <ledger>', 'keep the verdicts of its rows too');
  addTimeLimit(addChoices(writing));
  printing(
    writing,
    async (file: string, { theory, at, quantities, digits, why, ledger, limit, scheme, cutoff, timeLimit }: Write) => {
      const { writeBaseline } = await import('../public/changing.js');
      const choices = Object.fromEntries(
        Object.entries({ limit, scheme, cutoff }).filter(([, choice]) => choice !== undefined),
      );
      const points = at.map((text) => ({ set: pointOf(text), ...choices }));
      const names = quantities.split(',').map((name) => name.trim());
      const asked = { theory, points, quantities: names, digits, why, ledger, ...timed({ timeLimit }) };
      const made = await writeBaseline(file, asked);
      const count = made.points.reduce((sum, { values }) => sum + Object.keys(values).length, 0);
      return { object: made, text: () => `${file}: ${count} values at ${made.points.length} points` };
    },
  );

  const checking = baseline
    .command('check')
    .argument('<file>', 'JSON file that baseline write made')
    .description('solves all points again; exit 1 if a kept digit changed, with the symmetries and claims that moved');
  addTimeLimit(checking);
  printing(checking, async (file: string, options: Timed) => {
    const { checkBaseline } = await import('../public/changing.js');
    const { baselineText } = await import('../reports/difference.js');
    const found = await checkBaseline(file, timed(options));
    return { object: found, text: () => baselineText(found), code: found.holds ? 0 : 1 };
  });

  addTimeLimit(baseline.command('review'))
    .argument('<file>', 'JSON file that baseline write made')
    .description('shows what changed and, in a terminal, asks for the reason to accept it')
    .action(async (file: string, options: Timed) => {
      const { acceptBaseline, checkBaseline } = await import('../public/changing.js');
      const { baselineText } = await import('../reports/difference.js');
      const found = await checkBaseline(file, timed(options));
      say(baselineText(found));
      if (found.holds) return;
      process.exitCode = 1;
      if (!process.stdin.isTTY) return say(`accept with: diffuson baseline accept ${file} --why TEXT`);
      const asking = createInterface({ input: process.stdin, output: process.stdout });
      const why = (await asking.question('why are the new values right? (empty: leave the file as it is) ')).trim();
      asking.close();
      if (why === '') return say('nothing was accepted');
      await acceptBaseline(file, why, timed(options));
      process.exitCode = 0;
      return say(`${file}: the new values are kept`);
    });

  const accepting = baseline
    .command('accept')
    .argument('<file>', 'JSON file that baseline write made')
    .requiredOption('--why <text>', 'why the new values are right')
    .description('keeps the values of now, with the reason');
  addTimeLimit(accepting);
  printing(accepting, async (file: string, { why, timeLimit }: Timed & { why: string }) => {
    if (why.trim() === '') throw new InputError('--why: a reason is expected');
    const { acceptBaseline } = await import('../public/changing.js');
    const made = await acceptBaseline(file, why, timed({ timeLimit }));
    const { changed } = made.reasons[made.reasons.length - 1];
    return { object: made, text: () => `${file}: ${changed} new values are kept` };
  });
}
