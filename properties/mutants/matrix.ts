import fc from 'fast-check';
import { valueAt } from '../../src/arithmetic/memo.js';
import { type Case, caseText } from '../cases/case.js';
import { casesOf } from '../cases/generator.js';
import { type Law, LEVELS, type Level } from '../law/law.js';
import { DOUBLE_DIGITS, SampleJudge } from '../law/sampleJudge.js';
import type { TestedVariant } from '../law/variant.js';
import type { Classification } from '../symmetry/classification.js';
import type { Mutant } from './mutant.js';

/** Something else that may refute a variant, such as a claim of a ledger. */
export interface Killer {
  readonly id: string;
  readonly run: (variant: TestedVariant) => Promise<'holds' | 'refuted' | 'undecided' | 'untested'>;
}

export interface MatrixOptions {
  /** Effective samples that a law spends on a mutant before it lets it live. */
  readonly runs: number;
  readonly seed: number;
  readonly killers?: readonly Killer[];
  /** Line counts that a mutant may take to settle a case at 40 digits. */
  readonly patience?: number;
}

export interface MutantRow {
  readonly id: string;
  readonly change: string;
  /** Laws that refute it, crude ones first, and other killers. */
  readonly killedBy: readonly string[];
  /** The case by which the first of them did. */
  readonly witness?: string;
}

export interface LawColumn {
  readonly id: string;
  readonly level: Level;
  /** Mutants that it refutes, and those that no law of a lower level does. */
  readonly kills: number;
  readonly first: readonly string[];
  /** Whether no mutant needs it. */
  readonly redundant: boolean;
}

export interface Matrix {
  readonly seed: number;
  readonly mutants: readonly MutantRow[];
  readonly laws: readonly LawColumn[];
  readonly survivors: readonly string[];
}

/** Laws with the cases on which they are tried, ready for one mutant after the other. MPFR must be loaded. */
export class Trial {
  private readonly samples: ReadonlyMap<string, readonly Case[]>;

  constructor(
    private readonly classification: Classification,
    private readonly laws: readonly Law[],
    private readonly options: MatrixOptions,
  ) {
    const sound = new SampleJudge(classification);
    this.samples = new Map(laws.map((law) => [law.id, easyCases(sound, law, options)]));
  }

  async row(mutant: Mutant): Promise<MutantRow> {
    const judge = new SampleJudge(this.classification, mutant.variant, {
      patience: this.options.patience ?? PATIENCE,
      clear: CLEAR,
    });
    const killedBy: string[] = [];
    let witness: string | undefined;
    for (const law of this.laws) {
      const found = firstRefuted(judge, law, valueAt(this.samples, law.id), timeOf(this.classification));
      if (!found) continue;
      killedBy.push(law.id);
      witness ??= caseText(found);
    }
    for (const killer of this.options.killers ?? [])
      if ((await killer.run(mutant.variant)) === 'refuted') killedBy.push(killer.id);
    return { id: mutant.id, change: mutant.change, killedBy, ...(witness !== undefined && { witness }) };
  }
}

/** What a report says of a law. */
type Named = Pick<Law, 'id' | 'level'>;

/** The report: which law is needed for which mutant. */
export const matrixOf = (laws: readonly Named[], rows: readonly MutantRow[], seed: number): Matrix => ({
  seed,
  mutants: rows,
  laws: columns(laws, rows),
  survivors: rows.filter((row) => row.killedBy.length === 0).map((row) => row.id),
});

/** The patience of a trial, and how often a mutant may exceed it. */
const PATIENCE = 4;
const UNSETTLED = 2;
/** Relative residual of a failure that needs no more digits: the sound theory passes the same case without them. */
const CLEAR = 1e-4;

/** Whether there is time left of that which the theory grants a law. */
function timeOf({ theory }: Classification): () => boolean {
  const { seconds = Number.POSITIVE_INFINITY } = theory.bounds;
  const started = performance.now();
  return () => performance.now() - started < 1000 * seconds;
}

function firstRefuted(
  judge: SampleJudge,
  law: Law,
  samples: readonly Case[],
  hasTime: () => boolean,
): Case | undefined {
  let unsettled = 0;
  for (const sample of samples) {
    if (!hasTime()) return undefined;
    const { status } = judge.judge(law, sample);
    if (status === 'refuted') return sample;
    if (status === 'undecided' && ++unsettled === UNSETTLED) return undefined;
  }
  return undefined;
}

/**
 * Cases that the sound theory passes at once, so that what fails on them is the mutant and no time goes into hard
 * contours.
 */
function easyCases(sound: SampleJudge, law: Law, { runs, seed }: MatrixOptions): Case[] {
  const chosen: Case[] = [];
  const hasTime = timeOf(sound.classification);
  for (const sample of fc.sample(casesOf(sound.classification, law.draw), { numRuns: 4 * runs, seed })) {
    if (chosen.length === runs || !hasTime()) break;
    const { status, digits } = sound.judge(law, sample);
    if (status === 'holds' && digits === DOUBLE_DIGITS) chosen.push(sample);
  }
  return chosen;
}

/** A law is needed if some mutant is refuted by it and by no law of a lower level. */
function columns(laws: readonly Named[], rows: readonly MutantRow[]): LawColumn[] {
  const rank = new Map(laws.map((law) => [law.id, LEVELS.indexOf(law.level)]));
  return laws.map(({ id, level }) => {
    const killed = rows.filter((row) => row.killedBy.includes(id));
    const isFirst = (other: string): boolean => (rank.get(other) ?? LEVELS.length) >= LEVELS.indexOf(level);
    const first = killed.filter((row) => row.killedBy.every(isFirst)).map((row) => row.id);
    return { id, level, kills: killed.length, first, redundant: first.length === 0 };
  });
}
