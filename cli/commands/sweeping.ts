import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { demandWritable } from '../../src/theory/outputFile.js';
import type { SweepProgress } from '../../sweep/run/sweepToFile.js';
import type { TableRow } from '../../sweep/table/row.js';
import type { SweepOptions } from '../public/sweeping.js';
import { progressLine } from '../reports/progress.js';
import { interruptible, type OnEnd } from './interruption.js';
import { addBudget, addProblemOptions, assignments, type ProblemTexts, say, secondsOf, type Timed } from './shared.js';

interface Sweep extends ProblemTexts, Timed {
  readonly over?: string[];
  readonly quantities?: string[];
  readonly digits: string;
  readonly out?: string;
  readonly plot?: string;
  readonly force?: boolean;
  readonly resume?: boolean;
  readonly workers?: string;
  readonly shard?: string;
}

const OVER =
  'what runs: theta=0:pi:201, eps=0.2:2:log:50, "eps=1 meV:20 meV:51", u=0.1,0.5,inf, Dx=Dz, points.csv; the last ' +
  'one fastest';

/** Rows that a terminal is given without a file. */
const MOST_SHOWN = 100_000;

/** Adds `diffuson sweep` and `merge`. */
export function addSweepingCommands(program: Command): void {
  addMerging(program);
  addBudget(addProblemOptions(program.command('sweep')))
    .description('many points: tables and phase diagrams, each row with the digits that hold')
    .option('--over <axis...>', OVER)
    .option('--quantities <pattern...>', 'such as tau.*,K.zy (default: K and sigma)')
    .option('--digits <N>', '1 to 15: a row that has fewer in double precision is solved again with MPFR', '8')
    .option('--out <file>', '.csv, .jsonl or .parquet; a picture in the terminal without it')
    .option('--plot <file>', 'write pictures as one SVG file')
    .option('--force', 'replace what is there')
    .option('--resume', 'go on with an interrupted sweep')
    .option('--workers <N>', 'threads (default: all cores); the rows do not depend on it')
    .option('--shard <K/N>', 'only this part of the rows; diffuson merge joins the files of all')
    .action(async (theory: string, options: Sweep) => {
      process.exitCode = await (options.out === undefined ? shown(theory, options) : written(theory, options));
    });
}

function addMerging(program: Command): void {
  program
    .command('merge')
    .description('join the files of all shards into what one run would have written')
    .argument('<files...>', 'of diffuson sweep (or laws, mutants, verify: .json) --shard 1/N to N/N, in any order')
    .requiredOption('--out <file>', 'of the same format')
    .option('--force', 'replace what is there')
    .action(async (files: string[], given: { out: string; force?: boolean }) => {
      demandWritable(given.out);
      const isJson = files.every((file) => file.endsWith('.json'));
      process.exitCode = await (isJson ? mergedReports(files, given) : mergedTables(files, given));
    });
}

interface Merging {
  readonly out: string;
  readonly force?: boolean;
}

async function mergedTables(files: readonly string[], { out, force }: Merging): Promise<number> {
  const { mergeTables } = await import('../../sweep/run/merge.js');
  say(`${out}: ${await mergeTables(files, out, { force })} rows of ${files.length} files`);
  return 0;
}

async function mergedReports(files: readonly string[], { out, force }: Merging): Promise<number> {
  const { joined } = await import('../reports/joined.js');
  const { versioned } = await import('../reports/versioned.js');
  const { readResults, writeWhole } = await import('../../src/theory/dataFile.js');
  if (existsSync(out) && !force) throw new InputError(`${out} exists; give another --out, or --force to replace it`);
  const { object, items, code } = joined(files.map((name) => ({ name, object: objectIn(readResults(name), name) })));
  writeWhole(out, `${JSON.stringify(versioned(object), null, 2)}\n`);
  say(`${out}: ${items} rows of ${files.length} files`);
  return code;
}

/** The object of a JSON file. @throws InputError if there is none */
function objectIn(data: unknown, path: string): Record<string, unknown> {
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { ...data };
  throw new InputError(`${path}: expected a JSON object`);
}

