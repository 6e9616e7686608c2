import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { milliseconds, print, secondsPerCall, wallSeconds } from './measure.js';

const MAIN = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Whole commands, start-up included. */
export function benchCommands(): void {
  const run =
    (...args: string[]) =>
    (): void => {
      execFileSync(process.execPath, [MAIN, ...args], { stdio: 'pipe' });
    };
  print('diffuson --help', milliseconds(secondsPerCall(run('--help'), 5, 0, wallSeconds)), 'under 300 ms');
  print('diffuson verify', milliseconds(secondsPerCall(run('verify'), 1, 0, wallSeconds)), 'under 20 s');
}
