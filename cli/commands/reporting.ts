import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../src/theory/errors.js';
import { demandWritable } from '../../src/theory/outputFile.js';
import type { LedgerDocument } from '../reports/ledger/document.js';

/** Files that a judged ledger is written to. */
export interface ReportFiles {
  readonly report?: string;
  readonly junit?: string;
  readonly sarif?: string;
  readonly markdown?: string;
  readonly errata?: string;
  /** Read, not written. */
  readonly mutants?: string;
}

export const addReportOptions = (command: Command): Command =>
  command
    .option('--report <file>', 'write one self-contained HTML page')
    .option('--junit <file>', 'write JUnit XML: a row fails if its verdict is not the expected one')
    .option('--sarif <file>', 'write SARIF: errors where a verdict is not the expected one, notes where it is refuted')
    .option('--markdown <file>', 'write a summary in Markdown')
    .option('--errata <file>', 'write the refuted rows as a LaTeX list of errata')
    .option('--mutants <file>', 'what diffuson mutants --json printed, to show in the page');

const OPTIONS = ['report', 'junit', 'sarif', 'markdown', 'errata'] as const;

/** @param ledger as the command line calls it */
type Writer = (document: LedgerDocument, ledger: string) => string;

/** What each option writes, loaded when it is asked for. */
const WRITERS: { readonly [K in (typeof OPTIONS)[number]]: () => Promise<Writer> } = {
  report: async () => (await import('../reports/ledger/page/page.js')).ledgerPage,
  junit: async () => (await import('../reports/ledger/junit.js')).ledgerJunit,
  sarif: async () => {
    const { ledgerSarif } = await import('../reports/ledger/sarif.js');
    const { ledgerPath, linesOfRows } = await import('../../ledger/ledgerFile.js');
    const { version } = await import('../public/version.js');
    return (document, ledger) => {
      const path = ledgerPath(ledger);
      const file = relative('.', path).replaceAll('\\', '/');
      return ledgerSarif(document, { file, lines: linesOfRows(path), version: version() });
    };
  },
  markdown: async () => (await import('../reports/ledger/markdown.js')).ledgerMarkdown,
  errata: async () => (await import('../reports/ledger/errata.js')).ledgerErrata,
};

/** A run takes minutes: it is said before whether its reports can be written. @throws InputError if not */
export function checkReportFiles(files: ReportFiles): void {
  for (const option of OPTIONS) {
    const path = files[option];
    if (path !== undefined) demandWritable(path, `--${option} ${path}`);
  }
}

/** Writes the files that were asked for, and tells GitHub if it runs the command. */
export async function writeReports(document: LedgerDocument, files: ReportFiles, ledger: string): Promise<void> {
  const { writeWhole } = await import('../../src/theory/dataFile.js');
  for (const option of OPTIONS) {
    const path = files[option];
    if (path === undefined) continue;
    const text = (await WRITERS[option]())(document, ledger);
    writeWhole(path, text);
  }
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  if (GITHUB_STEP_SUMMARY) {
    const text = (await WRITERS.markdown())(document, ledger);
    append(GITHUB_STEP_SUMMARY, text);
  }
  if (GITHUB_ACTIONS === 'true' && !document.expected) {
    const { annotations } = await import('../reports/ledger/annotations.js');
    const { ledgerPath, linesOfRows } = await import('../../ledger/ledgerFile.js');
    const path = ledgerPath(ledger);
    for (const line of annotations(document, relative('.', path), linesOfRows(path))) process.stderr.write(`${line}\n`);
  }
}

function append(summary: string, text: string): void {
  try {
    appendFileSync(summary, text);
  } catch (error) {
    throw new InputError(`GITHUB_STEP_SUMMARY ${summary}: ${(error as Error).message}`);
  }
}