async function optionsOf(name: string, { over = [], set, quantities, ...rest }: Sweep) {
  const { loadTheory } = await import('../public/solving.js');
  const { digits, limit, scheme, cutoff, workers } = rest;
  const options: SweepOptions = {
    ...{ over, set: assignments(set), digits: Number(digits), limit, scheme, cutoff },
    ...(quantities && { quantities }),
    ...(workers !== undefined && { workers }),
  };
  return { theory: loadTheory(name), options };
}

/** Without a file: pictures in the terminal. */
async function shown(name: string, given: Sweep): Promise<number> {
  if (given.resume || given.force || given.shard !== undefined)
    throw new InputError('--force, --resume and --shard need --out FILE');
  if (given.plot !== undefined) demandWritable(given.plot, `--plot ${given.plot}`);
  const { theory, options } = await optionsOf(name, given);
  const { sweep, sweepRequest } = await import('../public/sweeping.js');
  const { picturesOf } = await import('../reports/sweep/picture.js');
  const { terminalPictures } = await import('../reports/sweep/terminal.js');
  const request = sweepRequest(theory, options);
  if (request.grid.size > MOST_SHOWN)
    throw new InputError(`${request.grid.size} points are too many for a terminal; give --out FILE`);
  const missing = new Map<string, number>();
  const stopping = new Stopping();
  let done = 0;
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const { point, quantities, digits, reason } of sweep(theory, { ...options, signal: stopping.signal })) {
      if (reason !== null) missing.set(reason, (missing.get(reason) ?? 0) + 1);
      const known = [...Object.values(quantities), digits].map((x) => x ?? Number.NaN);
      yield { values: [...Object.values(point), ...known], reason: reason ?? '' };
      done++;
    }
  }
  const seconds = await secondsOf(given);
  const pictures = await interruptible(() => picturesOf(request, rows()), seconds, stopping.end);
  const { why, code } = stopping;
  if (done === 0 && why !== undefined) throw new AccuracyError(`${why}: no point is finished`);
  say(terminalPictures(pictures));
  for (const [reason, count] of missing) say(`${count} of ${request.grid.size} points: ${reason}`);
  if (given.plot !== undefined) await plot(given.plot, pictures);
  if (why !== undefined) process.stderr.write(`${why}: ${done} of ${request.grid.size} points are finished\n`);
  return code;
}

/** Stops a sweep in good order, and keeps why. */
class Stopping {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  why: string | undefined;
  code = 0;

  readonly end: OnEnd = (why, code) => {
    [this.why, this.code] = [why, code];
    this.controller.abort();
  };
}

/** Into a file. */
async function written(name: string, given: Sweep): Promise<number> {
  const { out = '', force, resume, shard, plot: picture } = given;
  for (const path of [out, picture ?? out]) demandWritable(path);
  const { theory, options } = await optionsOf(name, given);
  const { sweepFile, sweepRequest } = await import('../public/sweeping.js');
  const stopping = new Stopping();
  const show = progressLine(process.stderr);
  const running = () =>
    sweepFile(theory, {
      ...options,
      ...{ out, signal: stopping.signal, onProgress: (progress: SweepProgress): void => show(progress) },
      ...(force && { force }),
      ...(resume && { resume }),
      ...(shard !== undefined && { shard }),
    });
  const seconds = await secondsOf(given);
  const { done, before, total } = await interruptible(running, seconds, stopping.end).finally(() => show.end());
  if (done < total) {
    const finished = `${done} of ${total} rows are finished in ${out}.part; go on with --resume`;
    process.stderr.write(`${stopping.why}: ${finished}\n`);
    return stopping.code;
  }
  say(before === total ? `${out}: ${total} rows, finished before` : `${out}: ${total} rows`);
  if (picture === undefined) return 0;
  const { picturesOf } = await import('../reports/sweep/picture.js');
  const { readTable } = await import('../../sweep/table/format.js');
  const { columnsOf } = await import('../../sweep/table/row.js');
  if (shard !== undefined) throw new InputError('--plot needs all rows: give it without --shard');
  const request = sweepRequest(theory, options);
  await plot(picture, await picturesOf(request, readTable(out, columnsOf(request))));
  return 0;
}

type Pictures = Parameters<typeof import('../reports/sweep/svg.js').sweepSvg>[0];

async function plot(path: string, pictures: Pictures): Promise<void> {
  const { sweepSvg } = await import('../reports/sweep/svg.js');
  const { writeWhole } = await import('../../src/theory/dataFile.js');
  writeWhole(path, sweepSvg(pictures));
}
