import { mathematics } from '../../src/theory/algebra.js';
import type { EffectiveFields, FieldRow } from './effectiveFields.js';
import { across, cross, dot, type Vector } from './vector.js';

/** One term of a field as a polynomial of m: a vector in mT times mx^i my^j mz^k. */
export interface FieldTerm {
  readonly powers: Vector;
  readonly coefficient: Vector;
}

/** A field over the sphere by few numbers, and what they miss of it. */
export interface PolynomialFit {
  readonly terms: readonly FieldTerm[];
  /** Root mean square of what is missed across m, relative to that of the field across m. */
  readonly missed: number;
}

/** B across m = fieldLike p + dampingLike m x p with constants, in mT. */
export interface ConstantFit {
  readonly fieldLike: number;
  readonly dampingLike: number;
  readonly missed: number;
}

const DEGREE = 3;
/** Terms that are so small against the largest one are rounding. */
const NEGLIGIBLE = 1e-7;

/** mx^i my^j mz^k up to a degree; mz^2 is 1 - mx^2 - my^2. */
const POWERS: readonly Vector[] = [0, 1].flatMap((k) =>
  Array.from({ length: DEGREE + 1 - k }, (_, sum) => sum).flatMap((sum) =>
    Array.from({ length: sum + 1 }, (_, j): Vector => [sum - j, j, k]),
  ),
);

const monomial = (m: Vector, [i, j, k]: Vector): number => m[0] ** i * m[1] ** j * m[2] ** k;

/** Share of the sphere that a row stands for, up to a factor. */
const weightOf = ({ theta }: FieldRow): number => Math.sin((theta * Math.PI) / 180);

/** A polynomial of m as a field. */
export const fieldOf = (terms: readonly FieldTerm[], m: Vector): Vector => {
  const sums = [0, 1, 2].map((a) =>
    terms.reduce((sum, { powers, coefficient }) => sum + coefficient[a] * monomial(m, powers), 0),
  );
  return sums as unknown as Vector;
};

/** Least squares over the sphere. */
export function polynomialFit({ rows }: EffectiveFields): PolynomialFit {
  const sum = (term: (row: FieldRow) => number): number =>
    rows.reduce((total, row) => total + weightOf(row) * term(row), 0);
  const normal = POWERS.map((a) => POWERS.map((b) => sum(({ m }) => monomial(m, a) * monomial(m, b))));
  const right = POWERS.map((a) => [0, 1, 2].map((c) => sum(({ m, B }) => monomial(m, a) * B[c])));
  const solved = [0, 1, 2].map(
    (c) =>
      mathematics.lusolve(
        normal,
        right.map((row) => row[c]),
      ) as unknown as number[][],
  );
  const all = POWERS.map((powers, k) => ({
    powers,
    coefficient: solved.map((column) => column[k][0]) as unknown as Vector,
  }));
  const least = NEGLIGIBLE * Math.max(...all.flatMap(({ coefficient }) => coefficient.map(Math.abs)));
  const terms = all
    .map(({ powers, coefficient }) => ({
      powers,
      coefficient: coefficient.map((x) => (Math.abs(x) < least ? 0 : x)) as unknown as Vector,
    }))
    .filter(({ coefficient }) => coefficient.some((x) => x !== 0));
  return { terms, missed: missedBy(rows, (m) => fieldOf(terms, m)) };
}

/** Least squares over the sphere; both parts are at right angles everywhere. */
export function constantFit({ rows, p }: EffectiveFields): ConstantFit {
  const along = (axis: (m: Vector) => Vector): number => {
    const [above, below] = rows.reduce(
      ([x, y], row) => {
        const a = axis(row.m);
        return [x + weightOf(row) * dot(row.B, a), y + weightOf(row) * dot(a, a)];
      },
      [0, 0],
    );
    return above / below;
  };
  const [fieldLike, dampingLike] = [along((m) => across(p, m)), along((m) => cross(m, p))];
  const field = (m: Vector): Vector => {
    const turned = cross(m, p);
    return p.map((x, k) => fieldLike * x + dampingLike * turned[k]) as unknown as Vector;
  };
  return { fieldLike, dampingLike, missed: missedBy(rows, field) };
}

function missedBy(rows: readonly FieldRow[], field: (m: Vector) => Vector): number {
  const [off, all] = rows.reduce(
    ([x, y], row) => {
      const [fitted, whole] = [across(field(row.m), row.m), across(row.B, row.m)];
      const rest = fitted.map((b, k) => b - whole[k]) as unknown as Vector;
      return [x + weightOf(row) * dot(rest, rest), y + weightOf(row) * dot(whole, whole)];
    },
    [0, 0],
  );
  return all === 0 ? 0 : Math.sqrt(off / all);
}
