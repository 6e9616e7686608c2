import { type Program, trace } from '../../src/arithmetic/expression.js';
import { matrixFrom } from '../../src/arithmetic/matrix.js';
import type { Dimension } from '../../src/theory/definition.js';
import { InputError } from '../../src/theory/errors.js';
import type { Theory } from '../../src/theory/theory.js';
import { EFFICIENCIES, torqueEfficiencies } from '../../src/torque/efficiencies.js';
import { RESULT } from '../../src/transport/steps.js';

/** A quantity that can be expanded or discovered: where it stands in the result of a solve, and its natural dimension per density of impurities. */
export type Quantity =
  | { readonly name: string; readonly kind: 'result'; readonly offset: number; readonly dimension: Dimension }
  | { readonly name: string; readonly kind: 'efficiency'; readonly index: number; readonly dimension: Dimension };

const ROWS = ['x', 'y', 'z'];
const COLUMNS = ['x', 'y'];
const PER_CURRENT: Dimension = { energy: -1, length: -1 };

function table(name: string, offset: number, rows: readonly string[], dimension: Dimension): Quantity[] {
  return rows.flatMap((a, i) =>
    COLUMNS.map((b, j) => ({
      name: `${name}.${a}${b}`,
      kind: 'result' as const,
      offset: offset + 2 * i + j,
      dimension,
    })),
  );
}

/** n K (energy^-1 length^-3), n sigma (length^-2), K_J and tau (energy^-1 length^-1). */
export const QUANTITIES: readonly Quantity[] = [
  ...table('K', RESULT.K + 2, ROWS, { energy: -1, length: -3 }),
  ...table('sigma', RESULT.sigma, COLUMNS, { energy: 0, length: -2 }),
  ...table('KJ', RESULT.KJ + 2, ROWS, PER_CURRENT),
  ...EFFICIENCIES.map((name, index) => ({
    name: `tau.${name}`,
    kind: 'efficiency' as const,
    index,
    dimension: PER_CURRENT,
  })),
];

/** @throws InputError listing the names */
export function quantityNamed(name: string): Quantity {
  const quantity = QUANTITIES.find((q) => q.name === name);
  if (!quantity) throw new InputError(`unknown quantity "${name}"; known: ${QUANTITIES.map((q) => q.name).join(' ')}`);
  return quantity;
}

let program: Program | undefined;
const exchangePrograms = new WeakMap<Theory, Program>();

/** (K_J 8, Delta_xc m 3) -> the four efficiencies of Eq. (4). */
export function efficiencyProgram(): Program {
  program ??= trace([8, 3], (KJ, exchange) => torqueEfficiencies(matrixFrom(KJ, 4, 2), exchange));
  return program;
}

/** (environment) -> Delta_xc m. */
export function exchangeProgram(theory: Theory): Program {
  let known = exchangePrograms.get(theory);
  if (!known) {
    known = trace([theory.environmentSize], (block) => theory.expressions(block).exchange);
    exchangePrograms.set(theory, known);
  }
  return known;
}
