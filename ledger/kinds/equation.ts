import type { Decimal } from 'decimal.js';
import { z } from 'zod';
import { valueAt } from '../../src/arithmetic/memo.js';
import type { AgreedNumber } from '../../src/solution/agreement.js';
import type { Evidence } from '../../src/solution/verdict.js';
import { AccuracyError, InputError } from '../../src/theory/errors.js';
import { measuredQuantity } from '../../src/theory/parameters.js';
import { isPrimary } from '../../src/transport/tensors.js';
import type { Context } from '../language/context.js';
import { bubblesOf, throughCurrentVertex } from '../language/currentVertex.js';
import { evaluateAt, symbolic, Wide } from '../language/evaluate.js';
import type { Finding, Route } from '../language/judgement.js';
import { common, type Reference } from '../language/row.js';
import { changed, type Place, placesOf, toleranceIn } from '../language/sample.js';
import type { Solved } from '../language/solutions.js';
import { values } from '../language/vocabulary.js';

/** What of a problem a side may change; a change may name what it changes: `theta: pi - theta`. */
const changes = {
  set: values.optional(),
  scheme: z.string().optional(),
  limit: z.string().optional(),
  cutoff: z.string().optional(),
};

/** An equation between quantities at named points and over samples drawn from named ranges. */
export const schema = z.strictObject({
  ...common,
  kind: z.literal('equation'),
  at: z.array(z.string()).default([]),
  over: z.array(z.string()).default([]),
  ...changes,
  /** Other problems made of the same point: `born.K.xx` is K.xx of the one that is called born. */
  beside: z.record(z.string().regex(/^[A-Za-z]\w*$/), z.strictObject(changes)).default({}),
  left: z.string(),
  relation: z.enum(['=', '!=', '<', '>']).default('='),
  /** A formula, or a number with a tolerance: `45 deg +- 5 deg`. */
  right: z.string(),
  /** What the difference of both sides is measured against; the size of both sides if it is not said. */
  scale: z.string().optional(),
});
export type EquationRow = z.infer<typeof schema>;

export const references = ({ at, over }: EquationRow): Reference[] => [
  ...at.map((name) => ({ table: 'points' as const, name })),
  ...over.map((name) => ({ table: 'ranges' as const, name })),
];

/** What of the row cannot be read. */
export function faults({ at, over, right }: EquationRow): { field: string; message: string }[] {
  try {
    toleranceIn(right, 'right');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ field: 'right', message: error.message }];
  }
  return at.length + over.length > 0 ? [] : [{ field: 'at', message: 'give points (at) or ranges of samples (over)' }];
}

/** Relative differences below and above which sides are equal and different; between them nothing is said. */
const [EQUAL, DIFFERENT] = [1e-24, 1e-8];

/** Numerals and error bounds by symbol. */
interface Numbers {
  readonly values: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, Decimal>;
}

/** A place with its solutions, each with the prefix of its quantities. */
interface SolvedPlace {
  readonly place: string;
  readonly solutions: readonly (readonly [prefix: string, Solved])[];
}

/** Judges an equation on two ladders: the worst of its places decides. */
export async function judge(row: EquationRow, context: Context): Promise<Finding> {
  const { vocabulary, solutions } = context;
  const solved: SolvedPlace[] = [];
  try {
    for (const place of placesOf(row, vocabulary, context)) {
      const at = ({ set, ...texts }: EquationRow['beside'][string]) =>
        solutions.at({ ...texts, set: changed(place, set) });
      const pairs: (readonly [string, Solved])[] = [['', await at(changesOf(row))]];
      for (const [name, changes] of Object.entries(row.beside)) pairs.push([`${name}_`, await at(changes)]);
      solved.push({ place: shown(place), solutions: pairs });
    }
  } catch (error) {
    if (!(error instanceof AccuracyError)) throw error;
    return { routes: [], reason: error.message };
  }
  const [spin, current] = [
    measured(row, 'diagrams', solved, directly),
    measured(row, 'current vertex', solved, dressed),
  ];
  return {
    routes: [spin.route, current.route],
    computed: spin.route.measured,
    tables: [{ title: 'where it was tried', columns: ['place', row.left, row.right, 'off by'], rows: spin.table }],
  };
}

const changesOf = ({ set, scheme, limit, cutoff }: EquationRow): EquationRow['beside'][string] => ({
  ...(set && { set }),
  ...(scheme !== undefined && { scheme }),
  ...(limit !== undefined && { limit }),
  ...(cutoff !== undefined && { cutoff }),
});

const shown = ({ name, set }: Place): string =>
  `${name}: ${Object.entries(set)
    .map((pair) => pair.join('='))
    .join(' ')}`;

