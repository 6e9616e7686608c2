import { closeSync, existsSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { InputError } from '../../src/theory/errors.js';
import { formatOf, readText, TEXTS } from '../table/format.js';
import {
  difference,
  type Entry,
  entryLine,
  finishedLine,
  hashOf,
  headLine,
  type JournalHead,
  journalPath,
  readJournal,
  wholeEntries,
} from './journal.js';

/** What may be done with what is there already. */
export interface Existing {
  /** Begin anew. */
  readonly force?: boolean | undefined;
  /** Go on with an interrupted sweep. */
  readonly resume?: boolean | undefined;
}

/**
 * A table that grows piece by piece, `FILE.part` beside `FILE.journal`: a piece counts when the journal has its hash,
 * so that whatever ends the process leaves a beginning of whole pieces. The finished table is renamed.
 */
export class TableFile {
  private readonly part: string;
  private readonly files: { readonly part: number; readonly journal: number };
  /** Pieces that were there. */
  private readonly known: ReadonlySet<string>;

  private constructor(
    readonly path: string,
    private readonly head: JournalHead,
    entries: readonly Entry[],
  ) {
    this.part = partPath(path);
    this.known = new Set(entries.map(({ name }) => name));
    this.files = this.attempt(() => ({ part: openSync(this.part, 'a'), journal: openSync(journalPath(path), 'a') }));
    if (!this.known.has(HEADER)) this.write(HEADER, TEXTS[formatOf(path)].header(head.columns));
  }

  /**
   * Opens a table, or tells that it is finished.
   * @throws InputError if something is there that must not be touched, or that is another sweep
   */
  static open(path: string, head: JournalHead, { force, resume }: Existing): TableFile | undefined {
    const part = partPath(path);
    if (force && resume) throw new InputError('--force begins anew and --resume goes on: give one of them');
    if (!force && !resume) {
      const there = [path, part].find(existsSync);
      if (there === path) throw new InputError(`${path} exists; give another --out, or --force to replace it`);
      if (there === part)
        throw new InputError(`${part} is an unfinished sweep; go on with --resume, or begin anew with --force`);
    }
    const journal = resume ? readJournal(path) : undefined;
    if (journal) {
      const changed = difference(journal.head, head);
      if (changed !== undefined)
        throw new InputError(`${journalPath(path)} is of another sweep (${changed}); give its options, or --force`);
      if (journal.isFinished && existsSync(path)) return undefined;
      return new TableFile(path, head, wholeEntries(part, path, journal));
    }
    if (existsSync(path) && resume)
      throw new InputError(`${path} exists without its journal, so it cannot be resumed; --force begins anew`);
    attempted(path, () => {
      rmSync(part, { force: true });
      const file = openSync(journalPath(path), 'w');
      writeSync(file, headLine(head));
      closeSync(file);
    });
    return new TableFile(path, head, []);
  }

  has(piece: string): boolean {
    return this.known.has(piece);
  }

  /** Adds a piece behind the others. @throws InputError on a full disk and the like: what was added stays */
  write(piece: string, text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    this.attempt(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.files.part, bytes, at);
      writeSync(this.files.journal, entryLine({ name: piece, bytes: bytes.length, hash: hashOf(bytes) }));
    });
  }

  /** Leaves the table as it is, to be resumed. */
  close(): void {
    closeSync(this.files.part);
    closeSync(this.files.journal);
  }

  /** Makes the finished pieces the table. */
  async finish(): Promise<void> {
    const { path, part, head } = this;
    const format = formatOf(path);
    if (format === 'parquet') {
      const { writeParquet } = await import('../table/parquet.js');
      const rows = readText(part, TEXTS[format], head.columns);
      const beside = `${path}.new`;
      try {
        await writeParquet(beside, head.columns, rows);
        this.attempt(() => renameSync(beside, path));
      } catch (error) {
        rmSync(beside, { force: true });
        throw refused(path, error);
      }
      rmSync(part);
    } else this.attempt(() => renameSync(part, path));
    this.attempt(() => writeSync(this.files.journal, finishedLine));
    this.close();
  }

  private attempt<T>(work: () => T): T {
    return attempted(this.path, work);
  }
}

const HEADER = 'header';
const partPath = (path: string): string => `${path}.part`;

function attempted<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refused(path, error);
  }
}

function refused(path: string, error: unknown): Error {
  if (error instanceof Error && 'code' in error)
    return new InputError(
      `${path} cannot be written: ${error.message}; the rows so far are in ${partPath(path)}, go on with --resume`,
    );
  return error instanceof Error ? error : new Error(String(error));
}
