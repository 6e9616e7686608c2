/** What a shell calls the end by a closed pipe: 128 + SIGPIPE. */
const CLOSED_PIPE = 141;

/** A stream that may fail. */
export interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
  write(text: string): unknown;
}

/**
 * Ends the process as a shell expects when its output cannot be written: a reader that has seen enough is no fault, a
 * full disk is one.
 * @param known the exit code, once the command has one
 */
export function guardOutput(
  { out, errors }: { readonly out: Output; readonly errors: Output },
  known: () => number | undefined,
  exit: (code: number) => void,
): void {
  out.on('error', ({ code, message }) => {
    if (code === 'EPIPE') return exit(known() ?? CLOSED_PIPE);
    errors.write(`the output cannot be written: ${message}\n`);
    return exit(1);
  });
  errors.on('error', () => {});
}
