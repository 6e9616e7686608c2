/** Seconds of all cores that this process has used: what does not count what else the machine does. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export const wallSeconds = (): number => performance.now() / 1000;

/** Median seconds of one call, over rounds of enough calls to be measurable. @param now the clock that is read */
export function secondsPerCall(call: () => void, rounds = 7, least = 0.15, now = cpuSeconds): number {
  call();
  let calls = 1;
  const time = (): number => {
    const start = now();
    for (let k = 0; k < calls; k++) call();
    return now() - start;
  };
  while (time() < least) calls *= 2;
  const samples = Array.from({ length: rounds }, () => time() / calls).sort((a, b) => a - b);
  return samples[Math.floor(rounds / 2)];
}

/** The same for asynchronous calls, one call a round. */
export async function secondsPerPromise(call: () => Promise<unknown>, rounds = 5): Promise<number> {
  await call();
  const samples: number[] = [];
  for (let k = 0; k < rounds; k++) {
    const start = cpuSeconds();
    await call();
    samples.push(cpuSeconds() - start);
  }
  return samples.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

export const print = (name: string, value: string, target = ''): void => {
  process.stdout.write(`${name.padEnd(58)} ${value.padStart(16)}   ${target}\n`);
};

export const milliseconds = (seconds: number): string => `${(1000 * seconds).toFixed(3)} ms`;
