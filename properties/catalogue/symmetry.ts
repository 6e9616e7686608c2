import { constant, type Expr, sum } from '../../src/arithmetic/expression.js';
import { identity, type Matrix, product, subtract, transpose } from '../../src/arithmetic/matrix.js';
import type { Law, Side, Values } from '../law/law.js';
import type { Reading } from '../law/response.js';
import type { Facts } from '../symmetry/classification.js';
import { generatorsOf, type Symmetry } from '../symmetry/invariance.js';
import { type Entry, entryOf } from '../symmetry/operations.js';
import { statementOf } from '../symmetry/statement.js';
import { equal, scaleOfK, scaleOfSigma } from './tools.js';

/** Laws that the operations found for a theory imply, one for every generator. */
export const symmetryLaws = (facts: Facts): Law[] =>
  generatorsOf(facts.symmetries).map((symmetry) => symmetryLaw(symmetry));

/** p' = M p on formulas. */
export function mapped({ parameters, map }: Symmetry, values: Values): Record<string, Expr> {
  return Object.fromEntries(
    parameters.map((name, k) => [
      name,
      sum(map[k].flatMap((entry, j) => (entry === 0 ? [] : [values(parameters[j]).mul(exact(entry))]))),
    ]),
  );
}

function symmetryLaw(symmetry: Symmetry): Law {
  const { statement, latex } = statementOf(symmetry);
  return {
    id: `symmetry.${symmetry.name.replace(/ /g, '-')}`,
    level: 'symmetry',
    statement,
    latex,
    source: 'derived from the polynomials h(p) and the impurity matrices W',
    domain: 'every scheme and cutoff; parameters mapped along',
    claims: () => true,
    draw: { schemes: ['t-matrix', 'born:2', 'born:3', 'born:4'], cutoffs: ['renormalised', 'hard'], impurities: 'any' },
    measurements: [{}, { parameters: (values) => mapped(symmetry, values) }],
    sides: ([here, there]) => (symmetry.antiunitary ? reversed(symmetry, here, there) : carried(symmetry, here, there)),
  };
}

/** R (2x2) and S (4x4, the density first) of an operation as formulas. */
export const operationMatrices = ({ momentum, spin }: Symmetry): { R: Matrix; S: Matrix } => ({
  R: exactMatrix(momentum),
  S: withDensity(exactMatrix(spin)),
});

/** K' = S K R^T, sigma' = R sigma R^T. */
function carried(symmetry: Symmetry, here: Reading, there: Reading): Side[] {
  const { R, S } = operationMatrices(symmetry);
  return [
    ...equal(there.K.flat(), product(S, product(here.K, transpose(R))).flat(), scaleOfK(here)),
    ...equal(there.sigma.flat(), product(R, product(here.sigma, transpose(R))).flat(), scaleOfSigma(here)),
  ];
}

/**
 * sigma' = (R sigma R^T)^T; and K' turned back solves the ladder with Upsilon transposed, that is, it is the current that a spin-polarising
 * field drives (Onsager).
 */
function reversed(symmetry: Symmetry, here: Reading, there: Reading): Side[] {
  const { R, S } = operationMatrices(symmetry);
  const back = product(transpose(S), product(there.K, R));
  const ladder = subtract(identity(4), product(here.N, transpose(here.vertex))).slice(1);
  return [
    ...equal(there.sigma.flat(), transpose(product(R, product(here.sigma, transpose(R)))).flat(), scaleOfSigma(here)),
    ...equal(product(ladder, back).flat(), here.J.slice(1).flat(), scaleOfK(here)),
  ];
}

const withDensity = (S: Matrix): Matrix => [
  [constant(1), constant(0), constant(0), constant(0)],
  ...S.map((row) => [constant(0), ...row]),
];

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
  const sign = entry.startsWith('-') ? -1 : 1;
  const [top, bottom] = entry.replace('-', '').split('/') as [string, string];
  const numerator = top === 'r3' ? constant(3).sqrt() : constant(Number(top));
  return numerator.mul(sign).div(Number(bottom));
}
