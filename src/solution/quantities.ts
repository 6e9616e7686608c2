import type { Program } from '../arithmetic/expression.js';
import type { Directions } from '../quadrature/directions.js';
import { torquePartsProgram, torqueProgram } from '../torque/program.js';
import { STEPS } from '../torque/steps.js';
import { DiluteSolver } from '../transport/dilute.js';
import { TENSORS } from '../transport/tensors.js';
import type { Pass } from './pass.js';

/** Reads every quantity of a finished pass as numerals, by the names of the registry. */
export function quantitiesOf<V>(pass: Pass<V>, directions: Directions<V>): Map<string, string> {
  const { field, solver, environment, problem } = pass;
  const out = new Map<string, string>();
  const read = (names: readonly string[], from: V, at = 0): void => {
    for (const [k, name] of names.entries()) out.set(name, field.toText(from, at + k));
  };
  for (const { layout, values } of solver.blocks)
    for (const name of layout.names) read(TENSORS[name].entries, values, layout.at(name as never));
  const dos = field.vector(1);
  field.compile(pass.pipeline.densityOfStates)(environment, 0, pass.clean.g, 0, dos, 0);
  read(TENSORS.dos.entries, dos);
  for (const observable of problem.observables ?? [])
    read(
      observable.tensor.entries,
      solver instanceof DiluteSolver
        ? solver.observe(environment, observable)
        : solver.observe(environment, observable, directions),
    );
  return out;
}

/** The torque efficiencies of a finished pass by Eq. (4) as it stands; only for m neither along z nor in the plane. */
export const efficienciesOf = <V>(pass: Pass<V>): Map<string, string> =>
  readFrom(pass, torqueProgram(pass.problem.theory, pass.problem.steps ?? STEPS), TENSORS.tau.entries);

/** The even and the odd part of the torque of a finished pass; the theory must have an m. */
export const torquePartsOf = <V>(pass: Pass<V>): Map<string, string> =>
  readFrom(pass, torquePartsProgram(pass.problem.theory, pass.problem.steps ?? STEPS), [
    ...TENSORS.torqueEven.entries,
    ...TENSORS.torqueOdd.entries,
  ]);

/** The outputs of a program (environment, response) by name. */
function readFrom<V>(pass: Pass<V>, program: Program, names: readonly string[]): Map<string, string> {
  const { field, environment, solver } = pass;
  const out = field.vector(names.length);
  field.compile(program)(environment, 0, solver.response, 0, out, 0);
  return new Map(names.map((name, k) => [name, field.toText(out, k)]));
}
