import Table from 'cli-table3';
import { Decimal } from 'decimal.js';
import type { AgreedNumber } from '../../src/solution/agreement.js';
import type { Problem } from '../../src/solution/problem.js';
import type { Solution } from '../../src/solution/solve.js';
import type { UnitSystem } from '../../src/theory/parameters.js';
import { schemeName } from '../../src/transport/scattering.js';
import { TENSORS, type Tensor } from '../../src/transport/tensors.js';

/** Unit of a tensor: natural ones, or powers of eV, nm and |e| with hbar = 1. */
function unitText({ unit }: Tensor, system: UnitSystem, dilute: boolean): string {
  const [energy, length] = system === 'natural' ? ['energy', 'length'] : ['eV', 'nm'];
  const factors: [string, number][] = [
    ['hbar', unit.hbar],
    [unit.charge === 2 ? 'e' : '|e|', unit.charge],
    [energy, unit.energy],
    [length, unit.length],
  ];
  const written = (sign: 1 | -1): string[] =>
    factors.filter(([, n]) => n * sign > 0).map(([name, n]) => (n * sign === 1 ? name : `${name}^${n * sign}`));
  const [above, below] = [written(1).join(' ') || '1', written(-1)];
  const bottom = below.length > 1 ? [`(${below.join(' ')})`] : below;
  return [above, ...bottom, ...(dilute && unit.perDensity > 0 ? [`${length}^2`] : [])].join('/');
}

/** Units of the printed numbers by tensor. */
export const unitsOf = (system: UnitSystem, dilute: boolean): Record<string, string> => ({
  system: system === 'natural' ? 'natural (hbar = |e| = 1)' : 'eV, nm, |e| (hbar = 1)',
  ...Object.fromEntries([...PRIMARY, TENSORS.dos].map((tensor) => [tensor.name, unitText(tensor, system, dilute)])),
});

const PRIMARY: readonly Tensor[] = Object.values(TENSORS).filter(({ primary }) => primary);

/** K_J is printed without the density, which a current does not change. */
const isShown = (entry: string): boolean => !entry.startsWith(`${TENSORS.KJ.name}.0`);

const SECONDARY: readonly Tensor[] = Object.values(TENSORS).filter((t) => !t.primary && t !== TENSORS.dos);

/** Values by tensor and index, Y.xz -> Y: { xz }; null where a primary tensor has no value. */
const valuesByTensor = (tensors: readonly Tensor[], { quantities }: Solution): Record<string, object> =>
  Object.fromEntries(
    tensors.map(({ name, entries, primary }) => {
      const values = entries
        .filter(isShown)
        .map((entry) => [entry.slice(name.length + 1), quantities.get(entry)?.value ?? null] as const);
      return [name, Object.fromEntries(primary ? values : values.filter(([, value]) => value !== null))];
    }),
  );

/** The same as doubles, for programs that have nothing else. */
const numbersByTensor = (tensors: readonly Tensor[], solution: Solution): Record<string, object> =>
  Object.fromEntries(
    Object.entries(valuesByTensor(tensors, solution)).map(([name, values]) => [
      name,
      Object.fromEntries(Object.entries(values).map(([ab, text]) => [ab, text === null ? null : Number(text)])),
    ]),
  );

/** A parameter with as many digits as anything that depends on it is printed with. */
const parameterText = (text: string, digits: number): string =>
  text.length <= digits + SPARE_DIGITS ? text : new Decimal(text).toSignificantDigits(digits + SPARE_DIGITS).toString();
const SPARE_DIGITS = 10;

/** The object that `solve --json` prints; every number is a decimal string, and once more a number in `numbers`. */
export function solutionObject(problem: Problem, solution: Solution, digits: number): Record<string, unknown> {
  const { values, infinite, units } = problem.parameters;
  const { closure, lines, workingDigits, tangents } = solution;
  const below = [...solution.quantities].flatMap(([name, x]) => (x.below === undefined ? [] : [[name, x.below]]));
  return {
    theory: problem.theory.name,
    limit: problem.limit,
    scheme: schemeName(problem.scheme),
    cutoff: problem.cutoff,
    digits,
    agreedDigits: solution.agreedDigits,
    ...valuesByTensor(PRIMARY, solution),
    numbers: numbersByTensor(PRIMARY, solution),
    dos: solution.quantities.get('dos.total')?.value ?? null,
    units: unitsOf(units, problem.limit === 'dilute'),
    parameters: Object.fromEntries(
      [...values].map(([name, text]) => [name, infinite.has(name) ? 'inf' : parameterText(text, digits)]),
    ),
    zeros: Object.fromEntries(below),
    evidence: { closure, lines, workingDigits, tangents },
    ...valuesByTensor([...SECONDARY, ...(problem.observables ?? []).map(({ tensor }) => tensor)], solution),
    notes: solution.notes,
  };
}

/** Tables for a terminal. */
export function solutionText(problem: Problem, solution: Solution, digits: number): string {
  const units = unitsOf(problem.parameters.units, problem.limit === 'dilute');
  const { title } = problem.theory.definition;
  const effort = `${solution.lines} lines, ${solution.workingDigits} working digits`;
  const prefix = problem.limit === 'dilute' ? 'n ' : '';
  const show = (name: string): string => text(solution.quantities.get(name), digits);
  const table = ({ name, rows, columns }: Tensor, symbol: string): string => {
    const grid = new Table({ head: [symbol, ...columns], style: { head: [], border: [], compact: true } });
    const shown = rows.filter((a) => isShown(`${name}.${a}`));
    grid.push(...shown.map((a) => [a, ...columns.map((b) => show(`${name}.${a}${b}`))]));
    return grid.toString();
  };
  const { K, sigma, KJ, tau, torqueEven, torqueOdd } = TENSORS;
  const torque = [torqueEven, torqueOdd].filter(({ entries }) => solution.quantities.has(entries[0]));
  return [
    `${title}: ${problem.limit} limit, ${schemeName(problem.scheme)}, cutoff ${problem.cutoff}`,
    table(K, `${prefix}K`),
    `K: S = K E, Pauli spin, ${units.K}`,
    table(sigma, `${prefix}sigma`),
    `sigma: ${units.sigma}`,
    table(KJ, 'K_J'),
    `K_J = K sigma^-1: ${units.KJ}`,
    ...(torque.length > 0
      ? [
          ...torque.map((part) => table(part, part.name)),
          `torqueEven + torqueOdd = m x (K_J e_b), even and odd under time reversal: ${units.torqueEven}`,
        ]
      : [table(tau, 'tau'), `tau: torque efficiencies of Eq. (4): ${units.tau}`]),
    `${solution.agreedDigits} digits agreed between two runs (${effort})`,
    ...solution.notes.map((note) => `note: ${note}`),
  ].join('\n');
}

const text = (x: AgreedNumber | undefined, digits: number): string => {
  if (!x) return '-';
  if (x.below !== undefined) return `0 (< ${x.below})`;
  return x.agreed < digits && x.value !== '0' ? `${x.value} (${Math.floor(x.agreed)} digits)` : x.value;
};
