import { z } from 'zod';
import { accept } from '../../ledger/accept.js';
import { withDimensions } from '../../ledger/kinds/index.js';
import { isExpected as isAsExpected, type Judgement } from '../../ledger/language/judgement.js';
import { checkedLedger, type Ledger, type Row } from '../../ledger/ledger.js';
import { loadLedger as ledgerOf, ledgerPath } from '../../ledger/ledgerFile.js';
import { runMutants } from '../../ledger/runMutants.js';
import { selected } from '../../ledger/selection.js';
import { type Progress, type Run, SEED, verify as verifyLedger } from '../../ledger/verify.js';
import { runLaws } from '../../properties/catalogue/runLaws.js';
import { type LawTable, lawTable } from '../../properties/catalogue/table.js';
import { keep as addTo, keptCounterexamples, readKeptIfAny } from '../../properties/law/counterexamples.js';
import type { LawReport } from '../../properties/law/runLaw.js';
import type { Matrix, MutantRow } from '../../properties/mutants/matrix.js';
import { parseDigits } from '../../src/solution/readProblem.js';
import { demandWritable } from '../../src/theory/outputFile.js';
import { readShard } from '../../src/theory/shard.js';
import type { Theory } from '../../src/theory/theory.js';
import {
  callback,
  checked,
  count,
  names,
  pathOf,
  steps,
  text,
  theory as theoryShape,
  time,
  timeFrom,
  type WorkTime,
  watchOf,
} from './shapes.js';

const LARGEST = 2 ** 31 - 1;
const MOST_RUNS = 1_000_000;
/** Every thread holds the whole suite in memory. */
const MOST_JOBS = 16;

/** The theory that `mutants` takes by itself, and the claims about it. */
const PAPER = { theory: 'rashba-ferromagnet', ledger: 'veneri-2022' } as const;

/** `K/N`: only this part of the laws, mutants or rows. */
const shard = z.string().transform(readShard).optional();

const verifyOptions = z.strictObject({
  report: callback<(progress: Progress) => void>(),
  only: callback<(row: Row) => boolean>(),
  digits: text.transform(parseDigits).optional(),
  profile: z.enum(['quick', 'full']).optional(),
  seed: count('seed', -LARGEST, LARGEST, () => SEED),
  /** Threads; the judgements do not depend on it. */
  workers: count('workers', 1, 64, () => 1),
  /** Judgements that are known already, by id. */
  known: z.custom<ReadonlyMap<string, Judgement>>((x) => x instanceof Map, 'expected a map').optional(),
  /** What the ledger is called on the command line. */
  name: z.string().optional(),
  steps,
  shard,
});
const lawOptions = z.strictObject({
  runs: count('runs', 1, MOST_RUNS, () => 100),
  seed: count('seed', -LARGEST, LARGEST, () => Math.floor(Math.random() * LARGEST)),
  /** Ids or their beginnings up to a dot; all laws if empty. */
  law: names,
  shard,
  /** Threads; the reports do not depend on it. */
  workers: count('workers', 1, 64, () => 1),
  /** A JSON file whose counterexamples are tried first and to which new ones are added. */
  keep: z.string().optional(),
  /** Of one law: long, lest a verdict depend on how busy a machine is. */
  ...time(600),
  onLaw: callback<(report: LawReport) => void>(),
});
const mutantOptions = z.strictObject({
  runs: count('runs', 1, MOST_RUNS, () => 10),
  seed: count('seed', 1, LARGEST, () => 1),
  jobs: count('jobs', 1, MOST_JOBS, () => 2),
  law: names,
  mutant: names,
  shard,
  /** A ledger whose claims are tried too; that of the paper for its theory, none for others. */
  ledger: z.union([z.string(), z.literal(false)]).optional(),
  allClaims: z.boolean().default(false),
  /** Called now and then; may throw to end the work. */
  watch: callback<() => void>(),
  onMutant: callback<(row: MutantRow) => void>(),
  onProgress: callback<(done: number, total: number) => void>(),
});
export type VerifyOptions = z.input<typeof verifyOptions>;
export type LawsOptions = z.input<typeof lawOptions>;
export type MutantsOptions = z.input<typeof mutantOptions>;

