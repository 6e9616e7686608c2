/** Median seconds of one call, over rounds of enough calls to be measurable. */
export function secondsPerCall(call: () => void, rounds = 7, least = 0.15): number {
  call();
  let calls = 1;
  const time = (): number => {
    const start = performance.now();
    for (let k = 0; k < calls; k++) call();
    return (performance.now() - start) / 1000;
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
    const start = performance.now();
    await call();
    samples.push((performance.now() - start) / 1000);
  }
  return samples.sort((a, b) => a - b)[Math.floor(rounds / 2)];
}

export const print = (name: string, value: string, target = ''): void => {
  process.stdout.write(`${name.padEnd(58)} ${value.padStart(16)}   ${target}\n`);
};

export const milliseconds = (seconds: number): string => `${(1000 * seconds).toFixed(3)} ms`;
