import { type Evidence, judge, type Verdict } from '../../src/solution/verdict.js';
import type { CommonRow } from './row.js';

export type RouteName =
  | 'derivation'
  | 'discovery'
  | 'remainder'
  | 'diagrams'
  | 'current vertex'
  | 'kinetics'
  | 'symmetry'
  | 'law'
  | 'closed form'
  | 'finite n'
  | 'identity'
  | 'random point'
  | 'dimension'
  | 'scaling'
  | 'unit table'
  | 'substitution'
  | 'contours'
  | 'bands';

/** One way to a number or a formula, independent of the others, with what it found. */
export interface Route {
  readonly name: RouteName;
  readonly evidence: Evidence;
  /** What was measured, in words. */
  readonly measured: string;
  /** Digits on which the numbers behind it agree; infinite if exact. */
  readonly digits: number;
  /** Why nothing was found. */
  readonly reason?: string;
}

/** What is right in place of a refuted print. */
export interface Proposal {
  /** Evaluable by mathjs with the names of `solve` plus e, pi and Delta, in the convention of the paper. */
  readonly formula?: string;
  /** right/printed in closed form. */
  readonly ratio?: string;
  /** What went wrong, in words. */
  readonly diagnosis: string;
  /** How the print fails dimensional analysis, if it does. */
  readonly dimension?: string;
}

/** One printed term of a sum. */
export interface JudgedTerm {
  readonly printed: string;
  readonly verdict: Verdict;
  readonly routes: readonly Route[];
  /** What belongs in its place, if it is refuted. */
  readonly right?: string;
}

/** Numbers behind a row: a table, and whether its columns make a curve to draw with logarithmic axes. */
export interface EvidenceTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly plot?: 'log-log' | 'linear';
}

/** What the judge of a kind finds about a row. */
export interface Finding {
  /** The independent routes; the verdict is made of their evidence. */
  readonly routes: readonly Route[];
  /** Every printed term; the row holds only if they all do. */
  readonly terms?: readonly JudgedTerm[];
  readonly proposal?: Proposal;
  /** The machine's reading of the print. */
  readonly read?: { readonly formula: string; readonly latex: string };
  /** A number, formula or tally that the routes agree on. */
  readonly computed?: string;
  readonly tables?: readonly EvidenceTable[];
  /** The command that shows the smallest counterexample, or the numbers, outside the ledger. */
  readonly replay?: string;
  /** Why nothing could be decided. */
  readonly reason?: string;
}

/** A reading of a row with its verdict. */
export interface JudgedReading {
  readonly name: string;
  readonly verdict: Verdict;
  readonly why?: string;
  readonly computed?: string;
}

/** A ledger row with what computation found. */
export interface Judgement extends Finding {
  readonly row: CommonRow;
  readonly verdict: Verdict;
  readonly readings: readonly JudgedReading[];
  /** Digits of the best route. */
  readonly digits: number;
}

export const isExpected = ({ row, verdict }: Pick<Judgement, 'row' | 'verdict'>): boolean =>
  verdict === row.expect.verdict;

/**
 * The verdict of a finding: refuted if a route or a term says so and no route says the contrary; holding needs two
 * routes, and every term.
 */
export function verdictOf({ routes, terms = [] }: Pick<Finding, 'routes' | 'terms'>): Verdict {
  const found = routes.map(({ evidence }) => judge(evidence));
  const holding = found.filter((v) => v === 'holds').length;
  const all = [...found, ...terms.map((t) => t.verdict)];
  if (found.includes('refuted') && holding > 0) return 'undecided';
  if (all.includes('refuted')) return 'refuted';
  return holding >= 2 && terms.every((t) => t.verdict === 'holds') ? 'holds' : 'undecided';
}
