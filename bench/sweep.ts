import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { print } from './measure.js';

const MAIN = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const KILLS = 3;

/** A phase diagram of so many rows. */
const diagram = (angles: number, energies: number): string[] => [
  ...['sweep', '--over', `theta=0.1:1.4:${angles}`, `eps=0.5:2:log:${energies}`, '--quantities', 'tau.*', 'K.zy'],
  ...['--set', 'm=1', 'alpha=0.3', 'Delta=0.2', 'u=0.5', '--digits', '6'],
];

interface Ended {
  readonly seconds: number;
  /** Largest resident memory in MiB, as far as the system tells. */
  readonly memory: number;
  readonly wasKilled: boolean;
}

/** Runs a sweep, and kills it after some seconds if asked to. */
function run(args: readonly string[], killAfter = Number.POSITIVE_INFINITY): Promise<Ended> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (Number.isFinite(killAfter)) setTimeout(() => child.kill('SIGKILL'), 1000 * killAfter);
  let memory = 0;
  const watching = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      memory = Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    } catch {
      // no such system, or no such process any more
    }
  }, 100);
  return new Promise((resolve) =>
    child.on('exit', (code) => {
      clearInterval(watching);
      resolve({ seconds: (performance.now() - started) / 1000, memory, wasKilled: code === null });
    }),
  );
}

/** Rows per second, what a second core brings, memory, and a sweep that is killed and resumed. */
export async function benchSweep(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'diffuson-sweep-'));
  const file = (name: string): string => join(folder, name);
  try {
    const [small, large] = [diagram(100, 100), diagram(1000, 400)];
    const one = await run([...large, '--workers', '1', '--out', file('one.csv')]);
    const two = await run([...large, '--workers', '2', '--out', file('two.csv')]);
    print('sweep, 400,000 rows with their errors, one thread', `${Math.round(400_000 / one.seconds)} /s`);
    print('the same on two threads against one', `${(one.seconds / two.seconds).toFixed(2)} times`, 'at least 1.8');
    const few = await run([...small, '--workers', '2', '--out', file('few.csv')]);
    print('memory of 400,000 rows against 10,000', `${Math.round(two.memory)} / ${Math.round(few.memory)} MiB`, 'flat');
    let kills = 0;
    for (let k = 0; k < KILLS; k++) {
      const { wasKilled } = await run([...small, '--resume', '--out', file('killed.csv')], few.seconds / 4);
      if (wasKilled) kills++;
    }
    await run([...small, '--resume', '--out', file('killed.csv')]);
    const isEqual = readFileSync(file('killed.csv')).equals(readFileSync(file('few.csv')));
    print(`a sweep of 10,000 rows, killed ${kills} times and resumed`, isEqual ? 'equal' : 'different', 'equal');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
