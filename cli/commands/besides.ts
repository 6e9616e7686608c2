import { dirname, join } from 'node:path';
import { z } from 'zod';
import { computeFigures } from '../../ledger/figures/compute.js';
import { readFigurePlan } from '../../ledger/figures/plan.js';
import { ledgerPath } from '../../ledger/ledgerFile.js';
import { runLaws } from '../../properties/catalogue/runLaws.js';
import { lawTable } from '../../properties/catalogue/table.js';
import { valueAt } from '../../src/arithmetic/memo.js';
import { readResults } from '../../src/theory/dataFile.js';
import { InputError } from '../../src/theory/errors.js';
import { loadTheory } from '../../src/theory/load.js';
import type { LedgerDocument, TriedLaw } from '../reports/ledger/document.js';

/** Samples of each law: enough to show that it runs; its replay command tries more. */
const SAMPLES = 4;
const MORE_SAMPLES = 200;

/**
 * Reads what the page shows beside the claims: the figures that `figures.yaml` next to the ledger plans, and the
 * mutants of a file that `diffuson mutants --json` wrote.
 * @param watch called now and then; may throw to end the work
 * @returns what computes the figures, and tries the laws of the theory on a few samples, once the claims are judged
 * @throws InputError on a plan or a file that cannot be read
 */
export function besidesClaims(
  ledger: string,
  mutants: string | undefined,
  watch: () => void,
): (document: LedgerDocument) => Promise<Pick<LedgerDocument, 'figures' | 'laws' | 'mutants'>> {
  const plan = readFigurePlan(join(dirname(ledgerPath(ledger)), 'figures.yaml'));
  const matrix = mutants === undefined ? [] : mutantsIn(mutants);
  return async ({ theory, seed }) => ({
    figures: plan ? computeFigures(plan, watch) : [],
    laws: await triedLaws(theory, seed, watch),
    mutants: matrix,
  });
}

async function triedLaws(name: string, seed: number, watch: () => void): Promise<TriedLaw[]> {
  const theory = loadTheory(name);
  const claimed = new Map(lawTable(theory, [], [], watch).laws.map((law) => [law.id, law]));
  const reports = await runLaws(theory, { runs: SAMPLES, seed, onLaw: watch });
  return reports.map(({ id, verdict, samples, worst, counterexample, reason }) => {
    const { statement, latex, source, level } = valueAt(claimed, id);
    return {
      ...{ id, statement, latex, source, level, verdict, samples, worst },
      ...(counterexample && { counterexample: counterexample.case }),
      ...(reason !== undefined && { reason }),
      replay: `diffuson laws ${name} --run --law ${id} --runs ${MORE_SAMPLES} --seed ${seed}`,
    };
  });
}

const matrix = z.looseObject({
  mutants: z.array(z.looseObject({ id: z.string(), change: z.string(), killedBy: z.array(z.string()) })),
});

function mutantsIn(path: string): z.infer<typeof matrix>['mutants'] {
  const parsed = matrix.safeParse(readResults(path));
  if (parsed.success) return parsed.data.mutants;
  throw new InputError(`--mutants ${path}: expected the JSON of diffuson mutants --json > ${path}`);
}
