import { remembered, valueAt } from '../../src/arithmetic/memo.js';
import type { Problem } from '../../src/solution/problem.js';
import type { Solution } from '../../src/solution/solve.js';
import { type Component, componentsOf, perpendicular, TORQUES } from './constraints.js';
import { Form } from './instance.js';
import { candidates, type Operation } from './operations.js';

/** Numbers of H and W that agree so well are equal, as far as double precision can tell. */
const SAME = 1e-11;

/** Whether an operation leaves H and W as they are at these values. */
function isKept(form: Form, values: readonly number[], operation: Operation): boolean {
  const list = form.at(values);
  const scale = Math.max(...list.map(Math.abs));
  return form.at(values, operation).every((x, k) => Math.abs(x - list[k]) <= SAME * scale);
}

/**
 * Zeros and equalities among the parts of a solved torque, with the operations that leave H and W as they are at the
 * values of the problem and so explain them: one line for each reason. Only what the solution shows is said.
 */
export function torqueRelations({ theory, parameters }: Problem, { quantities }: Solution): string[] {
  if (!TORQUES.some(({ entries }) => entries.some((entry) => quantities.has(entry)))) return [];
  const form = new Form(theory, theory.parameterNames);
  const values = form.names.map((name) => Number(valueAt(parameters.values, name)));
  // what is equal, opposite or zero stays so among roots, and what breaks a symmetry but little breaks it visibly
  const roots = values.map((x) => Math.sign(x) * Math.abs(x) ** (1 / 32));
  const kept = candidates().filter((operation) => [values, roots].every((at) => isKept(form, at, operation)));
  const names = theory.exchangeNames;
  const field = names.filter((name) => Number(valueAt(parameters.values, name)) !== 0);
  const number = (entry: string): number => Number(quantities.get(entry)?.value);
  // a component or its negative: sums of several are not said
  const isSeen = ({ name, equals }: Component): boolean => {
    const other = equals === undefined ? 0 : number(equals.replace('-', '')) * (equals.startsWith('-') ? -1 : 1);
    return Math.abs(number(name) - other) <= SAME * Math.abs(other);
  };
  const byReason = new Map<string, string[]>();
  for (const component of TORQUES.flatMap((tensor) => componentsOf(tensor, kept, perpendicular(field, names)))) {
    const { name, status, equals = '0', by } = component;
    if (status !== 'allowed' && isSeen(component))
      remembered(byReason, by.join(' or '), (): string[] => []).push(`${name} = ${equals}`);
  }
  return [...byReason].map(([reason, relations]) => `${relations.join(', ')} by ${reason}`);
}
