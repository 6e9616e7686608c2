import type { Evidence, Verdict } from '../src/solution/verdict.js';
import type { Row } from './ledger.js';

/** A ledger row with what computation found. */
export interface Judgement {
  readonly row: Row;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
  /** The measured number in words: a ratio, a residual. */
  readonly measured: string;
  /** Digits on which the numbers behind it agree. */
  readonly digits: number;
  /** What is true instead, if the row is refuted. */
  readonly right?: string;
  /** What the reader must know, such as the factor of a shared convention. */
  readonly note?: string;
  /** Why nothing could be decided. */
  readonly reason?: string;
}

export const isExpected = ({ row, verdict }: Judgement): boolean => verdict === row.expect;
