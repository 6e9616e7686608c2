/** Signals that ask a process to end, and what shells call such an end: 128 and the number of the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Signal = keyof typeof CODES;
const SIGNALS = Object.keys(CODES) as Signal[];

/**
 * Does work that a signal ends in good order; a second one ends it at once.
 * @param onSignal is told the exit code
 */
export async function interruptible<T>(work: () => Promise<T>, onSignal: (code: number) => void): Promise<T> {
  const listen = (signal: NodeJS.Signals): void => {
    quiet();
    onSignal(CODES[signal as Signal]);
  };
  const quiet = (): void => {
    for (const signal of SIGNALS) process.off(signal, listen);
  };
  for (const signal of SIGNALS) process.on(signal, listen);
  try {
    return await work();
  } finally {
    quiet();
  }
}

/** The same for work whose finished pieces are printed or kept already: says how much of it is finished, and ends. */
export const orStop = <T>(work: () => Promise<T>, finished: () => string): Promise<T> =>
  interruptible(work, (code) => {
    process.stderr.write(`interrupted: ${finished()}\n`);
    process.exit(code);
  });
