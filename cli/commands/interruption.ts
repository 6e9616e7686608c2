import { MORE_TIME } from '../../src/solution/deadline.js';

/** Signals that ask a process to end, and what shells call such an end: 128 and the number of the signal. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Signal = keyof typeof CODES;
const SIGNALS = Object.keys(CODES) as Signal[];

/** The exit code of what fell short of what was asked. */
const OUT_OF_TIME = 2;

/** The longest time that a timer can wait for, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

type Listener = (signal: NodeJS.Signals) => void;

/** Who hears signals; while nobody does, the system ends the process, even in the middle of a solve. */
let heardBy: Listener | undefined;
const pass: Listener = (signal) => heardBy?.(signal);

/** Passes signals on to another listener, so that none is lost between the two. */
function hear(listener: Listener | undefined): void {
  if ((listener === undefined) !== (heardBy === undefined))
    for (const signal of SIGNALS) process[listener ? 'on' : 'off'](signal, pass);
  heardBy = listener;
}

/** A signal before `interruptible` work begins ends the process with its code, in one line. */
export const hearBefore = (): void =>
  hear((signal) => {
    process.stderr.write('interrupted: nothing is begun\n');
    process.exit(CODES[signal as Signal]);
  });

/** From now on the system ends the process. */
export const hearNothing = (): void => hear(undefined);

/** Is told that work must end: why, and the exit code. */
export type OnEnd = (why: string, code: number) => void;

/** Does work that a signal or the end of its time ends in good order; a second signal ends it at once. */
export async function interruptible<T>(work: () => Promise<T>, seconds: number, onEnd: OnEnd): Promise<T> {
  const listen: Listener = (signal) => {
    quiet();
    onEnd('interrupted', CODES[signal as Signal]);
  };
  const isOver = (): void => {
    quiet();
    onEnd(`the time limit of ${seconds} s is over`, OUT_OF_TIME);
  };
  const timer = setTimeout(isOver, Math.min(1000 * seconds, LONGEST));
  const quiet = (): void => {
    clearTimeout(timer);
    hearNothing();
  };
  hear(listen);
  try {
    return await work();
  } finally {
    quiet();
  }
}

/**
 * The same for work whose finished pieces are printed or kept already: says how much of it is finished, and ends.
 * @param finished is given how there would be more of it
 */
export const orStop = <T>(work: () => Promise<T>, seconds: number, finished: (more: string) => string): Promise<T> =>
  interruptible(work, seconds, (why, code) => {
    process.stderr.write(`${why}: ${finished(code === OUT_OF_TIME ? MORE_TIME : '')}\n`);
    process.exit(code);
  });
