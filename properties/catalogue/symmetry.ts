import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { identity, type Matrix, product, subtract, transpose } from '../../src/arithmetic/matrix.js';
import { DRAWS } from '../cases/draw.js';
import type { LawRecord, Side, Values } from '../law/law.js';
import { type ResponseTensors, scaleOfK, scaleOfSigma } from '../law/response.js';
import type { Classification } from '../symmetry/classification.js';
import { generatorsOf, type Symmetry } from '../symmetry/invariance.js';
import { type Entry, entryOf } from '../symmetry/operations.js';
import { statementOf } from '../symmetry/statement.js';
import { agrees, equal, spinEntries, zero } from './tools.js';

/** Laws that the operations found for a theory imply, one for every generator. */
export const symmetryLaws = ({ symmetries }: Classification): LawRecord[] =>
  generatorsOf(symmetries).map((symmetry) => ({
    id: `symmetry.${hyphened(symmetry)}`,
    level: 'symmetry',
    ...statementOf(symmetry),
    source: DERIVED,
    domain: 'every scheme and cutoff; parameters mapped along',
    draw: DRAWS.everyScheme,
    measurements: [{}, { parameters: (values) => mapped(symmetry, values) }],
    sides: ([here, there]) => [
      ...carried(symmetry, here, there, [scaleOfK(here), scaleOfSigma(here)]),
      ...(symmetry.antiunitary ? reciprocal(symmetry, here, there) : []),
    ],
  }));

export const DERIVED = 'derived from the polynomials h(p) and the impurity matrices W';

export const hyphened = ({ name }: Symmetry): string => name.replace(/ /g, '-');

/** p' = M p on formulas. */
export const mapped = ({ parameters, map }: Symmetry, values: Values): Record<string, Expr> =>
  Object.fromEntries(
    parameters.map((name, k) => [
      name,
      sum(map[k].flatMap((entry, j) => (entry === 0 ? [] : [values(parameters[j]).mul(exact(entry))]))),
    ]),
  );

/** K' = S K R^T. */
export const carriedK = ({ momentum, spin }: Symmetry, K: Matrix): Matrix =>
  product(withDensity(exactMatrix(spin)), product(K, transpose(exactMatrix(momentum))));

/**
 * K and sigma there are those here, carried along; an antiunitary operation says (R sigma R^T)^T and nothing of K
 * itself (Onsager).
 */
export function carried(
  symmetry: Symmetry,
  here: ResponseTensors,
  there: ResponseTensors,
  scales: [Expr, Expr],
): Side[] {
  const R = exactMatrix(symmetry.momentum);
  const turned = product(R, product(here.sigma, transpose(R)));
  return symmetry.antiunitary
    ? equal(there.sigma.flat(), transpose(turned).flat(), scales[1])
    : agrees(there, { K: carriedK(symmetry, here.K), sigma: turned }, scales);
}

/**
 * K' turned back solves the ladder with Upsilon transposed: it is the current that a spin-polarising field drives
 * (Onsager).
 */
function reciprocal({ momentum, spin }: Symmetry, here: ResponseTensors, there: ResponseTensors): Side[] {
  const back = product(transpose(withDensity(exactMatrix(spin))), product(there.K, exactMatrix(momentum)));
  const ladder = subtract(identity(4), product(here.N, transpose(here.vertex)));
  return equal(spinEntries(product(ladder, back)), spinEntries(here.J), scaleOfK(here));
}

const withDensity = (S: Matrix): Matrix => [[constant(1), zero(), zero(), zero()], ...S.map((row) => [zero(), ...row])];

const exactMatrix = (m: readonly (readonly number[])[]): Matrix =>
  m.map((row) =>
    row.map((x) => {
      const entry = entryOf(x);
      if (entry === undefined) throw new Error(`${x} is not an exact entry`);
      return exact(entry);
    }),
  );

/** An exact entry as a formula. */
function exact(entry: Entry): Expr {
  if (typeof entry === 'number') return constant(entry);
  const [top, bottom] = entry.replace('-', '').split('/');
  const numerator = top === 'r3' ? constant(3).sqrt() : constant(Number(top));
  return numerator.mul(entry.startsWith('-') ? -1 : 1).div(Number(bottom));
}