const claim = z.looseObject({ id: z.string(), kind: z.string(), expect: z.looseObject({ verdict: z.string() }) });
const judgement = z.looseObject({ verdict: z.enum(['holds', 'refuted', 'undecided']), row: claim });

/** A ledger by the name of its folder in papers/ or by the path of a YAML file. */
export const loadLedger = (nameOrPath: string): Ledger => ledgerOf(checked('ledger', z.string(), nameOrPath));

/** Judges the rows of a ledger, in their order. */
export async function verify(ledger: Ledger, options: VerifyOptions = {}): Promise<Run> {
  const { steps, ...rest } = checked('options', verifyOptions, options);
  return verifyLedger(checkedLedger(ledger, 'ledger'), { ...rest, ...(steps && { variant: { steps } }) });
}

/** Rows by patterns: an id, its beginning up to a dot, or a text with `*`. */
export const selectRows = (ledger: Ledger, patterns: readonly string[]): ((row: Row) => boolean) => {
  checked('ledger', z.looseObject({ rows: z.array(claim) }), ledger);
  return selected(withDimensions(ledger.rows), checked('only', names, patterns));
};

/** Whether a verdict is the one that the ledger expects. */
export const isExpected = (judged: Judgement): boolean => {
  checked('judgement', judgement, judged);
  return isAsExpected(judged);
};

/** Writes computed verdicts into the file of a ledger as the expected ones; its comments and layout stay. */
export const acceptVerdicts = (nameOrPath: string, judgements: readonly Judgement[], why: string): void => {
  checked('judgements', z.array(judgement), judgements);
  accept(
    ledgerPath(pathOf(nameOrPath)),
    judgements,
    checked('why', z.string().regex(/\S/, 'a reason is expected'), why),
  );
};

/** What symmetry allows, forbids and relates, with optional parameters present, and the laws that are claimed. */
export const symmetries = (
  theory: Theory,
  present: readonly string[] = [],
  only: readonly string[] = [],
  options: WorkTime = {},
): LawTable => {
  const checkedTheory = checked('theory', theoryShape, theory);
  const watch = watchOf(`symmetries of ${checkedTheory.name}`, timeFrom(options));
  return lawTable(checkedTheory, checked('present', names, present), checked('only', names, only), watch);
};

/** Tries the laws that are claimed for a theory on random cases. */
export async function laws(theory: Theory, options: LawsOptions = {}): Promise<LawReport[]> {
  const { law: only, keep, onLaw, ...rest } = checked('options', lawOptions, options);
  const kept = [...(keep === undefined ? [] : readKeptIfAny(keep)), ...keptCounterexamples()];
  if (keep !== undefined) demandWritable(keep, `counterexamples ${keep}`);
  const told = (report: LawReport): void => {
    const { id, seed, counterexample } = report;
    // at once: what is found is not lost if the others are not run to their end
    if (counterexample && keep !== undefined)
      addTo(keep, { law: id, theory: theory.name, case: counterexample.case, note: `found with seed ${seed}` });
    onLaw?.(report);
  };
  return runLaws(checked('theory', theoryShape, theory), { ...rest, only, kept, onLaw: told });
}

/** Tries laws and claims of a ledger on wrong theories. The theory is a name or path: threads load it again. */
export async function mutants(theory = 'rashba-ferromagnet', options: MutantsOptions = {}): Promise<Matrix> {
  const {
    law,
    mutant,
    ledger: asked,
    watch,
    onMutant,
    onProgress,
    ...rest
  } = checked('options', mutantOptions, options);
  const ledger = asked ?? (theory === PAPER.theory && PAPER.ledger);
  if (ledger !== false) ledgerOf(ledger);
  const told = { ...(watch && { watch }), ...(onMutant && { onMutant }), ...(onProgress && { onProgress }) };
  const session = { ...rest, laws: law, mutants: mutant, ...(ledger && { ledger }), ...told };
  return runMutants(checked('theory', z.string(), theory), session);
}
