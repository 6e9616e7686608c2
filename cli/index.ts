/** Public interface: what the commands do, with their options. The machinery is in `diffuson/low-level`. */

export { isExpected, type Judgement } from '../ledger/judgement.js';
export type { Ledger, Row } from '../ledger/ledger.js';
export type { LawTable } from '../properties/catalogue/table.js';
export type { LawReport } from '../properties/law/runLaw.js';
export type { Matrix as MutantMatrix, MutantRow } from '../properties/mutants/matrix.js';
export type { FieldName } from '../src/arithmetic/field.js';
export type { AgreedNumber } from '../src/solution/agreement.js';
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
export type { Scheme } from '../src/transport/scattering.js';
export { STEPS, type Steps } from '../src/transport/steps.js';
export type { PrintedExpansion } from '../symbolic/derivation/expandQuantity.js';
export type { Discovery } from '../symbolic/discovery/discover.js';
export type { Formula } from '../symbolic/formula/formula.js';
export * from './public/deriving.js';
export * from './public/judging.js';
export type { SolveOptions } from './public/shapes.js';
export * from './public/solving.js';
