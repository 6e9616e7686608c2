import type { Directions } from '../quadrature/directions.js';
import { torqueProgram } from '../torque/program.js';
import { STEPS } from '../torque/steps.js';
import { DiluteSolver } from '../transport/dilute.js';
import { TENSORS, TORQUE } from '../transport/tensors.js';
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
export function efficienciesOf<V>({ field, environment, problem, solver }: Pass<V>): Map<string, string> {
  const out = field.vector(TORQUE.size);
  field.compile(torqueProgram(problem.theory, problem.steps ?? STEPS))(environment, 0, solver.response, 0, out, 0);
  return new Map(TENSORS.tau.entries.map((name, k) => [name, field.toText(out, k)]));
}
