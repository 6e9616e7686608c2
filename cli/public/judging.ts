import { z } from 'zod';
import type { Judgement } from '../../ledger/judgement.js';
import { checkedLedger, type Ledger, loadLedger as ledgerOf, type Row } from '../../ledger/ledger.js';
import { runMutants } from '../../ledger/runMutants.js';
import { type Progress, verify as verifyLedger } from '../../ledger/verify.js';
import { runLaws } from '../../properties/catalogue/runLaws.js';
import { type LawTable, lawTable } from '../../properties/catalogue/table.js';
import { keep as addTo, type Kept, keptCounterexamples, readKeptIfAny } from '../../properties/law/counterexamples.js';
import type { LawReport } from '../../properties/law/runLaw.js';
import type { Matrix, MutantRow } from '../../properties/mutants/matrix.js';
import { parseDigits } from '../../src/solution/readProblem.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { callback, checked, count, names, steps, text, theory as theoryShape } from './shapes.js';

const LARGEST = 2 ** 31 - 1;
const MOST_RUNS = 1_000_000;

const verifyOptions = z.strictObject({
  report: callback<(progress: Progress) => void>(),
  only: callback<(row: Row) => boolean>(),
  digits: text.transform(parseDigits).optional(),
  steps,
});
const lawOptions = z.strictObject({
  runs: count('runs', 1, MOST_RUNS, () => 100),
  seed: count('seed', -LARGEST, LARGEST, () => Math.floor(Math.random() * LARGEST)),
  /** Ids or their beginnings up to a dot; all laws if empty. */
  law: names,
  /** A JSON file whose counterexamples are tried first and to which new ones are added. */
  keep: z.string().optional(),
  onLaw: callback<(report: LawReport) => void>(),
});
const mutantOptions = z.strictObject({
  runs: count('runs', 1, MOST_RUNS, () => 10),
  seed: count('seed', 1, LARGEST, () => 1),
  jobs: count('jobs', 1, 64, () => 2),
  law: names,
  mutant: names,
  /** A ledger whose claims are tried too. */
  ledger: z.union([z.string(), z.literal(false)]).default('veneri-2022'),
  allClaims: z.boolean().default(false),
  onMutant: callback<(row: MutantRow) => void>(),
});
export type VerifyOptions = z.input<typeof verifyOptions>;
export type LawsOptions = z.input<typeof lawOptions>;
export type MutantsOptions = z.input<typeof mutantOptions>;

/** A ledger by the name of its folder in papers/ or by the path of a YAML file. */
export const loadLedger = (nameOrPath: string): Ledger => ledgerOf(checked('ledger', z.string(), nameOrPath));

/** Judges the rows of a ledger, in their order. */
export const verify = async (ledger: Ledger, options: VerifyOptions = {}): Promise<Judgement[]> =>
  verifyLedger(checkedLedger(ledger, 'ledger'), checked('options', verifyOptions, options));

/** What symmetry allows, forbids and relates, with optional parameters present, and the laws that are claimed. */
export const symmetries = (theory: Theory, present: readonly string[] = []): LawTable =>
  lawTable(checked('theory', theoryShape, theory), checked('present', names, present));

/** Tries the laws that are claimed for a theory on random cases. */
export async function laws(theory: Theory, options: LawsOptions = {}): Promise<LawReport[]> {
  const { law: only, keep, onLaw, ...rest } = checked('options', lawOptions, options);
  const kept = [...(keep === undefined ? [] : keptIn(keep)), ...keptCounterexamples()];
  const session = { ...rest, only, kept, ...(onLaw && { onLaw }) };
  const reports = await runLaws(checked('theory', theoryShape, theory), session);
  for (const { id, seed, counterexample } of reports)
    if (counterexample && keep !== undefined)
      addTo(keep, { law: id, theory: theory.name, case: counterexample.case, note: `found with seed ${seed}` });
  return reports;
}

function keptIn(path: string): Kept[] {
  const shape = z.array(z.looseObject({ law: z.string(), theory: z.string(), case: z.string(), note: z.string() }));
  try {
    return checked('its content', shape, readKeptIfAny(path));
  } catch (error) {
    throw new InputError(`counterexamples ${path}: ${(error as Error).message}`);
  }
}

/** Tries laws and claims of a ledger on wrong theories. The theory is a name or path: threads load it again. */
export async function mutants(theory = 'rashba-ferromagnet', options: MutantsOptions = {}): Promise<Matrix> {
  const { law, mutant, ledger, onMutant, ...rest } = checked('options', mutantOptions, options);
  if (ledger !== false) ledgerOf(ledger);
  const session = { ...rest, laws: law, mutants: mutant, ...(ledger && { ledger }), ...(onMutant && { onMutant }) };
  return runMutants(checked('theory', z.string(), theory), session);
}
