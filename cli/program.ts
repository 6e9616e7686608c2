import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { packageFile } from '../src/theory/packageFile.js';
import { addDerivingCommands } from './commands/deriving.js';
import { addJudgingCommands } from './commands/judging.js';
import { addSolvingCommands } from './commands/solving.js';

const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version as string;

/** The whole command line; errors are thrown, not printed. */
export function buildProgram(): Command {
  const program = new Command('diffuson')
    .description('verification suite for diagrammatic linear-response theory of spin transport')
    .version(version())
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  addJudgingCommands(program);
  addSolvingCommands(program);
  addDerivingCommands(program);
  return program;
}

/**
 * Runs a command line.
 * @param args without the names of node and the script
 * @returns the exit code: 0, 1 for bad input or an unexpected verdict, 2 for accuracy that was not reached
 */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  process.exitCode = 0;
  try {
    const program = buildProgram();
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error);
  }
}

/** One line on stderr. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const message = error.code === 'commander.help' ? 'unknown command' : oneLine(error.message);
    process.stderr.write(`${message}; see diffuson --help\n`);
    return 1;
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const expected = name === 'InputError' || name === 'AccuracyError';
  process.stderr.write(`${expected ? '' : 'internal error: '}${oneLine(message)}\n`);
  return name === 'AccuracyError' ? 2 : 1;
}

const oneLine = (text: string): string => text.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
