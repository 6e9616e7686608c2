import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { packageFile } from '../src/theory/packageFile.js';
import { addContourCommands } from './commands/contour.js';
import { addDiscoverCommand } from './commands/discover.js';
import { addExpandCommand } from './commands/expand.js';
import { addLawsCommand } from './commands/laws.js';
import { addMutantsCommand } from './commands/mutants.js';
import { addSolveCommand } from './commands/solve.js';
import { addTorqueCommand } from './commands/torque.js';
import { addVerifyCommand } from './commands/verify.js';

const version = (): string => JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version as string;

/** The whole command line; errors are thrown, not printed. */
export function buildProgram(): Command {
  const program = new Command('diffuson')
    .description('verification suite for diagrammatic linear-response theory of spin transport')
    .version(version())
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  addVerifyCommand(program);
  addSolveCommand(program);
  addLawsCommand(program);
  addMutantsCommand(program);
  addExpandCommand(program);
  addDiscoverCommand(program);
  addTorqueCommand(program);
  addContourCommands(program);
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
  process.stderr.write(
    `${name === 'InputError' || name === 'AccuracyError' ? '' : 'internal error: '}${oneLine(message)}\n`,
  );
  return name === 'AccuracyError' ? 2 : 1;
}

const oneLine = (text: string): string => text.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
