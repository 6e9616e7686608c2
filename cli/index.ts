/**
 * Public interface: what the commands do, with their options. The machinery is in `diffuson/low-level`.
 * @module diffuson
 */

export type { Baseline, BaselineChange, BaselineCheck } from '../kit/change/baseline.js';
export type { DataDifference, TheoryDifference } from '../kit/change/diff.js';
export type { ComparedEntry, DataComparison, Explained } from '../kit/data/compare.js';
export type { Consistency } from '../kit/data/consistency.js';
export type { Departure } from '../kit/data/conventions.js';
export type { Violation } from '../kit/data/violation.js';
export type { Diagnosis } from '../kit/doctor/doctor.js';
export type { EffectiveFields, FieldRow } from '../kit/micromagnetics/effectiveFields.js';
export type { Judgement } from '../ledger/language/judgement.js';
export type { Ledger, Row } from '../ledger/ledger.js';
export type { Run } from '../ledger/verify.js';
export type { LawTable } from '../properties/catalogue/table.js';
export type { LawReport } from '../properties/law/runLaw.js';
export type { Matrix as MutantMatrix, MutantRow } from '../properties/mutants/matrix.js';
export type { FieldName } from '../src/arithmetic/field.js';
export type { AgreedNumber } from '../src/solution/agreement.js';
export type { BatchPoint } from '../src/solution/batch.js';
export type { DriveResult } from '../src/solution/drive.js';
export type { Problem } from '../src/solution/problem.js';
export type { Solution } from '../src/solution/solve.js';
export type { BandPoint, ContourState } from '../src/solution/texture.js';
export type { Evidence, Verdict } from '../src/solution/verdict.js';
export { BUILTIN } from '../src/theory/builtin.js';
export type { TheoryDefinition, TheoryInput } from '../src/theory/definition.js';
export { AccuracyError, InputError, NoCarriersError } from '../src/theory/errors.js';
export type { ParameterValues } from '../src/theory/parameters.js';
export type { Theory } from '../src/theory/theory.js';
export type { TorqueInSI } from '../src/torque/field.js';
export { STEPS, type Steps } from '../src/torque/steps.js';
export type { Observable } from '../src/transport/observables.js';
export type { Scheme } from '../src/transport/scattering.js';
export { TENSORS, type Tensor } from '../src/transport/tensors.js';
export type { SweepRow } from '../sweep/run/sweepRows.js';
export type { PrintedExpansion } from '../symbolic/derivation/expandQuantity.js';
export type { Discovery } from '../symbolic/discovery/discover.js';
export type { Formula } from '../symbolic/formula/formula.js';
export { type JudgedIdentity, judgeIdentities as identities } from '../symbolic/identities/index.js';
export * from './public/changing.js';
export * from './public/comparing.js';
export * from './public/deriving.js';
export * from './public/doctor.js';
export * from './public/judging.js';
export * from './public/micromagnetics.js';
export type { SolveOptions, WorkTime } from './public/shapes.js';
export {
  bandsAlong,
  batchSolver,
  type DriveOptions,
  fermiContour,
  loadTheory,
  magnetisationDrive,
  type ProblemOptions,
  readProblem,
  solve,
  torqueInSI,
} from './public/solving.js';
export * from './public/starting.js';
export { type SweepFileOptions, type SweepOptions, sweep, sweepFile } from './public/sweeping.js';
export * from './public/tensors.js';
