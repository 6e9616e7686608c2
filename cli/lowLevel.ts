/**
 * The machinery behind the public interface: formulas, fields, programs and solvers. Nothing here checks its input.
 * @module diffuson/low-level
 */

export { Complex } from '../src/arithmetic/complex.js';
export { DecimalField } from '../src/arithmetic/decimal.js';
export { DoubleField } from '../src/arithmetic/double.js';
export { constant, Expr, type Program, pi, sum, trace } from '../src/arithmetic/expression.js';
export type { Field, FieldName, Kernel } from '../src/arithmetic/field.js';
export { loadMpfr, MpfrField } from '../src/arithmetic/mpfr.js';
export { SpinMatrix } from '../src/arithmetic/pauli.js';
export { type Directions, trapezoid } from '../src/quadrature/directions.js';
export { sectors } from '../src/quadrature/sectors.js';
export { environmentOf } from '../src/solution/environment.js';
export { Pass } from '../src/solution/pass.js';
export { type Problem, pipelineOf, type Variant } from '../src/solution/problem.js';
export { type Effort, solve } from '../src/solution/solve.js';
export { judge } from '../src/solution/verdict.js';
export { parseDefinition } from '../src/theory/definition.js';
export { readParameters } from '../src/theory/parameters.js';
export { Theory } from '../src/theory/theory.js';
export { torqueEfficiencies } from '../src/torque/efficiencies.js';
export { conversionEfficiency, spinOrbitField, torque } from '../src/torque/field.js';
export { torqueParts } from '../src/torque/parts.js';
export { STEPS, type Steps } from '../src/torque/steps.js';
export { DiluteSolver } from '../src/transport/dilute.js';
export { FiniteSolver } from '../src/transport/finite.js';
export { type Approximation, Pipeline, pipelineFor, ROW } from '../src/transport/pipeline.js';
export { RESPONSE, SCATTERING } from '../src/transport/tensors.js';
