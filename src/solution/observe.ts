import { type Program, pi, trace } from '../arithmetic/expression.js';
import { matrixFrom } from '../arithmetic/matrix.js';
import type { Theory } from '../theory/theory.js';
import { EFFICIENCIES, torqueEfficiencies } from '../torque/efficiencies.js';
import { DiluteSolver } from '../transport/dilute.js';
import { RESULT } from '../transport/steps.js';
import type { Pass } from './problem.js';

const ROWS = ['0', 'x', 'y', 'z'] as const;
const COLUMNS = ['x', 'y'] as const;
const table = (name: string, rows: readonly string[], columns: readonly string[]): string[] =>
  rows.flatMap((a) => columns.map((b) => `${name}.${a}${b}`));

/** Names of the quantities in the order of the result block. */
const RESULT_NAMES = [...table('K', ROWS, COLUMNS), ...table('sigma', COLUMNS, COLUMNS), ...table('KJ', ROWS, COLUMNS)];
const RESIDUAL_NAMES = [...ROWS.map((a) => `ward.${a}`), 'ward.Jx', 'ward.Jy', 'ward.row0x', 'ward.row0y'];
const parts = (name: string): string[] => [
  ...ROWS.map((a) => `${name}.${a}.re`),
  ...ROWS.map((a) => `${name}.${a}.im`),
];

/** Density of states of both bands, -(1/pi) Im tr g. */
const densityOfStates: Program = trace([8], (g) => [g[4].mul(-2).div(pi())]);

/** Reads every quantity of a finished pass as numerals. */
export function observe<V>(pass: Pass<V>): Map<string, string> {
  const { field, solver } = pass;
  const out = new Map<string, string>();
  const read = (names: readonly string[], from: V, at: number): void => {
    names.forEach((name, k) => {
      out.set(name, field.toText(from, at + k));
    });
  };
  read(RESULT_NAMES, solver.result, 0);
  read(RESIDUAL_NAMES, solver.result, RESULT.residuals);
  read(table('ladder', ROWS, ROWS), solver.result, RESULT.operator);
  read(parts('g'), solver.g, 0);
  const dos = field.vector(1);
  field.compile(densityOfStates)(solver.g, 0, dos, 0);
  read(['dos.total'], dos, 0);
  read(
    ROWS.map((a) => `Gamma.${a}`),
    solver.scattering,
    0,
  );
  read(table('Y', ROWS, ROWS), solver.scattering, 4);
  read(parts('T'), solver.scattering, 20);
  read(table('N', ROWS, ROWS), solver.bubbles, 0);
  if (!(solver instanceof DiluteSolver)) read(parts('Sigma'), solver.selfEnergy, 0);
  return out;
}

const programs = new WeakMap<Theory, Program>();

/** The torque efficiencies of a finished pass by Eq. (4) as it stands; only for m neither along z nor in the plane. */
export function observeTorque<V>(pass: Pass<V>): Map<string, string> {
  const { theory } = pass.problem;
  let program = programs.get(theory);
  if (!program) {
    program = trace([theory.environmentSize, 8], (block, KJ) =>
      torqueEfficiencies(matrixFrom(KJ, 4, 2), theory.expressions(block).exchange),
    );
    programs.set(theory, program);
  }
  const out = pass.field.vector(EFFICIENCIES.length);
  pass.field.compile(program)(pass.environment, 0, pass.solver.result, RESULT.KJ, out, 0);
  return new Map(EFFICIENCIES.map((name, k) => [`tau.${name}`, pass.field.toText(out, k)]));
}
