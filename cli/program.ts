import { Command, CommanderError } from 'commander';
import { inLine } from '../src/theory/errors.js';
import { addBaselineCommands, addChangingCommands } from './commands/changing.js';
import { addComparingCommands } from './commands/comparing.js';
import { addCompletion } from './commands/completing.js';
import { addDerivingCommands } from './commands/deriving.js';
import { addDrawingCommand } from './commands/drawing.js';
import { addExamples } from './commands/examples.js';
import { hearBefore, hearNothing } from './commands/interruption.js';
import { addJudgingCommands } from './commands/judging.js';
import { addSolvingCommands } from './commands/solving.js';
import { addStartingCommands } from './commands/starting.js';
import { addSweepingCommands } from './commands/sweeping.js';
import { version } from './public/version.js';
import { printable } from './reports/printable.js';

/** Commands whose work is interruptible: they hear signals from when they load what they need. */
const LISTENING: ReadonlySet<string> = new Set(['verify', 'explain', 'mutants', 'sweep']);

/** The whole command line; errors are thrown, not printed. */
export function buildProgram(): Command {
  const program = commands();
  addCompletion(program, commands);
  addExamples(program);
  program.hook('preAction', (_, command) => {
    if (LISTENING.has(command.name())) hearBefore();
  });
  return program;
}

/** Every command that can be completed. */
function commands(): Command {
  const program = new Command('diffuson')
    .description('verification suite for diagrammatic linear-response theory of spin transport')
    .version(version())
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  addJudgingCommands(program);
  addSolvingCommands(program);
  addSweepingCommands(program);
  addDrawingCommand(program);
  addDerivingCommands(program);
  addComparingCommands(program);
  addChangingCommands(program);
  addBaselineCommands(program);
  addStartingCommands(program);
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
  } finally {
    hearNothing();
  }
}

/** One line on stderr, or one for each fault of a file. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const message = error.code === 'commander.help' ? 'unknown command' : oneLine(error.message);
    process.stderr.write(`${message}; see diffuson --help\n`);
    return 1;
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const expected = name === 'InputError' || name === 'AccuracyError';
  const lines = expected && error instanceof Error && 'lines' in error ? String(message).split('\n') : [message];
  for (const line of lines) process.stderr.write(`${expected ? '' : 'internal error: '}${oneLine(line)}\n`);
  return name === 'AccuracyError' ? 2 : 1;
}

const oneLine = (text: string): string => printable(inLine(text.replace(/^error: /, '')));
