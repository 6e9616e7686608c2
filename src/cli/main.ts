#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addSolveCommand } from './solve.js';
import { addVerifyCommand } from './verify.js';

/** Version from the package file, two folders above the compiled command line. */
function version(): string {
  const path = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}

/** The whole command line; errors are thrown, not printed. */
export function buildProgram(): Command {
  const program = new Command('diffuson')
    .description('verification suite for diagrammatic linear-response theory of spin transport')
    .version(version())
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  addVerifyCommand(program);
  addSolveCommand(program);
  return program;
}

/** One line on stderr; 1 for bad input, 2 for accuracy that was not reached. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    process.stderr.write(`${oneLine(error.message)}; see diffuson --help\n`);
    return 1;
  }
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${name === 'InputError' || name === 'AccuracyError' ? '' : 'internal error: '}${oneLine(message)}\n`);
  return name === 'AccuracyError' ? 2 : 1;
}

const oneLine = (text: string): string => text.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');

try {
  const program = buildProgram();
  if (process.argv.length <= 2) program.outputHelp();
  else await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = report(error);
}
