import type { Convention } from '../../../ledger/asymptotics/convention.js';
import type { CoveredPassage } from '../../../ledger/coverage.js';
import type { Figure } from '../../../ledger/figures/figure.js';
import type { Move } from '../../../ledger/history.js';
import type { EvidenceTable, JudgedReading, JudgedTerm, Proposal } from '../../../ledger/language/judgement.js';
import type { Evidence, Verdict } from '../../../src/solution/verdict.js';

/** What a judged ledger says, as plain data: `verify --json` prints it, and every report is a function of it. */
export interface LedgerDocument {
  readonly paper: { readonly id: string; readonly title: string; readonly authors: string };
  readonly theory: string;
  readonly seed: number;
  /** Whether every verdict is the one that the ledger expects. */
  readonly expected: boolean;
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly conventions: readonly Convention[];
  readonly claims: readonly JudgedClaim[];
  readonly figures?: readonly Figure[];
  readonly laws?: readonly TriedLaw[];
  readonly mutants?: readonly TriedMutant[];
  readonly coverage?: readonly CoveredPassage[];
  /** What `verify --history` keeps. */
  readonly history?: LedgerHistory;
}

/** Runs that were kept, and the rows whose verdict changed, the oldest first. */
export interface LedgerHistory {
  readonly runs: readonly string[];
  readonly moves: readonly Move[];
}

/** One row of the ledger with what computation found. */
export interface JudgedClaim {
  readonly id: string;
  /** Where it stands: an equation, a panel or a section. */
  readonly source: string;
  /** The printed words. */
  readonly words?: string | undefined;
  readonly kind: string;
  /** What the row says, in words. */
  readonly statement?: string | undefined;
  /** The claim as printed, in LaTeX, or as a formula that mathjs reads. */
  readonly latex?: string | undefined;
  readonly formula?: string | undefined;
  /** What was read out of the print. */
  readonly read?: { readonly formula: string; readonly latex: string } | undefined;
  readonly verdict: Verdict;
  readonly expect: Verdict;
  readonly isExpected: boolean;
  /** Why this verdict is expected. */
  readonly why?: string | undefined;
  /** The first makes the verdict. */
  readonly readings: readonly JudgedReading[];
  readonly routes: readonly string[];
  readonly evidence: readonly RouteEvidence[];
  readonly digits: number | 'exact';
  /** A number, formula or tally that the routes agree on. */
  readonly computed?: string | undefined;
  readonly proposal: Proposal | null;
  readonly terms: readonly JudgedTerm[];
  readonly tables?: readonly EvidenceTable[] | undefined;
  /** The command that shows it again. */
  readonly replay?: string | undefined;
  /** Why nothing could be decided. */
  readonly reason?: string | undefined;
}

/** What one route found, and the verdict that its evidence makes by itself. */
export interface RouteEvidence {
  readonly name: string;
  readonly verdict: Verdict;
  readonly measured: string;
  readonly evidence: Evidence;
  readonly digits: number | 'exact';
  readonly reason?: string;
}

export interface TriedLaw {
  readonly id: string;
  readonly statement: string;
  readonly latex?: string | undefined;
  readonly source: string;
  readonly level: string;
  readonly verdict: 'holds' | 'refuted' | 'untested';
  readonly samples: number;
  /** Largest residual in units of the tolerance. */
  readonly worst: number | null;
  readonly counterexample?: string;
  readonly reason?: string;
  readonly replay: string;
}

export interface TriedMutant {
  readonly id: string;
  readonly change: string;
  /** Laws and rows that refute it. */
  readonly killedBy: readonly string[];
}
