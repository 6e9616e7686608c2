import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Verdict } from '../src/solution/verdict.js';
import { demandRegular } from '../src/theory/dataFile.js';
import { InputError } from '../src/theory/errors.js';
import { makeFolder } from '../src/theory/outputFile.js';
import { packageFile } from '../src/theory/packageFile.js';
import type { Judgement } from './language/judgement.js';
import type { Ledger } from './ledger.js';

/** What the judgements of a run depend on. */
export interface RunKey {
  readonly ledger: Ledger;
  readonly digits: number;
  readonly profile: string;
  readonly seed: number;
}

/**
 * Judgements as they are made, one a line in a cache folder ($DIFFUSON_CACHE, else that of the user): what an
 * interrupted run had finished, and the verdicts of the last run that was finished.
 * @throws InputError if the folder cannot be written
 */
export class RunRecord {
  private readonly path: string;
  private readonly last: string;
  private readonly key: string;

  constructor(run: RunKey) {
    const { XDG_CACHE_HOME, DIFFUSON_CACHE } = process.env;
    const folder = DIFFUSON_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'diffuson');
    makeFolder(folder, `DIFFUSON_CACHE ${folder}`);
    this.path = join(folder, `${run.ledger.paper.id}.jsonl`);
    this.last = join(folder, `${run.ledger.paper.id}.last.jsonl`);
    const version = readFileSync(packageFile('package.json'), 'utf8');
    this.key = createHash('sha256')
      .update(JSON.stringify([run, version]))
      .digest('hex');
  }

  /** Judgements of an interrupted run of the same ledger with the same options. */
  unfinished(): Map<string, Judgement> {
    const { key, judgements } = readRecord(this.path);
    return key === this.key ? new Map(judgements.map((j) => [j.row.id, j])) : new Map();
  }

  /** Verdicts of the last run that was finished, whatever its options. */
  lastVerdicts(): Map<string, Verdict> {
    return new Map(readRecord(this.last).judgements.map(({ row, verdict }) => [row.id, verdict]));
  }

  begin(): void {
    this.write(() => writeFileSync(this.path, `${JSON.stringify({ key: this.key })}\n`));
  }

  add(judgement: Judgement): void {
    const line = JSON.stringify(judgement, (_, x) => (x === Number.POSITIVE_INFINITY ? INFINITE : x));
    this.write(() => appendFileSync(this.path, `${line}\n`));
  }

  finish(): void {
    this.write(() => renameSync(this.path, this.last));
  }

  private write(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new InputError(`${this.path}: ${(error as Error).message}; name another folder by DIFFUSON_CACHE`);
    }
  }
}

/** JSON has no infinite number. */
const INFINITE = '__infinite';

const shape = z.looseObject({
  row: z.looseObject({ id: z.string() }),
  verdict: z.string(),
  routes: z.array(z.unknown()),
});

function readRecord(path: string): { key: string | undefined; judgements: Judgement[] } {
  if (!existsSync(path)) return { key: undefined, judgements: [] };
  try {
    demandRegular(path);
    const [head, ...lines] = readFileSync(path, 'utf8').split('\n').filter(Boolean);
    const judgements = lines.map((line) =>
      shape.parse(JSON.parse(line, (_, x) => (x === INFINITE ? Number.POSITIVE_INFINITY : x))),
    );
    const { key } = z.object({ key: z.string() }).parse(JSON.parse(head));
    return { key, judgements: judgements as unknown as Judgement[] };
  } catch {
    // a line that was cut off by the interruption: nothing of the file is trusted
    return { key: undefined, judgements: [] };
  }
}