function measured(
  row: EquationRow,
  name: Route['name'],
  places: readonly SolvedPlace[],
  read: (solved: Solved) => ReadonlyMap<string, AgreedNumber>,
): { route: Route; table: (string | number)[][] } {
  const { value: right, tolerance } = toleranceIn(row.right, row.id);
  const isPrinted = tolerance !== undefined;
  const compared = places.map(({ place, solutions }) => {
    const { values, errors } = numbersOf(solutions, read);
    const value = (text: string, at: ReadonlyMap<string, string>): Decimal =>
      evaluateAt(symbolic(text), at, `${row.id} at ${place}`);
    const sides = (at: ReadonlyMap<string, string>): [Decimal, Decimal] => [
      value(row.left, at),
      isPrinted ? new Wide(measuredQuantity(row.id, right).value) : value(right, at),
    ];
    const [a, b] = sides(values);
    const scale = isPrinted
      ? new Wide(measuredQuantity(row.id, tolerance).value)
      : row.scale === undefined
        ? a.abs().plus(b.abs())
        : value(row.scale, values).abs();
    // shifting every quantity by its own error bounds what the numbers leave open
    const mentioned = new Set(symbolic(`${row.left} ${row.right}`).match(/[A-Za-z_]\w*/g));
    const open = [...errors].reduce<Decimal>((total, [symbol, error]) => {
      if (!mentioned.has(symbol)) return total;
      const [x, y] = sides(new Map(values).set(symbol, new Wide(valueAt(values, symbol)).plus(error).toString()));
      return total.plus(x.minus(y).minus(a.minus(b)).abs());
    }, new Wide(0));
    const relative = (x: Decimal): number => (scale.isZero() ? Number.NaN : x.div(scale).toNumber());
    return {
      ...{ place, left: a, right: b },
      ...evidenceOf(row.relation, relative(a.minus(b)), relative(open), isPrinted),
      digits: Math.min(...solutions.map(([, s]) => s.solution.agreedDigits)),
      off: relative(a.minus(b)),
    };
  });
  // what is no number is worse than any
  const worst = compared.reduce((x, y) => (Number.isNaN(x.residual) || y.residual <= x.residual ? x : y));
  const uncertainty = Math.max(...compared.map((c) => (c.residual === worst.residual ? c.uncertainty : 0)));
  const { residual, holdsBelow, refutedAbove, off, place } = worst;
  const size = off === 0 ? `< ${Math.max(uncertainty, 1e-300).toExponential(0)}` : off.toExponential(1);
  return {
    route: {
      name,
      evidence: { residual, uncertainty, holdsBelow, refutedAbove },
      digits: Math.min(...compared.map(({ digits }) => digits)),
      measured: `off by ${size}${isPrinted ? ' tolerances' : ''} (${compared.length} places, the worst is ${place})`,
    },
    table: compared.map((c) => [c.place, c.left.toPrecision(12), c.right.toPrecision(12), c.off]),
  };
}

/** What a signed relative difference of the sides says of their relation. */
function evidenceOf(relation: EquationRow['relation'], off: number, open: number, isPrinted: boolean): Evidence {
  const size = Math.abs(off);
  switch (relation) {
    case '=':
      if (isPrinted) return { residual: size, uncertainty: open, holdsBelow: 1, refutedAbove: 1 };
      return { residual: size, uncertainty: open, holdsBelow: EQUAL, refutedAbove: DIFFERENT };
    case '!=': {
      // the nearer to each other, the larger
      const nearness = (x: number): number => 1 / Math.max(x, 1e-300);
      const uncertainty = nearness(Math.max(size - open, 0)) - nearness(size);
      const isLost = !(size > open);
      const band = { holdsBelow: 1 / DIFFERENT, refutedAbove: 1 / EQUAL };
      return { residual: isLost ? nearness(open) : nearness(size), uncertainty: isLost ? 0 : uncertainty, ...band };
    }
    case '<':
      return { residual: off, uncertainty: open, holdsBelow: -EQUAL, refutedAbove: 0 };
    case '>':
      return { residual: -off, uncertainty: open, holdsBelow: -EQUAL, refutedAbove: 0 };
  }
}

const directly = ({ solution }: Solved): ReadonlyMap<string, AgreedNumber> => solution.quantities;

/** What the current vertex gives stands in the place of K, sigma and K_J, with the errors of the solve. */
function dressed(solved: Solved): ReadonlyMap<string, AgreedNumber> {
  const { agreedDigits, quantities } = solved.solution;
  const ours = [...throughCurrentVertex(bubblesOf(solved))].map(
    ([name, value]) => [name, { value, agreed: agreedDigits }] as const,
  );
  return new Map([...[...quantities].filter(([name]) => !isPrimary(name)), ...ours]);
}

/** Quantities and parameters of every solution of a place. */
function numbersOf(
  solutions: SolvedPlace['solutions'],
  read: (solved: Solved) => ReadonlyMap<string, AgreedNumber>,
): Numbers {
  const [values, errors] = [new Map<string, string>(), new Map<string, Decimal>()];
  for (const [prefix, solved] of solutions) {
    for (const [name, value] of solved.problem.parameters.values) values.set(`${prefix}${name}`, value);
    for (const [name, number] of read(solved)) {
      const symbol = symbolic(`${prefix}${name}`);
      values.set(symbol, number.value);
      errors.set(symbol, errorOf(number));
    }
  }
  return { values, errors };
}

/** What is zero to rounding has its bound as error. */
function errorOf({ value, agreed, below }: AgreedNumber): Decimal {
  if (below !== undefined) return new Wide(below);
  return Number.isFinite(agreed) ? new Wide(value).abs().times(`1e-${Math.floor(agreed)}`) : new Wide(0);
}
