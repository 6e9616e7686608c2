import { z } from 'zod';
import { lawsOf } from '../../properties/catalogue/catalogue.js';
import { chosenLaws } from '../../properties/catalogue/runLaws.js';
import { CurrentVertexResponse } from '../../properties/law/currentVertex.js';
import { EXACT, type Law } from '../../properties/law/law.js';
import { type LawReport, runLaw } from '../../properties/law/runLaw.js';
import { SampleJudge } from '../../properties/law/sampleJudge.js';
import { Classification } from '../../properties/symmetry/classification.js';
import { remembered } from '../../src/arithmetic/memo.js';
import { loadMpfr } from '../../src/arithmetic/mpfr.js';
import { InputError } from '../../src/theory/errors.js';
import { callOf } from '../../src/theory/load.js';
import type { Theory } from '../../src/theory/theory.js';
import { STEPS } from '../../src/torque/steps.js';
import { identityOf } from '../../symbolic/identities/index.js';
import type { Context } from '../language/context.js';
import type { Finding, Route } from '../language/judgement.js';
import { common } from '../language/row.js';
import { identityRoutes } from './derivation.js';

/** A claim about every sample: a law of the catalogue, run with its own generators. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('law'),
  /** Id of the law. */
  law: z.string(),
  /** An identity between the equations behind it: a route of its own. */
  identity: z.string().optional(),
});
export type LawRow = z.infer<typeof schema>;

/** Samples of a law by profile. */
const RUNS = { quick: 12, full: 60 } as const;

/** What of the claim has no law. */
export function faults({ law }: LawRow, theory: Theory): { field: string; message: string }[] {
  try {
    lawNamed(law, classified(theory));
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ field: 'law', message: error.message }];
  }
}

const memo = new WeakMap<Theory, Classification>();
const classified = (theory: Theory): Classification => remembered(memo, theory, () => new Classification(theory));

const lawNamed = (id: string, classification: Classification): Law =>
  chosenLaws(lawsOf(classification), [id], classification.theory)[0];

/** Judges a law on its samples, with K and sigma from the spin vertex and again through the current vertex. */
export async function judge(row: LawRow, context: Context): Promise<Finding> {
  const { theory, variant, seed, profile } = context;
  await loadMpfr();
  const judge = new SampleJudge(classified(theory), { ...variant, steps: variant.steps ?? STEPS });
  const law = lawNamed(row.law, judge.classification);
  const options = { runs: RUNS[profile], seed };
  const report = runLaw(judge, law, options);
  const dressed = dressedLaw(law);
  const again = runLaw(judge, dressed.law, options);
  const routes = [
    routeOf('law', law, report),
    ...(dressed.isUsed() ? [routeOf('current vertex', law, again)] : []),
    ...(row.identity === undefined ? [] : identityRoutes(identityOf(row.identity), context).slice(0, 1)),
  ];
  const failed = report.counterexample ?? again.counterexample;
  return {
    routes,
    computed: `${report.samples} samples: ${law.statement}`,
    tables: [
      {
        title: `where the samples of ${law.id} lie`,
        columns: ['drawn', 'samples'],
        rows: Object.entries(report.classes),
      },
    ],
    ...(failed && { replay: `diffuson laws ${callOf(theory)} --law ${law.id} --replay "${failed.case}"` }),
    ...(report.reason !== undefined && { reason: report.reason }),
  };
}

/** Samples are solved in double precision. */
const DOUBLE_DIGITS = 15;

function routeOf(name: Route['name'], law: Law, report: LawReport): Route {
  const { value } = law.tolerance ?? EXACT;
  const { samples, verdict, worst, reason } = report;
  const residual = { holds: worst, refuted: report.counterexample?.worst ?? worst, untested: Number.NaN }[verdict];
  return {
    name,
    evidence: { residual: residual * value, uncertainty: 0, holdsBelow: value, refutedAbove: value },
    measured: `${verdict} for ${samples} samples, worst residual ${(residual * value).toExponential(1)}`,
    digits: Math.max(0, Math.min(DOUBLE_DIGITS, Math.floor(-Math.log10(residual * value)))),
    ...(reason !== undefined && { reason }),
  };
}

/** The law with K, sigma and K_J through the current vertex, and whether it speaks of them at all. */
function dressedLaw(law: Law): { law: Law; isUsed: () => boolean } {
  let isUsed = false;
  const onUse = (): void => {
    isUsed = true;
  };
  const sides: Law['sides'] = (responses, values, torque) =>
    law.sides(
      responses.map((response, k) =>
        response.limit === 'finite' || law.measurements[k].route === 'boltzmann'
          ? response
          : new CurrentVertexResponse(response, onUse),
      ),
      values,
      torque,
    );
  return { law: { ...law, sides }, isUsed: () => isUsed };
}
