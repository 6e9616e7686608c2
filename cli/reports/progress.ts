/** How far a long run is. */
export interface Advance {
  readonly done: number;
  /** What was done before it began. */
  readonly before: number;
  readonly total: number;
}

/** Seconds between two lines: for someone who watches, and for a log. */
const PAUSE = { terminal: 0.2, log: 10 };

/** Where progress is written. */
interface Stream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Writes how far a run is, on one line of a terminal or as now and then a line of a log. @param what it counts */
export function progressLine(
  stream: Stream,
  what = 'rows',
  now: () => number = () => performance.now() / 1000,
): ((progress: Advance) => void) & { end: () => void } {
  const isTerminal = stream.isTTY === true;
  const started = now();
  let last = started;
  let isOpen = false;
  const show = (progress: Advance): void => {
    if (now() - last < (isTerminal ? PAUSE.terminal : PAUSE.log)) return;
    last = now();
    isOpen = isTerminal;
    stream.write(
      isTerminal
        ? `\r${progressText(progress, last - started, what)}\u001b[K`
        : `${progressText(progress, last - started, what)}\n`,
    );
  };
  const end = (): void => {
    if (isOpen) stream.write('\r\u001b[K');
    isOpen = false;
  };
  return Object.assign(show, { end });
}

/** Such as `120,000 of 1,000,000 rows (12 %), 45,000/s, 20 s left`. */
export function progressText({ done, before, total }: Advance, seconds: number, what = 'rows'): string {
  const rate = (done - before) / seconds;
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  const share = total > 0 ? Math.floor((100 * done) / total) : 100;
  const grouped = (x: number): string => Math.round(x).toLocaleString('en');
  const speed = rate < 10 ? '' : `, ${grouped(rate)}/s`;
  return `${grouped(done)} of ${grouped(total)} ${what} (${share} %)${speed}${left}`;
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
