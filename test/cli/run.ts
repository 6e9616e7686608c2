import type { Command } from 'commander';
import { buildProgram, runCommandLine } from '../../cli/program.js';

/** What one command line printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  /** Without what is said of waits, which depends on how busy the machine is. */
  readonly err: string;
}

/** Runs a command line in this process. */
export async function run(...args: string[]): Promise<Outcome> {
  const writers = [process.stdout.write, process.stderr.write] as const;
  const texts = ['', ''];
  const capture =
    (k: 0 | 1) =>
    (text: string | Uint8Array): boolean => {
      texts[k] += String(text);
      return true;
    };
  process.stdout.write = capture(0) as typeof process.stdout.write;
  process.stderr.write = capture(1) as typeof process.stderr.write;
  try {
    const code = await runCommandLine(args);
    return { code, out: texts[0], err: texts[1].replace(/^waiting for: [^\n]+\n/gm, '') };
  } finally {
    [process.stdout.write, process.stderr.write] = writers;
    process.exitCode = 0;
  }
}

/** The same command line, whose commands do nothing. */
function inert(program: Command): Command {
  for (const command of program.commands) inert(command as Command);
  if (program.commands.length === 0) program.action(() => {});
  return program;
}

/** Reads a command line without doing what it says. @throws CommanderError on a word that no command has */
export const spelled = (args: readonly string[]): Promise<Command> =>
  inert(buildProgram()).parseAsync(args, { from: 'user' });

export const POINT_A = ['--set', 'm=1', 'eps=1', 'alpha=0.3', 'Dx=0.1', 'Dz=0.1', 'u=0.5'];
export const POINT_B = ['--set', 'm=1', 'eps=0.3', 'alpha=0.8', 'Dx=0.3', 'Dz=0.6', 'u=0.5'];

/** The assignments of point A with some replaced, or left out if undefined. */
export function pointA(change: Record<string, string | undefined>): string[] {
  const values = new Map(POINT_A.slice(1).map((text) => text.split('=') as [string, string]));
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) values.delete(name);
    else values.set(name, value);
  }
  return ['--set', ...[...values].map(([name, value]) => `${name}=${value}`)];
}
