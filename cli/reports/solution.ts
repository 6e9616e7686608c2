import Table from 'cli-table3';
import type { AgreedNumber } from '../../src/solution/agreement.js';
import { type Problem, schemeName } from '../../src/solution/problem.js';
import type { Solution } from '../../src/solution/solve.js';
import type { UnitSystem } from '../../src/theory/parameters.js';

const K_NAMES = ['0x', '0y', 'xx', 'xy', 'yx', 'yy', 'zx', 'zy'];
const SIGMA_NAMES = ['xx', 'xy', 'yx', 'yy'];
const KJ_NAMES = ['xx', 'xy', 'yx', 'yy', 'zx', 'zy'];
const TAU_NAMES = ['1e', '2e', '1o', '2o'];

/** Units of the printed numbers: natural ones, or powers of eV, nm and |e| with hbar = 1. */
export function unitsOf(system: UnitSystem, dilute: boolean): Record<string, string> {
  const [energy, length] = system === 'natural' ? ['energy', 'length'] : ['eV', 'nm'];
  const perArea = dilute ? `/${length}^2` : '';
  return {
    system: system === 'natural' ? 'natural (hbar = |e| = 1)' : 'eV, nm, |e| (hbar = 1)',
    K: `|e|/(${energy} ${length})${perArea}`,
    sigma: `e^2/hbar${perArea}`,
    KJ: `hbar/(|e| ${energy} ${length})`,
    tau: `hbar/(|e| ${energy} ${length})`,
    dos: `1/(${energy} ${length}^2)`,
  };
}

const pick = (solution: Solution, tensor: string, names: readonly string[]): Record<string, string | null> =>
  Object.fromEntries(names.map((name) => [name, solution.quantities.get(`${tensor}.${name}`)?.value ?? null]));

/** Entries of one prefix, nested once: Y.xz -> Y: { xz }. */
function group(solution: Solution, prefix: string): Record<string, string> {
  return Object.fromEntries(
    [...solution.quantities]
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, x]) => [name.slice(prefix.length + 1), x.value]),
  );
}

/** The object that `solve --json` prints; every number is a decimal string. */
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
    K: pick(solution, 'K', K_NAMES),
    sigma: pick(solution, 'sigma', SIGMA_NAMES),
    KJ: pick(solution, 'KJ', KJ_NAMES),
    tau: pick(solution, 'tau', TAU_NAMES),
    dos: solution.quantities.get('dos.total')?.value ?? null,
    units: unitsOf(units, problem.limit === 'dilute'),
    parameters: Object.fromEntries([...values].map(([name, text]) => [name, infinite.has(name) ? 'inf' : text])),
    zeros: Object.fromEntries(below),
    evidence: { closure, lines, workingDigits, tangents },
    ...Object.fromEntries(
      ['g', 'T', 'Sigma', 'Gamma', 'N', 'Y', 'ladder', 'ward'].map((name) => [name, group(solution, name)]),
    ),
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
  const grid = (head: string[], rows: string[][]): string => {
    const table = new Table({ head, style: { head: [], border: [], compact: true } });
    table.push(...rows);
    return table.toString();
  };
  return [
    `${title}: ${problem.limit} limit, ${schemeName(problem.scheme)}, cutoff ${problem.cutoff}`,
    grid(
      [`${prefix}K`, 'x', 'y'],
      ['0', 'x', 'y', 'z'].map((a) => [a, show(`K.${a}x`), show(`K.${a}y`)]),
    ),
    `K: S = K E, Pauli spin, ${units.K}`,
    grid(
      [`${prefix}sigma`, 'x', 'y'],
      ['x', 'y'].map((a) => [a, show(`sigma.${a}x`), show(`sigma.${a}y`)]),
    ),
    `sigma: ${units.sigma}`,
    grid(
      ['K_J', 'x', 'y'],
      ['x', 'y', 'z'].map((a) => [a, show(`KJ.${a}x`), show(`KJ.${a}y`)]),
    ),
    `K_J = K sigma^-1: ${units.KJ}`,
    grid(['tau', '1e', '2e', '1o', '2o'], [['', ...TAU_NAMES.map((name) => show(`tau.${name}`))]]),
    `tau: torque efficiencies of Eq. (4): ${units.tau}`,
    `${solution.agreedDigits} digits agreed between two runs (${effort})`,
    ...solution.notes.map((note) => `note: ${note}`),
  ].join('\n');
}

const text = (x: AgreedNumber | undefined, digits: number): string => {
  if (!x) return '-';
  if (x.below !== undefined) return `0 (< ${x.below})`;
  return x.agreed < digits && x.value !== '0' ? `${x.value} (${Math.floor(x.agreed)} digits)` : x.value;
};
