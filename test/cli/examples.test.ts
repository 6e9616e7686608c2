import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../cli/program.js';
import { commandsOf, wordsOf } from '../../docs/site/commands.js';
import { run, spelled } from './run.js';

/** A command and those below it, each with its path. */
const all = (command: Command, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...command.commands.flatMap((below) => all(below as Command, [...path, below.name()])),
];
const paths = all(buildProgram()).map((path) => path.join(' '));

/** The examples at the end of a help, as a page shows commands. */
const examplesIn = (help: string): string[] => {
  const text = help.slice(help.search(/^Examples?:$/m)).replace(/^ {2}/gm, '');
  return commandsOf({ path: 'help', markdown: `\`\`\`sh\n${text}\n\`\`\`\n` }).map((command) => command.text);
};

describe('--help', () => {
  it('is asked of every command', () => expect(paths.length).toBeGreaterThan(20));

  it.each(paths)('%s: ends with an example of the command that can be typed', async (path) => {
    const { out, code } = await run(...path.split(' ').filter(Boolean), '--help');
    const examples = examplesIn(out);
    expect([code, examples.length > 0]).toEqual([0, true]);
    for (const example of examples) {
      expect(example.startsWith(`diffuson ${path}`), example).toBe(true);
      await expect(spelled(wordsOf(example.replace(/ > .*/, '')).slice(1)), example).resolves.toBeTruthy();
    }
  });
});
